"""How a budget is spent: draws of each wave, of the weighed table and of the runs with fresh seeds.

A budget in time becomes a number of draws once, by the pace of a few, and is kept with the folder: whoever goes on
spends the same draws, so that the posterior is the same however often it was interrupted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from groundswell.errors import InputError, shown

_UNITS = {"h": 3600.0, "m": 60.0, "min": 60.0, "s": 1.0}
_WAVES = (0.28, 0.14, 0.14)  # shares of the budget: the waves,
_FRESH = 0.08  # the runs with fresh seeds; the rest is weighed
_TOLD_APART = {  # what tells one calibration from another, by its key in the folder's plan
    "budget": "budget",
    "method": "method",
    "scenario_hash": "scenario",
    "early_hash": "scenario",
    "seeds": "number of seeds",
    "evidence": "evidence",
    "coordinates": "set of uncertain parameters",
    "fingerprint": "version of groundswell, a library or a rule",
}
FEWEST, MOST = 100, 1_000_000
_BESIDES = 800_000  # persons whose days cost as much as what a run needs beside them; the flagship at 1:1000 and 1:10


@dataclass(frozen=True)
class Budget:
    """Draws, or seconds; the other is 0."""

    draws: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Plan:
    """Draws of each wave, of the last table, and with fresh seeds."""

    waves: tuple[int, ...]
    last: int
    fresh: int

    @property
    def runs(self) -> int:
        """All runs together."""
        return sum(self.waves) + self.last + self.fresh


def parse(text: str) -> Budget:
    """Return the budget that "2h", "90m", "1h30m" or "2000 draws" asks for. Raises InputError."""
    given = str(text).strip().lower().replace(" ", "")  # 2000 alone could be either
    if draws := re.fullmatch(r"([0-9]+)draws?", given):
        if len(draws[1]) > len(str(MOST)) or not FEWEST <= int(draws[1]) <= MOST:
            raise InputError(f"{shown(draws[1])} draws", place="budget", remedy=f"give {FEWEST} to {MOST:,} draws")
        return Budget(draws=int(draws[1]))
    if given and re.fullmatch(r"([0-9]+(\.[0-9]+)?(h|min|m|s))+", given):
        parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)(h|min|m|s)", given)
        if (seconds := sum(float(number) * _UNITS[unit] for number, unit in parts)) > 0.0:
            return Budget(seconds=seconds)
    raise InputError(shown(str(text)), place="budget", remedy='give "2h", "30m" or "2000 draws"')


def cost(early: int, last: int) -> float:
    """Return how many runs of `early` persons a run of `last` persons costs."""
    return (_BESIDES + last) / (_BESIDES + early)


def others(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return in words what of one calibration is not that of another: none where one goes on with the other."""
    return list(dict.fromkeys(what for key, what in _TOLD_APART.items() if before.get(key) != now[key]))


def plan(draws: int, cost: float = 1.0, waves: bool = True) -> Plan:
    """Return how `draws` runs of the early scale are spent; a run of the last scale costs `cost` of them.

    Without `waves` all that is not for fresh seeds is the last table's.
    """
    early = tuple(int(share * draws) for share in _WAVES) if waves else ()
    fresh = max(int(_FRESH * draws / cost), 1)
    return Plan(early, max(int((draws - sum(early)) / cost) - fresh, 1), fresh)
