"""What goes wrong around a page: the server dies, the browser is closed, names are hostile; nothing is lost or run."""

import re
from collections.abc import Callable
from typing import Any

from .conftest import SLOW, WIDE, Server, until

HOSTILE = '<img src=x onerror="document.title=1">'


def test_a_run_survives_the_server_and_the_browser(opened: Callable[..., Any], server: Server) -> None:
    page = opened(WIDE, "case/belarus-2020")
    page.get_by_label("Size of the run").select_option("1:100")
    page.get_by_role("button", name="Run it and watch").click()
    page.locator(".state", has_text="day").first.wait_for(timeout=SLOW)
    name = page.url.split("/")[-1]
    server.kill()
    page.get_by_text("the server does not answer").wait_for()
    page.close()
    server.start()
    again = opened(WIDE, f"run/{name}")
    again.get_by_text("finished").first.wait_for(timeout=SLOW)
    assert (server.folder / name / "report.html").is_file()


def test_a_run_is_stopped_and_gone_on_with_from_the_page(opened: Callable[..., Any]) -> None:
    page = opened(WIDE, "case/belarus-2020")
    page.get_by_label("Size of the run").select_option("1:10")
    page.get_by_role("button", name="Run it and watch").click()
    page.locator("#day").wait_for(timeout=SLOW)  # there are days
    page.get_by_role("button", name="Stop").click()
    on = page.get_by_role("button", name=re.compile("Go on after day|Run it again from the first day"))
    on.click(timeout=SLOW)
    page.get_by_role("button", name="Stop").click(timeout=SLOW)
    on.wait_for(timeout=SLOW)


def test_a_run_that_was_stopped_before_its_first_day_is_run_again(opened: Callable[..., Any]) -> None:
    page = opened(WIDE, "case/toyland")
    page.get_by_role("button", name="Run it and watch").click()
    page.get_by_role("button", name="Stop").press("Enter", timeout=SLOW)
    again = page.get_by_role("button", name="Run it again")
    again.wait_for(timeout=SLOW)
    until(lambda: again.evaluate("node => node === document.activeElement"))  # by keyboard one goes on from here
    page.keyboard.press("Enter")
    page.get_by_text("finished").first.wait_for(timeout=SLOW)


def test_hostile_names_stay_text(opened: Callable[..., Any], server: Server) -> None:
    worlds = server.folder / "worlds"
    worlds.mkdir(exist_ok=True)
    text = f"extends = \"toyland\"\nscenario.title = '{HOSTILE}'\nbehaviour.cost = 3.0\n"
    (worlds / "hostile.toml").write_text(text)
    page = opened(WIDE, "change/worlds/hostile")
    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE
    assert page.locator("main img").count() == 0
    other = opened(WIDE, f"run/{HOSTILE}")
    assert other.locator("main img").count() == 0
    assert other.locator("#wrong").inner_text()
    opened.faults.remove("Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)")
