"""A claim is written, its mistakes told at their fields, tested, its verdict read; a table of one's own is scored."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs

from .conftest import PHONE, SLOW, WIDE, Server

pytestmark = pytest.mark.slow


def test_a_claim_is_written_by_form_tested_and_its_verdict_read(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None], server: Server
) -> None:
    page = opened(PHONE, "write?like=saturdays")
    page.get_by_label("Title", exact=True).fill("")
    page.get_by_label("Days", exact=True).fill("6")
    page.get_by_label("Outcome", exact=True).fill("participnts")
    page.get_by_label("Name of its file").fill("mine")
    page.get_by_role("button", name="Take back: Event saturdays").click()
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("did you mean 'participants'?").wait_for()
    assert page.get_by_label("Title", exact=True).get_attribute("aria-invalid") == "true"
    assert page.evaluate("() => document.activeElement.getAttribute('aria-invalid')") == "true"
    assert "changes nothing" in page.locator(".arm > .mistake").inner_text()
    page.get_by_text("Take an event away, move it, add one").click()
    page.get_by_role("button", name="Take away saturdays").click()
    page.get_by_text("Change an assumption by a factor or a step").click()
    page.get_by_label("Number", exact=True).fill("1.5")
    page.get_by_role("button", name="Add it").click()
    without_barriers(page)
    page.get_by_label("Title", exact=True).fill("Saturdays <b>again</b>")
    page.get_by_label("Outcome", exact=True).fill("participants.max")
    page.get_by_role("button", name="Save it and test it").click()
    page.get_by_role("heading", name="Saturdays <b>again</b>").wait_for()
    page.get_by_text("The claim's file").click()
    shown = page.locator("details[open] pre").inner_text().strip()
    assert '"no Saturdays" = ["-saturdays", "behaviour.protest *= 1.5"]' in shown
    assert shown == (server.folder / "claims" / "mine.toml").read_text().strip()
    page.get_by_label("Draws").fill("3")
    page.get_by_label("Ask whether it could have come out otherwise").uncheck()
    page.get_by_role("button", name="Test it").click()
    page.locator(".settle").wait_for(timeout=3 * SLOW)
    page.locator("blockquote").wait_for(timeout=SLOW)
    assert "90 % interval" in page.locator("blockquote").inner_text()
    assert page.get_by_text("anything here as a forecast").is_visible()
    without_barriers(page)
    page.reload()
    page.locator("blockquote").wait_for()


def test_a_posterior_of_the_folder_has_a_page_and_is_offered_to_claims_of_its_case(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None], server: Server
) -> None:
    about = {"kind": "posterior", "scenario": "toyland", "persons": 10_000, "runs": 600, "method": "abc",
             "budget": "1h", "ess": 198.0, "usable": True, "why_not": "", "used": ["T1"],
             "contraction": {"behaviour.cost": 0.4}}  # fmt: skip
    folder = server.folder / "post"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(about))
    (folder / "posterior.parquet").touch()
    page = opened(PHONE, "runs")
    page.get_by_role("link", name="Posterior of toyland").click()
    page.get_by_text("worth 198 equal draws").wait_for()
    without_barriers(page)
    page.get_by_role("link", name="Weigh a claim by it").click()
    page.get_by_role("link", name="It is the Saturdays that fill the street").click()
    page.get_by_label("Weighed by a posterior").select_option("post")


def test_a_table_of_ones_own_is_mapped_and_scored(
    opened: Callable[..., Any], without_barriers: Callable[[Any], None], server: Server, tmp_path: Path
) -> None:
    gs.run(gs.load("toyland", {"scenario.persons": 4_000, "scenario.days": 8}), out=server.folder / "toy")
    table = tmp_path / "Zählung <x>.csv"
    table.write_text("Tag;Leute;Notiz\n05.03.2001;0;<img src=x onerror=alert(1)>\n10.03.2001;1250;=1+1\n", "cp1252")
    page = opened(WIDE, "data?run=toy")
    page.get_by_label("Drop a CSV file here").set_input_files(table)
    page.get_by_label("Leute is").select_option("=participants")
    without_barriers(page)
    page.get_by_role("button", name="Hold the run against it").click()
    page.get_by_role("heading", name="The run beside your table").wait_for()
    assert page.locator(".charts figure").count() == 1
    assert page.get_by_text("2 of 2 rows were read").is_visible()
    assert [file.name for file in (server.folder / "data").glob("*-observed.csv")] == ["Z-hlung-x--observed.csv"]
    without_barriers(page)
