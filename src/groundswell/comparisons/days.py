"""A run's daily series as an outcome sees them."""

from dataclasses import dataclass

from groundswell.computing.record import Trace
from groundswell.errors import InputError, nearest
from groundswell.scenario import Scenario
from groundswell.types import Floats


@dataclass(frozen=True)
class Days:
    """The days of a run that an outcome looks at: `days["participants"]` is the nation's series (days,)."""

    trace: Trace  # the whole run
    window: slice

    def __getitem__(self, measure: str) -> Floats:
        """Return the nation's series of a measure (days,). Raises InputError for one that is not recorded."""
        return self.region(measure, None)

    def region(self, measure: str, code: str | None) -> Floats:
        """Return a region's series of a measure (days,), by its code. Raises InputError for one that is not there."""
        trace = self.trace
        if measure not in trace.at:
            raise InputError(f"'{measure}' is not recorded", place="outcome", remedy=nearest(measure, trace.at))
        if code is not None and code not in trace.regions:
            raise InputError(f"no region '{code}'", place="outcome", remedy=nearest(code, trace.regions))
        return trace.series(measure, code)[self.window]

    @property
    def regions(self) -> tuple[str, ...]:
        """The codes of the regions."""
        return self.trace.regions

    @property
    def scenario(self) -> Scenario:
        """The scenario of the run."""
        return self.trace.scenario
