"""Errors travel between processes whole, show values short, and suggest a name only if it is the right one."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import groundswell as gs
from groundswell.errors import InputError, closest, nearest, shown
from groundswell.inputs.problems import ScenarioError
from groundswell.scenario.load import load
from groundswell.trust import CodeError

PARTS = {"place": "war.toml:3, policing.pmax", "remedy": "give less", "value": 85, "allowed": "0..1"}


@pytest.mark.parametrize("kind", [InputError, CodeError])
def test_an_error_is_the_same_after_a_journey(kind: type[InputError]) -> None:
    error = kind("85 is outside", **PARTS)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def _fail(changes: dict[str, object]) -> None:
    load("mobilization-2022", changes)


def test_a_pool_of_processes_hands_on_all_problems() -> None:
    changes = {"policing.pmax": 85, "policing.pmx": 1}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        error = pool.submit(_fail, changes).exception(timeout=120)
    assert isinstance(error, ScenarioError)
    assert [p.place for p in error.problems] == ["policing.pmax", "policing.pmx"]
    with pytest.raises(ScenarioError) as here:
        _fail(changes)
    assert str(error) == str(here.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("pmx", "pmax"),
        ("border", "border"),
        ("rally-23", None),  # as near to the one as to the other
        ("total", None),
        ("", None),
        ("p" * 100_000, None),
    ],
)
def test_a_suggestion_is_right_or_absent(name: str, meant: str | None) -> None:
    assert closest(name, ["pmax", "border", "rally-21", "rally-24"]) == meant


def test_many_valid_names_are_counted_and_not_all_listed() -> None:
    assert nearest("zzz", [f"name{n:03}" for n in range(200)]).endswith("(200 in all)")
    assert nearest("zzz", ["a", "b"]) == "valid: a, b"


def test_a_value_is_shown_short_and_printable() -> None:
    for value in ("x" * 10**6, 10**5000, [10**5000], "\x1b[31m\0", "\ud800", list(range(10**4))):
        assert len(shown(value)) < 200
        assert shown(value).isprintable()
        shown(value).encode()


def test_what_others_wrote_reaches_a_terminal_as_text() -> None:
    error = InputError("no key '\x1b[31m'", place="a\0b.toml, \ud800", remedy="\r")
    assert str(error).isprintable()
    assert error.place == "a\\x00b.toml, \\ud800"


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda folder: gs.sweep("quiet-day", {}, folder), "over"),
        (lambda folder: gs.sweep("quiet-day", {"behaviour.others": [0.1]}, folder, seeds=0), "seeds"),
        (lambda folder: gs.compare("quiet-day", ["a: policing.pmax=0.1"], seeds=0), "seeds"),
        (lambda folder: gs.compare("quiet-day", ["a: policing.pmax=0.1"], executor="cloud"), "executor"),
        (lambda folder: gs.judge_claim("H6", folder, draws=0), "draws"),
        (lambda folder: gs.load("quiet-day").with_(seed=-1), "scenario.seed"),
    ],
)
def test_in_python_an_error_names_the_argument_and_no_option(call: Any, place: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        call(tmp_path / "out")
    assert caught.value.place == place
    assert not (tmp_path / "out").exists()


def test_capitals_are_a_misspelling_like_any_other() -> None:
    assert closest("PARTICIPANTS", ["participants", "detained"]) == "participants"
    assert closest("ab", ["AB", "Ab"]) is None
