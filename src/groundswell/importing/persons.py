"""Numbers of inhabitants, in persons, thousands or millions, as the header or the user says."""

import re
from dataclasses import replace

from groundswell.errors import InputError
from groundswell.importing.sheet import Row
from groundswell.importing.source import Source

UNITS = {"persons": 1, "thousands": 1_000, "millions": 1_000_000}
_MOST = 1e11  # persons
_THOUSANDS = re.compile(r"thousand|тыс|тис|\btsd|\bin 1[., ]?000|1000s|\bmiles\b|\bmilliers\b", re.IGNORECASE)
_POPULATION = re.compile(r"pop(ulation)?\b|pop(ulation)?_|einwohner|bevölkerung|населени|poblaci", re.IGNORECASE)
_MILLIONS = re.compile(r"million|млн|\bmio\b", re.IGNORECASE)


def unit_of(source: Source, *columns: int) -> int:
    """Return what the numbers of some columns are multiplied by: as the user says, or as their headers do."""
    if source.options.unit:
        return UNITS[source.options.unit]
    layout = source.columns.layout
    if layout and layout.unit:
        source.ledger.note("note", f"numbers are in {layout.unit}, as in every {layout.title}")
        return UNITS[layout.unit]
    for column in columns:
        header = source.sheet.header[column]
        for unit, pattern in (("thousands", _THOUSANDS), ("millions", _MILLIONS)):
            if pattern.search(header):
                source.ledger.note("note", f"column {header} is in {unit}, as its header says")
                return UNITS[unit]
    return 1


def population_column(source: Source) -> Source:
    """Return a source in which the only column whose header begins with "population" is that of the population.

    Of several, none is taken: they are refused, for they may be of different years.
    """
    columns = source.columns
    found = [k for k in columns.rest if _POPULATION.match(source.sheet.header[k])]
    if "population" in columns or not found:
        return source
    names = [source.sheet.header[k] for k in found]
    if len(found) > 1:
        remedy = f"say which one to take: --column population={names[0]}"
        source.refuse(f"{len(found)} columns of population: {', '.join(names)}", remedy, f"{source.sheet.name}:1")
        return source
    source.ledger.note("note", f"population is taken from column {names[0]}")
    rest = tuple(k for k in columns.rest if k != found[0])
    return source._replace(columns=replace(columns, at={**columns.at, "population": found[0]}, rest=rest))


def persons(source: Source, row: Row, column: int, unit: int) -> int | None:
    """Return whole persons, None if they are unknown or refused."""
    if unit == 1:
        count = source.cells.count(row, column)
        if count is not None and count.kind != "exact":
            source.ledger.note("note", f"population is said to be {count.kind} this number", row.line)
        return None if count is None else int(count.value)
    amount = source.cells.amount(row, column)
    if amount is not None and amount < 0:
        error = InputError(f"{amount:g} is negative", remedy="give 0 or more")
        source.ledger.refuse(error, source.cells.place(row, column))
    if amount is not None and amount * unit > _MOST:
        error = InputError(f"{amount:g} is more than there are people", remedy="correct it, or its --unit")
        source.ledger.refuse(error, source.cells.place(row, column))
        return None
    return None if amount is None else round(amount * unit)
