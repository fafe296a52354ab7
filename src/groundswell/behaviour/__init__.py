"""How a person chooses: one theory a module, found by name; `kind` may also name a module outside this package.

A behaviour module has `Params` (a NamedTuple of declared parameters), `SOURCE` (what to cite) and
`start(setting, params, plain) -> Chooser`.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from groundswell.errors import InputError, nearest
from groundswell.process.opinion import Params as Opinion
from groundswell.types import Choice, Ids, Seen, Society, State


class Setting(NamedTuple):
    """What a behaviour knows of the run beside its own parameters."""

    society: Society
    opinion: Opinion
    hood_share: float  # variance of opposition between neighbourhoods
    death_cap: float  # the death factor is never larger


class Chooser(Protocol):
    """What the step needs of a behaviour; it may keep lists of its own, never results."""

    def decide(self, day: int, state: State, seen: Seen, called: Ids) -> Choice:
        """Return who does something other than stay today; `called` hold a notice. Changes nothing but own lists."""
        ...

    def told(self, state: State, persons: Ids) -> None:
        """Take note that counters of these persons went up (some may be NOBODY)."""
        ...

    def visits(self) -> int:
        """Return how many persons were evaluated so far."""
        ...

    def twin(self) -> "Chooser":
        """Return a chooser that goes on from here by itself, for an equal state and the same parameters."""
        ...

    def memory(self) -> dict[str, Any]:
        """Return, as arrays by name, what the rule remembers beside the state, but no list that can be made anew."""
        ...

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take up what `memory` returned, so that the days to come are the same to the bit."""
        ...


def kinds() -> list[str]:
    """Return the names of the behaviours that come with the package."""
    return sorted(m.name for m in iter_modules(__path__))


def resolve(kind: str) -> ModuleType:
    """Return the module of a behaviour. Raises InputError for an unknown one."""
    if kind in kinds():
        return import_module(f"groundswell.behaviour.{kind}")
    if "." in kind and find_spec(kind.split(".")[0]):
        module = import_module(kind)
        if all(hasattr(module, name) for name in ("Params", "SOURCE", "start")):
            return module
    raise InputError(f"no behaviour '{kind}'", place="behaviour.kind", remedy=nearest(kind, kinds()))
