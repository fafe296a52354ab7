"""A rule that is one function: what a person sees is what the engine knows, and only what is open is done."""

import copy
import dataclasses
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest

from groundswell import behaviour
from groundswell.behaviour import EVADE, LEAVE, PROTEST, STAY, Draws, choose, daily, lasting, opposition
from groundswell.errors import InputError
from groundswell.kernel import use_threads
from groundswell.params import declared
from groundswell.process.reads import is_light, reads
from groundswell.process.rule import Follower
from groundswell.process.status_lists import place_counts
from groundswell.process.view import columns, here, person
from groundswell.simulate import World, fork, start, step
from groundswell.types import ADULT_BAND, BAND_BITS, LIABLE_BIT, Action, Status


class Params(NamedTuple):
    """Of the rules below."""

    base: float = 0.01


def contagion(me: Any, p: Any, draw: Any) -> int:
    """Protest by chance, more often the more of one's place and ties did, and the more one opposes."""
    u = daily(draw, PROTEST)
    chance = p.base * (1.0 + opposition(me) ** 2) + 0.5 * me.place_protesting + 0.2 * me.ties_protesting
    return PROTEST if me.attends and u < chance else STAY


def everything(me: Any, p: Any, draw: Any) -> int:
    """Ask for every action in turn, whoever one is."""
    return int(5.0 * daily(draw, 7))


def every_third_day(me: Any, p: Any, draw: Any) -> Any:
    """Protest on every third day that one remembers."""
    days = me.remembered + 1.0
    return (PROTEST if days % 3.0 == 0.0 else STAY), days


def braver(me: Any, p: Any, draw: Any) -> float:
    """Return a threshold that the bold have lower."""
    return p.base * (1.0 - me.boldness) * lasting(draw, PROTEST) if me.adult else 9.0


def by_leaning(me: Any, p: Any, draw: Any) -> int:
    """Protest if the day's draw is above one's threshold."""
    return PROTEST if daily(draw, PROTEST) < me.leaning else STAY


def grown_up(me: Any, p: Any, draw: Any) -> int:
    """Protest; what it says of those who may not act is no action."""
    return PROTEST if me.adult else 77


def by_hand(me: Any, p: Any, draw: Any) -> int:
    """Do as `by_leaning`, working the threshold out each day."""
    return PROTEST if daily(draw, PROTEST) < p.base * (1.0 - me.boldness) * lasting(draw, PROTEST) else STAY


def following(
    world: World, rule: Callable[..., Any], remembers: float | None = None, leaning: Callable[..., Any] | None = None
) -> World:
    """Return the world with its people following a rule."""
    s = world.setting
    own = columns(s.society, s.opinion, s.neighbourhood_share, s.mean_ties, s.all_may_leave)
    return dataclasses.replace(world, chooser=Follower(s.society, own, rule, Params(), remembers, leaning))


@pytest.fixture
def eve(scenario: Any, society_of: Any) -> tuple[Any, World]:
    """A scenario of ten days with a call-up, and its world on the eve of them."""
    s = scenario()
    return s, start(s, society_of())


def days(scenario: Any, world: World, until: int) -> list[np.ndarray]:
    """Let days pass; return all counts of each."""
    return [np.concatenate(list(step(scenario, world).regional.values())) for _ in range(world.day, until)]


def test_a_rule_gives_the_same_bits_on_one_thread_and_on_two(scenario: Any, society_of: Any) -> None:
    found = []
    for threads in (1, 2):
        try:
            use_threads(threads)
            s = scenario()
            found.append(days(s, following(start(s, society_of()), contagion), s.days))
        finally:
            use_threads(None)
    assert np.array_equal(found[0], found[1])
    assert np.array(found)[:, :, :2].sum() > 0.0


