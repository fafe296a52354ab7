"""Nobody is asked again where nothing changed: who is asked every day and who is not do the same, to the bit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from groundswell import behaviour, rng
from groundswell.behaviour import PROTEST
from groundswell.kernel import kernel, use_threads
from groundswell.params import declared
from groundswell.process.acting import counted, gather
from groundswell.process.person import Person
from groundswell.process.reads import reads
from groundswell.process.unchanged import Unchanged, looked_at
from groundswell.process.view import columns, here, person
from groundswell.scenario import Chosen
from groundswell.simulate import World, fork, start, step
from groundswell.types import Perception, Status

STEADY = [kind for kind in behaviour.kinds() if looked_at(getattr(behaviour.resolve(kind), "rule", len))]
# What may differ from day to day though no column does: the day, memory, and counters of ties.
ALWAYS_ASKED = {
    "day", "remembered", "attends", "ties_protesting", "ties_abroad", "close_called", "friends_called",
    "days_since_detention",
}  # fmt: skip


def with_rule(scenario: Callable[..., Any], kind: str, params: Any = None) -> Any:
    """Return ten days with a call-up, rallies and detentions under a rule."""
    module = behaviour.resolve(kind)
    return replace(scenario(), behaviour=Chosen(kind, params or module.Params()))


def course(s: Any, world: World, until: int) -> list[np.ndarray]:
    """Let days pass; return all counts and everybody's status of each."""
    days = list[np.ndarray]()
    for _ in range(world.day, until):
        counts = step(s, world).regional
        days.append(np.concatenate([*counts.values(), world.state.status.astype(float)]))
    return days


def drawn(kind: str, k: int) -> Any:
    """Return the k-th random set of a rule's parameters: a quarter at zero, a quarter at a limit, others between."""
    module, values = behaviour.resolve(kind), {}
    for at, (name, parameter) in enumerate(declared(module.Params).items()):
        way, u = (int(w) / 2.0**32 for w in rng.words(np.uint64(k), rng.CLASSICS, 2, at)[:2])
        low, high = parameter.meta.prior or (parameter.meta.low, parameter.meta.high)
        ends = 0.0 if way < 0.25 and parameter.meta.low <= 0.0 else low if way < 0.375 else high
        value = ends if way < 0.5 else low + u * (high - low)
        values[name] = type(parameter.default)(value)
    return module.Params(**values)


def test_the_classics_of_thresholds_are_asked_where_something_changed() -> None:
    assert set(STEADY) >= {"granovetter", "kuran", "epstein"}
    assert "siegel" not in STEADY  # he remembers, and looks at ties


@pytest.mark.parametrize("kind", STEADY)
@pytest.mark.parametrize("k", range(6))
def test_asked_every_day_or_where_something_changed_people_do_the_same(
    scenario: Any, society_of: Any, kind: str, k: int
) -> None:
    s, society = with_rule(scenario, kind, drawn(kind, k)), society_of()
    everybody, some = start(s, society, plain=True), start(s, society)
    for a, b in zip(course(s, everybody, s.days), course(s, some, s.days), strict=True):
        assert np.array_equal(a, b, equal_nan=True)
    assert everybody.chooser.evaluations() == s.days * society.n
    assert some.chooser.evaluations() <= s.days * society.n


def test_a_society_at_rest_is_asked_no_more(scenario: Any, society_of: Any) -> None:
    s, society = replace(with_rule(scenario, "granovetter"), events=()), society_of()
    world = start(s, society)
    course(s, world, s.days)
    assert 0 < world.chooser.evaluations() <= 2 * society.n


def test_after_a_fork_and_on_any_number_of_threads_people_do_as_if_asked_every_day(
    scenario: Any, society_of: Any
) -> None:
    s, society = with_rule(scenario, "granovetter"), society_of()
    found = list[list[np.ndarray]]()
    for plain, threads in ((True, 1), (False, 1), (False, 2)):
        try:
            use_threads(threads)
            world = start(s, society, plain)
            course(s, world, 5)
            found += [course(s, fork(world, s), s.days), course(s, world, s.days)]
        finally:
            use_threads(None)
    assert all(np.array_equal(a, b, equal_nan=True) for other in found for a, b in zip(found[0], other, strict=True))


