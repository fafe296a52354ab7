"""Lists of named items: gates, monitors and polls have a table each, a key for each parameter, and an order."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs
from groundswell.errors import InputError
from groundswell.params import declared, item_kinds, value_of
from groundswell.process import border, observe, watchers
from groundswell.scenario import Scenario
from groundswell.scenario.arms import apply, parse_arm
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.load import load
from groundswell.scenario.lock import lock_text
from groundswell.scenario.template import variant

CASE = """
[border.gates.west.capacity]
value = 900.0
prior = [500, 800]
status = "calibrated"
source = "C1"
[border.gates.west.label]
value = "the western road"
source = "the map"
"""
TEXT = """
[scenario]
case = "{case}"
[border.gates.west]
capacity = 700.0
[border.gates.air]
capacity = 300.0
[observation.monitors.marches]
counts = "participants"
[observation.polls.mood]
measure = "anxiety"
"""


def written(text: str, folder: Path, name: str = "own") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def text(written_case: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    return TEXT.format(case=written_case(tmp_path_factory.mktemp("lists") / "two", CASE))


@pytest.fixture(scope="module")
def own(text: str, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(written(text, tmp_path_factory.mktemp("own")))


def refused(scenario: Scenario, **changes: Any) -> str:
    with pytest.raises(InputError) as error:
        scenario.with_({key.replace("__", "."): value for key, value in changes.items()})
    return str(error.value)


def test_without_a_table_there_is_no_gate_and_nobody_watches() -> None:
    assert border.Params().gates == ()
    assert (observe.Params().monitors, observe.Params().polls) == ((), ())


def test_items_have_their_names_and_the_order_of_the_file(own: Scenario) -> None:
    assert [(gate.name, gate.capacity) for gate in own.border.gates] == [("west", 700.0), ("air", 300.0)]
    assert own.observation.polls == (observe.Poll("mood", "anxiety"),)


def test_a_class_declares_a_key_for_any_name_and_a_value_one_for_each_item(own: Scenario) -> None:
    assert item_kinds(border.Params) == {"gates": border.Gate}
    assert next(iter(declared(border.Params, "border."))) == "gates.NAME.capacity"
    keys = [p.key for p in declared(own.border, "border.").values()]
    assert keys[:3] == ["border.gates.west.capacity", "border.gates.air.capacity", "border.preparation"]
    assert value_of(own.border, "gates.air.capacity") == 300.0


def test_an_item_is_an_assumption_of_which_the_case_may_know_more(own: Scenario) -> None:
    stated = {a.parameter.key: (a.value, a.parameter.meta.prior, a.parameter.meta.source) for a in assumptions(own)}
    assert stated["border.gates.west.capacity"] == (700.0, (500, 800), "C1")
    assert stated["border.gates.air.capacity"][1] == (100, 10_000)
    assert stated["observation.polls.mood.respondents"][0] == 1600


def test_a_locked_scenario_and_a_template_have_the_same_lists(own: Scenario, text: str, tmp_path: Path) -> None:
    again = load(written(lock_text(own), tmp_path))
    assert (again.border, again.observation, again.hash) == (own.border, own.observation, own.hash)
    same = variant("same", str(written(text, tmp_path, "base")), own)
    line = next(line for line in same.splitlines() if "gates.air.capacity" in line)
    less = load(written(same.replace(line, "gates.air.capacity = 5.0"), tmp_path, "same"))
    assert [gate.capacity for gate in less.border.gates] == [700.0, 5.0]


def test_a_file_that_extends_another_changes_an_item_and_adds_one_at_the_end(text: str, tmp_path: Path) -> None:
    written(text, tmp_path, "base")
    more = "extends = 'base.toml'\n[border.gates]\nwest.capacity = 1.0\nsouth.capacity = 2.0\n"
    gates = load(written(more, tmp_path)).border.gates
    assert [(gate.name, gate.capacity, gate.label) for gate in gates] == [
        ("west", 1.0, "the western road"),
        ("air", 300.0, ""),
        ("south", 2.0, ""),
    ]


def test_a_key_from_outside_changes_an_item_but_adds_none(own: Scenario) -> None:
    assert own.with_({"border.gates.air.capacity": 9.0}).border.gates[1] == border.Gate("air", 9.0)
    assert "'wset' is none of border.gates; did you mean 'west'?" in refused(own, border__gates__wset__capacity=9.0)
    with pytest.raises(InputError, match=r"border.gates.wets.capacity: 'wets' is none .* did you mean 'west'"):
        load("mobilization-2022", {"border.gates.west": {"capacity": 9.0}, "border.gates.wets.capacity": 9.0})


def test_a_whole_table_from_outside_adds_an_item(own: Scenario) -> None:
    added = own.with_({"border.gates.south": {"capacity": 9.0}})
    assert added.border.gates[2:] == (border.Gate("south", 9.0),)
    assert "'capacity' is missing" in refused(own, border__gates__south={"label": "x"})


def test_what_is_wrong_with_an_item_is_reported_with_its_place(own: Scenario, text: str, tmp_path: Path) -> None:
    wrong = text.replace("700.0", "-1.0").replace('counts = "part', 'count = "part').replace("anxiety", "anger")
    with pytest.raises(InputError) as error:
        load(written(wrong, tmp_path))
    for what in (
        "own.toml:5, border.gates.west.capacity: -1.0 is outside 0..1,000,000",
        "own.toml:9, observation.monitors.marches.count: unknown key 'count'; did you mean 'counts'?",
        "own.toml:11, observation.polls.mood.measure: 'anger' is none of the choices",
    ):
        assert what in str(error.value)
    assert "write [border.gates.NAME]" in refused(own, border__gates=3)
    assert "write [border.gates.west]" in refused(own, border__gates__west=3)
    assert "is no name" in refused(own, border={"gates": {"a b": {"capacity": 1.0}}})


def test_a_rule_at_the_border_names_a_gate_that_there_is(own: Scenario) -> None:
    rule = {"kind": "border_rule", "day": 0, "gate": "wset"}
    assert "no gate 'wset'; did you mean 'west'?" in refused(own, events={"shut": rule})
    assert own.with_(events={"shut": {**rule, "gate": "air"}}).events[0].gate == "air"
    assert "'all' means every gate" in refused(own, border__gates__all={"capacity": 1.0})
    none = load("mobilization-2022").with_({"scenario.days": 1})
    assert "no gate 'west'" in refused(none, events={"shut": {**rule, "gate": "west"}})


@pytest.mark.parametrize(
    ("kind", "name", "table", "measure"),
    [
        ("monitors", "called", {}, "obs_called"),
        ("polls", "marches", {"measure": "anxiety"}, "obs_marches"),
        ("polls", "marches_places", {"measure": "anxiety"}, "obs_marches_places"),
    ],
)
def test_two_measures_of_one_name_are_refused(
    own: Scenario, kind: str, name: str, table: dict[str, Any], measure: str
) -> None:
    assert f"there is a measure '{measure}' already" in refused(own, **{f"observation__{kind}__{name}": table})


def test_an_arm_changes_an_item_but_not_what_is_counted(own: Scenario) -> None:
    arm = apply(own, parse_arm("half: border.gates.west.capacity *= 0.5"))
    assert [gate.capacity for gate in arm.border.gates] == [350.0, 300.0]
    with pytest.raises(InputError, match="counts something else than the baseline"):
        apply(own, parse_arm("more: observation.polls.fear={measure='anxiety'}"))
    with pytest.raises(InputError, match=r"did you mean 'border.gates.west.capacity'"):
        apply(own, parse_arm("half: border.gates.wset.capacity *= 0.5"))


def test_what_a_scenario_counts_follows_from_its_monitors_and_polls(own: Scenario) -> None:
    run = gs.run(own)
    seen = {name for name in run.daily["measure"].to_pylist() if name.startswith("obs_")}
    fixed = {"obs_exit_gross", "obs_exit_net", "obs_called"}
    assert seen == fixed | {"obs_marches", "obs_marches_places", "obs_mood"}


def test_a_variant_takes_a_gate_away(own: Scenario, text: str, tmp_path: Path) -> None:
    written(text, tmp_path, "base")
    less = written('extends = "base.toml"\n[border.gates.west]\nremove = true\n', tmp_path, "less")
    assert border.names(own.border) == ["west", "air"]
    assert border.names(load(less).border) == ["air"]
    assert border.names(own.with_({"border.gates.west.remove": True}).border) == ["air"]
    none = written('extends = "base.toml"\n[border.gates.wset]\nremove = true\n', tmp_path, "none")
    with pytest.raises(InputError, match="no gate 'wset' to remove"):
        load(none)


def test_a_guard_counts_at_a_gate_that_there_is_and_a_measure_has_one_owner(own: Scenario) -> None:
    assert "did you mean 'west'?" in refused(own, observation__gates__wset={"counted": 0.5})
    assert "obs_mood" in refused(own, observation__estimates__mood={"bias": 2.0})
    guarded = own.with_({"observation.gates.west": {"counted": 0.5}})
    assert guarded.observation.gates == (watchers.Crossing("west", counted=0.5),)