@pytest.mark.parametrize(("rule", "remembers"), [(contagion, None), (every_third_day, 1.0)])
def test_a_fork_and_a_kept_state_go_on_as_the_original(eve: Any, rule: Any, remembers: Any) -> None:
    s, world = eve
    world = following(world, rule, remembers)
    days(s, world, 4)
    copied, anew = fork(world, s), fork(world, s)
    anew.chooser = following(anew, rule, remembers).chooser
    anew.chooser.set_state(copy.deepcopy(world.chooser.get_state()))
    rest, *others = (days(s, w, s.days) for w in (world, copied, anew))
    assert all(np.array_equal(rest, other) for other in others)
    assert np.array(rest)[:, :2].sum() > 0.0


def test_what_the_compiled_loop_does_is_what_the_function_says_for_each_person(eve: Any) -> None:
    s, world = eve
    world = following(world, contagion)
    watched: list[Any] = []
    decide = world.chooser.decide
    world.chooser.decide = lambda *given: watched.append(given) or decide(*given)  # type: ignore[method-assign]
    days(s, world, 6)
    chooser: Any = world.chooser
    day, state, seen, _ = watched[-1]
    place, nation = chooser.place.copy(), chooser.nation
    choice = decide(day, state, seen, np.empty(0, np.uint32))
    did = np.zeros(world.society.n, np.uint8)
    did[choice.who] = choice.action
    own, society = chooser.own, world.society
    some = np.concatenate([np.arange(0, society.n, 97), choice.who[:100]])
    for i in map(int, some):
        at = int(np.searchsorted(society.place_start, i, side="right") - 1)
        around = here(day, at, int(society.place_region[at]), own, seen, place[at], nation)
        counts = state.close_called[i], state.friends_called[i], state.ties_left[i], state.ties_protested[i]
        now = int(state.status[i])
        free, kind = now in (Status.HOME, Status.CALLED), int(society.kind[i])
        me = person(i, now, free, kind, own.neighbourhood[i >> 8], (*counts, int(state.afraid[i])), 0.0, 0.0, around)
        may = me.adult and free
        assert did[i] == (contagion(me, Params(), Draws(own.seed, day, i)) if may else STAY)


@pytest.mark.parametrize("rule", [contagion, everything])
def test_who_protests_is_counted_by_place_as_those_listed_live_there(eve: Any, rule: Any) -> None:
    s, world = eve
    world = following(world, rule)
    for _ in range(6):
        step(s, world)
        who, action, there = world.choice  # type: ignore[misc]
        assert len(action) == len(who)
        assert np.array_equal(there, place_counts(world.society, who[action == PROTEST]))
        assert world.crowds is not None
        assert np.array_equal(world.crowds[0], there)
    assert there.any()
    assert (action == PROTEST).all() == (rule is contagion)


def test_only_what_is_open_is_done(eve: Any) -> None:
    s, world = eve
    world = following(world, everything)
    seen = []
    for _ in range(s.days):
        before = world.state.status.copy()
        step(s, world)
        assert world.choice is not None
        who, action, _ = world.choice
        kind = world.society.kind[who]
        assert (kind & BAND_BITS >= ADULT_BAND).all()
        assert (kind[np.isin(action, [LEAVE, EVADE])] & LIABLE_BIT).all()
        assert np.isin(before[who], [Status.HOME, Status.CALLED, Status.PREPARING]).all()
        seen.append(np.bincount(action, minlength=5))
    assert (np.sum(seen, axis=0)[1:] > 0).all()


def test_a_light_rule_is_asked_of_all_and_who_may_not_act_is_not_heard(eve: Any) -> None:
    s, world = eve
    assert is_light(grown_up)
    assert not is_light(by_leaning)
    world = following(world, grown_up)
    days(s, world, 1)
    adults = np.flatnonzero(world.society.kind & BAND_BITS >= ADULT_BAND)
    assert np.array_equal(world.choice.who, adults)  # type: ignore[union-attr]


