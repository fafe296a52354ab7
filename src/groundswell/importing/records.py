"""Records of events that happened (ACLED, Crowd Counting, Mass Mobilization, UCDP) as observations.

How many events a day, how many people took part, were arrested or died are series of their own: a size that is not
known is no 0, and fatalities are no participants.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from groundswell.errors import InputError
from groundswell.importing.country import of_country
from groundswell.importing.counts import VAGUE, Count, interval, read_count
from groundswell.importing.dates import Span
from groundswell.importing.observations import Observation
from groundswell.importing.places import Regions, region_of_town
from groundswell.importing.sheet import Row
from groundswell.importing.source import Source, slug
from groundswell.importing.words import is_unknown, plain

_CROWD = re.compile(r"crowd[ _]size\s*=\s*([^;\]]*)", re.IGNORECASE)
_NO = ("", "0", "false", "no", "n")


class Record(NamedTuple):
    """An event as it is recorded; `kind` is the file's own word."""

    row: Row
    span: Span
    region: str
    place: str
    kind: str


def records(source: Source) -> list[Record]:
    """Return the events of a table, each once; those of other countries or online are left out, and noted."""
    ledger, cells = source.ledger, source.cells
    column = source.sheet.header[source.columns.at["region"]] if "region" in source.columns else "region"
    regions = Regions(source.case, source.options, ledger, column) if "region" in source.columns else None
    found: list[Record] = []
    rows = list(cells.unique(source.sheet.rows))
    for row in of_country(source, rows):
        if plain(cells.text(row, "online")) not in _NO and not is_unknown(cells.text(row, "online")):
            ledger.note("left out", "online, not in a street", row.line)
            continue
        if "is_event" in source.columns and cells.text(row, "is_event") in ("0", "0.0"):
            ledger.note("left out", "a year without an event", row.line)
            continue
        span = _span(source, row)
        region = _region(source, regions, row)
        if span is not None and region is not None:
            found.append(Record(row, span, region, cells.text(row, "place"), cells.text(row, "kind")))
    if regions:
        regions.close()
    return found


def observed(source: Source) -> list[Observation]:
    """Return the series of a table of records: events, participants, arrests and fatalities."""
    found: list[Observation] = []
    sums: dict[tuple[str, Span, str, str], list[tuple[int, Count]]] = defaultdict(list)
    for record in records(source):
        source.ledger.kept += 1
        ending = f"_{slug(record.kind)}" if source.columns.layout and source.columns.layout.by_kind else ""
        key = (record.span, record.region, record.place)
        sums[(f"events{ending}", *key)].append((record.row.line, Count(1.0)))
        for series, field in (("fatalities", "deaths"), ("arrests", "arrests")):
            if field in source.columns and (count := _sized(source, record.row, field)):
                sums[(f"{series}{ending}", *key)].append((record.row.line, count))
        size = _participants(source, record.row)
        if size is not None:
            at = f"{source.sheet.name}, line {record.row.line}"
            found.append(Observation("participants", record.span, record.region, record.place, size, at))
    for (series, span, region, place), counts in sums.items():
        lines = [line for line, _ in counts]
        at = f"{source.sheet.name}, line {lines[0]}" + (f" and {len(lines) - 1} more" if len(lines) > 1 else "")
        found.append(Observation(series, span, region, place, _sum([count for _, count in counts]), at))
    return found


def _span(source: Source, row: Row) -> Span | None:
    """Return the days of an event; one without a day is refused."""
    before = len(source.ledger.problems)
    span, last = source.cells.span(row), source.cells.span(row, "until")
    if span is None:
        if len(source.ledger.problems) == before and not source.options.skip_unreadable:
            error = InputError("no date", remedy="give one, or take the row out")
            source.ledger.refuse(error, source.cells.place(row, "date"))
        return None
    if last is not None and last.last < span.first:
        source.ledger.refuse(InputError(f"it ends on {last.last}, before it begins"), source.cells.place(row, "until"))
        return None
    return Span(span.first, last.last if last else span.last)


def _region(source: Source, regions: Regions | None, row: Row) -> str | None:
    """Return the region of a record, "" if the file does not say one, None if it is not known to the case."""
    text = source.cells.text(row, "region")
    if regions is not None and not is_unknown(text):
        return regions.find(text, row.line)
    return region_of_town(source.cells.text(row, "place"), source.case) or ""


def _participants(source: Source, row: Row) -> Count | None:
    """Return the size of an event, None if it is unknown: noted, never 0."""
    columns = source.columns
    fields = [f for f in ("size", "size_low", "size_high", "size_class", "tags") if f in columns]
    if not fields:
        return None
    found = _sized(source, row, "size")
    if found is None and "size_class" in columns:
        found = source.cells.count(row, "size_class")
    if found is None and (said := _CROWD.search(source.cells.text(row, "tags"))):
        found = _said(said[1])
    if found is None:
        source.ledger.note("unknown", "the size is not known: an event, but no number of participants", row.line)
    return found


def _sized(source: Source, row: Row, field: str) -> Count | None:
    """Return a count with its interval, where two columns give one."""
    cells = source.cells
    value, low, high = (cells.count(row, name) if name in source.columns else None
                        for name in (field, f"{field}_low", f"{field}_high"))  # fmt: skip
    try:
        return interval(value, low, high)
    except InputError as error:
        source.ledger.refuse(error, cells.place(row, f"{field}_low"))
        return None


def _said(text: str) -> Count | None:
    """Return the size that a tag gives; other words mean that it is unknown."""
    try:
        count = read_count(text)
    except InputError:
        return None
    return None if count is VAGUE else count


def _sum(counts: list[Count]) -> Count:
    """Return the sum of counts: an interval if one has any, and no more exact than the least exact."""
    if len(counts) == 1:
        return counts[0]
    kinds = {count.kind for count in counts} - {"exact"}
    kind = next(iter(kinds)) if len(kinds) == 1 else "about" if kinds else "exact"
    value = sum(count.value for count in counts)
    if all(count.low is None for count in counts):
        return Count(value, kind=kind)
    low, high = (sum(_end(count, end) for count in counts) for end in (1, 2))
    return Count(value, low, high, kind)


def _end(count: Count, end: int) -> float:
    found = count[end]
    return count.value if not isinstance(found, float) else found
