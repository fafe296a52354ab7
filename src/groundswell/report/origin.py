"""Where a figure comes from: what its foot says, and the columns that stand before the numbers of every CSV.

A figure travels alone: whoever meets it outside its page must find that it is a simulation, of what, and how large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from groundswell.computing.provenance import KIND
from groundswell.resolution import weight as stands_for
from groundswell.running import Run
from groundswell.scenario import Scenario
from groundswell.scenario.card import NOTICE, notice


@dataclass(frozen=True)
class Origin:
    """What a figure was made from; `weight`: people a simulated person stands for; `extent`: draws, pairs and such."""

    scenario: str
    hash: str
    weight: float
    seeds: tuple[int, ...]
    extent: str = ""
    made_by: str = f"groundswell {version('groundswell')}"
    notice: str = NOTICE  # what a reader must know first

    @property
    def scale(self) -> str:
        """The scale as 1:N."""
        return f"1:{self.weight:,.0f}" if self.weight >= 1.5 else "1:1"

    @property
    def seed_text(self) -> str:
        """The seeds: "1", "1 to 8", or how many where they leave gaps."""
        seeds = sorted(set(self.seeds))
        if len(seeds) < 2:
            return "".join(map(str, seeds))
        whole = seeds == list(range(seeds[0], seeds[-1] + 1))
        return f"{seeds[0]} to {seeds[-1]}" if whole else ", ".join(map(str, seeds[:8])) + " ..." * (len(seeds) > 8)

    def foot(self) -> str:
        """Return the line that stands under every exported picture."""
        one = len(set(self.seeds)) == 1
        parts = (
            KIND.capitalize(), f"scenario {self.scenario} ({self.hash[:12]})", f"scale {self.scale}",
            f"seed{'' if one else 's'} {self.seed_text}", self.extent, self.made_by,
        )  # fmt: skip
        return " \u00b7 ".join(filter(None, parts))

    def columns(self, measure: str, unit: str, source: str = "") -> dict[str, Any]:
        """Return what stands before the numbers of a CSV, the same in every row."""
        return {
            "scenario": self.scenario, "scale_1_to": f"{self.weight:.6g}", "seed": self.seed_text, "measure": measure,
            "unit": unit, "kind": KIND, "made_by": self.made_by, "scenario_hash": self.hash[:12], "extent": self.extent,
            "published_source": source,
        }  # fmt: skip


def of_run(run: Run, others: Sequence[Run] = ()) -> Origin:
    """Return the origin of a run's figures, and of those of the same scenario with other seeds."""
    society, made = run.manifest["society"], run.manifest["versions"]["groundswell"]
    seeds = (run.seed, *(other.seed for other in others))
    scenario, weight = run.scenario, float(society["weight"])
    own = notice(scenario.case)
    return Origin(scenario.name, scenario.hash, weight, seeds, made_by=f"groundswell {made}", notice=own)


def of_scenario(scenario: Scenario, seeds: Sequence[int], extent: str = "") -> Origin:
    """Return the origin of figures over several runs of a scenario."""
    weight, own = stands_for(float(scenario.case.population.total), scenario.persons), notice(scenario.case)
    return Origin(scenario.name, scenario.hash, weight, tuple(seeds), extent, notice=own)
