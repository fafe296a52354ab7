"""Series of totals so far: named so, on their days only, with their corrections downwards kept."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from groundswell.importing.counts import Count
from groundswell.importing.observations import Observation, by_series, number
from groundswell.importing.source import Source

_LONG, _RISING = 4, 0.75  # values, and share of steps upwards, of what looks like totals so far
_TOTALS = re.compile(r"c?kumul|cumul|narasta")  # in the name of a series: totals so far
_CUMULATIVE = "_cumulative"  # behind the name of a series of totals so far


class Value(NamedTuple):
    """A value of a series and the line that gives it."""

    observation: Observation
    line: int


def with_totals(source: Source, values: Sequence[Value], everything: bool) -> list[Value]:
    """Return values with the names of totals so far: those whose name says that they are some, or all of them."""
    totals = [value for value in values if everything or _TOTALS.search(value.observation.series)]
    others = [value for value in values if not (everything or _TOTALS.search(value.observation.series))]
    _hint_totals(source, others)
    return [*(_cumulative(source, totals) if totals else ()), *others]


def _cumulative(source: Source, values: Sequence[Value]) -> list[Value]:
    """Return totals so far, under names that say so; corrections downwards are kept, and noted."""
    found: list[Value] = []
    last: dict[tuple[str, str, str], Count] = {}
    for value in sorted(values, key=lambda v: v.observation.span):
        o = value.observation
        key = (o.series, o.region, o.place)
        if key in last and o.counted.value < last[key].value:
            before, now = number(last[key].value), number(o.counted.value)
            text = f"{o.series} falls from {before} to {now} on {o.span.first}: kept as it is"
            source.ledger.note("corrected", text, value.line)
        last[key] = o.counted
        name = o.series if _TOTALS.search(o.series) else o.series + _CUMULATIVE
        found.append(Value(o._replace(series=name), value.line))
    days = {value.observation.span for value in values}
    source.ledger.note("note", f"totals so far, on {len(days)} days only: nothing is filled in between them")
    return found


def _hint_totals(source: Source, values: Sequence[Value]) -> None:
    """Note a series that looks as if it were totals so far: long, and almost never falling."""
    for name, found in by_series(value.observation for value in values).items():
        own = sorted(found, key=lambda o: o.span)
        if len({(o.region, o.place) for o in own}) > 1 or len(own) < _LONG:
            continue
        rises = sum(b.counted.value >= a.counted.value for a, b in pairwise(own))
        if rises >= _RISING * (len(own) - 1) and own[-1].counted.value > own[0].counted.value:
            source.ledger.note("note", f"{name} almost never falls: if it holds totals so far, give --cumulative")
