"""A run's daily series as an outcome sees them."""

from dataclasses import dataclass

from groundswell.errors import InputError, nearest
from groundswell.running.model import Run
from groundswell.scenario import Scenario
from groundswell.types import Floats


@dataclass(frozen=True)
class Days:
    """The days of a run that an outcome looks at: `days["participants"]` is the nation's series (days,)."""

    run: Run  # the whole of it
    window: slice

    def __getitem__(self, measure: str) -> Floats:
        """Return the nation's series of a measure (days,). Raises InputError for one that is not recorded."""
        return self.region(measure, None)

    def region(self, measure: str, code: str | None) -> Floats:
        """Return a region's series of a measure (days,), by its code. Raises InputError for one that is not there."""
        counts = self.run.counts
        if measure not in counts.at:
            raise InputError(f"'{measure}' is not recorded", place="outcome", remedy=nearest(measure, counts.at))
        if code is not None and code not in counts.regions:
            raise InputError(f"no region '{code}'", place="outcome", remedy=nearest(code, counts.regions))
        return counts.series(measure, code)[self.window]

    @property
    def regions(self) -> tuple[str, ...]:
        """The codes of the regions."""
        return self.run.counts.regions

    @property
    def scenario(self) -> Scenario:
        """The scenario of the run."""
        return self.run.scenario
