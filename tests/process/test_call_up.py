"""When a call-up goes on and ends, what holds a notice, and who may leave or hide from it."""

import numpy as np
import pytest

from groundswell import simulate as engine
from groundswell.events import resolve
from groundswell.process import contact_counters
from groundswell.process.border import Gate
from groundswell.types import LIABLE_BIT, Status

WORD = resolve("announcement")(name="word", day=0)


def decree(day=0, **more):
    return resolve("decree")(
        name="decree",
        day=day,
        **{"duration": 8, "target": 3_000.0, "believed_total": 600_000.0, "front_loading": 2.0, **more},
    )


def concession(day, level, **more):
    return resolve("concession")(name="yield", day=day, level=level, returns=False, **more)


def course(s, society):
    """Return the world at the end and the daily tallies."""
    world = engine.start(s, society)
    return world, [engine.step(s, world) for _ in range(s.days)]


def of(tallies, measure):
    return np.array([t.regional[measure].sum() for t in tallies])


def test_without_a_call_up_nobody_hides_or_leaves(scenario, society_of):
    eager = {"behaviour": {"evade": 2.0, "leave": 2.0}}
    _, tallies = course(scenario(events=(WORD,), **eager), society_of())
    assert not any(of(tallies, m).any() for m in ("evading", "preparing", "queueing", "left_gross", "called"))


@pytest.mark.parametrize("end", ["until", "stopped"])
def test_no_notice_goes_out_after_the_end_and_those_out_are_void(scenario, society_of, end):
    events = (WORD, decree(until=3)) if end == "until" else (WORD, decree(), concession(4, 3))
    world, tallies = course(scenario(events=events, days=8, call={"served": 0.5}), society_of())
    called = of(tallies, "called")
    assert called[:4].all()
    assert not called[4:].any()
    assert not of(tallies, "complied")[4:].any()
    assert not np.any(world.state.status == Status.CALLED)


def test_calls_go_on_until_those_who_got_away_are_replaced_and_then_end_for_good(scenario, society_of):
    hiding = {"behaviour": {"comply": 0.0, "evade": -3.0}, "call": {"grace": 3, "replacement": 1.0}}
    few = decree(duration=3, believed_total=3_000.0)  # else all hide, and calls find nobody for ever
    s, society = scenario(events=(WORD, few), days=50, **hiding), society_of()
    world, tallies, on = engine.start(s, society), [], []
    for _ in range(s.days):
        tallies.append(engine.step(s, world))
        on.append(len(world.lists.called) > 0 or (world.fields.quota_due >= society.weight).any())
    called, evading = of(tallies, "called"), of(tallies, "evading")
    over = int(np.flatnonzero(on)[-1]) + 1
    assert np.flatnonzero(called)[-1] > 3  # later than the last quota
    assert over < 48
    assert not called[over + 1 :].any()  # one more may be served and report on a last day
    assert not (np.diff(evading)[over:] > 0).any()  # nobody takes to hiding when it is over


def test_who_hid_can_protest_after_the_end(scenario, society_of):
    s = scenario(
        events=(WORD, decree(until=1), resolve("rally")(name="late", day=30, reach=0.0)),
        days=31,
        behaviour={"evade": 3.0, "protest": -2.0},
    )
    society = society_of()
    world = engine.start(s, society)
    hidden = set()
    for _ in range(30):
        engine.step(s, world)
        hidden |= set(world.lists.evading.tolist())
    engine.step(s, world)
    street = set(world.choice.who[world.choice.action == 1].tolist())
    assert len(hidden & street) > 10


def test_exemptions_are_no_quotas_that_cannot_be_filled(scenario, society_of):
    spared = resolve("concession")(name="spared", day=0, exempt=0.9, returns=False)
    calm = {"behaviour": {"comply": 40.0, "evade": -60.0, "leave": -60.0}, "call": {"served": 1.0}}
    hazards = {}
    for name, events in (("exempt", (WORD, decree(), spared)), ("all", (WORD, decree()))):
        s = scenario(events=events, days=6, concession={"unfilled": 1.0, "disruption": 0.0, "demand": 0.0}, **calm)
        world = engine.start(s, society_of())
        hazards[name] = []
        for _ in range(s.days):
            engine.step(s, world)
            hazards[name].append(world.fields.hazard[0])
    assert max(hazards["all"][2:]) < 0.1
    assert max(hazards["exempt"][2:]) < 0.1


def test_who_hides_after_a_notice_leaves_a_quota_unfilled(scenario, society_of):
    hiding = {"behaviour": {"comply": -40.0, "evade": 40.0}, "concession": {"unfilled": 1.0, "demand": 0.0}}
    s = scenario(events=(WORD, decree()), days=8, **hiding)
    world = engine.start(s, society_of())
    hazards = []
    for _ in range(7):
        engine.step(s, world)
        hazards.append(world.fields.hazard[0])
    assert world.fields.called.sum() > 1_000
    assert max(hazards) > 0.5


