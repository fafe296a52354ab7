"""Limits in which the flagship must give a known answer (docs/model.md, section 7)."""

import numpy as np
import pytest

from groundswell import simulate as engine
from groundswell.events import resolve
from groundswell.simulate import simulate
from groundswell.types import Status

LONELY = {"near_kin": 0, "far_kin": 0, "friends": 0.0, "neighbourhood_share": 0.0}
BLIND = {
    "others": 0.0,
    "stake_weak": 0.0,
    "stake_close": 0.0,
    "ties_protested": 0.0,
    "ties_detained": 0.0,
    "leave_ties": 0.0,
}


def total(tallies, measure):
    return sum(t.regional[measure].sum() for t in tallies)


def test_without_a_shock_nothing_happens(scenario, society_of):
    for tally in simulate(scenario(events=()), society_of()):
        shares = ("attention", "anxiety", "support_private", "support_public")
        assert all(not values.any() for name, values in tally.regional.items() if name not in shares)
        assert np.allclose(tally.regional["attention"], 0.51)


def test_everybody_has_one_status_every_day_and_the_lists_agree_with_it(scenario, society_of):
    society = society_of()
    world = engine.start(scenario(), society)
    for _ in range(10):
        engine.step(scenario(), world)
        now, lists = world.state.status, world.lists
        lists = {
            Status.CALLED: lists.called,
            Status.PREPARING: lists.preparing,
            Status.QUEUEING: lists.queue,
            Status.ABROAD: lists.abroad,
            Status.EVADING: lists.evading,
            Status.SERVING: lists.serving,
            Status.HELD: lists.held,
        }
        for status, members in lists.items():
            assert np.array_equal(np.sort(members), np.flatnonzero(now == status)), status
        assert np.bincount(now, minlength=9).sum() == society.n


def called_and_gone(scenario, society, rho, shut):
    """Return (called, persons serving, persons abroad, persons due) when who is at home is reached and reports."""
    events = (
        scenario().events[0],
        resolve("decree")(name="decree", day=4, duration=10, target=3_000.0, believed_total=600_000.0),
    )
    if shut:
        events = (*events, resolve("border_rule")(name="shut", day=0, exit_open=False))
    s = scenario(
        events=events,
        days=25,
        call={"replacement": rho, "served": 1.0, "unlawful": 0.0},
        behaviour={"leave": 2.0, "comply": 40.0, "evade": -60.0},
        border={"preparation": 1.0, "comes_back": 0.0},
        lives={"risk_first_year": 0.0},
    )
    world = engine.start(s, society)
    called = sum(engine.step(s, world).regional["called"].sum() for _ in range(s.days))
    return (
        called,
        set(world.lists.serving.tolist()),
        set(world.lists.abroad.tolist()),
        int(world.fields.call_next.sum()),
    )


def test_with_full_replacement_closing_the_exit_changes_who_is_called_but_not_how_many(scenario, society_of):
    society = society_of()
    open_called, open_who, gone, _ = called_and_gone(scenario, society, 1.0, shut=False)
    shut_called, shut_who, none_gone, _ = called_and_gone(scenario, society, 1.0, shut=True)
    assert open_called == shut_called > 0
    assert len(open_who) == len(shut_who)
    assert open_who != shut_who
    assert gone
    assert not none_gone


def test_each_leaver_who_was_due_saves_one_call_with_the_chance_that_nobody_replaces_him(scenario, society_of):
    society, rho = society_of(), 0.7
    open_called, who, gone, due = called_and_gone(scenario, society, rho, shut=False)
    shut_called, _, _, _ = called_and_gone(scenario, society, rho, shut=True)
    saved, leavers_due = (shut_called - open_called) / society.weight, due - len(who)
    assert len(gone) > leavers_due > 50
    assert abs(saved - (1 - rho) * leavers_due) < 4 * np.sqrt(leavers_due * rho * (1 - rho))


def test_without_ties_and_without_a_shared_environment_counts_are_binomial(scenario, society_of):
    quiet = {
        "behaviour": {**BLIND, "protest": -9.0, "cost": 0.0, "rally": 5.0},
        "opinion": {"town_gradient": 0.0},
        "policing": {"backlash": 0.0, "fear": 0.0},
    }
    counts = []
    for seed in range(40):
        society = society_of(persons=5000, seed=seed, **LONELY)
        s = scenario(days=2, **quiet)
        counts.append(total(simulate(s, society), "participants") / society.weight)
    mean, variance = np.mean(counts), np.var(counts, ddof=1)
    assert mean > 20
    # (k-1) s^2 / m is chi-squared with 39 degrees of freedom: 0.001 and 0.999 points 16.3 and 72.1
    assert 16.3 < 39 * variance / mean < 72.1


def test_a_person_nobody_can_see_changes_nobody(scenario, society_of):
    society = society_of(**LONELY)
    alone = int(np.flatnonzero(society.household == 1 << 4)[7])
    blind = {"behaviour": {**BLIND, "protest": -7.0}, "perception": {"detention_belief": 0.0}}
    changed = society._replace(kind=society.kind.copy())
    changed.kind[alone] = 0  # a child neither chooses nor is called
    states = []
    for who in (society, changed):
        s = scenario(days=6, **blind)
        world = engine.start(s, who)
        for _ in range(6):
            engine.step(s, world)
        states.append(np.delete(world.state.status, alone))
    assert np.array_equal(*states)


def test_an_event_leaves_the_days_before_it_identical_to_the_bit(scenario, society_of):
    society = society_of()
    event = resolve("policing_level")(name="hard", day=4, capacity=3.0, force=2.0)
    before = list(simulate(scenario(days=8), society))
    after = list(simulate(scenario(events=(*scenario().events, event), days=8), society))
    same = [
        all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)
        for a, b in zip(before, after, strict=True)
    ]
    assert all(same[:4])


def test_a_longer_run_begins_like_a_shorter_one(scenario, society_of):
    society = society_of()
    short, long = list(simulate(scenario(days=4), society)), list(simulate(scenario(days=8), society))
    for a, b in zip(short, long, strict=False):
        assert all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)


@pytest.mark.parametrize("scale", [10_000, 40_000])
def test_shares_do_not_depend_on_the_scale(scenario, society_of, scale):
    loud = {"behaviour": {"protest": -9.0}}
    shares = []
    for persons in (scale, 80_000):
        totals = [
            [total(tallies, m) for m in ("called", "left_gross")]
            for tallies in (list(simulate(scenario(**loud), society_of(persons, seed))) for seed in range(4))
        ]
        shares.append(np.mean(totals, axis=0))
    assert np.allclose(shares[0], shares[1], rtol=0.06)


def test_a_decree_to_come_weighs_on_no_day_before_it(scenario, society_of):
    society = society_of()
    late = resolve("decree")(name="late", day=6, duration=3, target=50_000.0, believed_total=600_000.0)
    eager = {"concession": {"disruption": 0.5, "demand": 0.5}, "behaviour": {"protest": -9.0}}
    before = list(simulate(scenario(days=6, **eager), society))
    after = list(simulate(scenario(events=(*scenario().events, late), days=9, **eager), society))
    for a, b in zip(before, after, strict=False):
        assert all(np.array_equal(a.regional[m], b.regional[m]) for m in a.regional)
        assert a.national == b.national
