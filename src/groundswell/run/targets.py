"""A run's observed series against published figures: what a monitor, a pollster and a border guard would have said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from groundswell.data.tables import read_csv

if TYPE_CHECKING:
    from groundswell.run.model import Run

_AT_FULL_SIZE = "comparable at 1:1 only"
_BEFORE, _AFTER = "before day 0: an input", "after the run's last day"


@dataclass(frozen=True)
class Fit:
    """A published figure with its interval, and what the run gives; `simulated` is None where it gives nothing."""

    id: str
    quantity: str
    date: date
    value: float
    lo: float
    hi: float
    tag: str  # source, see evidence/tags.toml
    simulated: float | None
    note: str = ""
    comparable: bool = True  # whether the run's figure means what the published one does

    @property
    def inside(self) -> bool | None:
        """Whether the run's figure lies in the published interval; None where the two cannot be compared."""
        return self.lo <= self.simulated <= self.hi if self.comparable and self.simulated is not None else None


def fit(run: "Run") -> tuple[Fit, ...]:
    """Return every published target with the run's figure for its day."""
    targets = read_csv("targets/targets.csv")
    found: list[Fit] = []
    for row in zip(
        *(targets.columns[name] for name in ("id", "quantity", "date", "value", "lo", "hi", "tag")), strict=True
    ):
        name, quantity, when, value, lo, hi, tag = row
        on = date.fromisoformat(str(when))
        simulated, note = _simulated(run, str(quantity), (on - run.scenario.start).days)
        means_the_same = simulated is not None and (note != _AT_FULL_SIZE or run.manifest["society"]["weight"] < 1.5)
        figures = (_number(value), _number(lo), _number(hi))
        found.append(Fit(str(name), str(quantity), on, *figures, str(tag), simulated, note, means_the_same))
    return tuple(found)


def _simulated(run: "Run", quantity: str, day: int) -> tuple[float | None, str]:
    if quantity == "deaths_mobilised_y1":
        expected = next(entry.value for entry in run.ledger if entry.id == "deaths_first_year")
        return expected, "expected from the risk and those who reported"
    if quantity not in _QUANTITIES:
        return None, "the model keeps no such count by border"
    if not 0 <= day < run.days:
        return None, _BEFORE if day < 0 else _AFTER
    note = _AT_FULL_SIZE if quantity == "cities_with_detention" else ""
    return _QUANTITIES[quantity](run, day), note


def _on_day(measure: str) -> Callable[["Run", int], float]:
    return lambda run, day: float(run.series(measure)[day])


def _until(measure: str) -> Callable[["Run", int], float]:
    return lambda run, day: float(run.series(measure)[: day + 1].sum())


def _share_of_capitals(run: "Run", day: int) -> float:
    capitals = sum(run.series("obs_detained", code)[: day + 1].sum() for code in run.manifest["society"]["capitals"])
    return float(capitals / max(run.series("obs_detained")[: day + 1].sum(), 1.0))


_QUANTITIES: dict[str, Callable[["Run", int], float]] = {
    "detained_day": _on_day("obs_detained"),
    "cities_with_detention": _on_day("obs_places"),
    "detained_cum": _until("obs_detained"),
    "share_top2_cities_of_cum": _share_of_capitals,
    "attention_follow": _on_day("obs_attention"),
    "anxious": _on_day("obs_anxious"),
    "support": _on_day("obs_support"),
    "called_cum": _until("obs_called"),
    "returned_unlawful": _until("returned"),
    "exit_net_total": _until("obs_exit_net"),
}


def _number(cell: object) -> float:
    return float(np.float64(str(cell)))
