"""Every number that enters a model says where it comes from, and whoever wants to can look it up."""

import re
from pathlib import Path

import pytest

from groundswell import run as simulate
from groundswell.case import cases, find
from groundswell.case.model import Case
from groundswell.case.tags import tags_in
from groundswell.report.page import write_report
from groundswell.scenario.catalogue import catalogue
from groundswell.scenario.load import load

PARAMETERS = {f"{group.name}: {p.key}": p for group in catalogue() for p in group.parameters}
CASES = {case.name: case for case in cases()}
_REFERENCE = re.compile(r"\b[SK]\d+b?\b")
_IN_BRACKETS = re.compile(r"\[([A-Z][^\]]*)\]")


def unresolved(text: str, case: Case) -> list[str]:
    """Return what looks like a reference to evidence, or stands in brackets, and leads nowhere."""
    known = {*case.evidence.citations, *(target.id for target in case.evidence.targets)}
    named = [tag for group in _IN_BRACKETS.findall(text) for tag in group.split(", ")]
    return [tag for tag in named if tag not in known]


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_of_the_engine_has_a_source_in_words_that_is_of_no_case(name: str) -> None:
    source = PARAMETERS[name].meta.source
    assert source and "no evidence found" not in source
    assert not tags_in(source) and not _REFERENCE.search(source)


@pytest.mark.parametrize("name", CASES)
def test_what_a_case_says_has_sources_that_can_be_looked_up(name: str) -> None:
    case = CASES[name]
    assert [tag for given in case.parameters.values() for tag in unresolved(given.source, case)] == []
    for scenario in (load(name), *(load(file) for file in sorted((case.folder / "variants").glob("*.toml")))):
        assert [tag for event in scenario.events for tag in unresolved(event.source, case)] == []
        assert all(event.source for event in scenario.events)


def test_an_invented_tag_is_found_out() -> None:
    case = CASES["russia-2022"]
    assert unresolved("counted [S1, S99]", case) == ["S99"]
    assert unresolved("fitted to C01 [C01] and [C06]", case) == ["C06"]


def test_what_is_from_memory_says_so() -> None:
    for tag, citation in find("russia-2022").evidence.citations.items():
        assert ("from memory, unchecked" in citation) == tag.startswith("K"), tag


def test_a_report_explains_each_tag_that_it_shows(tmp_path: Path) -> None:
    done = simulate(load("mobilization-2022").with_(persons=100_000, days=3))
    page = write_report(done, tmp_path).read_text(encoding="utf-8")
    body, cited = page.split('<h3 id="tags">')
    listed = set(re.findall(r"<dt>(.+?)</dt>", cited))
    assert {"S5", "S10", "K14", "D"} <= listed
    known = done.scenario.case.evidence.citations
    assert {tag for tag in tags_in(body) if tag in known} <= listed
