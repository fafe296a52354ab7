"""The ODD protocol tells of the scenario it is asked for, whole, and of nothing that the scenario does not have."""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundswell.case import cases
from groundswell.report.odd import CONCEPTS, ELEMENTS, elements, protocol
from groundswell.report.odd.checklist import TOPICS, Topic, gaps
from groundswell.report.odd.write import as_html
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.load import load

TOYLAND = protocol(load("toyland"))


@pytest.mark.parametrize("case", [case.name for case in cases()])
def test_every_element_of_every_case_says_what_the_checklist_asks(case: str) -> None:
    assert gaps(protocol(load(case))) == []


@pytest.mark.parametrize("name", [*ELEMENTS, *CONCEPTS])
def test_an_element_that_is_taken_away_is_missed(name: str) -> None:
    heading = next(line for line in TOYLAND.splitlines() if line.startswith("##") and line.endswith(name))
    assert f"{name}: not there" in gaps(TOYLAND.replace(heading, "", 1))


def test_an_element_without_text_or_rationale_is_missed() -> None:
    sensing = next(element for element in elements(TOYLAND) if element.name == "Sensing")
    found = gaps(TOYLAND.replace(sensing.text, "Yes."))
    assert {"Sensing: empty", "Sensing: no rationale"} <= set(found)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: f"{topic.element}: {topic.asks}")
def test_a_topic_of_the_checklist_that_is_left_out_is_missed(topic: Topic) -> None:
    element = next(element for element in elements(TOYLAND) if element.name == topic.element)
    left = element.text
    while re.search(topic.where, left, re.DOTALL):
        left = re.sub(topic.where, "", left, flags=re.DOTALL)
    assert f"{topic.element}: not {topic.asks}" in gaps(TOYLAND.replace(element.text, left))


def test_elements_stand_in_the_order_of_the_protocol() -> None:
    assert [element.name for element in elements(TOYLAND) if element.name in ELEMENTS] == list(ELEMENTS)
    assert [element.name for element in elements(TOYLAND) if element.name in CONCEPTS] == list(CONCEPTS)


def test_every_parameter_of_the_scenario_stands_there_with_its_value() -> None:
    scenario = load("toyland").with_({"behaviour.others": 0.123})
    text = protocol(scenario)
    assert all(f"| `{a.parameter.key}` |" in text for a in assumptions(scenario))
    assert "| `behaviour.others` | 0.123 |" in text


def test_a_rule_from_a_paper_is_told_as_one_and_not_as_random_utility() -> None:
    text = protocol(load("toyland").with_({"behaviour.kind": "granovetter"}))
    assert "Granovetter (1978), AJS" in text
    assert "Direct objective seeking" not in text
    assert gaps(text) == []


def test_a_country_without_a_way_out_and_without_a_call_up_says_so() -> None:
    text = protocol(load("usa-2020"))
    assert "there is no way out" in text
    assert "who is liable," not in text


def test_the_equations_in_the_package_are_those_of_the_model_page() -> None:
    root = Path(__file__).parents[2]
    spec = importlib.util.spec_from_file_location("generate", root / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    kept = root / "src" / "groundswell" / "report" / "odd" / "submodels.txt"
    assert kept.read_text(encoding="utf-8") == generate.submodels(), "out of date: make docs"


def test_markup_in_a_title_stays_text_in_the_page() -> None:
    page = as_html(protocol(load("toyland").with_({"scenario.title": "<script>alert(1)</script>"})))
    assert "<script" not in page
    assert "<table>" in page
    assert "http" not in page.split("<body>")[0].replace("http-equiv", "")


def test_the_command_writes_a_file_once_and_no_other_kind(groundswell: Callable[..., Any], tmp_path: Path) -> None:
    assert groundswell("odd", "toyland", "--out", "toy.md").code == 0
    assert (tmp_path / "toy.md").read_text(encoding="utf-8").strip() == TOYLAND.strip()
    assert "exists" in groundswell("odd", "toyland", "--out", "toy.md").err
    refused = groundswell("odd", "toyland", "--out", "toy.docx")
    assert refused.code == 2
    assert ".md or .html" in refused.err
