"""What became of every row: kept, merged, left out, unknown or refused, each with its line."""

from collections.abc import Sequence
from typing import NamedTuple

from groundswell.errors import InputError
from groundswell.inputs.problems import ScenarioError

_LINES = 8  # that are listed of a finding


class Note(NamedTuple):
    """A finding that is no error: what kind of one, in words, and the lines it concerns."""

    topic: str  # merged | left out | unknown | corrected | assumed | note
    text: str
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.topic}: {self.text}" + (f" ({listed(self.lines)})" if self.lines else "")


class Ledger:
    """Collects findings and problems while a file is read; equal findings are one, with all their lines."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kept = self.rows = 0
        self._notes: dict[tuple[str, str], list[int]] = {}
        self.problems: list[InputError] = []

    def note(self, topic: str, text: str, line: int | None = None) -> None:
        """Add a finding."""
        lines = self._notes.setdefault((topic, text), [])
        if line is not None:
            lines.append(line)

    def refuse(self, error: InputError, place: str = "") -> None:
        """Add a problem, at a place if it has none itself."""
        if place and not error.place:
            error.move(place)
        self.problems.append(error)

    def notes(self) -> tuple[Note, ...]:
        """Return the findings in the order in which they came up."""
        return tuple(Note(topic, text, tuple(lines)) for (topic, text), lines in self._notes.items())

    def close(self) -> None:
        """Raise all problems together, if there are any; the findings go along as notes of the error."""
        if self.problems:
            error = ScenarioError(self.problems)
            for note in self.notes():
                error.add_note(str(note))
            raise error


def listed(lines: Sequence[int]) -> str:
    """Return "line 4", or "lines 4, 7, 9 and 12 more"."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    shown = ", ".join(map(str, lines[:_LINES]))
    more = len(lines) - _LINES
    return f"lines {shown}" + (f" and {more:,} more" if more > 0 else "")