@pytest.fixture
def evening(scenario: Any, society_of: Any) -> tuple[World, Any, Any]:
    """A world after some days, and what its chooser and its views were given on the last of them."""
    s = with_rule(scenario, "granovetter")
    world, given = start(s, society_of()), list[Any]()
    decide = world.chooser.decide
    world.chooser.decide = lambda *each: given.append(each) or decide(*each)  # type: ignore[method-assign]
    course(s, world, 4)
    at = world.setting
    return world, given[-1][2], columns(at.society, at.opinion, at.neighbourhood_share, at.mean_ties, at.all_may_leave)


def moved(seen: Perception, column: str) -> Perception:
    """Return what is seen with a column changed in its first row, or its only number."""
    value = np.array(getattr(seen, column), float)
    value.flat[0] = 1.0 - value.flat[0]
    return seen._replace(**{column: value if value.ndim else float(value)})


def test_whatever_changes_a_field_that_a_rule_looks_at_has_people_asked(evening: Any) -> None:
    world, seen, own = evening
    society, place, nation = world.society, np.full(len(world.society.place_region), 0.25), 0.5
    liable = int(np.flatnonzero(society.kind[: society.place_start[1]] & 0x40)[0])

    def view(now: Perception, place: np.ndarray, nation: float) -> Any:
        around = here(3, 0, 0, own, now, place[0], nation)
        ties = (1, 1, 1, 1, 1)
        return person(liable, Status.CALLED, True, int(society.kind[liable]), 0.0, ties, 0.5, 0.0, around)

    before = view(seen, place, nation)
    ways = {column: (moved(seen, column), place, nation) for column in Perception._fields}
    ways |= {"place": (seen, 1.0 - place, nation), "nation": (seen, place, 0.25)}
    for field in set(Person._fields) - ALWAYS_ASKED:
        alters = [way for way in ways.values() if getattr(view(*way), field) != getattr(before, field)]
        for way in alters:
            kept = Unchanged(society, looked_at_alone(field))
            assert len(kept.asked(world.state, seen, place, nation)) == len(place)
            assert len(kept.asked(world.state, seen, place, nation)) == 0
            assert 0 in kept.asked(world.state, *way), field
        assert alters or field in (*OWN, "wait"), field


OWN = {
    "age", "male", "liable", "opposition_rank", "opposition_share", "opposition_around", "boldness", "means", "leaning",
    "adult", "free", "called", "place_population",
}  # fmt: skip


def looked_at_alone(field: str) -> set[str]:
    """Return what `looked_at` gives for a rule that looks at one field."""
    return {"may_leave", "may_hide"} | ({field} - OWN)


def test_who_changes_status_has_his_place_asked_and_no_other(evening: Any) -> None:
    world, seen, _ = evening
    kept, place = Unchanged(world.society, {"may_leave", "may_hide"}), np.zeros(len(world.society.place_region))
    kept.asked(world.state, seen, place, 0.0)
    last = int(world.society.place_start[2]) - 1
    world.state.status[last] ^= 1
    assert kept.asked(world.state, seen, place, 0.0).tolist() == [1]
    assert kept.asked(world.state, seen, place, 0.0).tolist() == []


def module_of(folder: Path, body: str) -> ModuleType:
    """Return a file of the user's own with a rule of this body."""
    (folder / "mine.py").write_text(f"""
import math
import random
from functools import cache
from typing import Annotated, NamedTuple
import numpy as np
from groundswell.behaviour import PROTEST, P, choose, daily, lasting, otherwise
SOURCE = "test"
HALF, TABLE = 0.5, np.zeros(3)
class Params(NamedTuple):
    share: Annotated[float, P("share", "share", 0, 1, source="test")] = 0.5
def helper(me, p):
    return math.floor(me.age / 10) * p.share
def again(me, n):
    return again(me, n - 1) if n > 0 else me.fear
def drawing(me, draw):
    return daily(draw, 3)
@cache
def kept(x):
    return x
def rule(me, p, draw):
    {body}
""")
    names: dict[str, Any] = {"__name__": "mine"}
    exec(compile((folder / "mine.py").read_text(), str(folder / "mine.py"), "exec"), names)
    found = ModuleType("mine")
    vars(found).update(names)
    return found


