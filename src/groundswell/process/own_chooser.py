"""A chooser of the user's own: what it hands over is looked at before anybody acts on it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from groundswell import usercode
from groundswell.errors import InputError, shown
from groundswell.process.person import COMPLY, EVADE, LEAVE, PROTEST
from groundswell.process.status_lists import place_counts
from groundswell.types import ADULT_BAND, BAND_BITS, Bytes, Choice, Ids, Perception, Society, State, Status

_REMEDY = "see 'The protocol' in docs/behaviour.md"


class Own:
    """Stands before a chooser and says, with file and line, where it fails or hands over what nobody can do."""

    def __init__(self, kind: str, society: Society, made: Callable[[], Any]) -> None:
        self.kind, self.society = kind, society
        self.inner: Any = self._ask(made, "at its start")

    def decide(self, day: int, state: State, seen: Perception, called: Ids) -> Choice:
        """Return who does something, as the chooser does. Raises InputError for what is no choice."""
        choice = self._ask(lambda: self.inner.decide(day, state, seen, called), f"day {day}")
        if problem := _problem(choice, state, called, self.society):
            raise InputError(f"{problem} on day {day}", place=usercode.label(self.kind), remedy=_REMEDY)
        return choice

    def on_contacts_changed(self, state: State, persons: Ids, counter: Bytes) -> None:
        """Hand it on."""
        self._ask(lambda: self.inner.on_contacts_changed(state, persons, counter), "told of ties")

    def evaluations(self) -> int:
        """Return how many persons were evaluated so far."""
        return self._ask(self.inner.evaluations, "asked for its work")

    def copy(self) -> "Own":
        """Return a chooser that goes on from here by itself."""
        return Own(self.kind, self.society, self.inner.copy)

    def get_state(self) -> dict[str, Any]:
        """Return what it remembers."""
        return self._ask(self.inner.get_state, "asked what it remembers")

    def set_state(self, kept: Mapping[str, Any]) -> None:
        """Hand it on."""
        self._ask(lambda: self.inner.set_state(kept), "taking up what it remembers")

    def __getattr__(self, name: str) -> Any:
        """Return what else it has; what it is asked in `asks_ties_protested` and `asks_detention` is looked at too."""
        if name == "inner":  # while it is made
            raise AttributeError(name)
        found = getattr(self.inner, name)
        return (lambda: self._told(name, found)) if name.startswith("asks_") else found

    def _told(self, name: str, method: Any) -> bool:
        """Return what a method `asks_...` says. Raises InputError for one that fails, or says neither yes nor no."""
        said = self._ask(method, f"asked by {name}()")
        if not isinstance(said, bool | np.bool_):
            problem, remedy = f"`{name}` returns {shown(said)}", "return True or False"
            raise InputError(problem, place=usercode.label(self.kind), remedy=remedy)
        return bool(said)

    def _ask(self, what: Callable[[], Any], when: str) -> Any:
        try:
            return what()
        except (InputError, MemoryError):
            raise
        except (Exception, SystemExit) as error:
            raise usercode.failed(f"the behaviour '{usercode.label(self.kind)}'", error, when) from None


def _problem(choice: Any, state: State, called: Ids, society: Society) -> str:
    """Say what is wrong with a choice; "" if it can be acted on."""
    if not isinstance(choice, Choice):
        return f"`decide` returns a {type(choice).__name__}, and no Choice"
    given: tuple[Any, Any] = choice.who, choice.action  # of code that nobody has checked
    who, action = given
    columns = [each for each in given if isinstance(each, np.ndarray) and each.ndim == 1]
    if len(columns) < 2 or who.shape != action.shape or any(each.dtype.kind not in "ui" for each in columns):
        return "`who` and `action` are not two arrays of whole numbers of one length"
    if not len(who):
        return ""
    if int(who.min()) < 0 or int(who.max()) >= society.n:
        return f"`who` names a person beyond the {society.n:,} there are"
    if (who[1:] <= who[:-1]).any():
        return "`who` is not in rising order"
    if not np.isin(action, (PROTEST, LEAVE, EVADE, COMPLY)).all():
        return "`action` holds what is none of PROTEST, LEAVE, EVADE and COMPLY"
    now = state.status[who]
    if not ((now == Status.HOME) | (now == Status.CALLED)).all():
        return "`who` names somebody who is neither at home nor called"
    if (society.kind[who] & BAND_BITS < ADULT_BAND).any():
        return "`who` names a child"
    if not np.isin(who[action == COMPLY], called).all():
        return "somebody complies who was not called"
    if choice.there is not None and not np.array_equal(choice.there, place_counts(society, who[action == PROTEST])):
        return "`there` does not hold how many protest in each place"
    return ""
