"""Lives, as the ledger counts them."""

from groundswell.comparisons.days import Days

ABOUT = "expected deaths of a first year of service, of volunteers in their place, and in protest"
UNIT = "lives"
SERIES = "serving"
WHOLE_RUN = True


def outcome(days: Days) -> float:
    """Return the sum of the ledger's three entries, over the whole run."""
    entries = {entry.id: entry.value for entry in days.run.ledger}
    return entries["deaths_first_year"] + entries["deaths_substitutes"] + entries["deaths_protest"]
