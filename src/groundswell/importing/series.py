"""Observed series: a table of days, or records of events, into evidence/observations/NAME.csv."""

from collections.abc import Iterator
from typing import NamedTuple

from groundswell.errors import InputError, nearest, shown
from groundswell.importing.casefolder import OBSERVATIONS
from groundswell.importing.columns import repeated
from groundswell.importing.country import of_country
from groundswell.importing.counts import Count, interval, looks_like_count
from groundswell.importing.dates import Span
from groundswell.importing.observations import Observation, by_series, number, observations_csv
from groundswell.importing.places import Regions
from groundswell.importing.records import observed
from groundswell.importing.sheet import Row
from groundswell.importing.source import Draft, Source, slug
from groundswell.importing.totals import Value, with_totals
from groundswell.importing.words import is_total, is_unknown, plain
from groundswell.world.assumptions import counted

_KINDS = ("exact", "about", "at least", "at most")
_NO_SERIES = ("lat", "lon", "latitude", "longitude", "year", "week", "id", "iso")
_ROUND = str.maketrans("[]", "()")  # a tag in brackets would name a citation of the case


class _Column(NamedTuple):
    """A column of values: its series, its index, and the region that it is of, "" if each row names one."""

    series: str
    at: int
    region: str = ""


def read_series(source: Source) -> Draft:
    """Return the observations of a table. Problems go to the ledger."""
    is_records = source.columns.layout is not None and "value" not in source.columns
    found = _renamed(source, observed(source) if is_records else _from_table(source))
    name = slug(source.options.name or source.sheet.name.rsplit(".", 1)[0], "series")
    if not found and not source.ledger.problems:
        notes = "; ".join(str(note) for note in source.ledger.notes()[:5])
        source.refuse(f"nothing is left to be written ({notes})", "give a table with dates and numbers")
    _outside(source, found)
    return Draft(f"{OBSERVATIONS}/{name}.csv", observations_csv(found), len(found), tuple(_summary(found)))


def _renamed(source: Source, found: list[Observation]) -> list[Observation]:
    """Return observations under the names that the user gives their series."""
    names, there = source.options.series, dict.fromkeys(o.series for o in found)
    for name in names:
        if name not in there and found:
            source.refuse(f"no series {shown(name)}", nearest(name, there), "--series")
    return [o._replace(series=names.get(o.series, o.series)) for o in found]


def _from_table(source: Source) -> list[Observation]:
    ledger, cells = source.ledger, source.cells
    if not {"date", "year", "month"} & set(source.columns.at):
        _no_dates(source)
        return []
    series = _value_columns(source)
    if not series and not _is_long(source):
        source.refuse("no column of numbers", "name it: --column SERIES=HEADER", f"{source.sheet.name}:1")
        return []
    regions = Regions(source.case, source.options, ledger, "region") if "region" in source.columns else None
    values: list[Value] = []
    for row in of_country(source, list(cells.unique(source.sheet.rows))):
        span = _span(source, row)
        text = cells.text(row, "region")
        region = regions.find(text, row.line) if regions and not (is_unknown(text) or is_total(text)) else ""
        if span is None or region is None:
            continue
        known = list(_row_values(source, row, series, span, region))
        ledger.kept += 1
        values += known
    if regions:
        regions.close()
    values = list(_once(source, values))
    everything = source.options.cumulative or (source.columns.layout is not None and not source.sheet.has_header)
    values = with_totals(source, values, everything)
    return [value.observation for value in values]


def _span(source: Source, row: Row) -> Span | None:
    span, last = source.cells.span(row), source.cells.span(row, "until")
    if span is None and is_unknown(source.cells.text(row, "date")) and "date" in source.columns:
        source.ledger.refuse(
            InputError("no date", remedy="give one, or take the row out"), source.cells.place(row, "date")
        )
    if span is not None and last is not None and last.last < span.first:
        source.ledger.refuse(InputError(f"it ends on {last.last}, before it begins"), source.cells.place(row, "until"))
        return None
    return Span(span.first, last.last if last else span.last) if span else None


def _value_columns(source: Source) -> list[_Column]:
    """Return the columns of values: those that the user names, or all that hold numbers."""
    columns, sheet = source.columns, source.sheet
    if columns.named:
        return [_Column(name, columns.at[name]) for name in columns.named]
    if _is_long(source):
        for k in columns.rest:
            source.ledger.note("left out", f"column {shown(sheet.header[k])} is no part of a series")
        return []
    found: list[_Column] = []
    for k in columns.rest:
        known = [cell for cell in sheet.column(k) if not is_unknown(cell)]
        numbers = sum(looks_like_count(cell) for cell in known)
        name = slug(sheet.header[k], f"column_{k + 1}")
        if name in _NO_SERIES or not known or 2 * numbers < len(known):
            source.ledger.note("left out", f"column {shown(sheet.header[k])} holds no series")
        else:
            found.append(_Column(name, k))
    return _of_regions(source, found)


