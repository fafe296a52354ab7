"""What `groundswell new` writes runs as it is, by the commands that it prints."""

import ast
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs
from groundswell.comparisons import outcomes
from groundswell.errors import InputError
from groundswell.scenario.load import load
from groundswell.starters import KINDS, write
from groundswell.trust import trusting
from groundswell.verdicts.claim_file import read

pytestmark = pytest.mark.usefixtures("in_this_process")

SMALL = {"scenario.persons": 20_000, "scenario.days": 4}


def lines_of_code(text: str) -> int:
    """Count lines that hold code: no comment, no docstring, nothing empty."""
    tree = ast.parse(text)
    said = set[int]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    rows = [row.split("#")[0].strip() for row in text.splitlines()]
    return sum(bool(row) and at not in said for at, row in enumerate(rows, 1))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, trusted by nobody."""
    monkeypatch.delenv("GROUNDSWELL_TRUSTED", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_behaviour_is_at_most_25_lines_of_code_and_people_follow_it(here: Path) -> None:
    made = write("behaviour", "marcher", "toyland")
    assert lines_of_code((here / "marcher.py").read_text()) <= 25
    with pytest.raises(InputError, match="names code"):
        load(made.files[1])
    scenario = load(made.files[1], SMALL, trust=True)
    assert gs.run(scenario).series("participants").sum() > 0.0
    nobody = scenario.with_({"behaviour.willing": 0.0, "behaviour.enough": 1.0})
    assert gs.run(nobody).series("participants").sum() == 0.0


def test_an_event_is_in_force_and_a_measure_is_counted(here: Path) -> None:
    write("event", "night_curfew", "toyland")
    assert "class NightCurfew(Event)" in (here / "night_curfew.py").read_text()
    scenario = load("night_curfew.toml", SMALL, trust=True)
    assert next(e for e in scenario.events if e.name == "night_curfew").cut == 0.5
    write("measure", "young", "toyland")
    run = gs.run(load("young.toml", {"scenario.days": 7}, trust=True))
    young, everybody = run.series("young"), run.series("participants")
    assert 0.0 < young.sum() < everybody.sum()


def test_an_outcome_and_a_claim_can_be_read(here: Path) -> None:
    write("outcome", "peak", "toyland")
    with trusting():
        assert outcomes.outcome(str(here / "peak.py")).unit == "ratio"
    write("claim", "policing", "toyland")
    assert read("policing.toml").conditions[0].outcome.name == "voice"
    assert read("policing.toml", case="gdr-1989").scenario.case.name == "gdr-1989"


@pytest.mark.parametrize("kind", KINDS)
def test_the_commands_that_are_printed_are_commands(groundswell: Callable[..., Any], kind: str) -> None:
    answer = groundswell("new", f"--{kind}", "mine")
    assert answer.code == 0, answer.err
    said = answer.out.splitlines()
    first, second = (shlex.split(line) for line in said[-2:])
    assert first[0] == second[0] == "groundswell"
    small = ["--persons", "3000", "--days", "3", "--workers", "1"]
    size = {"outcome": small, "claim": [*small, "--no-could-fail", "--no-report"]}.get(kind, [])
    if kind == "claim":
        first[first.index("20")] = "4"
    done = groundswell(*first[1:], *size)
    assert done.code == 0, done.err


@pytest.mark.parametrize("name", ["Marcher", "1", "a-b", "a.py", "", "../x", "x" * 61])
def test_a_name_that_no_module_can_have_is_refused_and_nothing_is_written(here: Path, name: str) -> None:
    with pytest.raises(InputError, match="use small letters"):
        write("behaviour", name, "toyland")
    assert not list(here.iterdir())


def test_what_is_there_is_not_replaced_unasked(groundswell: Callable[..., Any]) -> None:
    Path("mine.toml").write_text("x")
    refused = groundswell("new", "--event", "mine")
    assert refused.code == 2 and not Path("mine.py").exists()
    assert Path("mine.toml").read_text() == "x"
    both = groundswell("new", "--event", "--claim", "other")
    assert both.code == 2 and "both --event and --claim" in both.err


def test_a_claim_and_its_scenario_can_be_handed_on_together(here: Path) -> None:
    (here / "one" / "claims").mkdir(parents=True)
    (here / "one" / "mine.toml").write_text('extends = "toyland"\n\n[scenario]\ntitle = "mine"\n')
    write("claim", "fewer", str(here / "one" / "mine.toml"), here / "one" / "claims")
    (here / "one").rename(here / "two")
    assert read(here / "two" / "claims" / "fewer.toml").scenario.title == "mine"


def test_the_list_of_claims_tells_who_said_it_and_what_is_tested(groundswell: Callable[..., Any]) -> None:
    told = groundswell("claims").out
    assert "an essay on the mobilization of September 2022" in told
    assert "The expected deaths of a first year of service must change by less than 1 %" in told
