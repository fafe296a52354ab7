"""Events into timeline.toml: a table of one's own, Flee's closures and conflicts, records taken as events.

Records of what happened (ACLED, Crowd Counting, Mass Mobilization) are observations unless the user says which kind of
event stands for them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from groundswell.errors import InputError, shown
from groundswell.events import resolve
from groundswell.importing.closures import closures
from groundswell.importing.conflict_days import conflict_spells, intensity_key, place_columns
from groundswell.importing.country import of_country
from groundswell.importing.event_kinds import check_kinds, kind_of, note_left_out, refuse_kind
from groundswell.importing.places import Regions, region_of_town
from groundswell.importing.records import records
from groundswell.importing.series import read_series
from groundswell.importing.sheet import Row
from groundswell.importing.source import Draft, Source, slug
from groundswell.importing.timeline import NewEvent, timeline_draft
from groundswell.importing.words import is_unknown, plain
from groundswell.inputs.fill import keys
from groundswell.world.assumptions import counted

_ALL = ("", "all", "*", "nation", "everywhere", "alle", "все")
_SIZES = ("size", "size_low", "size_high", "deaths", "arrests")
_ROUND = str.maketrans("[]", "()")  # a tag in brackets would name a citation of the case
_YES, _NO = ("true", "yes", "ja", "да"), ("false", "no", "nein", "нет")


def read_events(source: Source) -> Draft:
    """Return the timeline with the events of a table, or records as observations. Problems go to the ledger."""
    layout = source.columns.layout
    check_kinds(source)
    if layout and "series" in layout.commands:
        if not source.options.kinds:
            text = (
                f"{layout.title} records what happened: kept as observations; the timeline holds causes. To take some"
            )
            source.ledger.note("note", f"{text} as events, say what stands for them: --kind WORD=KIND")
            return read_series(source)
        return timeline_draft(source, list(_from_records(source)))
    if "name1" in source.columns:
        return timeline_draft(source, list(closures(source)))
    has_days = "date" in source.columns or "day" in source.columns
    if has_days and not {"kind", "strength"} & set(source.columns.at) and (places := place_columns(source)):
        return timeline_draft(source, list(conflict_spells(source, places)))
    return timeline_draft(source, list(_from_table(source)))


def _from_records(source: Source) -> Iterator[NewEvent]:
    """Return one event for all records of a kind on a day in a region."""
    unknown: dict[str, list[int]] = defaultdict(list)
    found: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    for record in records(source):
        kind = kind_of(record.kind, source)
        if kind is None:
            unknown[record.kind].append(record.row.line)
        elif not kind:
            note_left_out(record.kind, record.row.line, source)
        elif not _within(source, record.span.first):
            source.ledger.note("left out", "outside the case's days", record.row.line)
        else:
            source.ledger.kept += 1
            found[kind, record.span.first, record.region].append(record.row.line)
    for word, lines in unknown.items():
        refuse_kind(word, lines, source)
    for (kind, day, region), lines in sorted(found.items()):
        name = "-".join(filter(None, (kind, day.isoformat(), region)))
        for line in lines[1:]:
            source.ledger.note("merged", f"{name}: one event, as in line {lines[0]}", line)
        said = f"{source.sheet.name}, {counted(len(lines), 'record')} from line {lines[0]}"
        where = [region] if region else None
        values: dict[str, Any] = {"kind": kind, "day": day, "regions": where, "source": said}
        yield NewEvent(name, values, lines[0])


def _within(source: Source, day: date) -> bool:
    start, days = source.case.start, source.case.days
    return start is None or (day >= start and (days is None or (day - start).days < days))


def _from_table(source: Source) -> Iterator[NewEvent]:
    """Return the events of a table of one's own, or of Flee's conflicts."""
    cells, columns, ledger = source.cells, source.columns, source.ledger
    if "date" not in columns and "day" not in columns:
        source.refuse("no column of days", "name it: --column day=HEADER (or date=HEADER)", f"{source.sheet.name}:1")
        return
    if "kind" not in columns and "strength" not in columns:
        source.refuse("no column of kinds of event", "name it: --column kind=HEADER", f"{source.sheet.name}:1")
        return
    header = source.sheet.header[columns.at["region"]] if "region" in columns else "region"
    regions = Regions(source.case, source.options, ledger, header) if "region" in columns else None
    unknown: dict[str, list[int]] = defaultdict(list)
    names: dict[str, int] = defaultdict(int)
    for field in _SIZES:
        if field in columns:
            column = source.sheet.header[columns.at[field]]
            text = f"column {column}: what happened is no cause; groundswell case import series takes it"
            ledger.note("left out", text)
    for row in of_country(source, list(cells.unique(source.sheet.rows))):
        word = cells.text(row, "kind") if "kind" in columns else "conflict"
        kind = kind_of(word, source)
        where = _where(source, regions, row)
        day = cells.day(row, "date" if "date" in columns else "day")
        if kind is None:
            unknown[word].append(row.line)
        elif not kind:
            note_left_out(word, row.line, source)
        elif day is None and is_unknown(cells.text(row, "date") or cells.text(row, "day")):
            ledger.refuse(InputError("no day", remedy="give one, or take the row out"), source.sheet.place(row.line))
        elif day is not None and where is not None:
            ledger.kept += 1
            yield _event(source, row, kind, day, where, names)
    for word, lines in unknown.items():
        refuse_kind(word, lines, source)
    if regions:
        regions.close()


def _event(source: Source, row: Row, kind: str, day: date | int, where: list[str], names: dict[str, int]) -> NewEvent:
    """Return the event of a row; a name that is taken gets a number."""
    cells = source.cells
    given = re.sub("[^A-Za-z0-9_-]+", "-", slug(cells.text(row, "name")).replace("_", "-"))
    name = given or "-".join([kind, str(day), *where[:1]])
    names[name] += 1
    name = f"{name}-{names[name]}" if names[name] > 1 else name
    said, at = cells.text(row, "source").translate(_ROUND), f"{source.sheet.name}, line {row.line}"
    values: dict[str, Any] = {"kind": kind, "day": day, "until": cells.day(row, "until"), "regions": where or None}
    values |= {**_fields(source, row, kind), "source": f"{said} ({at})" if said else at}
    return NewEvent(name, values, row.line)


def _fields(source: Source, row: Row, kind: str) -> dict[str, Any]:
    """Return the keys of this kind of event that other columns give; a filled cell that is no key is refused."""
    known, found = keys(resolve(kind)), dict[str, Any]()
    if "strength" in source.columns and (strength := source.cells.amount(row, "strength")) is not None:
        name = intensity_key(kind)
        found[name] = strength
        source.ledger.note("assumed", f"the intensity is taken as {kind}.{name}, as it is", row.line)
    for column in source.columns.rest:
        name, text = slug(source.sheet.header[column]), row.cells[column]
        if is_unknown(text):
            continue
        if name in known:
            found[name] = _value(source, row, column)
        else:
            source.ledger.note("left out", f"column {source.sheet.header[column]} is no key of {kind}", row.line)
    return found


def _value(source: Source, row: Row, column: int) -> Any:
    """Return a cell as the timeline has it: true or false, a number, or a text."""
    text = row.cells[column]
    if plain(text) in _YES + _NO:
        return plain(text) in _YES
    if not any(c.isdecimal() for c in text):
        return text
    return source.cells.amount(row, column)


def _where(source: Source, regions: Regions | None, row: Row) -> list[str] | None:
    """Return the regions of an event, none for all of them; None, and a problem, if one is not certain."""
    text, place = source.cells.text(row, "region"), source.cells.text(row, "place")
    if regions is not None and plain(text) not in _ALL:
        parts = [part.strip() for part in re.split(r"[|;]", text) if part.strip()]
        found = [regions.find(part, row.line) for part in parts]
        return None if None in found else [code for code in found if code]
    if not place or regions is not None:
        return []
    code = region_of_town(place, source.case) or Regions(source.case, source.options, source.ledger, "").quiet(place)
    if code is None:
        remedy = f"import the towns first (case import towns), or say its region: --region {shown(place + '=CODE')}"
        error = InputError(f"{shown(place)} is no town or region of the case that is certain", remedy=remedy)
        source.ledger.refuse(error, source.cells.place(row, "place"))
    return [code] if code else None
