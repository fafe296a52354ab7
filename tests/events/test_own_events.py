"""An event of the user's own that fails, or returns what is no environment, is refused with what is wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundswell.errors import InputError
from groundswell.events import Event, environment
from groundswell.scenario.load import load
from groundswell.trust import trusting
from groundswell.types import Environment, Floats, Regions

TWO = Regions(("A", "B"), ("", ""), np.ones(2), np.ones(2), np.ones(2), np.zeros(2, bool), (), np.zeros((0, 2)))


def written_in_place(env: Environment) -> Environment:
    env.connected[:] = 0.0
    return env


def ended(env: Environment) -> Environment:
    raise SystemExit(0)


@dataclass(frozen=True, kw_only=True)
class Odd(Event):
    change: Any

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        return self.change(env)


def day_of(change: Any) -> Environment:
    return environment(3, (Odd(name="odd", day=3, change=change),), TWO, np.ones(2), ("north",))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda env: env._replace(grievance=np.full(2, np.inf)), "returns grievance = .*inf.* on day 3"),
        (lambda env: env._replace(connected=np.ones(5)), "a finite number for each of 2 regions"),
        (lambda env: env._replace(connected=1.0), "a finite number for each of 2 regions"),
        (lambda env: env._replace(demand=np.ones(2)), "give demand one finite number"),
        (lambda env: env._replace(gates={"north": np.nan}), "give each gate a finite factor"),
        (lambda env: env._replace(gates={}), "give each gate a finite factor"),
        (lambda env: env._replace(gates={"north": -1.0}), "give each gate a finite factor, 0 or more"),
        (lambda env: env._replace(connected=[0.5, 0.5]), "for each of 2 regions, in an array, 0..1"),
        (lambda env: env._replace(connected=env.connected * 1j), "for each of 2 regions, in an array, 0..1"),
        (lambda env: env._replace(connected=env.connected - 3.0), "for each of 2 regions, in an array, 0..1"),
        (lambda env: env._replace(policing=-env.policing), "for each of 2 regions, in an array, 0 or more"),
        (lambda env: env._replace(demand=2.0), "give demand one finite number, 0..1"),
        (lambda env: env._replace(conected=env.connected), r"test_own_events\.py:\d+: (Type|Value)Error: .*conected"),
        (lambda env: None, "returns NoneType, no environment"),
        (written_in_place, r"test_own_events\.py:\d+: ValueError: assignment destination is read-only"),
        (ended, r"test_own_events\.py:\d+: SystemExit"),
    ],
)
def test_what_is_no_environment_is_refused_with_event_and_day(change: Any, said: str) -> None:
    with pytest.raises(InputError, match=rf"events\.odd.*{said}"):
        day_of(change)


def test_an_event_that_returns_finite_numbers_is_in_force() -> None:
    assert day_of(lambda env: env._replace(connected=env.connected * 0.5)).connected.tolist() == [0.5, 0.5]
    assert day_of(lambda env: env._replace(connected=env.connected / 0.1 * 0.1 * (1.0 + 1e-15))).connected.max() > 1.0


def test_a_field_that_no_file_can_give_is_refused_with_its_name(tmp_path: Path) -> None:
    code = "from dataclasses import dataclass\nimport numpy as np\nfrom groundswell.events import Event\n"
    code += "@dataclass(frozen=True, kw_only=True)\nclass Mine(Event):\n    cut: np.ndarray = None\n"
    (tmp_path / "mine.py").write_text(code + "    def apply(self, day, env, regions, liable):\n        return env\n")
    (tmp_path / "s.toml").write_text('extends = "toyland"\n[events.x]\nkind = "mine.py"\nday = 2\n')
    with trusting(), pytest.raises(InputError, match=r"s.toml:3, events.x.kind: the fields of 'mine.py' .* 'cut' is a"):
        load(tmp_path / "s.toml")