def test_what_is_fixed_in_a_person_may_be_worked_out_once(eve: Any) -> None:
    s, world = eve
    once, daily_ = (days(s, fork_of(s, world, *how), s.days) for how in ((by_leaning, braver), (by_hand, None)))
    assert all(np.array_equal(a, b) for a, b in zip(once, daily_, strict=True))
    assert np.array(once)[:, :2].sum() > 0.0


def fork_of(s: Any, world: World, rule: Any, leaning: Any) -> World:
    """Return a world of its own that follows a rule with a leaning."""
    return following(start(s, world.society), rule, leaning=leaning)


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ("return int(me.issue)", False),
        ("return otherwise(me)", False),
        ("return helper(me)", False),
        ("return int(me.ties_protesting > 0)", True),
        ("return getattr(me, p.name)", True),
        ("x = me\n    return x[3]", True),
        ("return other(me)", True),
        ("return unknown(me)", True),
    ],
)
def test_who_looks_at_no_ties_is_told_nothing_of_them(tmp_path: Path, body: str, asks: bool) -> None:
    file = tmp_path / "rule.py"
    file.write_text(
        "from groundswell.behaviour import otherwise\n"
        "def helper(me):\n    return me.age > 3\n"
        "def other(you):\n    return you[30]\n"
        f"def rule(me, p, draw):\n    {body}\n"
    )
    names: dict[str, Any] = {}
    exec(compile(file.read_text(), str(file), "exec"), names)
    assert reads(names["rule"], "ties_protesting") == asks


def test_a_rule_remembers_by_person(eve: Any) -> None:
    s, world = eve
    world = following(world, every_third_day, 0.0)
    counts = [float(step(s, world).regional["participants"].sum()) for _ in range(6)]
    assert counts[0] == counts[1] == counts[3] == counts[4] == 0.0
    assert counts[2] > 0.5 * world.society.n * world.society.weight * 0.7
    assert (world.chooser.get_state()["remembered"] == 6.0).all()


def no_action(me: Any, p: Any, draw: Any) -> int:
    """Return what is none."""
    return 7


def half_an_action(me: Any, p: Any, draw: Any) -> float:
    """Return what would be cut to none."""
    return 0.5


def uncompiled(me: Any, p: Any, draw: Any) -> Any:
    """Ask for what a person has not."""
    return me.favourite_colour


def misspelt(me: Any, p: Any, draw: Any) -> Any:
    """Ask for what a person has under another name."""
    return PROTEST if me.ties_protestin > 0.2 else STAY


def two_things(me: Any, p: Any, draw: Any) -> Any:
    """Return a number to remember."""
    return STAY, 1.0


def now_one_now_two(me: Any, p: Any, draw: Any) -> Any:
    """Return a number to remember, but not always."""
    if me.age > 30.0:
        return STAY
    return STAY, 1.0


@pytest.mark.parametrize(
    ("rule", "line", "said"),
    [
        (no_action, 0, "is no action for 1"),
        (uncompiled, 2, "cannot be compiled: .*favourite_colour"),
        (misspelt, 2, "ties_protestin.*did you mean 'ties_protesting'"),
        (two_things, 0, "its file has no REMEMBERS"),
        (now_one_now_two, 4, "one thing in one place and two in another"),
        (half_an_action, 0, "is no action for 1"),
    ],
)
def test_what_is_wrong_with_a_rule_is_reported_with_its_place(eve: Any, rule: Any, line: int, said: str) -> None:
    s, world = eve
    with pytest.raises(InputError, match=said) as caught:
        step(s, following(world, rule))
    at = rule.__code__.co_firstlineno + line  # newer Pythons count a branch to the line of its condition
    assert any(f"test_rule.py:{number}:" in str(caught.value) for number in (at, at - 1))


def test_a_rule_that_is_to_remember_and_returns_no_number_is_refused(eve: Any) -> None:
    s, world = eve
    with pytest.raises(InputError, match="its file has REMEMBERS, and it returns one thing"):
        step(s, following(world, an_action_alone, 0.0))


