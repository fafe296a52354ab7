"""From the first screen, without a manual: look, run, watch, change one thing, take away."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import PHONE, SLOW, WIDE, Server, tab_to

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@SIZES
def test_a_case_is_chosen_run_and_watched(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None], size: dict[str, int], server: Server
) -> None:
    page = opened(size)
    without_barriers(page)
    assert page.locator(".card").count() >= 7
    page.get_by_role("link", name="Toyland", exact=True).first.click()
    page.get_by_role("button", name="Run it and watch").wait_for()
    without_barriers(page)
    page.get_by_role("button", name="Run it and watch").click()
    page.get_by_text("finished").first.wait_for(timeout=SLOW)
    picture = page.locator(".final img").first
    picture.scroll_into_view_if_needed()
    picture.wait_for()
    assert page.locator(".chart").count() >= 5
    slider = page.get_by_label("Day", exact=True)
    slider.focus()
    before = page.locator(".map").get_attribute("aria-label")
    page.keyboard.press("Home")
    assert page.locator("output").first.inner_text() == "5 March 2001"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("output").first.inner_text() == "7 March 2001"
    assert page.locator(".map").get_attribute("aria-label") != before
    page.get_by_role("radio", name="leave").check()
    without_barriers(page)


@SIZES
def test_one_thing_is_changed_and_both_worlds_are_seen(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None], size: dict[str, int], server: Server
) -> None:
    page = opened(size, "change/toyland")
    slider = page.get_by_role("slider", name="How much certain detention deters").first
    slider.focus()
    assert page.locator(".parameter:focus-within .facts").is_visible()
    assert "Source:" in page.locator(".parameter:focus-within .facts").inner_text()
    for _ in range(3):
        page.keyboard.press("PageUp")
    page.locator(".result[aria-busy=false] table").first.wait_for(timeout=SLOW)
    assert "90 % interval" in page.locator(".result").inner_text()
    assert "Who ended otherwise" in page.locator(".result").inner_text()
    assert page.get_by_text("8 pairs of runs in the same society").is_visible()
    without_barriers(page)
    page.get_by_role("button", name="Take away saturdays").click()
    page.get_by_text("event saturdays").wait_for()
    page.locator(".result[aria-busy=false] table").first.wait_for(timeout=SLOW)
    page.get_by_label("Name", exact=True).fill(f"no-saturdays-{size['width']}")
    page.get_by_role("button", name="Save this world").click()
    page.get_by_text("Saved as").wait_for()
    saved = (server.folder / "worlds" / f"no-saturdays-{size['width']}.toml").read_text()
    assert "events.saturdays.remove = true" in saved and "behaviour.cost" in saved
    page.reload()  # nothing is lost
    page.get_by_text("event saturdays").wait_for()


def test_a_comparison_ends_in_a_report_that_can_be_taken_away(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None]
) -> None:
    page = opened(WIDE, "change/toyland?c=%7B%22behaviour.cost%22%3A4%7D")
    page.get_by_role("button", name="Run it as a comparison").click()
    page.get_by_role("link", name="Open the report").wait_for(timeout=SLOW)
    page.get_by_role("region", name="What changes, over all days").wait_for()  # as on the page before, and in words
    shown = page.locator("main").inner_text()
    assert "How much certain detention deters: 4, was 2" in shown and "Who ended otherwise" in shown
    without_barriers(page)
    with page.expect_download() as picture:
        page.get_by_role("link", name="as PNG").first.click()
    assert picture.value.suggested_filename.endswith(".png")
    with page.context.expect_page() as report:
        page.get_by_role("link", name="Open the report").click()
    report.value.get_by_role("heading", level=1).wait_for()
    assert "not a forecast" in report.value.inner_text("body")
    page.get_by_text("The same on the command line").click()
    assert "groundswell compare toyland --arm 'changed: behaviour.cost = 4'" in page.locator("pre").first.inner_text()


def test_the_whole_way_is_gone_by_keyboard_alone(opened: Callable[..., Any]) -> None:
    page = opened()
    tab_to(page, "Toyland")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Change one thing").wait_for()
    tab_to(page, "Change one thing")
    page.keyboard.press("Enter")
    page.get_by_label("Search").wait_for()
    tab_to(page, "Search")
    page.keyboard.type("certain detention")
    tab_to(page, "How much certain detention deters")
    page.keyboard.press("End")
    page.locator(".result[aria-busy=false] table").first.wait_for(timeout=SLOW)
    tab_to(page, "Run it as a comparison")


def test_an_arm_of_a_claim_is_made_by_keyboard_alone_and_the_focus_is_never_lost(opened: Callable[..., Any]) -> None:
    page = opened(WIDE, "write?case=toyland")
    held = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.labels?.[0]?.innerText"
    changed = page.locator(".told").first

    def press(text: str, *keys: str) -> None:
        tab_to(page, text)
        for key in keys:
            page.keyboard.press(key)

    press("Set an assumption", "Enter")
    press("Search", *"certain")
    press("How much certain detention deters", "PageDown", "ArrowLeft")
    assert "How much certain detention deters: 1." in changed.inner_text()
    press("Take an event away, move it, add one", "Enter")
    press("Day of saturdays", "ArrowRight")
    assert "Event saturdays (protest day announced): on 11 Mar, was 10 Mar" in changed.inner_text()
    press("Take away decree", "Enter")
    assert page.evaluate(held) == "Put back decree"
    tab_to(page, "Add an event")
    press("Add", "Enter")
    assert page.evaluate(held) == "Day of rally-new-1"  # what comes next
    page.keyboard.press("ArrowRight")
    assert "Event rally-new-1 (protest day announced): added; on 9 Mar" in changed.inner_text()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(held) == "Add an event"  # what was pressed is gone
    assert "rally-new-1" not in changed.inner_text()
    press("Change an assumption by a factor or a step", "Enter")
    press("Add it", "Enter")
    press("Check it", "Enter")
    page.get_by_text("This is empty: fill it in.").first.wait_for()
    assert page.evaluate(held) == "Title"


@pytest.mark.parametrize("width", [390, 2560])
def test_every_page_fits_a_phone_and_a_wall(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None], width: int
) -> None:
    page = opened({"width": width, "height": 900})
    own = page.url.split("#")[0]
    for part in ("", "runs", "case/toyland", "claims", "claims/saturdays", "write?case=toyland", "data", "lab"):
        page.goto(f"{own}#{part}")
        page.reload()  # the part before it is gone for certain
        page.wait_for_selector("main:not([aria-busy]) h1")
        without_barriers(page)


def test_less_motion_and_print_are_respected(opened: Callable[..., Any]) -> None:
    page = opened(WIDE, "case/toyland", reduced_motion="reduce")
    page.emulate_media(media="print")
    assert page.locator("#banner").is_visible()
    assert not page.get_by_role("button", name="Run it and watch").is_visible()
    page.emulate_media(media="screen")
    page.goto(f"{page.url.split('#')[0]}#change/toyland?c=%7B%22behaviour.cost%22%3A4%7D")
    page.locator(".told", has_text="How much certain detention deters").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".told").is_visible() and not page.locator(".sliders").is_visible()
