"""What the scenario does to the environment: one kind of event a file, found by name; or a file of the user's own.

An event is a frozen dataclass whose fields are its keys in the scenario file and one pure method
`apply(day, env, regions, liable) -> env`. It changes the environment of regions, never a person. `Event` is what all
share.
"""

import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from groundswell import usercode
from groundswell.errors import InputError, shown
from groundswell.params import P
from groundswell.types import Environment, Floats, Regions
from groundswell.usercode import Slot

ALL = ("all",)
_SET = "set by the scenario; the event's own source says why"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Name, days and regions of an event; each kind adds its own fields and `apply`."""

    name: str
    day: Annotated[int, P("first day in force, 0 = the scenario's start", "day", 0, 3650, source=_SET)]
    until: Annotated[int | None, P("last day in force; none: the run's end", "day", 0, 3650, source=_SET)] = None
    regions: tuple[str, ...] = ALL
    source: str = ""
    needs = ""  # a section of the scenario without which this kind of event has no effect; no key of a file

    def apply(self, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
        """Return the environment with this event in force; called on its days only."""
        raise TypeError(f"{type(self).__name__} has no effect of its own")

    def ordered(self) -> float:
        """Return how many full-size persons the event orders to be called in all: more than 0 if it adds to quotas."""
        return 0.0

    def where(self, regions: Regions) -> NDArray[np.bool_]:
        """Tell which regions the event touches (R,)."""
        return touched(self.regions, regions.codes)

    def last_day(self) -> int:
        """Return the last day in force."""
        return 3650 if self.until is None else self.until

    def when(self) -> str:
        """Return on which days of the scenario it is in force, in words."""
        return f"day {self.day}"


@lru_cache
def touched(named: tuple[str, ...], codes: tuple[str, ...]) -> NDArray[np.bool_]:
    """Tell which regions an event touches that names these: asked on every day of every event."""
    touched = np.array([named == ALL or code in named for code in codes], np.bool_)
    touched.flags.writeable = False
    return touched


_SHARE, _AMOUNT, _ROUNDED = (0.0, 1.0), (0.0, math.inf), 1e-9
_LIMITS: dict[str, tuple[float, float]] = {  # of the environment, where its fields have any
    **dict.fromkeys(("issue", "calling", "connected", "exit_open", "demand", "returns", "exempt"), _SHARE),
    **dict.fromkeys(("quota", "believed_total", "rally_reach", "trigger_reach"), _AMOUNT),
    **dict.fromkeys(("policing", "force", "penalty"), _AMOUNT),
}  # fmt: skip
SLOT = Slot("event", sys.modules[__name__], "groundswell.events", (), "docs/own-code.md")


def kinds() -> list[str]:
    """Return the names of the kinds of event that come with the package."""
    return SLOT.shipped()


def resolve(kind: str, place: str = "") -> type[Event]:
    """Return the class of a kind of event, whose module is run if it is the user's own and allowed.

    Raises InputError for an unknown one, and for code that holds no event or fails; CodeError if it is not allowed.
    """
    module, _ = usercode.find(SLOT, kind, place)
    found = [value for value in vars(module).values() if _is_event(value, module)]
    if len(found) != 1:
        problem = f"'{usercode.label(kind)}' holds {len(found)} events"
        remedy = f"let it define one: a frozen dataclass (kw_only) of the class Event, with 'apply': see {SLOT.guide}"
        raise InputError(problem, place=place, remedy=remedy)
    return found[0]


def _is_event(value: object, module: ModuleType) -> bool:
    """Tell whether something of a module is an event that this module defines."""
    if not isinstance(value, type) or not issubclass(value, Event) or value.__module__ != module.__name__:
        return False
    frozen = getattr(value.__dict__.get("__dataclass_params__"), "frozen", False)
    return frozen and value.apply is not Event.apply


def calm(regions: int, gates: Iterable[str]) -> Environment:
    """Return the environment of a day on which nothing has happened."""
    zero, one = np.zeros(regions), np.ones(regions)
    zero.flags.writeable = one.flags.writeable = False  # shared by fields: an event returns other arrays
    return Environment(
        issue=zero,
        shock=zero,
        calling=zero,
        quota=zero,
        believed_total=zero,
        rally=zero,
        rally_reach=zero,
        trigger=zero,
        trigger_reach=zero,
        policing=one,
        force=one,
        penalty=one,
        connected=one,
        gates=dict.fromkeys(gates, 1.0),
        exit_open=one,
        exit_motive=zero,
        grievance=zero,
        demand=0.0,
        returns=zero,
        exempt=zero,
        concession=0,
    )


def environment(
    day: int, events: tuple[Event, ...], regions: Regions, liable: Floats, gates: Iterable[str]
) -> Environment:
    """Return the day's environment: every event in force, applied in the order of the scenario file.

    `gates` are the names of the ways out of the country. Raises InputError, with file and line, for an event of the
    user's own that fails or returns no environment of finite numbers.
    """
    env = calm(len(regions.codes), gates)
    for event in events:
        if event.day <= day <= event.last_day():
            shipped = type(event).__module__.startswith(f"{__name__}.")
            env = event.apply(day, env, regions, liable) if shipped else _own(event, day, env, regions, liable)
    return env


def _own(event: Event, day: int, env: Environment, regions: Regions, liable: Floats) -> Environment:
    """Return the environment with an event of the user's own in force, after a look at what it returns."""
    at = f"events.{event.name}"
    try:
        given: Any = event.apply(day, env, regions, liable)
    except (Exception, SystemExit) as error:
        raise usercode.failed(f"'{type(event).__name__}'", error, f"{at}, day {day}") from None
    if not isinstance(given, Environment):
        problem = f"returns {type(given).__name__}, no environment, on day {day}"
        raise InputError(problem, place=at, remedy="return env._replace(...)")
    for name, before in env._asdict().items():
        value, (low, high) = getattr(given, name), _LIMITS.get(name, (-math.inf, math.inf))
        if not (_are_gates(value, before) if name == "gates" else _is_finite(value, np.shape(before), low, high)):
            allowed = "" if math.isinf(low) else f", {low:g}..{high:g}" if math.isfinite(high) else ", 0 or more"
            remedy = f"give {name} a finite number for each of {len(regions.codes)} regions, in an array{allowed}"
            remedy = f"give {name} one finite number{allowed}" if np.shape(before) == () else remedy
            remedy = "give each gate a finite factor, 0 or more" if name == "gates" else remedy
            raise InputError(f"returns {name} = {shown(value)} on day {day}", place=at, remedy=remedy)
    return given


def _are_gates(value: Any, before: Mapping[str, float]) -> bool:
    """Tell whether something has a finite number for each gate and for no other."""
    try:
        return value.keys() == before.keys() and all(_is_finite(each, (), 0.0) for each in value.values())
    except AttributeError:
        return False


def _is_finite(value: object, shape: tuple[int, ...], low: float, high: float = math.inf) -> bool:
    """Tell whether something is an array of a shape, or for () one number, of finite real numbers within limits."""
    if shape and not isinstance(value, np.ndarray):
        return False
    try:
        numbers = np.asarray(value)
    except ValueError:  # a list of lists of other lengths
        return False
    if numbers.shape != shape or numbers.dtype.kind not in "biuf" or not np.isfinite(numbers).all():
        return False
    return bool((numbers >= low - _ROUNDED).all() and (numbers <= high + _ROUNDED).all())
