"""Every number that enters a model says where it comes from, and whoever wants to can look it up."""

import re
from pathlib import Path

import pytest

from groundswell import run as simulate
from groundswell.data import evidence, read_csv
from groundswell.report.page import write_report
from groundswell.scenario.catalogue import assumptions, catalogue
from groundswell.scenario.load import load
from groundswell.scenario.presets import scenarios

PARAMETERS = {f"{group.name}: {p.key}": p for group in catalogue() for p in group.parameters}
TARGETS = set(read_csv("targets/targets.csv").text("id"))
_REFERENCE = re.compile(r"\b(?:[SK]\d+b?|C\d\d)\b")
_IN_BRACKETS = re.compile(r"\[([A-Z][^\]]*)\]")


def unresolved(text: str) -> list[str]:
    """Return what looks like a reference to evidence, or stands in brackets, and leads nowhere."""
    known = set(evidence.citations()) | TARGETS
    named = _REFERENCE.findall(text) + [tag for group in _IN_BRACKETS.findall(text) for tag in group.split(", ")]
    return [tag for tag in named if tag not in known]


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_has_a_source_that_speaks_of_no_episode(name: str) -> None:
    source = PARAMETERS[name].meta.source
    assert "no evidence found" not in source
    assert not _REFERENCE.search(source), "evidence of one episode belongs into its case"


@pytest.mark.parametrize("name", scenarios())
def test_what_a_scenario_does_has_sources_that_can_be_looked_up(name: str) -> None:
    scenario = load(name)
    texts = [event.source for event in scenario.events] + [a.fitted_to for a in assumptions(scenario)]
    assert [tag for text in texts for tag in unresolved(text)] == []
    assert all(event.source for event in scenario.events)


def test_an_invented_tag_is_found_out() -> None:
    assert unresolved("counted [S1, S99]") == ["S99", "S99"]
    assert unresolved("fitted to C06 [a table]") == ["C06"]


def test_tags_are_read_in_brackets_and_joined_and_words_are_not_tags() -> None:
    assert evidence.tags_in("76 % [S5, S40], 71 % [S40]; [K1], [C01], [society]") == ("S5", "S40", "K1")
    assert evidence.tags_in("D_S6") == ("D", "S6")
    assert evidence.tags_in("S5 was there, D too") == ()


def test_what_is_from_memory_says_so() -> None:
    for tag, citation in evidence.citations().items():
        assert ("from memory, unchecked" in citation) == tag.startswith("K"), tag


def test_a_report_explains_each_tag_that_it_shows(tmp_path: Path) -> None:
    done = simulate(load("mobilization-2022").with_(persons=100_000, days=3))
    page = write_report(done, tmp_path).read_text(encoding="utf-8")
    body, cited = page.split('<h3 id="tags">')
    listed = set(re.findall(r"<dt>(.+?)</dt>", cited))
    assert {"S5", "S10", "K14", "D"} <= listed
    assert set(evidence.tags_in(body)) <= listed
