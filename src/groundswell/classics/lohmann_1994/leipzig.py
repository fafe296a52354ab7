"""Turnout in Leipzig, autumn 1989, as public pages give it: with their disagreement, never as a single truth."""

import csv
import datetime
from pathlib import Path
from typing import NamedTuple

__all__ = ["Monday", "growth", "leipzig"]


class Monday(NamedTuple):
    """One demonstration: participants as most pages say, low and high over the pages read, remarks, a page."""

    date: datetime.date
    participants: int
    low: int
    high: int
    qualifier: str
    page: str


def leipzig() -> list[Monday]:
    """Return the nine Mondays (4 September 1989 to 5 February 1990) whose turnout was read in a public page, by date.

    This is not the table of Lohmann (1994), which was not available. Estimates differ up to 2.5-fold.
    """
    with (Path(__file__).parent / "leipzig_1989.csv").open(encoding="utf-8", newline="") as file:
        return [
            Monday(datetime.date.fromisoformat(row["date"]), int(row["participants"]), int(row["low"]),
                   int(row["high"]), row["qualifier"], row["page_url"])
            for row in csv.DictReader(file)
        ]  # fmt: skip


def growth(first: datetime.date, last: datetime.date) -> dict[str, float]:
    """Return turnout on `last` over turnout on `first`: central, and low and high over all pairs of estimates.

    Raises ValueError when a day is not among `leipzig()`.
    """
    days = {monday.date: monday for monday in leipzig()}
    for name, day in (("first", first), ("last", last)):
        if day not in days:
            raise ValueError(f"{name}={day} must be one of {', '.join(str(d) for d in days)}")
    a, b = days[first], days[last]
    return {"central": b.participants / a.participants, "low": b.low / a.high, "high": b.high / a.low}
