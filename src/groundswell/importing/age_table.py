"""The cells of an age table, whatever its shape: one row an age, a column for each sex, or a column for each age."""

from collections.abc import Iterator
from typing import NamedTuple

from groundswell.errors import InputError, shown
from groundswell.importing.age_labels import Ages, is_all_ages, read_ages
from groundswell.importing.country import of_country
from groundswell.importing.places import Regions
from groundswell.importing.sheet import Row
from groundswell.importing.source import Source
from groundswell.importing.words import is_total, is_unknown, meanings, plain

NATION = "*"


class Cell(NamedTuple):
    """A number of people as the table gives it, not yet in persons."""

    region: str  # code, or * for the nation
    sex: str  # male | female | all
    ages: Ages
    amount: float
    row: Row
    column: int


_Column = tuple[int, str, Ages | None]  # its index, sex and ages, where the column gives them


def age_cells(source: Source) -> list[Cell]:
    """Return the cells of an age table. Problems go to the ledger."""
    columns, ledger = source.columns, source.ledger
    if "year" in columns and len(years := set(source.sheet.column(columns.at["year"]))) > 1:
        header, some = source.sheet.header[columns.at["year"]], ", ".join(sorted(years)[:12])
        source.refuse(f"rows of {len(years)} years: {some}", f"take one: --where {header}={max(years)}")
        return []
    wide = {k: ages for k in columns.rest if (ages := read_ages(source.sheet.header[k])) is not None}
    by_sex = [sex for sex in ("male", "female") if sex in columns]
    only = {columns.rest[0]: ""} if len(columns.rest) == 1 else {}
    values = {columns.at[sex]: sex for sex in by_sex} or ({columns.at["value"]: ""} if "value" in columns else only)
    if "age" in columns and values:
        shape: list[_Column] = [(k, sex, None) for k, sex in values.items()]
    elif wide:
        shape = [(k, "", ages) for k, ages in wide.items()]
    else:
        remedy = "name them: --column age=HEADER and --column value=HEADER (or male= and female=)"
        source.refuse("no column of ages with numbers", remedy, f"{source.sheet.name}:1")
        return []
    header = source.sheet.header[columns.at["region"]] if "region" in columns else ""
    regions = Regions(source.case, source.options, ledger, header) if header else None
    found: list[Cell] = []
    for row in of_country(source, list(source.cells.unique(source.sheet.rows))):
        own = list(_of_row(source, regions, row, shape))
        ledger.kept += bool(own)
        found += own
    if regions:
        regions.close()
    return found


def _of_row(source: Source, regions: Regions | None, row: Row, shape: list[_Column]) -> Iterator[Cell]:
    cells, ledger = source.cells, source.ledger
    region = _region(source, regions, row)
    sex = _sex(source, row)
    if region is None or sex is None:
        return
    label = cells.text(row, "age")
    if "age" in source.columns and shape[0][2] is None:
        ages = read_ages(label)
        if is_all_ages(label):
            ledger.note("left out", f"{shown(label)} is the sum of all ages", row.line)
            return
        if ages is None:
            remedy = "write ages such as 7, 5-9 or 80+"
            ledger.refuse(InputError(f"{shown(label)} is no age", remedy=remedy), cells.place(row, "age"))
            return
        shape = [(k, own, ages) for k, own, _ in shape]
    for column, own_sex, ages in shape:
        amount = cells.amount(row, column)
        if amount is None or ages is None:
            if is_unknown(cells.text(row, column)):
                error = InputError("no number", remedy="give one: an age that nobody has is 0")
                ledger.refuse(error, cells.place(row, column))
            continue
        if amount < 0:
            ledger.refuse(InputError(f"{amount:g} is negative", remedy="give 0 or more"), cells.place(row, column))
            continue
        yield Cell(region, own_sex or sex, ages, amount, row, column)


def _region(source: Source, regions: Regions | None, row: Row) -> str | None:
    text = source.cells.text(row, "region")
    if regions is None or text == NATION:
        return NATION
    if is_total(text):
        source.ledger.note("left out", f"{shown(text)} is the sum of the regions", row.line)
        return None
    return regions.find(text, row.line)


def _sex(source: Source, row: Row) -> str | None:
    """Return male, female or all; None, and a problem, for another word."""
    if "sex" not in source.columns:
        return "all"
    text = source.cells.text(row, "sex")
    sex = {**meanings("sex"), "": "all"}.get(plain(text).rstrip("."))
    if sex is None:
        error = InputError(f"{shown(text)} is no sex", remedy="write male, female or all")
        source.ledger.refuse(error, source.cells.place(row, "sex"))
    return sex