def test_the_state_can_yield_after_notices_have_reached_the_target(scenario, society_of):
    hiding = {"behaviour": {"comply": -40.0, "evade": 40.0}, "call": {"replacement": 1.0}}
    s = scenario(events=(WORD, decree(duration=3)), days=8, concession={"unfilled": 0.5}, **hiding)
    world = engine.start(s, society_of())
    hazards = []
    for _ in range(8):
        engine.step(s, world)
        hazards.append(world.fields.hazard[0] if world.fields.called.sum() > 3_000 else np.nan)
    assert np.nanmax(hazards) > 0


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_granted_concession_acts_on_its_days_only(scenario, society_of, level):
    granted = concession(3, level, until=5)
    _, with_it = course(scenario(events=(WORD, decree(), granted), days=9), society_of())
    _, without = course(scenario(events=(WORD, decree()), days=9), society_of())
    levels = [int(t.national["concession"]) for t in with_it]
    assert levels == [0, 0, 0, level, level, level, 0, 0, 0]
    ratio = of(with_it, "asked")[[3, 6]] / of(without, "asked")[[3, 6]]
    assert ratio[1] == pytest.approx(1.0)
    assert ratio[0] == pytest.approx({1: 0.9, 2: 0.5}[level]) if level < 3 else ratio[0] <= 0


def test_a_tie_that_was_called_and_is_abroad_counts_once(scenario, society_of):
    society = society_of()
    s = scenario(
        events=(WORD, decree(target=30_000.0)),
        days=12,
        behaviour={"leave": 40.0, "comply": -40.0},
        call={"served": 1.0},
        border={"preparation": 1.0},
    )
    world, _ = course(s, society)
    gone = np.zeros(society.n, bool)
    gone[world.lists.abroad] = True
    gone[world.lists.noticed] = True
    expected = np.zeros(society.n, np.int64)
    close, _ = contact_counters.contacts(society, np.flatnonzero(gone).astype(np.uint32), friends=False)
    np.add.at(expected, close, 1)
    assert np.isin(world.lists.abroad, world.lists.noticed).any()
    assert np.array_equal(world.state.close_called, expected)


def test_a_border_that_shuts_keeps_in_who_has_not_crossed(scenario, society_of):
    eager = {"behaviour": {"leave": 3.0}, "border": {"preparation": 1.0, "gates": (Gate("road", 300.0),)}}
    shut = resolve("border_rule")(name="shut", day=4, exit_open=False)
    _, tallies = course(scenario(events=(WORD, decree(), shut), days=9, **eager), society_of())
    assert of(tallies, "queueing")[3] > 0
    assert not of(tallies, "left_gross")[4:].any()
    assert not of(tallies, "queueing")[4:].any()
    assert not of(tallies, "preparing")[4:].any()


def test_nobody_waits_at_gates_without_capacity(scenario, society_of):
    eager = {"behaviour": {"leave": 3.0}, "border": {"preparation": 1.0}}
    none = resolve("border_rule")(name="none", day=3, capacity=0.0)
    _, tallies = course(scenario(events=(WORD, decree(), none), days=6, **eager), society_of())
    assert not of(tallies, "queueing")[3:].any()


@pytest.mark.parametrize("name", ["", "stop", "late decree", "exempt"])
def test_the_first_days_do_not_depend_on_how_long_a_run_is(scenario, society_of, name):
    extra = {
        "": (),
        "stop": (concession(2, 2),),
        "late decree": (resolve("decree")(name="more", day=5, duration=30, target=9_000.0, believed_total=600_000.0),),
        "exempt": (resolve("concession")(name="spared", day=1, exempt=0.4),),
    }[name]
    eager = {"concession": {"disruption": 0.5, "demand": 1e-3, "unfilled": 0.05}, "behaviour": {"protest": -9.0}}
    events = (WORD, decree(duration=30), *extra)
    _, short = course(scenario(events=events, days=6, **eager), society_of())
    _, long = course(scenario(events=events, days=25, **eager), society_of())
    for a, b in zip(short, long, strict=False):
        assert all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)
        assert a.national == b.national


def test_every_liable_person_called_has_been_noticed(scenario, society_of):
    society = society_of()
    world, tallies = course(scenario(events=(WORD, decree())), society)
    noticed = world.lists.noticed
    assert len(noticed) * society.weight == pytest.approx(of(tallies, "called").sum())
    assert (society.kind[noticed] & LIABLE_BIT != 0).all()


def test_a_fork_in_which_the_call_up_ends_changes_nothing_in_the_world_it_left(scenario, society_of):
    angry = {"behaviour": {"protest": -3.0, "comply": -4.0}, "policing": {"pmax": 1.0, "short_days": 8}}
    s = scenario(events=(WORD, decree()), days=6, **angry)
    stopped = scenario(events=(WORD, decree(), concession(3, 3)), days=6, **angry)
    world = engine.start(s, society_of())
    for _ in range(3):
        engine.step(s, world)
    before = {name: column.copy() for name, column in vars(world.lists).items()}
    assert (world.lists.held_from == Status.CALLED).any()
    fork = engine.fork(world, stopped)
    for _ in range(2):
        engine.step(stopped, fork)
    assert not (fork.lists.held_from == Status.CALLED).any()
    assert all(np.array_equal(before[name], column) for name, column in vars(world.lists).items())
