"""The page itself: small, its own, and without any way for a text to become markup."""

import re
import subprocess
import sys

import pytest

from groundswell.case import cases
from groundswell.studio.app import STATIC

from .conftest import Client

FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())


def test_the_page_and_all_its_modules_are_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 1_000_000
    first = sum((STATIC / name).stat().st_size for name in ("index.html", "studio.css", "main.js", "dom.js", "home.js"))
    assert first < 60_000


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".js"], ids=lambda path: path.name)
def test_no_module_makes_markup_of_text_or_asks_another_host(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc", text)
    assert set(re.findall(r"https?://[^\"'` ]+", text)) <= {"http://www.w3.org/2000/svg"}
    none = r"\.(?:append|replaceChildren)\(\n(?:    .*\n)*    \S.*: null"  # what these would write as a word
    assert not re.search(none, text)
    for other in re.findall(r'from "\./([\w/.-]+)"', text):
        assert (path.parent / other).is_file()
    assert text.count("\n") < 300


def test_the_page_has_no_script_and_no_style_of_its_own_and_needs_no_other_host() -> None:
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<style|style=|onload=|onclick=|<script(?! type=\"module\" src)|https?://", text)
    assert 'lang="en"' in text and 'role="note"' in text


def test_the_first_screen_has_every_case_with_its_map_and_stays_under_400_kilobytes(client: Client) -> None:
    home = client.get("/api/home")
    assert {card["name"] for card in home.json["cases"]} >= {case.name for case in cases()}
    assert all(card["map"] and card["start"] and card["status"] for card in home.json["cases"])
    loaded = sum(len(client.get(f"/static/{name}").body) for name in ("studio.css", "main.js", "dom.js", "home.js"))
    assert loaded + len(home.body) + len(client.get("/").body) < 400_000


def test_a_case_says_who_lives_there_and_what_is_known(client: Client) -> None:
    page = client.get("/api/cases/toyland").json
    assert page["people"] == sum(page["people_by_age"]["women"]) + sum(page["people_by_age"]["men"]) == 100_000
    assert {region["code"] for region in page["map"]["regions"]} <= set(page["names"])
    assert all(known["source"] and known["role"] for known in page["known"])
    assert [each["name"] for each in page["scenarios"]][:1] == ["toyland"]
    assert client.get("/api/cases/..").status == client.get("/api/cases/etc").status == 422


def test_the_first_screen_and_a_cases_page_wait_for_no_library_that_computes_or_draws() -> None:
    code = """
import sys
from groundswell.studio import app, cases, jobs, listing
cases.routes(None)
assert len(cases.cards()) >= 7 and cases._page(cases.find("toyland"))["map"]
print(*{"numba", "scipy", "pandas", "pyarrow", "altair", "groundswell.scenario.model"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "\n"), done.stdout + done.stderr