def an_action_alone(me: Any, p: Any, draw: Any) -> Any:
    """Return an action alone."""
    return PROTEST if me.ties_protesting > 0.2 else STAY


def test_draws_are_uniform_and_independent_over_persons_days_and_numbers() -> None:
    seed = np.uint64(5)
    kinds = [("lasting", 1), ("lasting", 5), ("daily", 0), ("daily", 1), ("daily", 2), ("daily", 1000)]
    tables = np.array(
        [
            [(lasting if name == "lasting" else daily)(Draws(seed, 3, i), number) for i in range(1500)]
            for name, number in kinds
        ]
    )
    assert np.abs(tables.mean(axis=1) - 0.5).max() < 4 * np.sqrt(1 / 12 / 1500)
    away = np.corrcoef(tables)[np.triu_indices(len(kinds), 1)]
    assert np.abs(away).max() < 4 / np.sqrt(1500)
    assert lasting(Draws(seed, 3, 9), 1) == lasting(Draws(seed, 8, 9), 1)
    assert daily(Draws(seed, 3, 9), 1) != daily(Draws(seed, 8, 9), 1)


class Open(NamedTuple):
    """What `choose` looks at in a person."""

    may_leave: bool = True
    may_hide: bool = True
    called: bool = True


def chosen(me: Open, **utilities: float) -> np.ndarray:
    """Return how 1,500 such persons choose, as shares of the actions."""
    did = [choose(me, Draws(np.uint64(2), 1, i), **utilities) for i in range(1500)]
    return np.bincount(did, minlength=len(Action)) / len(did)


def test_a_choice_by_utilities_is_a_logit() -> None:
    assert chosen(Open())[STAY] == 1.0
    assert chosen(Open(), protest=50.0, leave=0.0)[PROTEST] == 1.0
    weights = np.exp([0.0, 1.0, 0.5, -1.0, 0.2])
    found = chosen(Open(), protest=1.0, leave=0.5, evade=-1.0, comply=0.2)
    expected = weights / weights.sum()
    assert np.all(np.abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / 1500))
    shut = chosen(Open(False, False, False), protest=-50.0, leave=9.0, evade=9.0, comply=9.0)
    assert shut[STAY] == 1.0


KINDS = [kind for kind in behaviour.kinds() if hasattr(behaviour.resolve(kind), "rule")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["low", "high", "drawn"])
def test_at_the_ends_of_all_limits_and_within_them_a_rule_gives_only_actions(eve: Any, kind: str, end: str) -> None:
    s, world = eve
    module = behaviour.resolve(kind)
    values: dict[str, Any] = {}
    for at, (name, p) in enumerate(declared(module.Params).items()):
        u = {"low": 0.0, "high": 1.0}.get(end, lasting(Draws(np.uint64(3), 0, at), 9))
        values[name] = p.kind(p.meta.low + u * (p.meta.high - p.meta.low))
    chooser = behaviour.start(kind, world.setting, module.Params(**values))
    world = dataclasses.replace(world, chooser=chooser)
    counts = np.array(days(s, world, 3))
    assert np.isfinite(counts).all()
    assert (world.chooser.get_state()["place"] <= 1.0).all()


def test_there_are_simple_rules() -> None:
    assert {"epstein", "granovetter", "kuran", "siegel"} <= set(KINDS)


def test_a_mistake_in_a_rule_py_of_ones_own_is_placed_there(
    eve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rule.py").write_text("def rule(me, p, draw):\n    return 1 * nowhere\n")
    module = ModuleType("a_rule_of_ones_own")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    vars(module).update(runpy.run_path(str(tmp_path / "rule.py"), run_name=module.__name__))
    s, world = eve
    with pytest.raises(InputError, match=r"rule\.py:[12]: .*nowhere"):
        step(s, following(world, module.rule))
