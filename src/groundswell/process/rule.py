"""A behaviour that is one function: a rule says what a person does, the rest is here.

`rule(me, p, draw)` gets a person's view (`groundswell.process.person`), the behaviour's parameters and the person's
draws, and returns an action. It is compiled into one loop over all places; an action that is not open to a person
counts as staying. A rule that remembers returns (action, number) and finds the number as `me.remembered` the next day.
A function `leaning(me, p, draw)` beside it is asked of everybody once; the rule finds what it returned as `me.leaning`.
"""

import copy
import inspect
import traceback
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from functools import cache
from types import FunctionType
from typing import Any

import numpy as np

from groundswell.errors import InputError
from groundswell.kernel import COMPILATION_ERRORS, device, inlined, kernel_of, parallel_for, with_names
from groundswell.process.acting import counted, gather
from groundswell.process.person import COMPLY, EVADE, LEAVE, PROTEST, STAY, Draws, is_open
from groundswell.process.reads import is_light, reads
from groundswell.process.rule_words import GUIDE, LEANING, RULE, no_action, no_number, refused, where
from groundswell.process.unchanged import Unchanged, looked_at
from groundswell.process.view import Columns, fixed, here, person
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    Bytes,
    Choice,
    Floats,
    Ids,
    Perception,
    Society,
    State,
    Status,
)

Rule = Callable[..., Any]


class Follower:
    """Everybody follows one rule every day; a chooser, as groundswell.behaviour describes it.

    `nation` and `place` (P,) are yesterday's shares of people who protested. `remembers` is what everybody remembers on
    the eve of day 0, None for a rule without memory. `plain` asks everybody every day, with the same result; otherwise
    nobody is asked where nothing changed that the rule looks at (`unchanged`).
    """

    def __init__(
        self,
        society: Society,
        own: Columns,
        rule: Rule,
        params: Any,
        remembers: float | None = None,
        leaning: Rule | None = None,
        plain: bool = False,
    ) -> None:
        """Ask everybody for his leaning, if there is one. Raises InputError where it cannot be compiled."""
        self.society, self.own, self.params, self.rule = society, own, params, rule
        self.loop = _compiled(rule, remembers is not None)
        self.action = np.zeros(society.n, np.uint8)
        self.remembered = np.full(0 if remembers is None else society.n, remembers or 0.0, np.float32)
        self.leanings = np.empty(society.n if leaning else 0)
        self.looked_at = None if plain or remembers is not None else looked_at(rule)
        self.nation, self.evaluated = 0.0, 0
        self.place: Floats = np.zeros(len(society.place_region))
        self.persons: Floats = np.maximum(np.diff(society.place_start), 1).astype(float)
        self._forget()
        if leaning:
            with self._in_words(leaning, LEANING):
                parallel_for(_leaning(leaning), len(self.place), own, params, self.leanings, grain=16)
            if np.isnan(self.leanings).any():
                raise no_number(leaning)

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who does something today, and keep today's shares for tomorrow.

        Raises InputError for a rule that cannot be compiled, or returns what is no action.
        """
        ask = self.everywhere
        if self.unchanged:
            ask = self.unchanged.asked(state, seen, self.place, self.nation)
            if not len(ask):
                return self.choice
        acted = self.acted
        given = ask, seen, state, self.place, self.nation, self.params
        kept = self.leanings, self.remembered, self.action, acted
        with self._in_words(self.rule, RULE):
            odd = sum(parallel_for(self.loop, len(ask), day, self.own, *given, *kept, grain=16))
        if odd:
            raise no_action(self.rule, len(self.remembered) > 0, odd, day)
        starts, there = np.cumsum(acted[:, 0]) - acted[:, 0], acted[:, 1].copy()
        count, protest = int(acted[:, 0].sum()), int(there.sum())
        who, did = np.empty(count, np.uint32), np.empty(count if count > protest else 0, np.uint8)
        parallel_for(gather, len(self.place), self.society.place_start, self.action, starts, acted, who, did, grain=16)
        action = did if count > protest else np.broadcast_to(np.uint8(PROTEST), count)
        self.nation, self.place = protest / self.society.n, there / self.persons
        self.evaluated += int(np.diff(self.society.place_start)[ask].sum())
        self.choice = Choice(who, action, there)
        return self.choice

    def _forget(self) -> None:
        """Know of nobody what he was asked, and what he answered."""
        self.unchanged = None if self.looked_at is None else Unchanged(self.society, self.looked_at)
        self.everywhere, self.acted = np.arange(len(self.place)), np.zeros((len(self.place), 2), np.int64)
        self.choice = Choice(np.empty(0, np.uint32), np.empty(0, np.uint8))

    @contextmanager
    def _in_words(self, function: Rule, name: str) -> Generator[None, None, None]:
        """Say of a rule, or a leaning, that cannot be compiled why, and where. Raises InputError."""
        try:
            yield
        except (*COMPILATION_ERRORS, TypeError) as error:  # TypeError: it returns nothing, somewhere
            raise refused(function, name, str(error), self.params, len(self.remembered) > 0) from None
        except MemoryError:
            raise
        except Exception as error:  # whatever it raises for somebody
            place = where(function, "".join(traceback.format_tb(error.__traceback__)))
            raise InputError(f"the rule fails: {type(error).__name__}: {error}", place=place, remedy=GUIDE) from None

    def on_contacts_changed(self, state: State, persons: Ids, counter: Bytes) -> None:
        """Nothing to note: everybody is visited anyway."""

    def asks_ties_protested(self) -> bool:
        """Tell whether a choice may depend on how many ties protested."""
        return reads(self.rule, "ties_protesting")

    def asks_detention(self) -> bool:
        """Tell whether a choice may depend on the believed chance of being detained."""
        return reads(self.rule, "detention")

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        return self.evaluated

    def copy(self) -> "Follower":
        """Return a chooser that goes on from here by itself."""
        other = copy.copy(self)
        other.action, other.remembered = np.zeros_like(self.action), self.remembered.copy()
        other._forget()
        return other

    def get_state(self) -> dict[str, Any]:
        """Return yesterday's shares and what people remember, as arrays by name."""
        shares = {"nation": np.array([self.nation]), "place": self.place}
        return {**shares, "evaluated": np.array([self.evaluated]), "remembered": self.remembered}

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Take up what `get_state` returned."""
        self.nation, self.place = float(kept["nation"][0]), kept["place"]
        self.evaluated, self.remembered = int(kept["evaluated"][0]), kept["remembered"]
        self._forget()


@cache
def _compiled(rule: Rule, remembers: bool) -> Any:
    """Return the loop of a rule; functions of the rule's own module that it calls need no decorator."""
    for own in vars(inspect.getmodule(rule)).values():
        if isinstance(own, FunctionType) and own.__module__ == rule.__module__:
            own if own is rule else device(own)
    act = inlined(with_names(_with_memory if remembers else _without_memory, rule=inlined(rule)))
    compiled = not isinstance(gather, FunctionType)  # plain Python has no NaN for the logarithm of a child's years
    return kernel_of(_sweep, rule, act=act, alike=remembers or (compiled and is_light(rule)))


