"""What a rule looks at is read from its source, in whatever way it looks: wherever that is unsure, it looks at all."""

import sys
from dataclasses import replace
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest

from groundswell import codefiles
from groundswell.errors import InputError
from groundswell.process.acting import gather
from groundswell.process.person import Person
from groundswell.process.reads import is_light, reads
from groundswell.process.unchanged import looked_at
from groundswell.scenario import Chosen
from groundswell.simulate import start, step

RALLY = Person._fields.index("rally")
FILE = f"""
import functools
import math
from typing import Annotated, NamedTuple
from groundswell.behaviour import PROTEST, STAY, P, daily, lasting, otherwise
SOURCE = "test"
class Params(NamedTuple):
    share: Annotated[float, P("share", "share", 0, 1, source="test")] = 0.5
def calm(me):
    return 0.0
def seen(who):
    return who[{RALLY}]
def odd(what):
    return what[1] % 2
def day_of(draw):
    seed, today, who = draw
    return today
def same(me, draw):
    return lasting(draw, 1) + me.rally
def steps(k=[0.0]):
    k[0] += 1.0
    return k[0]
def down(x):
    return 0 if x == 0 else down(x - 1)
"""


def written(folder: Path, body: str) -> tuple[str, ModuleType]:
    """Return kind and module of a file of the user's own whose rule has this body."""
    file = folder / "mine.py"
    file.write_text(f"{FILE}def rule(me, p, draw):\n    {body}\n")
    code = codefiles.read(str(file))
    return code.kind, sys.modules.get(code.name) or codefiles.run(code)


@pytest.mark.parametrize(
    "body",
    [
        "return int(draw[1] % 2)",
        "seed, today, who = draw\n    return int(today % 2)",
        "d = draw\n    return int(d[1] % 2)",
        "return int(draw > (0, 5, 0))",
        "return int(odd(draw))",
        "return int(day_of(draw) % 2)",
        "some = [daily for daily in range(3)]\n    return int(daily(draw, 1) < 0.5)",
        "return int(steps() % 2)",
        "rule.count += 1\n    return int(rule.count % 2)",
    ],
)
def test_whoever_looks_at_the_day_in_any_way_is_asked_every_day(tmp_path: Path, body: str) -> None:
    rule = written(tmp_path, body)[1].rule
    assert looked_at(rule) is None
    assert not reads(rule, "ties_protesting")  # what he is asked for by name is known all the same


@pytest.mark.parametrize(
    "body",
    [
        "calm = seen\n    return int(calm(me) > 0.0)",
        "x = 0.0\n    for calm in (seen, seen):\n        x += calm(me)\n    return int(x > 0.0)",
        "return int(asked(me, seen) > 0.0)\ndef asked(me, calm):\n    return calm(me)",
        "return int(me.count(0.0) % 2)",
        "return int(max(*(me, me)) > me)",
    ],
)
def test_a_person_handed_on_under_a_name_that_means_something_else_is_looked_at_whole(
    tmp_path: Path, body: str
) -> None:
    rule = written(tmp_path, body)[1].rule
    assert looked_at(rule) is None
    assert reads(rule, "ties_protesting")
    assert reads(rule, "detention")


def test_a_name_that_was_given_to_another_function_later_on_is_that_function(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(f"{FILE}calm = seen\ndef rule(me, p, draw):\n    return int(calm(me) > 0.0)\n")
    rule = codefiles.run(codefiles.read(str(file))).rule
    assert looked_at(rule) is None
    assert reads(rule, "rally")


def test_what_is_handed_on_under_its_name_is_still_known(tmp_path: Path) -> None:
    rule = written(tmp_path, "return int(same(me, draw) > 0.5)")[1].rule
    assert looked_at(rule) == {"rally", "may_leave", "may_hide"}
    assert not reads(rule, "ties_protesting")


def test_a_file_that_was_changed_since_it_was_run_says_nothing_of_its_rule(tmp_path: Path) -> None:
    rule = written(tmp_path, "return int(me.rally > 0.0)")[1].rule
    written(tmp_path, "return int(me.issue > 0.0)")
    assert looked_at(rule) is None
    assert reads(rule, "rally")


@pytest.mark.parametrize(
    "body",
    [
        "return int(draw[1] % 2 == 1 and me.boldness > 0.9)",
        "calm = seen\n    return int(calm(me) > 0.0 and me.boldness > 0.5)",
        "return int(lasting(draw, 1) < 0.1 + me.rally)",
    ],
)
def test_in_whatever_way_a_rule_looks_people_do_as_if_asked_every_day(
    scenario: Any, society_of: Any, tmp_path: Path, body: str
) -> None:
    kind, module = written(tmp_path, body)
    s, society = replace(scenario(), behaviour=Chosen(kind, module.Params())), society_of(5_000)
    found = list[list[np.ndarray]]()
    for plain in (True, False):
        world = start(s, society, plain)
        found.append([np.concatenate(list(step(s, world).regional.values())) for _ in range(s.days)])
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(*found, strict=True))
    assert np.array(found)[:, :, :2].sum() > 0.0


@pytest.mark.parametrize(
    ("body", "light"),
    [
        ("return PROTEST if me.issue > 0.5 else otherwise(me)", True),
        ("ages = [1, 2, 3]\n    return int(ages[int(me.age - 18.0) // 30] > 2)", False),
        ("ages = (1, 2, 3)\n    return int(ages[int(me.age - 18.0) // 30] > 2)", False),
        ("return int(down(int(me.age) - 18))", False),
        ("return int(max([x for x in (me.age, me.age) if x > 18.0]) > 20.0)", False),
    ],
)
def test_a_rule_that_may_fail_for_a_child_is_asked_of_no_child(tmp_path: Path, body: str, light: bool) -> None:
    assert is_light(written(tmp_path, body)[1].rule) == light


def test_of_a_rule_that_fails_for_somebody_its_file_is_named(scenario: Any, society_of: Any, tmp_path: Path) -> None:
    kind, module = written(tmp_path, "ages = [1, 2]\n    return int(ages[int(me.age)] > 2)")
    s = replace(scenario(), behaviour=Chosen(kind, module.Params()))
    with pytest.raises(InputError, match=r"mine.py:\d+: the rule fails: IndexError: .*see docs/behaviour.md"):
        step(s, start(s, society_of(2_000)))


@pytest.mark.parametrize("answer", ["1e300", "-1e300", "float('inf')", "float('nan')", "256", "me.place_population"])
def test_no_number_however_large_passes_for_an_action(
    scenario: Any, society_of: Any, tmp_path: Path, answer: str
) -> None:
    kind, module = written(tmp_path, f"return {answer}")
    s = replace(scenario(), behaviour=Chosen(kind, module.Params()))
    with pytest.raises(InputError, match=r"is no action for [0-9,]+ persons on day 0"):
        step(s, start(s, society_of(2_000)))


def test_kernels_are_compiled_here() -> None:
    assert not isinstance(gather, FunctionType)  # else `alike` is never asked for
