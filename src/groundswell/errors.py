"""What a user gets to read instead of a traceback: place, value, allowed range, nearest valid name, remedy."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import partial
from typing import Any

__all__ = ["GroundswellError", "InputError", "closest", "nearest", "shown"]

_LIKE = 0.75  # names less alike than this (Ratcliff and Obershelp) are not taken for misspellings of one another
_CLEAR = 0.02  # a second name so near the first leaves open which was meant
_LONG = 60  # characters: longer ones are no misspelt names, and longer values are cut when shown
_MANY = 30  # valid names that are still listed


class GroundswellError(Exception):
    """Something the user can mend; the command line prints its text and ends with code 2."""


class InputError(GroundswellError):
    """A value that cannot be used. It can be pickled, so that a pool of processes hands it on whole.

    Parameters
    ----------
    problem : what is wrong, one clause, with the value as given
    place : where it stands, such as "war.toml:12, behaviour.kind"
    remedy : what to do about it, one clause
    value, allowed : the value as given and what it may be, for programs that read errors (`--json`); not in the text
    """

    def __init__(
        self, problem: str, *, place: str = "", remedy: str = "", value: Any = None, allowed: str = ""
    ) -> None:
        # Keys and values of files that others wrote must not reach a terminal as control characters.
        problem, place, remedy = map(_printable, (problem, place, remedy))
        self.problem, self.place, self.remedy = problem, place, remedy
        self.value, self.allowed = value, allowed
        super().__init__(self.text())

    def text(self) -> str:
        """Return place, problem and remedy in one line."""
        place = ": ".join(part for part in (self.place, self.problem) if part)
        return place + (f"; {self.remedy}" if self.remedy else "")

    def move(self, place: str) -> None:
        """Name another place: the same argument is called otherwise in Python and on the command line."""
        if place != self.place:
            self.place = place
            self.args = (self.text(),)

    def __reduce__(self) -> tuple[Any, ...]:
        own = {"place": self.place, "remedy": self.remedy, "value": self.value, "allowed": self.allowed}
        return partial(type(self), **own), (self.problem,)


def _printable(text: str) -> str:
    """Return a text with whatever a terminal or a file cannot show written as an escape, but for line breaks."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or the list of valid names when none is near, or two are."""
    names = sorted(known)
    if not names:
        return "there are none"
    if close := closest(name, names):
        return f"did you mean '{close}'?"
    more = f", ... ({len(names)} in all)" if len(names) > _MANY else ""
    return "valid: " + ", ".join(names[:_MANY]) + more


def closest(name: str, known: Iterable[str], like: float = _LIKE) -> str | None:
    """Return the one name of which `name` is a misspelling; None if there is none, or if it could be two."""
    if len(name) > _LONG:
        return None
    matcher = SequenceMatcher(None, b=name.casefold(), autojunk=False)
    found: list[tuple[float, str]] = []
    for other in known:
        matcher.set_seq1(other.casefold())
        if matcher.real_quick_ratio() >= like and matcher.quick_ratio() >= like and (r := matcher.ratio()) >= like:
            found.append((r, other))
    found.sort(reverse=True)
    clear = found and (len(found) == 1 or found[0][0] - found[1][0] > _CLEAR)
    return found[0][1] if clear else None


def shown(value: Any) -> str:
    """Return a value as an error shows it: text in quotes, and cut when it is long."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 1 << 128:
        return f"a number of about {int(value.bit_length() * 0.30103) + 1:,} digits"
    try:
        text = f"'{value}'" if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError):  # a number within with too many digits, or tables too deep
        text = f"a {type(value).__name__}"
    if len(text) > _LONG:
        text = f"{text[:_LONG]}... ({len(text):,} characters)"
    return _printable(text).replace("\n", "\\n")
