"""A scenario without [call] has no call-up: a decree is refused, and nothing that acts under a call-up alone acts."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from groundswell.errors import InputError
from groundswell.params import declared, value_of
from groundswell.process.call import Params
from groundswell.scenario import SECTIONS, Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text
from groundswell.scenario.template import variant
from groundswell.simulate import simulate

TEXT = """
[scenario]
case = "{case}"
days = 7
[border.gates.west]
capacity = 2_000.0
[events.word]
kind = "announcement"
day = 0
grievance = 1.0
exit_motive = 1.0
demand = 0.5
[events.street]
kind = "rally"
day = 1
"""
DECREE = """
[events.decree]
kind = "decree"
day = 0
target = 30_000.0
duration = 37
believed_total = 60_000.0
"""


@pytest.fixture(scope="module")
def text(written_case: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    return TEXT.format(case=written_case(tmp_path_factory.mktemp("quiet") / "two"))


@pytest.fixture(scope="module")
def quiet(text: str, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(written(text, tmp_path_factory.mktemp("own")))


def written(text: str, folder: Path, name: str = "own") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


def test_without_a_table_there_is_no_call_up_and_with_an_empty_one_there_is(
    quiet: Scenario, text: str, tmp_path: Path
) -> None:
    assert quiet.call is None
    assert load(written(text + "[call]\n", tmp_path)).call is not None


@pytest.mark.parametrize("own", ["[call]\n", "[call.served]\nprior = [0.5, 0.9]\nsource = 'a ministry'\n"])
def test_a_case_that_has_a_table_of_the_call_up_has_one(
    written_case: Callable[..., Path], own: str, tmp_path: Path
) -> None:
    case = written_case(tmp_path / "two", own, DECREE)
    assert load(written(f'[scenario]\ncase = "{case}"\n', tmp_path)).call == Params()


def test_a_decree_without_a_call_up_is_refused_with_the_remedy(quiet: Scenario, text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load(written(text + DECREE, tmp_path))
    assert "own.toml:17, events.decree: the scenario has no [call]; add [call] to the scenario" in str(error.value)
    with pytest.raises(InputError, match=r"has no \[call\]"):
        quiet.with_(events={"decree": {"kind": "decree", "day": 0}})
    assert load(written(text + DECREE + "[call]\n", tmp_path)).events[-1].ordered() == 30_000.0


def test_a_locked_scenario_and_a_template_have_no_call_up_either(quiet: Scenario, text: str, tmp_path: Path) -> None:
    again = load(written(lock_text(quiet), tmp_path, "locked"))
    assert (again.call, again.hash) == (None, quiet.hash)
    base = written(text, tmp_path, "base")
    assert load(written(variant("same", str(base), quiet), tmp_path, "same")).call is None


def test_a_scenario_without_a_call_up_assumes_nothing_of_one(quiet: Scenario) -> None:
    acting = {a.parameter.key for a in assumptions(quiet) if a.acts}
    assert not any(key.startswith(("call.", "lives.")) for key in acting)
    assert not acting & {"behaviour.evade", "behaviour.comply", "perception.acquaintances"}
    assert {"behaviour.leave", "behaviour.protest", "concession.disruption"} <= acting


def test_what_is_declared_to_act_under_a_call_up_alone_changes_nothing_without_one(quiet, society_of) -> None:
    groups = [getattr(quiet, name) for name in SECTIONS if name != "call"] + [quiet.behaviour.params]
    named = [*(name for name in SECTIONS if name != "call"), "behaviour"]
    keys = {
        f"{name}.{key}": p.meta.high if value_of(group, key) < p.meta.high else p.meta.low
        for name, group in zip(named, groups, strict=True)
        for key, p in declared(group).items()
        if p.meta.only_with == "call"
    }
    assert len(keys) > 15
    society = society_of()
    before, after = (list(simulate(s, society)) for s in (quiet, quiet.with_(keys)))
    assert sum(t.regional["left_gross"].sum() for t in before) > 0
    for a, b in zip(before, after, strict=True):
        assert a.national == b.national
        assert all(np.array_equal(a.regional[name], b.regional[name], equal_nan=True) for name in a.regional)
