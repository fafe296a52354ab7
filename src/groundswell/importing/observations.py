"""Rows of evidence/observations/NAME.csv: what was counted, when and where, and how exactly."""

from collections.abc import Iterable
from typing import NamedTuple

from groundswell.importing.counts import Count
from groundswell.importing.dates import Span
from groundswell.world.files import table

HEADER = ("series", "date", "until", "region", "place", "value", "low", "high", "kind", "source")


class Observation(NamedTuple):
    """One observed value."""

    series: str
    span: Span
    region: str  # code, "" for the nation
    place: str
    counted: Count
    source: str


def by_series(observed: Iterable[Observation]) -> dict[str, list[Observation]]:
    """Return observations by their series, in their order."""
    found: dict[str, list[Observation]] = {}
    for o in observed:
        found.setdefault(o.series, []).append(o)
    return found


def observations_csv(observed: Iterable[Observation]) -> str:
    """Return observations as a table, by series, day and region."""
    return table(HEADER, [_cells(o) for o in sorted(observed, key=lambda o: (o.series, o.span, o.region, o.place))])


def number(value: float | None) -> str:
    """Return a number as a cell: whole ones without a point, "" for none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def _cells(o: Observation) -> tuple[str, ...]:
    until = o.span.last.isoformat() if o.span.last != o.span.first else ""
    value, low, high, kind = o.counted
    return (o.series, o.span.first.isoformat(), until, o.region, o.place,
            number(value), number(low), number(high), kind, o.source)  # fmt: skip
