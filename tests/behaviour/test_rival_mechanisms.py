"""Rival mechanisms of the literature: without effect at their neutral value, and able to win on either side of it."""

from dataclasses import replace

import numpy as np
import pytest

from groundswell import behaviour, rng
from groundswell import simulate as engine
from groundswell.events import resolve
from groundswell.params import declared
from groundswell.scenario import SECTIONS
from groundswell.society import traits
from groundswell.storage import checkpoint
from groundswell.types import Status

EVENTS = (
    resolve("announcement")(name="word", day=0),
    resolve("decree")(name="decree", day=0, target=300_000.0, duration=10, front_loading=2.0, believed_total=600_000.0),
    resolve("rally")(name="rally", day=1, reach=0.0),
)

LIVELY = {"protest": -8.0}

RIVALS = {
    "behaviour": (
        "provocation",
        "voice_threat",
        "leave_opposition",
        "exit_hump",
        "exit_peak",
        "protest_trend",
        "leave_trend",
        "rest_day",
    ),
    "attention": ("trend",),
    "perception": ("call_exponent", "call_repeat", "elsewhere", "nation_news"),
    "concession": ("appeasement", "appeasement_half_life"),
}


@pytest.fixture
def total(scenario, society_of):
    """What a small lively society gives over its days: the sum of a measure, with keys of sections changed."""

    def run(measure="participants", days=6, **sections):
        sections["behaviour"] = LIVELY | sections.get("behaviour", {})
        s = scenario(days=days, **sections)
        return sum(tally.regional[measure].sum() for tally in engine.simulate(s, society_of()))

    return run


def test_believed_detention_provokes_or_deters_beyond_its_cost_as_its_sign_says(total):
    deterred, neutral, provoked = (total(behaviour={"provocation": b}) for b in (-2.0, 0.0, 2.0))
    assert deterred < neutral < provoked


def test_with_provocation_above_the_cost_more_cells_bring_more_people_and_below_it_fewer(total):
    few, many = {"capacity_floor": 2.0}, {"capacity_floor": 60.0}
    assert total(policing=many) < total(policing=few)
    provoked = {"behaviour": {"provocation": 4.0, "cost": 0.5}}
    assert total(policing=many, **provoked) > total(policing=few, **provoked)


def test_a_larger_believed_number_acts_on_voice_as_its_sign_says_with_the_decree_unchanged(total):
    assert total(behaviour={"voice_threat": -1.0}) < total() < total(behaviour={"voice_threat": 1.0})
    few, many = (believed(number) for number in (300.0, 3_000.0))
    nobody_gets_away = {"leave": -60.0, "evade": -60.0}
    for threat, sign in ((-1.0, -1), (0.0, 0), (1.0, 1)):
        given = nobody_gets_away | {"voice_threat": threat}
        more, less = total(events=many, behaviour=given), total(events=few, behaviour=given)
        assert np.sign(more - less) == sign


def believed(number):
    """The usual events, with another believed total."""
    return tuple(replace(e, believed_total=number) if e.name == "decree" else e for e in EVENTS)


def test_exit_takes_those_who_would_protest_first_or_last_as_its_sign_says(scenario, society_of):
    society, lean = society_of(), {}
    for sign in (-1.5, 0.0, 1.5):
        s = scenario(days=6, behaviour={"leave_opposition": sign, "leave": -2.0})
        world = engine.start(s, society)
        for _ in range(s.days):
            engine.step(s, world)
        gone = np.flatnonzero(np.isin(world.state.status, [Status.PREPARING, Status.QUEUEING, Status.ABROAD]))
        theta = [traits.opposition(rng.words(np.uint64(society.seed), rng.TRAITS, 0, i)[0], 0.0, 0.0) for i in gone]
        lean[sign] = np.mean(theta)
    assert lean[-1.5] < -0.5 < lean[0.0] < 0.5 < lean[1.5]
    assert abs(lean[0.0]) < 0.2


@pytest.mark.parametrize("sign", [-1, 1])
def test_voice_is_highest_or_lowest_at_the_peak_of_exit_and_at_twice_that_as_without_exit(sign, society_of, scenario):
    nobody_more_leaves = {"leave": -60.0, "exit_hump": sign * 1.5, "exit_peak": 0.02}
    s, society = scenario(behaviour=LIVELY | nobody_more_leaves, days=2), society_of()
    voices = []
    for share in (0.0, 0.005, 0.02, 0.04, 0.06, 0.9):
        world = engine.start(s, society)
        world.fields.abroad[:] = share * society.regions.population
        voices.append(sum(engine.step(s, world).regional["participants"].sum() for _ in range(s.days)))
    none, some, peak, twice, much, nearly_all = (sign * v for v in voices)
    assert none < some < peak
    assert none == twice
    assert nearly_all == much < none  # beyond its size it does not grow, however many are gone


def test_who_is_abroad_is_counted_as_the_lists_say_by_region(scenario, society_of):
    s, society = scenario(days=8, behaviour={"leave": 1.0}, border={"comes_back": 0.2}), society_of()
    world = engine.start(s, society)
    for _ in range(s.days):
        tally = engine.step(s, world)
        assert world.fields.abroad == pytest.approx(tally.regional["abroad"])
    assert world.fields.abroad.sum() > 0.0


