"""A line of progress on standard error: rewritten on a terminal, now and then a new line elsewhere."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundswell.process.count import Tally

_EVERY = 5.0  # seconds between lines when nobody watches


class Progress:
    """Told each day's counts, it says how far a run has come and how long it will take."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()
        self.first = -1  # day on which this process began to count
        self.watched = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.watched:
            print(file=sys.stderr)

    def __call__(self, tally: "Tally", days: int) -> None:
        """Show a day that is done."""
        now, done = time.monotonic(), tally.day + 1
        if self.first < 0:
            self.first, self.began = done, now  # the first day compiles and says nothing about the others
        if not self.watched and now - self.told < _EVERY and done < days:
            return
        self.told = now
        left = (now - self.began) / max(done - self.first, 1) * (days - done)
        counts = {name: tally.regional[name].sum() for name in ("participants", "called", "abroad")}
        line = (f"day {done}/{days}  in the street {counts['participants']:,.0f}  called today {counts['called']:,.0f}"
                f"  abroad {counts['abroad']:,.0f}  {left:.0f} s left")  # fmt: skip
        print(
            f"\r\033[K{line}" if self.watched else line, end="" if self.watched else "\n", file=sys.stderr, flush=True
        )