def _is_long(source: Source) -> bool:
    """Tell whether rows hold one value each: in a column of values, or as an interval of two."""
    return "value" in source.columns or {"low", "high"} <= set(source.columns.at)


def _of_regions(source: Source, found: list[_Column]) -> list[_Column]:
    """Return columns that are all headed by regions as one series of each region; others as they are."""
    if "region" in source.columns or len(found) < 2 or not source.case.names:
        return found
    regions = Regions(source.case, source.options, source.ledger, "")
    headers = [source.sheet.header[column.at] for column in found]
    codes = [regions.quiet(header) for header in headers if not is_total(header)]
    if len(codes) < 2 or None in codes:
        return found
    name = slug(source.options.name or source.sheet.name.rsplit(".", 1)[0], "series")
    source.ledger.note("note", f"the columns are regions of one series, {name}")
    return [
        _Column(name, column.at, regions.quiet(header) or "") for column, header in zip(found, headers, strict=True)
    ]


def _row_values(source: Source, row: Row, columns: list[_Column], span: Span, region: str) -> Iterator[Value]:
    """Return the known values of a row."""
    place, at = source.cells.text(row, "place"), f"{source.sheet.name}, line {row.line}"
    if "source" in source.columns and (said := source.cells.text(row, "source")):
        at = f"{said.translate(_ROUND)} ({at})"
    if not columns:
        name = slug(source.cells.text(row, "series") or source.options.name or source.sheet.name.rsplit(".", 1)[0])
        value = _long_value(source, row)
        if value is not None:
            yield Value(Observation(name, span, region, place, value, at), row.line)
    for column in columns:
        value = _value(source, row, column.at)
        if value is None and is_unknown(row.cells[column.at]):
            header = source.sheet.header[column.at]
            source.ledger.note("unknown", f"{header} is not known: no value, and no 0", row.line)
        if value is not None:
            yield Value(Observation(column.series, span, column.region or region, place, value, at), row.line)


def _value(source: Source, row: Row, column: int) -> Count | None:
    """Return a count; in a column of shares a number."""
    if source.cells.holds_shares(column):
        amount = source.cells.amount(row, column)
        return None if amount is None else Count(amount)
    return source.cells.count(row, column)


def _long_value(source: Source, row: Row) -> Count | None:
    cells, columns = source.cells, source.columns
    value = _value(source, row, columns.at["value"]) if "value" in columns else None
    low, high = (cells.count(row, name) if name in columns else None for name in ("low", "high"))
    try:
        found = interval(value, low, high)
    except InputError as error:
        source.ledger.refuse(error, cells.place(row, "low"))
        return None
    kind = plain(cells.text(row, "kind"))
    return found._replace(kind=kind) if found and kind in _KINDS else found


def _once(source: Source, values: list[Value]) -> Iterator[Value]:
    """Return each value once: the same value again is merged, another value for the same day is refused."""
    seen: dict[tuple[str, Span, str, str], Value] = {}
    for value in values:
        o = value.observation
        first = seen.setdefault((o.series, o.span, o.region, o.place), value)
        if first is value:
            yield value
        elif first.observation.counted == o.counted:
            source.ledger.note(
                "merged", f"{o.series} on {o.span.first} as in line {first.line}: counted once", value.line
            )
        else:
            now, before = number(o.counted.value), number(first.observation.counted.value)
            problem = f"{o.series} on {o.span.first} is {now}, and {before} in line {first.line}"
            remedy = "keep one of the two rows, or tell them apart: --column place=HEADER or --column series=HEADER"
            source.ledger.refuse(InputError(problem, remedy=remedy), source.sheet.place(value.line))


def _no_dates(source: Source) -> None:
    """Say that a table without dates is no series, and which of its rows name the same thing."""
    headers = ", ".join(shown(name) for name in source.sheet.header[:12])
    remedy = "name the column of dates: --column date=HEADER; a table without dates is no series"
    source.refuse(f"no column of dates among {headers}", remedy, f"{source.sheet.name}:1")
    if "country" in source.columns:
        source.ledger.problems += repeated(source.sheet, source.columns.at["country"])


def _outside(source: Source, found: list[Observation]) -> None:
    start = source.case.start
    early = sum(o.span.last < start for o in found) if start else 0
    if early:
        source.ledger.note("note", f"{early:,} of {len(found):,} values lie before the case's start, {start}")


def _summary(found: list[Observation]) -> Iterator[str]:
    """Return a line for each series: values, days and kinds."""
    for name, own in sorted(by_series(found).items()):
        kinds = [f"{n:,} {kind}" for kind in _KINDS if (n := sum(o.counted.kind == kind for o in own))]
        days = f"{min(o.span.first for o in own)} to {max(o.span.last for o in own)}"
        yield f"{name}: {counted(len(own), 'value')}, {days}; {', '.join(kinds)}"
