"""What it cost, in full-size persons: lives, and apart from them prison-days and years abroad."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundswell.process.concede import LEVELS

if TYPE_CHECKING:
    from groundswell.run.model import Run

_SUMMED = ("deaths_called", "deaths_protest", "reported", "returned", "called", "held", "abroad")
OUTSIDE = "The course of the war and the lives lost on the other side are outside this model."


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    id: str
    about: str
    value: float
    unit: str


def ledger(run: "Run") -> tuple[Entry, ...]:
    """Return the ledger of a run, over the days that were run unless an entry says otherwise.

    Expected deaths of the first year: the first-year risk q for everybody who reported and was not sent home; the run
    may end long before that year does. After a concession volunteers replace a share of those no longer called; their
    expected deaths are an entry of its own, because those lives are not saved.
    """
    total = {name: float(run.series(name).sum()) for name in _SUMMED}
    lives = run.scenario.lives
    first_year = lives.risk_first_year * (total["reported"] - total["returned"])
    replaced = lives.risk_first_year * lives.substitution * _waived(run, total["called"])
    return (
        Entry("deaths_called", "deaths among the called, within the run", total["deaths_called"], "lives"),
        Entry("deaths_protest", "deaths in protest", total["deaths_protest"], "lives"),
        Entry("deaths_first_year", "expected deaths of a first year of service", first_year, "lives"),
        Entry(
            "deaths_substitutes", "expected deaths of volunteers replacing those no longer called", replaced, "lives"
        ),
        Entry("prison_days", "days in detention", total["held"], "person-days"),
        Entry("years_abroad", "time abroad", total["abroad"] / 365.0, "person-years"),
    )


def _waived(run: "Run", called: float) -> float:
    """Return how many a concession that cuts the target (scaled down, stopped) has left uncalled."""
    level = run.series("concession")
    cut = len(level) > 0 and level[-1] >= LEVELS.index("scaled down")
    return max(float(run.manifest["society"]["planned"]) - called, 0.0) if cut else 0.0
