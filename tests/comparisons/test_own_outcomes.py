"""Outcomes and measures of the user's own: counted and compared as the shipped ones, by the same rule of trust."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundswell as gs
from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import compare
from groundswell.errors import InputError
from groundswell.running.store import open_run
from groundswell.scenario.load import load
from groundswell.trust import trusting
from groundswell.verdicts.claim_file import read

pytestmark = pytest.mark.usefixtures("in_this_process")

PEAK = """
ABOUT = "participants of the highest day over those of a mean day"
UNIT = "ratio"
def outcome(days):
    p = days["participants"]
    return p.max() / max(p.mean(), 1e-9)
"""
YOUNG = """
from pathlib import Path
Path({mark!r}).touch()
ABOUT = "participants under 30"
KIND = "flow"
def measure(today):
    who = today.acts.protesters
    return today.count(who[today.age(who) < 30.0])
"""
OLD = YOUNG.replace("under 30", "of 30 and more").replace("< 30.0", ">= 30.0")
FILE = """
[scenario]
case = "russia-2022"
days = 5
persons = 20_000
[behaviour]
kind = "granovetter"
[events.word]
kind = "announcement"
day = 0
[observation]
measures = ["rules/young.py", "rules/old.py"]
"""
CLAIM = """
title = "t"
text = "t"
said = "t"
reading = "t"
literature = "t"
refuted_if = "t"
scenario = "{scenario}"
[arms]
late = ["behaviour.mean = 0.5"]
[[conditions]]
text = "the peak falls"
arm = "late"
outcome = "rules/peak.py"
direction = "falls"
[[conditions]]
text = "the young fall"
arm = "late"
outcome = "young"
direction = "falls"
"""


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario, a claim, two measures and an outcome."""
    monkeypatch.delenv("GROUNDSWELL_TRUSTED", raising=False)
    rules = tmp_path / "lab" / "rules"
    rules.mkdir(parents=True)
    for name, text in {"peak": PEAK, "young": YOUNG, "old": OLD}.items():
        (rules / f"{name}.py").write_text(text.replace("{mark!r}", repr(str(tmp_path / "RAN"))))
    (tmp_path / "lab" / "mine.toml").write_text(FILE)
    (tmp_path / "lab" / "claim.toml").write_text(CLAIM.format(scenario=tmp_path / "lab" / "mine.toml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "lab"


def test_own_measures_add_up_to_what_they_divide_and_are_kept_with_the_run(lab: Path) -> None:
    with pytest.raises(InputError, match=r"mine\.toml:12, observation\.measures: the file names code"):
        load(lab / "mine.toml")
    assert not (lab.parent / "RAN").exists()
    made = load(lab / "mine.toml", trust=True)
    run = gs.run(made, out=lab / "run")
    for region in (None, "RU-MOW"):
        both = run.series("young", region) + run.series("old", region)
        assert np.allclose(both, run.series("participants", region))
    assert run.series("young").sum() > 0.0
    again = open_run(lab / "run")
    assert again.scenario.hash == made.hash
    assert np.array_equal(again.series("young"), run.series("young"))
    assert "young" in run.regions.column_names


def test_an_outcome_of_ones_own_is_compared_beside_the_usual_ones(lab: Path) -> None:
    base = load(lab / "mine.toml", trust=True)
    (lab.parent / "peak.py").write_text(PEAK)
    with pytest.raises(InputError, match="names code"):
        compare(base, ["late: behaviour.mean = 0.5"], 1, also=["peak.py"])
    with trusting():
        found = compare(base, ["late: behaviour.mean = 0.5"], 2, also=["peak.py", "young.max"], workers=1)
    (kind,) = [name for name in found.totals["late"] if "peak.py" in name]
    run = gs.run(base)
    p = run.series("participants")
    one = found.totals["late"][kind]
    assert one.base > 0.0 and found.totals["late"]["young.max"].base > 0.0
    assert outcomes.outcome(kind).unit == "ratio"
    assert p.max() / p.mean() == pytest.approx(one.base, rel=0.2)
    assert "participants of the highest day over those of a mean day" in str(found)


def test_a_claim_names_outcomes_of_its_own_folder(lab: Path) -> None:
    with pytest.raises(InputError, match="names code"):
        read(lab / "claim.toml")
    with trusting():
        claim = read(lab / "claim.toml")
    assert [c.outcome.unit for c in claim.conditions] == ["ratio", "persons"]
    assert outcomes.series_of(claim.conditions[0].outcome, claim.scenario) == "participants"
    assert outcomes.series_of(claim.conditions[1].outcome, claim.scenario) == "young"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("young", "ABOUT = 'x'\nKIND = 'share'\ndef measure(today): ...\n", "is no measure"),
        ("young", "KIND = 'flow'\ndef measure(today): ...\n", "has no ABOUT"),
        ("young", "ABOUT = 'x'\nKIND = 'flow'\ndef measure(today): return 3.0\n", "an array of ()"),
        (
            "young",
            "ABOUT = 'x'\nKIND = 'flow'\ndef measure(today): return today.nothing\n",
            "young.py:3: AttributeError",
        ),
        ("young", "ABOUT = 'x'\nKIND = 'flow'\ndef measure(today): return today.fields.called / 0.0\n", "no number"),
    ],
)
def test_what_is_wrong_with_a_measure_is_reported(lab: Path, name: str, text: str, said: str) -> None:
    (lab / "rules" / f"{name}.py").write_text(text)
    with pytest.raises(InputError) as caught, np.errstate(all="ignore"):
        gs.run(load(lab / "mine.toml", trust=True))
    assert said in str(caught.value)


