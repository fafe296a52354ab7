"""What it cost, in full-size persons: lives, and apart from them prison-days and years abroad."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundswell.running.model import Run

SUMMED = ("deaths_called", "deaths_protest", "asked", "waived", "complied", "returned", "held", "abroad")
OUTSIDE = "Lives lost and costs borne outside the simulated society are outside this model."


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
    may end long before that year does. Volunteers replace a share of those whom exemptions and concessions keep from
    serving: of the persons let off, as many as would have served at the rate of those asked for. Their expected deaths
    are an entry of its own, because those lives are not saved.
    """
    total = {name: float(run.series(name).sum()) for name in SUMMED}
    lives = run.scenario.lives
    served = total["complied"] - total["returned"]
    kept_from_serving = total["waived"] * min(served / total["asked"], 1.0) if total["asked"] > 0 else total["waived"]
    first_year = lives.risk_first_year * served
    replaced = lives.risk_first_year * lives.substitution * kept_from_serving
    return (
        Entry("deaths_called", "deaths among the called, within the run", total["deaths_called"], "lives"),
        Entry("deaths_protest", "deaths in protest", total["deaths_protest"], "lives"),
        Entry("deaths_first_year", "expected deaths of a first year of service", first_year, "lives"),
        Entry("deaths_substitutes", "expected deaths of volunteers replacing those let off", replaced, "lives"),
        Entry("prison_days", "days in detention", total["held"], "person-days"),
        Entry("years_abroad", "time abroad", total["abroad"] / 365.0, "person-years"),
    )
