"""What a rule of one's own returns that it may not is told in plain words, with its line, compiled and uncompiled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from groundswell.errors import InputError
from groundswell.running.run import run
from groundswell.scenario.load import load
from groundswell.trust import trusting

HEAD = """from typing import NamedTuple
from groundswell.behaviour import PROTEST, STAY
SOURCE = "mine"
class Params(NamedTuple):
    pass
"""
ACTION = "return STAY, PROTEST, LEAVE, EVADE or COMPLY"
RULES = {
    "pass": (7, "`rule` returns nothing (None)", ACTION),
    "if me.age > 40:\n        return PROTEST": (7, "`rule` returns nothing (None)", ACTION),
    'return "PROTEST"': (7, "`rule` returns the text 'PROTEST'", "write return PROTEST without quotes"),
    "if me.age > 40:\n        return 'protest'\n    return STAY": (8, "the text 'protest'", "write return PROTEST"),
}
COMPILED = {
    'word = "PROTEST"\n    return word': (6, "`rule` returns a text", ACTION),
    "return [PROTEST]": (6, "`rule` returns a list", ACTION),
    "x = 'P'\n    if me.age > 40:\n        return x\n    return STAY": (9, "a text in one place", ACTION),
}
REMEMBERS = {
    "return None": (7, "`rule` returns nothing (None)", f"{ACTION}, and a number that it remembers"),
    "return PROTEST, 'x'": (6, "to be remembered is no number", f"{ACTION}, and a number that it remembers"),
    "return PROTEST, 1.0, 2.0": (6, "`rule` returns 3 things", f"{ACTION}, and a number that it remembers"),
}
LEANINGS = {
    "pass": (7, "`leaning` returns nothing (None)", "return a number"),
    "return 'much'": (7, "`leaning` returns the text 'much'", "return a number"),
    "return float('nan')": (6, "`leaning` returns what is no number (NaN)", "a number for everybody"),
    "return me.agee": (7, "cannot be compiled", "did you mean 'age'?"),
}


def refused(folder: Path, text: str) -> str:
    (folder / "mine.py").write_text(HEAD + text)
    (folder / "mine.toml").write_text('extends = "toyland"\n[behaviour]\nkind = "mine.py"\n')
    with trusting(), pytest.raises(InputError) as caught:
        run(load(folder / "mine.toml").with_({"scenario.persons": 1000, "scenario.days": 2}))
    return str(caught.value)


def holds(said: str, expected: tuple[int, str, str]) -> bool:
    line, problem, remedy = expected  # of two returns that do not agree the compiler names either, one line on
    return any(f"mine.py:{at}: " in said for at in (line - 1, line, line + 1)) and problem in said and remedy in said


@pytest.mark.parametrize("body", [*RULES, *COMPILED])
def test_what_a_rule_returns_and_may_not_is_named_with_its_line(tmp_path: Path, body: str) -> None:
    said = refused(tmp_path, f"def rule(me, p, draw):\n    {body}\n")
    assert holds(said, {**RULES, **COMPILED}[body]), said


@pytest.mark.parametrize("body", REMEMBERS)
def test_what_a_rule_with_a_memory_returns_and_may_not_is_named_with_its_line(tmp_path: Path, body: str) -> None:
    said = refused(tmp_path, f"def rule(me, p, draw):\n    {body}\nREMEMBERS = 0.0\n")
    assert holds(said, REMEMBERS[body]), said


@pytest.mark.parametrize("body", LEANINGS)
def test_a_leaning_that_is_no_number_is_told_as_the_leanings_and_not_the_rules(tmp_path: Path, body: str) -> None:
    rule = "def rule(me, p, draw):\n    return PROTEST if me.leaning > 0.5 else STAY\n"
    said = refused(tmp_path, f"def leaning(me, p, draw):\n    {body}\n{rule}")
    assert holds(said, LEANINGS[body]), said


def test_plain_python_says_the_same_of_what_a_rule_returns(tmp_path: Path) -> None:
    for body, expected in RULES.items():
        refused(tmp_path, f"def rule(me, p, draw):\n    {body}\n")
        command = [
            sys.executable,
            "-m",
            "groundswell",
            "run",
            "mine.toml",
            "--trust",
            "--scale",
            "1:100",
            "--days",
            "2",
        ]
        env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
        done = subprocess.run([*command, "--no-report"], cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.returncode == 2 and holds(done.stderr, expected), done.stderr


def test_a_behaviour_may_import_every_name_that_behaviours_are_written_with(tmp_path: Path) -> None:
    code = HEAD + "from groundswell.behaviour import *\ndef rule(me, p, draw):\n    return STAY\n"
    (tmp_path / "mine.py").write_text(code)
    (tmp_path / "mine.toml").write_text('extends = "toyland"\n[behaviour]\nkind = "mine.py"\n')
    with trusting():
        done = run(load(tmp_path / "mine.toml").with_({"scenario.persons": 1000, "scenario.days": 2}))
    assert done.series("participants").sum() == 0.0
