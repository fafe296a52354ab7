"""Arms: what can be written, what is refused, and from which day on an arm can differ."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell.case import find
from groundswell.comparisons.compare import check_arms
from groundswell.computing.fork import Variant, live
from groundswell.errors import InputError
from groundswell.running.run import run
from groundswell.scenario.arms import apply, first_day, parse_arm
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.load import load
from groundswell.society import synthesize
from groundswell.types import State

SHUT = "shut: events.shut.kind=border_rule | events.shut.day=0 | events.shut.exit_open=false"
SHUT_LATE = "shut on day 6: events.shut.kind=border_rule | events.shut.day=6 | events.shut.exit_open=false"
# Another value of every parameter that has a prior, but of those that make the society
OTHERWISE = {
    a.parameter.key: a.parameter.meta.prior[a.value != a.parameter.meta.prior[1]]
    for a in assumptions(load("mobilization-2022"))
    if a.parameter.meta.prior and not a.parameter.key.startswith("society.")
}


def society(scenario):
    return synthesize(find("russia-2022").population, scenario.persons, scenario.seed, scenario.society)


def lived(base, *texts, whole=False):
    arms = [parse_arm(text) for text in texts]
    return live(
        [Variant("baseline", base), *(Variant(a.name, apply(base, a), a.relabel, whole) for a in arms)], society(base)
    )


def alone(scenario):
    return live([Variant("alone", scenario)], society(scenario)).runs["alone"]


def same(a, b):
    return np.array_equal(a.counts.values, b.counts.values, equal_nan=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("a parameter acts at once: behaviour.others=0.3", 0),
        (SHUT_LATE, 6),
        ("gone: -rally-24", 3),
        ("weaker: events.rally-24.strength *= 0.5", 3),
        (
            "a later decree: events.more.kind=decree | events.more.day=8 "
            "| events.more.target=300000 | events.more.duration=37 | events.more.believed_total=600000",
            8,
        ),
        ("the same: events.rally-24.strength += 0", None),
    ],
)
def test_an_arm_differs_from_the_day_its_change_can_act(flagship, text, day):
    base = flagship()
    assert first_day(base, apply(base, parse_arm(text))) == day


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("text", [SHUT_LATE, "louder: behaviour.protest += 2", "gone: -rally-24"])
def test_an_arm_that_shares_the_past_is_what_it_is_when_run_alone(flagship, text, whole):
    base = flagship(60_000)
    arm, shared = parse_arm(text), lived(base, text, whole=whole)
    assert same(shared.runs[arm.name], alone(apply(base, arm)))
    assert shared.moved[arm.name] == lived(base, text, whole=True).moved[arm.name]


@pytest.mark.parametrize("key", OTHERWISE)
def test_an_arm_that_changes_any_one_parameter_is_what_it_is_when_run_alone(flagship, key):
    base = flagship(30_000, 6)
    changed = base.with_({key: OTHERWISE[key]})
    shared = live([Variant("baseline", base), Variant("changed", changed)], society(base))
    assert same(shared.runs["changed"], alone(changed))


def test_arms_that_live_in_the_room_of_others_and_look_where_they_looked_are_what_they_are_alone(flagship):
    base, rooms = flagship(60_000, 12), list[State]()
    arms = [parse_arm(text) for text in (SHUT, SHUT_LATE, "louder: behaviour.protest += 2")]
    variants = [Variant("baseline", base), *(Variant(arm.name, apply(base, arm)) for arm in arms)]
    people = society(base)
    first, second = live(variants, people, rooms), live(variants, people, rooms)
    assert len(rooms) == 2
    for name, run_ in first.runs.items():
        assert same(run_, second.runs[name])
        assert same(run_, alone(run_.scenario))
    assert first.moved == second.moved


@pytest.mark.parametrize("day", [0, 3])
def test_an_arms_ledger_is_that_of_its_run_volunteers_after_a_concession_included(flagship, day):
    base, name = flagship(30_000, 8), "stopped"
    text = f"{name}: events.end.kind=concession | events.end.day={day} | events.end.level=3"
    arm = lived(base, text).runs[name]
    assert arm.ledger == run(arm.scenario).ledger
    assert {entry.id: entry.value for entry in arm.ledger}["deaths_substitutes"] > 0


@pytest.mark.parametrize(
    "text", [SHUT_LATE, "lean: policing.pmax *= 0.5 | behaviour.protest += 1.5 | -rally-24 | relabel"]
)
def test_an_arm_is_written_as_it_is_read(text):
    arm = parse_arm(text)
    assert parse_arm(arm.text) == arm
    assert parse_arm(arm.text).text == arm.text


def test_an_arm_that_never_leaves_the_baseline_has_its_ledger(flagship):
    base, arm = lived(flagship(30_000, 8), "the same: events.rally-24.strength += 0").runs.values()
    assert arm.ledger == base.ledger
    assert arm.series("asked").sum() == base.series("asked").sum() > 0


def test_days_before_an_intervention_are_the_same_and_later_ones_are_not(flagship):
    out = lived(flagship(60_000, 20), SHUT_LATE)
    base, shut = (each.counts.values for each in out.runs.values())
    assert np.array_equal(base[:6], shut[:6], equal_nan=True)
    assert not np.array_equal(base[6:], shut[6:], equal_nan=True)
    assert out.days_shared == 6


def test_regions_that_bear_one_anothers_codes_change_nothing(flagship):
    out = lived(flagship(40_000), "relabelled: relabel")
    base, other = (each.counts.values for each in out.runs.values())
    assert np.array_equal(base, other, equal_nan=True)
    assert out.moved["relabelled"] == {}


def test_those_who_moved_are_those_whom_counts_miss(flagship):
    out = lived(flagship(100_000, 20), SHUT)
    left = sum(n for (was, _, by, _), n in out.moved["shut"].items() if was == "abroad" and by == "all")
    assert left == pytest.approx(out.runs["baseline"].series("abroad")[-1])
    for kind in ("age", "sex", "region", "household"):
        assert sum(n for (was, _, by, _), n in out.moved["shut"].items() if was == "abroad" and by == kind) == (
            pytest.approx(left)
        )


def test_factors_and_shifts_act_on_what_the_scenario_has(flagship):
    base = flagship(**{"policing.capacity_floor": 20.0})
    changed = apply(base, parse_arm("lean: policing.capacity_floor *= 0.5 | behaviour.protest += 1.5"))
    assert changed.policing.capacity_floor == 10.0
    assert changed.behaviour.params.protest == base.behaviour.params.protest + 1.5


def test_events_come_from_a_file(flagship, tmp_path):
    (tmp_path / "shut.toml").write_text('kind = "border_rule"\nday = 2022-09-23\nexit_open = false\n')
    base = flagship()
    arm = parse_arm("shut: +shut.toml", tmp_path)
    assert next(e for e in apply(base, arm).events if e.name == "shut").day == 2


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["nothing: events.rally-24.strength *= 1"], "changes nothing"),
        (["a: behaviour.others=0.3", "a: behaviour.others=0.4"], "two arms"),
        ([], "no arm"),
        (["bigger: scenario.persons=50000"], "not an arm's to change"),
        (["other: society.friends=9"], "not an arm's to change"),
        (["wrong: behaviour.othrs=1"], "othrs"),
        (["far: behaviour.others=99"], "outside"),
        (["late: events.x.kind=rally | events.x.day=90"], "after the run's end"),
        (["half: behaviour.kind *= 2"], "cannot be changed"),
        (["no colon"], "write"),
        (["file: +not-there.toml"], "name a file"),
        (["device: +/dev/zero"], "a device or a pipe"),
        (["comma: policing.pmax *= 0,4"], "did you mean 0.4"),
        (["comma: policing.pmax = 0,4"], "arm 'comma', policing.pmax: '0,4' is not a number; did you mean 0.4"),
        (["huge: policing.pmax *= 1e999"], "is no number"),
        (["huge: policing.fear += 1e308 | policing.fear *= 9"], "no number|outside"),
        (["no key: -"], "is no key"),
        (["x" * 500 + ": -rally-24"], "at most 100"),
    ],
)
def test_an_arm_that_cannot_be_is_refused_in_words(flagship, texts, words):
    with pytest.raises(InputError, match=words):
        check_arms(flagship(), [parse_arm(text) for text in texts])


def test_arms_of_different_societies_cannot_be_compared(flagship):
    base = flagship()
    with pytest.raises(ValueError, match="seed"):
        first_day(base, replace(base, seed=2))
