"""How a person chooses: one theory a module, found by name; `kind` may also name a file or module of the user's own.

A behaviour has `Params` (a NamedTuple of declared parameters), `SOURCE` (what to cite) and either
`rule(me, p, draw)`, one function that returns what a person does (docs/behaviour.md), or
`start(setting, params, plain) -> Chooser`, for a rule that keeps lists and kernels of its own.
"""

import sys
from collections.abc import Mapping
from inspect import isfunction, signature
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from groundswell import usercode
from groundswell.errors import InputError
from groundswell.params import P
from groundswell.portable import exp, log, logistic_quantile, normal_quantile
from groundswell.process.opinion import Params as Opinion
from groundswell.process.own_chooser import Own
from groundswell.process.person import (
    COMPLY,
    EVADE,
    LEAVE,
    PROTEST,
    STAY,
    Draws,
    Person,
    choose,
    daily,
    lasting,
    opposition,
    otherwise,
)
from groundswell.process.rule import Follower
from groundswell.process.view import columns
from groundswell.types import Bytes, Choice, Ids, Perception, Society, State
from groundswell.usercode import Slot

__all__ = [
    "COMPLY",
    "EVADE",
    "LEAVE",
    "PROTEST",
    "STAY",
    "Chooser",
    "Draws",
    "P",
    "Person",
    "Setting",
    "choose",
    "daily",
    "exp",
    "kinds",
    "lasting",
    "log",
    "logistic_quantile",
    "normal_quantile",
    "opposition",
    "otherwise",
    "resolve",
    "start",
]


class Setting(NamedTuple):
    """What a behaviour knows of the run beside its own parameters."""

    society: Society
    opinion: Opinion
    neighbourhood_share: float  # variance of opposition between neighbourhoods
    mean_ties: float  # ties of a person, on average
    all_may_leave: bool  # every adult, not the liable only
    death_cap: float  # the death factor is never larger


class Chooser(Protocol):
    """What the step needs of a behaviour; it may keep lists of its own, never results.

    One whose choices do not depend on how many ties protested may say so, in a method `asks_ties_protested()`: where
    nobody asks nobody is told. So may one that does not look at the chance of detention, in `asks_detention()`.
    """

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who does something other than stay today; `called` hold a notice. Changes nothing but own lists."""
        ...

    def on_contacts_changed(self, state: State, persons: Ids, counter: Bytes) -> None:
        """Take note that this counter of `state` went up for these persons; some may be named more than once."""
        ...

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        ...

    def copy(self) -> "Chooser":
        """Return a chooser that goes on from here by itself, for an equal state and the same parameters."""
        ...

    def get_state(self) -> dict[str, Any]:
        """Return, as arrays by name, what the rule remembers beside the state, but no list that can be made anew."""
        ...

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Take up what `get_state` returned, so that the days to come are the same to the bit."""
        ...


def start(kind: str, setting: Setting, params: Any, plain: bool = False) -> Chooser:
    """Return the chooser of a run; `plain` evaluates everybody every day."""
    module = resolve(kind)
    if _starts(module):
        if module.__name__.startswith("groundswell."):
            return module.start(setting, params, plain)
        return Own(kind, setting.society, lambda: module.start(setting, params, plain))
    own = columns(
        setting.society, setting.opinion, setting.neighbourhood_share, setting.mean_ties, setting.all_may_leave
    )
    remembers, leaning = getattr(module, "REMEMBERS", None), getattr(module, "leaning", None)
    return Follower(setting.society, own, module.rule, params, remembers, leaning, plain)


SLOT = Slot("behaviour", sys.modules[__name__], "groundswell.behaviours", ("Params", "SOURCE"), "docs/behaviour.md")


def kinds() -> list[str]:
    """Return the names of the behaviours that come with the package."""
    return SLOT.shipped()


def resolve(kind: str, place: str = "behaviour.kind") -> ModuleType:
    """Return the module of a behaviour, which is run if it is the user's own and allowed.

    Raises InputError for an unknown one, and for code that is no behaviour or fails; CodeError if it is not allowed.
    """
    return find(kind, place)[0]


def find(kind: str, place: str = "behaviour.kind") -> tuple[ModuleType, str]:
    """Return the module of a behaviour as `resolve` does, and the kind by which a scenario names it for good."""
    module, name = usercode.find(SLOT, kind, place)
    chooses = module.start if _starts(module) else getattr(module, "rule", None)
    if not hasattr(module.Params, "_fields") or not isfunction(chooses) or len(signature(chooses).parameters) != 3:
        remedy = "Params is a NamedTuple, rule (or start) a function of three arguments: see docs/behaviour.md"
        raise InputError(f"'{usercode.label(kind)}' is no behaviour", place=place, remedy=remedy)
    return module, name


def _starts(module: ModuleType) -> bool:
    """Tell whether a behaviour starts a chooser of its own; `start` of this page came along with an `import *`."""
    return getattr(module, "start", start) is not start
