"""The pages are whole without a network, show the failures, and carry their data."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from groundswell.classics import gallery
from groundswell.errors import GroundswellError, InputError

NAME = "exit_voice_2017"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("gallery") / "new"
    gallery.write(out, [NAME, "lohmann_1994"])
    return out


def test_a_page_asks_no_host_and_runs_no_script(pages: Path) -> None:
    """The lab's pages, which hold a script of their own, are tested in test_lab_pages.py."""
    for page in [pages / "index.html", *pages.glob("*_*.html")]:
        if page.name.startswith("lab-"):
            continue
        text = page.read_text()
        assert "<script" not in text and "@import" not in text
        assert "default-src 'none'" in text
        fetched = re.findall(r"<(?:img|link|iframe|source|image|use)\b[^>]*(?:src|href)=\"([^\"#]+)", text)
        assert not [address for address in fetched if not address.startswith("data:")]


def test_every_link_within_the_gallery_leads_somewhere(pages: Path) -> None:
    for page in pages.glob("*.html"):
        for address in re.findall(r'<a href="([^"]+)"', page.read_text()):
            if not address.startswith("http"):
                assert (pages / address).exists(), f"{page.name} -> {address}"


def test_a_page_shows_claim_equations_checks_and_notes(pages: Path) -> None:
    text = (pages / f"{NAME}.html").read_text()
    for part in ("<svg", "Voice/Respond", "silence is not contentment", "Ambiguities", 'class="status pass"'):
        assert part in text


def test_what_did_not_reproduce_is_shown_with_its_reason(pages: Path) -> None:
    text = (pages / "lohmann_1994.html").read_text()
    assert "not reproduced" in text and "public pages gave turnout for 9 of them" in text


def test_a_page_counts_published_numbers_apart_from_closed_forms_and_facts(pages: Path) -> None:
    index, paper = (pages / "index.html").read_text(), (pages / "lohmann_1994.html").read_text()
    assert "closed forms met: 7 of 7" in index and "facts of data: 3 of 4" in index
    assert "no test of a model" in index and "Facts of data: 3 of 4" in paper


def test_two_pictures_on_one_page_share_no_name(pages: Path) -> None:
    names = re.findall(r'\bid="([^"]+)"', (pages / f"{NAME}.html").read_text())
    assert len(names) == len(set(names))


def test_the_data_of_every_chart_lie_beside_it(pages: Path) -> None:
    with (pages / "lohmann_1994-leipzig.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 9 and rows[0]["low"] == "1000"


def test_the_results_are_one_json_object(pages: Path) -> None:
    assert {p["name"] for p in json.loads((pages / "results.json").read_text())["papers"]} == {NAME, "lohmann_1994"}


def test_notes_cannot_bring_in_html(pages: Path) -> None:
    assert gallery.rendered("a <script>x</script>") == "<p>a &lt;script&gt;x&lt;/script&gt;</p>\n"


def test_a_chart_that_would_fetch_its_data_is_refused() -> None:
    with pytest.raises(GroundswellError, match="fetches"):
        gallery.tables({"layer": [{"data": {"url": "rows.csv"}}]})


def test_a_misspelt_paper_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'exit_voice_2017'"):
        gallery.write(tmp_path / "new", ["exit_voice_2071"])
    assert not (tmp_path / "new").exists()


def test_json_is_all_that_is_printed_on_standard_output(groundswell: Callable) -> None:
    for command in (["classics", "--json"], ["replicate", NAME, "--json"]):
        code, out, err = groundswell(*command)
        assert code == 0
        json.loads(out)
    assert "X1" in err


@pytest.mark.parametrize("command", [["replicate"], ["replicate", "exit_voice"], ["replicate", NAME, "--all"]])
def test_bad_input_ends_with_code_2_and_a_remedy(groundswell: Callable, command: list[str]) -> None:
    code, out, err = groundswell(*command)
    assert (code, out) == (2, "")
    assert "error:" in err


def test_a_failed_check_ends_with_code_1(groundswell: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    from groundswell.classics.exit_voice_2017 import checks

    monkeypatch.setattr(checks, "x3", lambda: ["Exit"])
    code, out, _ = groundswell("replicate", NAME)
    assert code == 1 and "fail           closed form  X3" in out
