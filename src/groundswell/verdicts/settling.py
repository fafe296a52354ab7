"""How a verdict settles while its runs come in: the draws that a folder holds so far, judged as all of them will be.

Only reads: what the command that runs the claim has not solved or run yet is not there.
"""

from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from groundswell.computing import store
from groundswell.seals import DamagedError
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.joint import Joint, joint
from groundswell.verdicts.margins import Draw, asked, draw, relative
from groundswell.verdicts.plan import Planned, all_planned, weight
from groundswell.verdicts.verdict import Verdict, interval, judge

__all__ = ["Settling", "Step", "Watch"]


class Step(NamedTuple):
    """The share of draws in which the claim holds, after so many of them, with its 90 % interval."""

    draws: int
    share: float
    low: float
    high: float


class Settling(NamedTuple):
    """How far a claim's draws have come: so many are there, the verdict that they alone would give, and its way.

    The verdict is None while there is no draw; whether the claim could fail is not asked here.
    """

    draws: int
    verdict: Verdict | None
    steps: tuple[Step, ...]


class Watch:
    """Looks into the store of a claim that is being tested, again and again; what was read once is kept."""

    def __init__(self, claim: Claim, folder: Path, draws: int, pairs: int) -> None:
        """Watch `draws` draws of `pairs` pairs in `folder`, the store that `judge_claim` was given."""
        self.claim, self.folder, self.draws, self.pairs = claim, folder, draws, pairs
        self.plan: list[Planned] = []
        self.known: dict[int, Draw] = {}
        self.of: Joint | None = None
        self.lock = Lock()

    def look(self) -> Settling:
        """Return how far it has come. Raises InputError for a folder that holds links."""
        with self.lock:
            for each in self._planned():
                if each.number not in self.known and (found := self._read(each)):
                    self.known[each.number] = found
            there = asked(self.claim, [self.known[number] for number in sorted(self.known)])
        if not there:
            return Settling(len(self.known), None, ())
        margins, possible = relative(self.claim, there)
        silent = len(self.known) - len(there)
        holding = np.cumsum(np.all(margins > 0.0, axis=1)).tolist()
        steps = [_step(holds, n) for n, holds in enumerate(holding, 1)]
        return Settling(len(self.known), judge(margins, possible, self.pairs, silent=silent), tuple(steps))

    def _planned(self) -> list[Planned]:
        """Return the draws, once the command has solved and kept them all."""
        if not self.plan:
            self.of = self.of or joint(self.claim, self.folder)
            if kept := self.of.kept(self.draws):
                self.plan, _ = all_planned(self.claim, len(kept), kept.__getitem__, self.pairs)
        return self.plan

    def _read(self, of: Planned) -> Draw | None:
        try:
            if not all(store.path(self.folder, job.key).exists() for job in of.jobs):
                return None
            runs = [(job.seed, store.read(self.folder, job.key, job.variants).runs) for job in of.jobs]
        except (FileNotFoundError, DamagedError):  # it is being replaced
            return None
        return draw(self.claim, of.number, of.values, runs, weight(self.claim))


def _step(holds: int, draws: int) -> Step:
    low, high = interval(holds, draws)
    return Step(draws, holds / draws, low, high)
