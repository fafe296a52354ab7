"""Columns of numbers that describe regions: found in a table of regions, or added to the regions of a case."""

from collections.abc import Collection, Mapping

from groundswell.errors import InputError, shown
from groundswell.importing.casefolder import REGIONS
from groundswell.importing.numbers import looks_like_number
from groundswell.importing.observations import number
from groundswell.importing.places import Regions
from groundswell.importing.sheet import read_sheet
from groundswell.importing.source import Draft, Source, slug
from groundswell.importing.words import is_total, is_unknown
from groundswell.world.files import table as csv_text


def covariates(source: Source, taken: Collection[str]) -> dict[str, int]:
    """Return the columns of numbers by the covariate's name; those of text are noted.

    `taken` are names that mean something else in regions.csv.
    """
    columns, sheet = source.columns, source.sheet
    found = {name: columns.at[name] for name in columns.named}
    for k in columns.rest if not found else ():
        known = [cell for cell in sheet.column(k) if not is_unknown(cell)]
        numbers = sum(looks_like_number(cell) for cell in known)
        name = slug(sheet.header[k], f"column_{k + 1}")
        name = name if name[0].isalpha() and name not in taken else f"c_{name}"
        if not known or 2 * numbers < len(known):
            source.ledger.note("left out", f"column {shown(sheet.header[k])} holds no numbers")
        elif name in found:
            source.refuse(f"two columns would be called {shown(name)}", "name them: --column NAME=HEADER")
        else:
            found[name] = k
    return found


def add_columns(source: Source, found: Mapping[str, int]) -> Draft:
    """Return the case's regions with new columns; a row that means no certain region is refused or left out."""
    cells, ledger = source.cells, source.ledger
    field = "code" if "code" in source.columns else "name"
    regions = Regions(source.case, source.options, ledger, source.sheet.header[source.columns.at[field]])
    values: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    for row in cells.unique(source.sheet.rows):
        text = cells.text(row, field)
        if is_total(text):
            ledger.note("left out", f"{shown(text)} is the sum of the others, no region", row.line)
            continue
        code = regions.find(text, row.line)
        if code is None:
            continue
        if code in values:
            problem = f"{source.case.label(code)} again, as in line {lines[code]}"
            ledger.refuse(InputError(problem, remedy="keep one of the rows"), cells.place(row, field))
            continue
        lines[code], ledger.kept = row.line, ledger.kept + 1
        values[code] = {name: number(cells.amount(row, at)) for name, at in found.items()}
    regions.close()
    missing = [code for code in source.case.names if code not in values]
    if missing:
        named = ", ".join(map(source.case.label, missing[:20]))
        ledger.note(
            "unknown", f"{len(missing)} regions of the case are not in the file, their cells stay empty: {named}"
        )
    return _with(source, values, tuple(found))


def _with(source: Source, values: Mapping[str, Mapping[str, str]], names: tuple[str, ...]) -> Draft:
    sheet = read_sheet(source.case.path / REGIONS, delimiter=",", header=True)
    code = sheet.header.index("code")
    there = [name for name in names if name in sheet.header]
    if there:
        remedy = "name it otherwise: --column NAME=HEADER, or take the old column out of the file"
        source.refuse(f"the case has a column {', '.join(there)} already", remedy, REGIONS)
    rows = [[*row.cells, *(values.get(row.cells[code], {}).get(name, "") for name in names)] for row in sheet.rows]
    summary = (f"{len(values)} of {len(rows)} regions get: {', '.join(names)}",)
    return Draft(REGIONS, csv_text((*sheet.header, *names), rows), len(rows), summary, appended=True)