def test_a_measure_may_not_take_the_name_of_another(lab: Path) -> None:
    (lab / "rules" / "detained.py").write_text("ABOUT = 'x'\nKIND = 'flow'\ndef measure(today): ...\n")
    (lab / "mine.toml").write_text(FILE.replace("rules/old.py", "rules/detained.py"))
    with pytest.raises(InputError, match="'detained' is counted already"):
        load(lab / "mine.toml", trust=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PEAK.replace('participants"]', 'nothing"]'), "'nothing' is not recorded"),
        (PEAK.replace("p.max()", "p.most()"), "peak.py:6: AttributeError"),
        (PEAK.replace("return p.max()", "return float('nan') * p.max()"), "is nan in a run of 'mine'"),
    ],
)
def test_what_is_wrong_with_an_outcome_is_reported(lab: Path, text: str, said: str) -> None:
    (lab / "rules" / "peak.py").write_text(text)
    with trusting(), pytest.raises(InputError) as caught:
        compare(
            load(lab / "mine.toml"), ["late: behaviour.mean = 0.5"], 1, also=[str(lab / "rules/peak.py")], workers=1
        )
    assert said in str(caught.value)


def test_a_claim_by_an_outcome_of_ones_own_is_judged_and_drawn(groundswell: Callable[..., Any], lab: Path) -> None:
    small = [
        "--persons",
        "5000",
        "--days",
        "4",
        "--draws",
        "4",
        "--no-could-fail",
        "--workers",
        "1",
        "--out",
        lab / "answer",
    ]
    with (lab / "claim.toml").open("a") as file:
        file.write('[priors]\n"behaviour.sd" = true\n')
    assert groundswell("claim", lab / "claim.toml", *small).code == 2
    done = groundswell("claim", lab / "claim.toml", *small, "--trust")
    assert done.code == 0, done.err
    page = (lab / "answer" / "claim.html").read_text(encoding="utf-8")
    assert "participants of the highest day over those of a mean day" in page


def test_the_command_compares_by_an_outcome_of_ones_own(groundswell: Callable, lab: Path) -> None:
    arm = ["--arm", "late: behaviour.mean = 0.5", "--seeds", "1", "--workers", "1", "--outcome"]
    refused = groundswell("compare", lab / "mine.toml", *arm, lab / "rules/peak.py")
    assert refused.code == 2 and "names code" in refused.err
    done = subprocess.run(
        [sys.executable, "-m", "groundswell", "compare", lab / "mine.toml", *arm, lab / "rules/peak.py", "--trust"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "participants of the highest day" in done.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("None", "is None"),
        ("'3'", "is '3'"),
        ("[1.0]", r"is \[1.0\]"),
        ("1j", "is 1j"),
        ("10**400", "is a number of about 401 digits"),
    ],
)
def test_an_outcome_that_is_no_number_is_told_as_it_is(tmp_path: Path, given: str, said: str) -> None:
    (tmp_path / "odd.py").write_text(f"ABOUT = 'x'\nUNIT = 'y'\ndef outcome(days):\n    return {given}\n")
    base = load("toyland").with_(persons=1000, days=2)
    with trusting(), pytest.raises(InputError, match=rf"odd.py: {said}.* run of 'toyland'; let it return one number"):
        outcomes.value(outcomes.outcome(str(tmp_path / "odd.py"), scenario=base), gs.run(base))
    (tmp_path / "odd.py").write_text("ABOUT = 'x'\nUNIT = 'y'\ndef outcome():\n    return 1.0\n")
    with trusting(), pytest.raises(InputError, match=r"'odd.py' is no outcome; .* a function of days alone"):
        outcomes.outcome(str(tmp_path / "odd.py"), scenario=base)