@pytest.mark.parametrize(("key", "measure"), [("protest_trend", "participants"), ("leave_trend", "preparing")])
def test_months_raise_or_lower_voice_and_exit_slowly_as_their_sign_says(scenario, society_of, key, measure):
    falls, still, rises = (daily(scenario, society_of, measure, {key: trend}) for trend in (-6.0, 0.0, 6.0))
    assert falls[0] == still[0] == rises[0]  # no time has passed
    assert falls[4] < still[4] < rises[4]


def test_more_or_fewer_protest_on_days_of_rest_as_the_sign_says_and_on_no_other_day(scenario, society_of):
    fewer, still, more = (daily(scenario, society_of, "participants", {"rest_day": b}) for b in (-1.0, 0.0, 1.0))
    first_saturday = 3  # the scenario starts on a Wednesday
    assert fewer[:first_saturday] == still[:first_saturday] == more[:first_saturday]
    assert fewer[first_saturday] < still[first_saturday] < more[first_saturday]


def daily(scenario, society_of, measure, changes):
    """Return a measure of the nation, day by day."""
    s = scenario(behaviour=LIVELY | changes, days=5)
    return [tally.regional[measure].sum() for tally in engine.simulate(s, society_of())]


def test_after_a_concession_fewer_or_more_protest_as_the_sign_says_and_before_it_as_many(scenario, society_of):
    granted = (*EVENTS, resolve("rally")(name="later", day=3), resolve("concession")(name="mercy", day=3, level=1))

    def days(size):
        s = scenario(events=granted, behaviour=LIVELY, concession={"appeasement": size}, days=5)
        return [tally.regional["participants"].sum() for tally in engine.simulate(s, society_of())]

    fewer, still, more = days(1.0), days(0.0), days(-1.0)
    assert fewer[:3] == still[:3] == more[:3]
    assert sum(fewer[3:]) < sum(still[3:]) < sum(more[3:])


def test_the_same_effort_brings_more_in_great_calls_or_in_small_ones_as_its_curvature_says(total):
    word, decree, _ = EVENTS
    great = (word, decree, resolve("rally")(name="great", day=1, strength=0.8, reach=0.0))
    small = (word, decree, resolve("rally")(name="small", day=1, until=4, strength=0.2, reach=0.0))
    for exponent, small_wins in ((1.0, False), (0.2, True)):
        given = {"perception": {"call_exponent": exponent}}
        assert (total(events=small, **given) > total(events=great, **given)) == small_wins


def drawn(k):
    """Return the k-th random set of all rival mechanisms, over twice their priors and some of them neutral."""
    sections, number = {}, 0
    for section, names in RIVALS.items():
        params = behaviour.resolve("exit_voice_loyalty").Params if section == "behaviour" else SECTIONS[section]
        found = declared(params)
        for name in names:
            low, high = found[name].meta.prior
            u, kind = (rng.unit(w) for w in rng.words(np.uint64(k), rng.CLASSICS, 3, number)[:2])
            value = low - 0.5 * (high - low) + 2.0 * u * (high - low)
            value = found[name].default if kind < 0.2 else np.clip(value, found[name].meta.low, found[name].meta.high)
            sections.setdefault(section, {})[name] = float(value)
            number += 1
    sections["behaviour"] |= {"protest": -10.0 + k % 3, "leave": -3.0}
    return sections


def lively(scenario, sections, days=8):
    granted = (*EVENTS, resolve("rally")(name="later", day=4), resolve("concession")(name="mercy", day=3, level=1))
    return scenario(granted, days, **sections)


def equal(a, b):
    return all(
        np.array_equal(x.regional[m], y.regional[m], equal_nan=True)
        for x, y in zip(a, b, strict=True)
        for m in x.regional
    )


@pytest.mark.parametrize("k", range(8))
def test_skipping_people_is_exact_and_people_are_conserved_with_all_rivals_at_work(scenario, society_of, k):
    s, society = lively(scenario, drawn(k)), society_of()
    few, everybody = list(engine.simulate(s, society)), list(engine.simulate(s, society, plain=True))
    assert equal(few, everybody)
    for tally in few:
        assert all(np.isfinite(values).all() for values in tally.regional.values())
        assert (tally.regional["participants"] <= society.regions.population).all()


def test_what_rival_mechanisms_remember_is_carried_by_a_fork_and_by_a_checkpoint(scenario, society_of, tmp_path):
    at_work = drawn(1) | {"concession": {"appeasement": 0.5}}
    s, society = lively(scenario, at_work), society_of()
    world = engine.start(s, society)
    for _ in range(4):
        engine.step(s, world)
    assert world.fields.appeased[0] != 0.0 < world.fields.calls[0]
    fork = engine.fork(world, s)
    read = checkpoint.read(checkpoint.write(tmp_path, world, {}), s, society, {})
    there, *again = ([engine.step(s, w) for _ in range(4, s.days)] for w in (world, fork, read))
    assert all(equal(there, other) for other in again)
