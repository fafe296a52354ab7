"""What every behaviour and every kernel must keep, whichever it is: found by name, nothing listed by hand."""

import os
import re
import subprocess
import sys
from dataclasses import MISSING, fields, replace
from pathlib import Path

import numpy as np
import pytest
from numpy._core import _multiarray_umath as _umath

from groundswell import behaviour, events, rng
from groundswell import simulate as engine
from groundswell.kernel import use_threads
from groundswell.params import declared
from groundswell.scenario import SECTIONS
from groundswell.scenario.model import Chosen
from groundswell.simulate import simulate
from groundswell.types import Action, Status

KINDS = behaviour.kinds()
DECLARERS = (
    {f"[{name}]": params for name, params in SECTIONS.items()}
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


def drawn(k):
    """Return the k-th random set of the choice's parameters: from their limits' inside, a quarter of them zero."""
    changes = {}
    for at, parameter in enumerate(declared(behaviour.resolve("exit_voice_loyalty").Params).values()):
        kind, u = (int(w) / 2.0**32 for w in rng.words(np.uint64(k), rng.CLASSICS, 1, at)[:2])
        low, high = parameter.meta.prior
        changes[parameter.key] = 0.0 if kind < 0.25 and parameter.meta.low <= 0.0 else low + u * (high - low)
    return {**changes, "protest": -11.0 + k % 3}


SETS = [
    {"stake_close": 0.0},
    {"grievance": 0.0},
    {"daily": 0.0},
    {"stake_close": 5.0, "leave_wait": 5.0},
    *map(drawn, range(6)),
]


@pytest.mark.parametrize("params", SETS, ids=str)
def test_skipping_those_who_cannot_switch_changes_nothing_whatever_the_parameters(scenario, society_of, params):
    s, society = scenario(days=7, behaviour=params), society_of()
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
        now = state.status[choice.who]
        assert np.isin(now, [Status.HOME, Status.CALLED]).all()
        assert np.isin(choice.action, [Action.PROTEST, Action.LEAVE, Action.EVADE, Action.COMPLY]).all()
        assert (now[choice.action == Action.COMPLY] == Status.CALLED).all()
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


def test_another_processors_kernels_of_numpy_give_the_same_bits(tmp_path):
    here, features = Path(__file__).with_name("small_run.py"), _umath.__cpu_features__
    off = " ".join(name for name in _umath.__cpu_dispatch__ if features.get(name))
    if not off:
        pytest.skip("numpy has one kind of kernels on this processor")
    files = []
    for env in ({}, {"NPY_DISABLE_CPU_FEATURES": off, "OPENBLAS_CORETYPE": "Nehalem"}):
        files.append(tmp_path / f"{len(files)}.npz")
        given = [sys.executable, "-W", "ignore", str(here), "exit_voice_loyalty", str(files[-1])]
        subprocess.run(given, check=True, env=os.environ | env)
    a, b = (np.load(f) for f in files)
    assert all(np.array_equal(a[m], b[m]) for m in a)


def test_the_engine_takes_no_logarithm_power_or_product_from_a_library():
    unsure = re.compile(
        r"np\.(log|exp|power|sin|cos|tan|dot|matmul|einsum|linalg)|math\.(log|exp|pow|erf|gamma)|[\w)\]] @ [\w(]"
    )
    package = Path(engine.__file__).parent
    rooms = ("process", "behaviour", "events", "society", "data")
    files = [package / "simulate.py", *(f for room in rooms for f in (package / room).rglob("*.py"))]
    found = [
        f"{f.name}:{n}" for f in files for n, line in enumerate(f.read_text().splitlines(), 1) if unsure.search(line)
    ]
    assert len(files) > 40
    assert found == []


@pytest.mark.parametrize("kind", events.kinds())
def test_an_event_adds_to_the_quota_exactly_if_it_orders_a_call_up(kind, society_of):
    society, chosen = society_of(), events.resolve(kind)
    needed = {f.name: 1.0 for f in fields(chosen) if f.default is MISSING and f.name not in ("name", "day")}
    event = chosen(name="it", day=0, **needed)
    env = events.environment(0, (event,), society.regions, engine.liable_pool(society), ["road"])
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
