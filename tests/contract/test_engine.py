"""What every behaviour and every kernel must keep, whichever it is: found by name, nothing listed by hand."""

import os
import subprocess
import sys
from dataclasses import MISSING, fields, replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from groundswell import behaviour, events
from groundswell import simulate as engine
from groundswell.kernel import use_threads
from groundswell.params import declared
from groundswell.scenario import SECTIONS
from groundswell.scenario.model import Chosen
from groundswell.simulate import simulate
from groundswell.types import STATUS_BITS, Action, Status

KINDS = behaviour.kinds()
DECLARERS = (
    {f"[{name}]": import_module(module).Params for name, module in SECTIONS.items()}
    | {f"behaviour {kind}": behaviour.resolve(kind).Params for kind in KINDS}
    | {f"event {kind}": events.resolve(kind) for kind in events.kinds()}
)


def with_kind(scenario, kind, **changes):
    s = scenario(**changes)
    params = behaviour.resolve(kind).Params()
    object.__setattr__(s, "behaviour", Chosen(kind, params))
    return s


def days(s, society, plain=False):
    return [tally.regional for tally in simulate(s, society, plain)]


def same(a, b):
    return all(np.array_equal(x[m], y[m], equal_nan=True) for x, y in zip(a, b, strict=True) for m in x)


def test_there_are_behaviours_and_events():
    assert "exit_voice_loyalty" in KINDS
    assert "decree" in events.kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_skipping_those_who_cannot_switch_changes_nothing(scenario, society_of, kind):
    s, society = with_kind(scenario, kind), society_of()
    assert same(days(s, society), days(s, society, plain=True))


@pytest.mark.parametrize("kind", KINDS)
def test_one_thread_gives_what_two_give(scenario, society_of, kind):
    s, society = with_kind(scenario, kind), society_of()
    try:
        use_threads(1)
        one = days(s, society)
    finally:
        use_threads(None)
    assert same(one, days(s, society))


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_leaves_the_society_as_it_was(scenario, society_of, kind):
    society = society_of()
    before = [c.copy() for c in society if isinstance(c, np.ndarray)]
    days(with_kind(scenario, kind), society)
    after = [c for c in society if isinstance(c, np.ndarray)]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_only_open_alternatives_are_chosen(scenario, society_of, kind):
    s, society = with_kind(scenario, kind), society_of()
    world = engine.start(s, society)
    decide = world.chooser.decide

    def watched(day, state, seen, called):
        choice = decide(day, state, seen, called)
        now = state.status[choice.who] & STATUS_BITS
        assert np.isin(now, [Status.HOME, Status.CALLED]).all()
        assert np.isin(choice.action, [Action.PROTEST, Action.LEAVE, Action.EVADE, Action.REPORT]).all()
        assert (now[choice.action == Action.REPORT] == Status.CALLED).all()
        assert (np.diff(choice.who.astype(np.int64)) > 0).all()
        return choice

    world.chooser.decide = watched
    for _ in range(s.days):
        engine.step(s, world)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fork_goes_on_as_its_world_with_lists_copied_or_made_anew(scenario, society_of, kind):
    s, society = with_kind(scenario, kind), society_of()
    world = engine.start(s, society)
    for _ in range(4):
        engine.step(s, world)
    copied, anew = engine.fork(world, s), engine.fork(replace(world, behaviour=None), s)
    rest, *again = ([engine.step(s, w).regional for _ in range(4, s.days)] for w in (world, copied, anew))
    assert all(same(rest, other) for other in again)


@pytest.mark.parametrize("kind", KINDS)
def test_compiled_and_uncompiled_code_agree_to_the_bit(kind, tmp_path):
    here = Path(__file__).with_name("small_run.py")
    files = []
    for disabled in ("0", "1"):
        files.append(tmp_path / f"{disabled}.npz")
        env = os.environ | {"NUMBA_DISABLE_JIT": disabled}
        subprocess.run([sys.executable, "-W", "ignore", str(here), kind, str(files[-1])], check=True, env=env)
    compiled, plain = (np.load(f) for f in files)
    assert set(compiled) == set(plain)
    assert len(compiled) > 20
    assert all(np.array_equal(compiled[m], plain[m]) for m in compiled)


@pytest.mark.parametrize("kind", events.kinds())
def test_an_event_adds_to_the_quota_exactly_if_it_orders_a_call_up(kind, society_of):
    society, chosen = society_of(), events.resolve(kind)
    needed = {f.name: 1.0 for f in fields(chosen) if f.default is MISSING and f.name not in ("name", "day")}
    event = chosen(name="it", day=0, **needed)
    env = events.environment(0, (event,), society.regions, engine.liable_pool(society), 1)
    assert (env.quota.sum() > 0) == (event.ordered() > 0)


@pytest.mark.parametrize("declarer", DECLARERS)
def test_every_parameter_has_a_unit_a_range_a_prior_inside_it_and_a_source(declarer):
    for parameter in declared(DECLARERS[declarer]).values():
        meta = parameter.meta
        assert all((meta.about, meta.unit, meta.source)), parameter.key
        assert meta.low < meta.high, parameter.key
        if meta.prior:
            assert meta.low <= meta.prior[0] <= meta.prior[1] <= meta.high, parameter.key
            if isinstance(parameter.default, int | float):
                assert meta.prior[0] <= parameter.default <= meta.prior[1], (
                    f"{parameter.key}: default outside its prior"
                )
