"""What is kept of a run in an experiment: every measure, day by day, for each region and the nation."""

from groundswell.process.count import Tally, measures
from groundswell.process.observe import Params
from groundswell.scenario import Scenario
from groundswell.simulate import World
from groundswell.storage.counts import Counts
from groundswell.storage.counts import blank as blank_counts

HAZARD = "concession_hazard"  # daily hazard of a concession: a smooth outcome where the concession itself is rare


def recorded(scenario: Scenario | None = None) -> dict[str, tuple[str, str]]:
    """Return what an experiment keeps of a run of this scenario, or of any: measure -> (kind, what it is), in order."""
    return measures(scenario.observation if scenario else Params()) | {
        HAZARD: ("nation", "daily hazard of a concession")
    }


def blank(scenario: Scenario, world: World) -> Counts:
    """Return counts to be filled day by day."""
    return blank_counts(tuple(recorded(scenario)), world.society.regions.codes, scenario.days)


def write_down(counts: Counts, tally: Tally, world: World) -> None:
    """Fill in a day from its tally and the world at its end."""
    counts.write_down(tally, world.society.regions)
    counts.values[tally.day, counts.at[HAZARD], -1] = world.fields.hazard[0]