@pytest.mark.parametrize(
    ("body", "looks"),
    [
        ("return PROTEST if me.issue > HALF else otherwise(me)", {"issue"}),
        ("return int(helper(me, p) < lasting(draw, PROTEST) * me.place_protesting)", {"place_protesting", "fear"}),
        ("return again(me, 3)", {"fear"}),
        ("x = [abs(k) for k in range(3)]\n    return x[0]", set[str]()),
        ("return int(daily(draw, 1) < 0.5)", None),
        ("return choose(me, draw, protest=1.0)", None),
        ("return int(drawing(me, draw) < 0.5)", None),
        ("return int(random.random() < 0.5)", None),
        ("return int(np.random.random() < 0.5)", None),
        ("return kept(1)", None),
        ("return int(TABLE[0])", None),
        ("global HALF\n    HALF = 1.0 - HALF\n    return int(HALF)", None),
        ("import time\n    return int(time.time()) % 2", None),
        ("return me.day % 2", None),
        ("return draw.day % 2", None),
        ("return int(me.ties_protesting > 0)", None),
        ("return int(me.attends)", None),
        ("return getattr(me, 'age')", None),
        ("return unknown(me)", None),
    ],
)
def test_a_rule_is_asked_every_day_unless_it_surely_repeats_itself(
    tmp_path: Path, body: str, looks: set[str] | None
) -> None:
    found = looked_at(module_of(tmp_path, body).rule)
    if looks is None:
        assert found is None
    else:
        assert found is not None
        assert looks <= found <= looks | {"may_leave", "may_hide", "fear"}


def test_every_field_of_a_person_is_watched_or_has_the_rule_asked_every_day(tmp_path: Path) -> None:
    asked = set[str]()
    for field in Person._fields:
        folder = tmp_path / field
        folder.mkdir()
        rule = module_of(folder, f"return int(me.{field})").rule
        if looked_at(rule) is None:
            asked.add(field)
    assert asked == ALWAYS_ASKED


def test_the_chance_of_detention_is_worked_out_where_a_rule_looks_at_it_and_changes_nothing_elsewhere(
    scenario: Any, society_of: Any, tmp_path: Path
) -> None:
    s, society = with_rule(scenario, "granovetter"), society_of()
    blind, told = start(s, society), start(s, society)
    told.chooser.asks_detention = lambda: True  # type: ignore[attr-defined]
    seen = list[Perception]()
    for world in (blind, told):
        decide = world.chooser.decide
        world.chooser.decide = lambda *each, decide=decide: seen.append(each[2]) or decide(*each)  # type: ignore
    for a, b in zip(course(s, blind, s.days), course(s, told, s.days), strict=True):
        assert np.array_equal(a, b, equal_nan=True)
    assert not seen[0].detention.any()
    assert (seen[-1].detention > 0.0).all()
    wary = module_of(tmp_path, "return PROTEST if me.detention < p.share else otherwise(me)").rule
    assert reads(wary, "detention")


@pytest.mark.parametrize("share", [0.0, 1e-4, 0.01, 0.5, 1.0])
@pytest.mark.parametrize("size", [1, 200, 1021])
def test_whoever_does_something_is_counted_and_listed_in_order_whatever_the_threads(share: float, size: int) -> None:
    n = 20_000
    acts, which = (np.array([rng.uniform(np.uint64(1), rng.CLASSICS, 3, k + n * j) for k in range(n)]) for j in (0, 1))
    action = np.where(acts < share, 1 + np.floor(4.0 * which), 0).astype(np.uint8)
    starts = np.array([0, *range(0, n, size), n])  # the first place is empty
    places = len(starts) - 1
    counts = np.array([counted_of(action, starts[p], starts[p + 1]) for p in range(places)])
    before = np.cumsum(counts[:, 0]) - counts[:, 0]
    assert np.array_equal(counts[:, 0], np.diff(np.searchsorted(np.flatnonzero(action), starts)))
    assert counts[:, 1].sum() == np.count_nonzero(action == PROTEST)
    for parts in (1, 3):
        who, did = np.zeros(counts[:, 0].sum(), np.uint32), np.zeros(counts[:, 0].sum(), np.uint8)
        for part in reversed(range(parts)):
            first, end = places * part // parts, places * (part + 1) // parts
            if end > first:
                gather(first, end, starts, action, before, counts, who, did)
        assert np.array_equal(who, np.flatnonzero(action))
        assert np.array_equal(did, action[action != 0])
    gather(0, places, starts, action, before, counts, alone := np.zeros_like(who), did[:0])
    assert np.array_equal(alone, who)


@kernel
def counted_of(action: Any, low: int, high: int) -> tuple[int, int]:
    """Call `counted` as a kernel does."""
    return counted(action, low, high)