def rule(me, p, draw):
    """Stand for the rule of a behaviour, which `_compiled` puts here."""
    return STAY


def _without_memory(me, p, draw):
    return rule(me, p, draw), me.remembered


def _with_memory(me, p, draw):
    return rule(me, p, draw)


act, alike = _without_memory, False


def _sweep(first, end, day, own, ask, seen, state, place_protesting, nation, p, leanings, remembered, action, acted):
    """Fill `action`, and what is remembered, in the places ask[first:end]; return how many answers were no action.

    `acted` (P, 2) holds how many of a place do something, and how many of them protest. A place's columns are parts of
    their own, counted from 0 without a sign: so a simple rule becomes vector code, a third of the time. A light rule is
    asked of `alike` all, and who may not act is not heard: reading a column person by person as he may act or not takes
    three times as long where it is not in the processor's cache.
    """
    neighbourhood, place_start, place_region = own.neighbourhood, own.place_start, own.place_region
    remembers, leans, odd = len(remembered) > 0, len(leanings) > 0, 0
    for at in range(first, end):
        place = ask[at]
        around = here(day, place, np.int64(place_region[place]), own, seen, place_protesting[place], nation)
        low, high = place_start[place], place_start[place + 1]
        status, kind, chosen = state.status[low:high], own.kind[low:high], action[low:high]
        close, friends, left = state.close_called[low:high], state.friends_called[low:high], state.ties_left[low:high]
        marched, afraid = state.ties_protested[low:high], state.afraid[low:high]
        lean, last = leanings[low:high], remembered[low:high]  # empty where there are none
        for k in range(np.uint64(high - low)):
            i, now = low + np.int64(k), status[k]
            free = now == Status.HOME or now == Status.CALLED
            asked = remembers or (free and kind[k] & BAND_BITS >= ADULT_BAND)
            done = STAY
            if alike or asked:
                ties = close[k], friends[k], left[k], marched[k], afraid[k]
                leaning, before = lean[k] if leans else 0.0, last[k] if remembers else 0.0
                me = person(i, now, free, kind[k], neighbourhood[i >> 8], ties, leaning, before, around)
                did, kept = act(me, p, Draws(around.seed, day, i))
                if remembers:
                    last[k] = kept
                # Compared alone: 1e300 is no byte, and what a conversion makes of it is not said.
                wrong = (did != STAY) & (did != PROTEST) & (did != LEAVE) & (did != EVADE) & (did != COMPLY)
                odd += asked and wrong
                done = did if not wrong and is_open(did, me) else STAY
            chosen[k] = done
        acted[place, 0], acted[place, 1] = counted(action, low, high)
    return odd


@cache
def _leaning(leaning: Rule) -> Any:
    """Return the loop that asks a `leaning` of everybody."""
    return kernel_of(_lean, leaning, leaning=inlined(leaning))


def leaning(me, p, draw):
    """Stand for the `leaning` of a behaviour, which `_leaning` puts here."""
    return 0.0


def _lean(first, end, own, p, out):
    """Fill the leanings of the people of the places first..end-1."""
    kind, neighbourhood, place_start = own.kind, own.neighbourhood, own.place_start
    for place in range(first, end):
        shift, means = own.shift[place], own.means[np.int64(own.place_region[place])]
        for i in range(place_start[place], place_start[place + 1]):
            me = fixed(i, kind[i], neighbourhood[i >> 8], shift, means, own)
            out[i] = leaning(me, p, Draws(own.seed, 0, i))
