"""What was assumed for a case that was made from tables, and which holes were filled."""

from typing import NamedTuple


class Assumption(NamedTuple):
    """One sentence or two about a part of the case: people, regions, towns, households, map, parameters."""

    about: str
    text: str


def some(names: list[str], most: int = 8) -> str:
    """Return names in one text, the first of them when there are many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, such as "1 town" or "12 towns"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
