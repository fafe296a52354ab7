"""What is counted: as a scenario's own monitors and polls have it, adding up, and without a trace in the world."""

import numpy as np
import pytest

from groundswell.process import count
from groundswell.process.border import Gate
from groundswell.process.watchers import Crossing, Estimate, Monitor, Poll
from groundswell.simulate import simulate, start, step

WATCHING = {
    "monitors": (Monitor("marches", counts="participants"), Monitor("taken", capitals=1.0, towns=1.0, elsewhere=1.0)),
    "polls": (Poll("mood", "anxiety"),),
}


@pytest.fixture(scope="module")
def tallies(scenario, society_of):
    return list(simulate(scenario(observation=WATCHING, days=6), society_of()))


def test_every_measure_of_the_scenario_is_counted_every_day_and_nothing_else(scenario, tallies):
    known = count.measures(scenario(observation=WATCHING).observation)
    assert {"obs_marches", "obs_marches_places", "obs_taken", "obs_taken_places", "obs_mood"} <= set(known)
    for tally in tallies:
        assert {*tally.regional, *tally.national} == set(known)
        assert set(tally.national) == {name for name, (kind, _) in known.items() if kind == "nation"}


def test_a_monitor_that_hears_of_everybody_counts_what_there_is_and_another_one_less(tallies):
    for tally in tallies:
        assert np.array_equal(tally.regional["obs_taken"], tally.regional["detained"])
        assert (tally.regional["obs_marches"] <= tally.regional["participants"]).all()
        assert (tally.regional["obs_marches_places"] <= tally.regional["places_active"]).all()
    assert sum(t.regional["obs_marches"].sum() for t in tallies) > 0


def test_who_watches_changes_nothing_in_the_world(scenario, society_of, tallies):
    unwatched = list(simulate(scenario(observation={"monitors": (), "polls": ()}, days=6), society_of()))
    for seen, unseen in zip(tallies, unwatched, strict=True):
        assert all(np.array_equal(seen.regional[name], unseen.regional[name]) for name in unseen.regional)


def test_a_further_monitor_and_poll_leave_what_the_first_ones_see(scenario, society_of):
    society = society_of()
    a, b = (Monitor(name, "participants", capitals=0.5) for name in "ab")
    first = {"monitors": (a,), "polls": (Poll("mood", "anxiety"),)}
    both = {"monitors": (a, b), "polls": (*first["polls"], Poll("again", "anxiety"))}
    one, two = (list(simulate(scenario(observation=each, days=4), society)) for each in (first, both))
    for alone, beside in zip(one, two, strict=True):
        assert np.array_equal(alone.regional["obs_a"], beside.regional["obs_a"])
        assert alone.national["obs_mood"] == beside.national["obs_mood"]
    assert any((t.regional["obs_a"] != t.regional["obs_b"]).any() for t in two)


def test_stocks_are_what_flows_leave(scenario, society_of):
    world = start(scenario(), society_of())
    s, before = scenario(days=10), {"abroad": 0.0}
    for _ in range(s.days):
        t = step(s, world)
        abroad = t.regional["abroad"].sum()
        change = t.regional["left_gross"].sum() - t.regional["came_back"].sum()
        assert abroad == pytest.approx(before["abroad"] + change)
        before["abroad"] = abroad
    assert before["abroad"] > 0


def test_the_nation_is_the_sum_and_for_shares_the_mean_over_adults(society_of):
    regions = society_of().regions
    assert count.nation("participants", np.array([3.0, 4.0]), regions) == 7.0
    assert count.nation("obs_anything", np.array([3.0, 4.0]), regions) == 7.0
    assert count.nation("anxiety", np.array([0.2, 0.2]), regions) == pytest.approx(0.2)
    mixed = count.nation("anxiety", np.array([1.0, 0.0]), regions)
    assert mixed == pytest.approx(regions.adults[0] / regions.adults.sum())


def test_the_counts_at_all_gates_add_up_to_those_at_the_border(scenario, society_of):
    gates = (Gate("north", 3000.0), Gate("south", 1000.0))
    guards = tuple(Crossing(gate.name, gross_ratio=4.0, counted=0.95) for gate in gates)
    watching = {"gates": guards, "estimates": (Estimate("police", bias=0.5),), "gross_ratio": 4.0, "border_count": 0.95}
    world = scenario(observation=watching, border={"gates": gates, "everybody": True, "comes_back": 0.1}, days=8)
    crossed = 0.0
    for t in simulate(world, society_of()):
        for kind in ("gross", "net"):
            parts = [t.regional[f"obs_exit_{kind}_{gate.name}"] for gate in gates]
            assert np.allclose(sum(parts), t.regional[f"obs_exit_{kind}"])
        assert np.array_equal(t.regional["obs_police"], 0.5 * t.regional["participants"])
        crossed += t.regional["obs_exit_gross_south"].sum()
    assert crossed > 0.0
