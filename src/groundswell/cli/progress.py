"""A line of progress on standard error: rewritten on a terminal, now and then a new line elsewhere."""

import logging
import time
from typing import TYPE_CHECKING

from groundswell.cli import output

if TYPE_CHECKING:
    from groundswell.computing.job import Done
    from groundswell.process.count import Tally

_EVERY = 5.0  # seconds between lines when nobody watches
_RECENT = 50  # runs whose pace is expected to go on
_log = logging.getLogger("groundswell.cli")


class Progress:
    """Told each day's counts, it says how far a run has come and how long it will take."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.first = -1  # day on which this process began to count
        self.calling_up = False  # whether anybody was asked for so far

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        output.end_line()

    def __call__(self, tally: "Tally", days: int) -> None:
        """Show a day that is done."""
        now, done = time.monotonic(), tally.day + 1
        if self.first < 0:
            self.first, self.began = done, now  # the first day compiles and says nothing about the others
        self.calling_up |= bool(tally.regional["asked"].any())
        if output.is_quiet() or (not output.is_terminal() and now - self.last < _EVERY and done < days):
            return
        self.last = now
        left = f"{(now - self.began) / (done - self.first) * (days - done):.0f} s left" if done > self.first else ""
        counts = {name: tally.regional[name].sum() for name in ("participants", "called", "abroad")}
        called = f"  called today {counts['called']:,.0f}" if self.calling_up else ""
        output.rewrite(
            f"day {done}/{days}  in the street {counts['participants']:,.0f}{called}"
            f"  abroad {counts['abroad']:,.0f}  {left}".rstrip()
        )


class Eta:
    """Told each job's end, it says how far an experiment has come and how long it will take."""

    def __init__(self, every: float = _EVERY) -> None:
        self.last, self.every = time.monotonic(), every
        self.took: list[float] = []  # seconds of runs that were done, not found
        self.found, self.name = 0, ""

    def of(self, name: str) -> "Eta":
        """Begin the next of several experiments, which lines then name."""
        self.took, self.found, self.name = [], 0, f"{name}: "
        return self

    def __enter__(self) -> "Eta":
        return self

    def __exit__(self, *_: object) -> None:
        output.end_line()

    def __call__(self, done: "Done", count: int, of: int) -> None:
        """Show an end. The pace is that of the later half, at most `_RECENT`: the first also compile, build societies.

        Runs under way are taken to be half done.
        """
        now = time.monotonic()
        self.found += done.found
        if done.error:
            output.complain(f"failed: {done.error}")
        if not done.found:
            self.took.append(done.seconds)
            _log.info("job %s ended after %.1f s", done.key, done.seconds)
        waits = not output.is_terminal() and now - self.last < self.every and count not in (of, max(of // 10, 1))
        if output.is_quiet() or waits:
            return
        self.last = now
        recent = self.took[len(self.took) // 2 :][-_RECENT:]
        left = of - count if done.left is None else done.left
        waves = max(left / done.beside, 1.0) - 0.5 if count < of else 0.0
        seconds = waves * sum(recent) / max(len(recent), 1)
        kept = f" ({self.found} kept from before)" if self.found else ""
        output.rewrite(f"{self.name}{count}/{of} runs{kept}, {seconds:.0f} s left")
