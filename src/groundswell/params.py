"""One declaration a parameter, from which come validation, the command line's help, documentation, sweeps and priors.

    class Params(NamedTuple):
        cost: Annotated[float, P("what detention costs a person", "utility", 0, 20, prior=(1, 6), status=CALIBRATED,
                                 source="fitted to C01, C03")] = 2.0

`low` and `high` are the values that make sense at all (validation refuses others); `prior` is the range that evidence
leaves open (sweeps draw from it). A shape other than uniform is named: "loguniform", "lognormal" (5 and 95 % points).
"""

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from annotated_types import Ge, GroupedMetadata, Le

Status = Literal["measured", "calibrated", "assumed"]
MEASURED: Status = "measured"
CALIBRATED: Status = "calibrated"
ASSUMED: Status = "assumed"


@dataclass(frozen=True)
class P(GroupedMetadata):
    """What a number means: sentence, unit, hard limits, prior, status and source. Pydantic reads it as limits."""

    about: str
    unit: str
    low: float
    high: float
    prior: tuple[float, float] | None = None
    status: Status = ASSUMED
    source: str = "assumed: no evidence found"
    shape: Literal["uniform", "loguniform", "lognormal"] = "uniform"
    symbol: str = ""

    def __iter__(self) -> Iterator[object]:
        yield Ge(self.low)
        yield Le(self.high)


@dataclass(frozen=True)
class Parameter:
    """A declared parameter: its key ("behaviour.cost"), its default and its metadata."""

    key: str
    default: Any  # None: must be given
    kind: type
    meta: P

    @property
    def prior(self) -> tuple[float, float]:
        """The range that evidence leaves open; a parameter without one is not varied: (default, default)."""
        fixed = float(self.default) if isinstance(self.default, int | float) else float("nan")
        return self.meta.prior or (fixed, fixed)


def declared(group: type, prefix: str = "") -> dict[str, Parameter]:
    """Return the parameters that a NamedTuple or dataclass of `Annotated[..., P(...)]` fields declares, in order."""
    found: dict[str, Parameter] = {}
    defaults: dict[str, Any] = getattr(group, "_field_defaults", None) or {
        name: f.default for name, f in getattr(group, "__dataclass_fields__", {}).items()
    }
    for name, hint in typing.get_type_hints(group, include_extras=True).items():
        if typing.get_origin(hint) is not Annotated:
            continue
        kind, *notes = typing.get_args(hint)
        meta = next((note for note in notes if isinstance(note, P)), None)
        if meta is not None:
            found[name] = Parameter(f"{prefix}{name}", defaults.get(name), kind, meta)
    return found
