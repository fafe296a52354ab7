"""A first run is compiled by two processes: the helper knows what is needed, and nothing depends on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundswell.computing import ahead, child

COMPARE = """
import json, sys
from groundswell.computing import ahead

calls = ahead.calls(lambda: ("toyland", {"scenario.days": 20}, False))
called = {(k.py_func.__module__, k.py_func.__name__, str(t)) for k, t in calls}
import groundswell
groundswell.run(groundswell.load("toyland").with_(scale="1:10"), cache=False)
modules = [module for name, module in list(sys.modules.items()) if name.startswith("groundswell")]
kernels = [v for module in modules for v in vars(module).values() if hasattr(v, "overloads") and hasattr(v, "py_func")]
compiled = {(k.py_func.__module__, k.py_func.__name__, str(t)) for k in kernels for t in k.overloads}
print(json.dumps([sorted(called), sorted(compiled)]))
"""
# What a run compiles: whoever adds to this adds to everybody's first minute.
KERNELS = {
    "groundswell.behaviour.exit_voice_loyalty.candidates": {"_touch"},
    "groundswell.behaviour.exit_voice_loyalty.pruned": {"_visit", "_visit_called"},
    "groundswell.behaviour.exit_voice_loyalty.sift": {"raised", "scan", "value"},
    "groundswell.portable": {"_exp_into", "_log_into", "_power_into", "_share_into"},
    "groundswell.process.call": {"_due", "_serve"},
    "groundswell.process.contact_counters": {"_household", "add", "stamp"},
    "groundswell.process.draws": {"_uniform"},
    "groundswell.process.lives": {"_fates"},
    "groundswell.process.marks": {"mark"},
    "groundswell.process.status_lists": {"_count", "_ends", "_parted", "_places", "clear"},
    "groundswell.society.lanes": {"ties_of"},
    "groundswell.society.margins": {"count_bytes"},
    "groundswell.society.dealing": {"deal"},
    "groundswell.society.synthesize": {"_draw_neighbourhoods"},
}


@pytest.fixture(scope="module")
def kernels() -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """What plain Python calls for a small run, and what machine code a run uses: module, name, types."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", COMPARE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    called, compiled = json.loads(done.stdout)
    return {tuple(each) for each in called}, {tuple(each) for each in compiled}


def test_a_run_compiles_these_kernels_each_for_one_set_of_types_and_no_others(
    kernels: tuple[set[tuple[str, ...]], set[tuple[str, ...]]],
) -> None:
    for found in kernels:
        named = sorted((module, name) for module, name, _ in found)
        at_import = {("groundswell.portable", "_exp_into")}  # called by a module that was imported before the run was
        listed = {(module, name) for module, names in KERNELS.items() for name in names}
        assert set(named) | at_import == listed
        assert len(named) == len(set(named))


def test_plain_python_calls_the_kernels_that_a_run_compiles_with_the_same_types(
    kernels: tuple[set[tuple[str, ...]], set[tuple[str, ...]]],
) -> None:
    called, compiled = kernels
    assert compiled <= called


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """As on a machine of two processors that has compiled nothing: the helper starts, and finds what there is."""
    monkeypatch.setattr(ahead, "is_cold", lambda: True)
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    yield monkeypatch
    monkeypatch.setattr("groundswell.kernel_cache._turns", None)


def test_the_helper_ends_by_itself_once_all_is_compiled(cold: pytest.MonkeyPatch) -> None:
    with ahead.helper() as process:
        ahead.order(process, "toyland", {})
        assert process is not None
        assert process.wait() == 0


def test_the_helper_ends_with_the_run(cold: pytest.MonkeyPatch) -> None:
    with ahead.helper() as process:
        assert process is not None
        assert process.poll() is None
    assert process.poll() is not None


def test_a_helper_that_cannot_start_or_dies_is_not_missed(cold: pytest.MonkeyPatch) -> None:
    with ahead.helper() as process:
        ahead.order(process, "no such scenario", {})
        assert process is not None
        assert process.wait() != 0
        ahead.order(process, "toyland", {})

    def start(module: str, stdout: int) -> None:
        raise OSError("no more processes")

    cold.setattr(child, "start", start)
    with ahead.helper() as process:
        ahead.order(process, "toyland", {})
        assert process is None


@pytest.mark.parametrize(("processors", "is_cold"), [(1, True), (2, False)])
def test_no_helper_on_one_processor_nor_where_a_run_was_compiled_before(
    cold: pytest.MonkeyPatch, processors: int, is_cold: bool
) -> None:
    cold.setattr(ahead, "processors", lambda: processors)
    cold.setattr(ahead, "is_cold", lambda: is_cold)
    with ahead.helper() as process:
        assert process is None


def test_a_first_run_says_what_it_does_before_it_has_compiled_anything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "groundswell", "run", "toyland", "--scale", "1:10", "--out", str(tmp_path / "run")]
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "kernels")}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline() == "toyland: reading\n"
            assert "compiles" in process.stderr.readline()
            assert not list((tmp_path / "kernels").rglob("*.nbi"))
        finally:
            process.kill()
