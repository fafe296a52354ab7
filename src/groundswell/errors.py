"""What a user gets to read instead of a traceback: place, value, allowed range, nearest valid name, remedy."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

__all__ = ["GroundswellError", "InputError", "nearest"]


class GroundswellError(Exception):
    """Something the user can mend; the command line prints its text and ends with code 2."""


class InputError(GroundswellError):
    """A value that cannot be used.

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
        self.problem, self.place, self.remedy = problem, place, remedy
        self.value, self.allowed = value, allowed
        super().__init__(": ".join(part for part in (place, problem) if part) + (f"; {remedy}" if remedy else ""))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or the list of valid names when none is near."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else "valid: " + ", ".join(names)
