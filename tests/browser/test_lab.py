"""The classics lab as a lecturer opens it: from a file without a network, by hand, by keyboard, on a phone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from groundswell.classics import lab, playing

from .conftest import PHONE, WIDE, axe, tab_to

NAMES = sorted(lab.LABS)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lab") / "pages"
    lab.write(out)
    return out


@pytest.fixture
def page(chromium: Any, pages: Path) -> Iterator[Callable[..., Any]]:
    """Open a page from its file; it may neither complain nor ask for anything but itself."""
    faults: list[str] = []
    contexts: list[Any] = []

    def open_(name: str, size: dict[str, int] = WIDE, **more: Any) -> Any:
        contexts.append(chromium.new_context(viewport=size, offline=True, **more))
        opened = contexts[-1].new_page()
        opened.on("console", lambda message: faults.append(message.text))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("request", lambda r: None if r.url.startswith("file:") else faults.append(r.url))
        opened.goto((pages / lab.LABS[name].file).as_uri())
        opened.locator(".readout").wait_for()
        return opened

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def said(page: Any, words: str) -> None:
    """Wait until the sentence above the pictures says it."""
    page.locator(".readout", has_text=words).wait_for(timeout=20_000)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_from_a_file_has_no_barrier_at_any_width(page: Callable[..., Any], name: str) -> None:
    opened = page(name, PHONE)
    found = axe.Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()
    for width in (PHONE["width"], WIDE["width"], 2560):
        opened.set_viewport_size({"width": width, "height": 1000})
        assert opened.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width


def test_one_threshold_moved_by_one_ends_a_riot_and_a_dot_can_be_dragged(page: Callable[..., Any]) -> None:
    opened = page("granovetter_1978")
    said(opened, "5 of 100 act at the end")
    opened.get_by_role("button", name="0, 1, 2, ..., 99").click()
    said(opened, "100 of 100 act")
    opened.get_by_role("button", name="the 1 becomes a 2").click()
    said(opened, "1 of 100 act")
    dots = opened.locator("svg.draggable").first
    dots.scroll_into_view_if_needed()
    second, first = (dots.locator("circle").nth(k).bounding_box() for k in (1, 0))
    opened.mouse.move(second["x"] + second["width"] / 2, second["y"] + second["height"] / 2)
    opened.mouse.down()
    opened.mouse.move(first["x"] + first["width"] / 2, first["y"] - 20, steps=4)
    opened.mouse.up()
    said(opened, "100 of 100 act")
    assert "--mean 25" in opened.locator("#command").inner_text()


def test_the_spread_is_turned_by_keyboard_until_it_jumps(page: Callable[..., Any]) -> None:
    opened = page("granovetter_1978")
    tab_to(opened, "standard deviation of thresholds")
    opened.keyboard.press("ArrowRight")  # 12.3
    said(opened, "The smooth curve rests at 100.00")
    opened.keyboard.press("ArrowLeft")
    said(opened, "The smooth curve rests at 5.48")
    tab_to(opened, "One step")
    opened.keyboard.press("Enter")
    said(opened, "Step 0: 0 act")


def test_who_wants_less_motion_sees_the_end_at_once(page: Callable[..., Any]) -> None:
    opened = page("granovetter_1978", reduced_motion="reduce")
    opened.get_by_role("button", name="0, 1, 2, ..., 99").click()
    opened.get_by_role("button", name="From the start").click()
    said(opened, "Step 0")
    opened.get_by_role("button", name="Play").click()
    opened.get_by_role("button", name="Play").wait_for(timeout=1_000)  # it has ended, and can be played anew
    assert opened.locator(".readout").inner_text().startswith("100 of 100")


def test_the_lattice_runs_stops_and_shows_grievance(page: Callable[..., Any]) -> None:
    opened = page("epstein_2002")
    opened.get_by_label("how what the paper leaves").select_option("netlogo")
    opened.get_by_role("button", name="Play").press("Enter")
    said(opened, "Tick 20")
    opened.get_by_role("button", name="Pause").press("Enter")
    assert re.search(r"Outbursts so far: [1-9]", opened.locator(".readout").inner_text())
    opened.get_by_role("button", name="Show grievance").press("Space")
    opened.get_by_text("no grievance").wait_for()
    opened.get_by_role("button", name="Start again").click()
    said(opened, "Tick 0")


def test_two_groups_live_until_one_is_no_more_and_the_paper_stands_beside(page: Callable[..., Any]) -> None:
    opened = page("epstein_2002", reduced_motion="reduce")  # twenty ticks at a time
    tab_to(opened, "which of the paper's models")
    opened.keyboard.press("End")
    said(opened, "blue and")
    assert "--model II" in opened.locator("#command").inner_text()
    assert "20 of 20 runs with cops end in genocide" in opened.locator("#stage").inner_text()
    opened.get_by_role("button", name="Play").press("Enter")
    said(opened, "Genocide: the")
    opened.get_by_role("button", name="Play").wait_for()  # it has ended
    opened.get_by_role("button", name="Run 8").click()
    said(opened, "Tick 0")


def test_two_societies_that_look_alike_end_otherwise(page: Callable[..., Any]) -> None:
    opened = page("kuran_1991")
    for name, end in (("A", 1), ("A, the second at 10 %", 9), ("B, the second at 10 %", 2)):
        opened.get_by_role("button", name=name, exact=True).click()
        said(opened, f"{end} of 10 oppose in public at the end")


def test_a_hundred_sparks_are_those_of_the_command(page: Callable[..., Any]) -> None:
    _, played = playing.play("watts_2002", {"sparks": 100})
    opened = page("watts_2002")
    opened.get_by_role("button", name="100 sparks").click()
    said(opened, f"Of 100 sparks {round(100 * played.numbers['share_global'])} turned more than half on")


def test_a_silent_citizen_is_not_a_content_one(page: Callable[..., Any]) -> None:
    opened = page("exit_voice_2017", PHONE)
    opened.get_by_role("button", name="silent, nowhere to go").click()
    said(opened, "stays and is silent: leaving is worth no more than staying")


def test_the_studio_opens_the_same_lab(opened: Callable[..., Any], without_barriers: Callable[[Any], None]) -> None:
    page = opened(WIDE, "lab")
    without_barriers(page)
    page.get_by_role("link", name="Kuran's cascade").click()
    said(page, "1 of 10 oppose in public")
    without_barriers(page)
    page.get_by_role("link", name="classics lab").first.click()
    page.get_by_role("heading", name="Classics lab").wait_for()
