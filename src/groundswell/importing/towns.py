"""Towns into population/towns.csv: each in a region that is certain, and never more people than the region."""

from collections import defaultdict

from groundswell.errors import InputError, shown
from groundswell.importing.casefolder import TOWNS
from groundswell.importing.country import of_country
from groundswell.importing.flee import resident_places
from groundswell.importing.observations import number
from groundswell.importing.persons import persons, population_column, unit_of
from groundswell.importing.places import Regions
from groundswell.importing.sheet import Row
from groundswell.importing.source import Draft, Source
from groundswell.importing.words import is_total, is_unknown, plain
from groundswell.world.assumptions import counted
from groundswell.world.files import table as csv_text

_HEADER = ("region", "name", "population", "lat", "lon")
_Town = tuple[str, str, int, float | None, float | None]


def read_towns(source: Source) -> Draft:
    """Return towns.csv. Problems go to the ledger."""
    source = population_column(source)
    columns, ledger = source.columns, source.ledger
    missing = [field for field in ("name", "region", "population") if field not in columns]
    if missing:
        remedy = f"name it: --column {missing[0]}=HEADER"
        source.refuse(f"no column of the towns' {' and '.join(missing)}", remedy, f"{source.sheet.name}:1")
        return Draft(TOWNS, "", 0)
    regions = Regions(source.case, source.options, ledger, source.sheet.header[columns.at["region"]])
    unit = unit_of(source, columns.at["population"])
    rows = list(source.cells.unique(source.sheet.rows))
    own = resident_places(source, rows) if "type" in columns else of_country(source, rows)
    found: dict[tuple[str, str], tuple[int, _Town]] = {}
    for row in own:
        town = _town(source, regions, row, unit)
        if town is None:
            continue
        line, first = found.setdefault((town[0], plain(town[1])), (row.line, town))
        if line == row.line:
            ledger.kept += 1
        elif first[2] == town[2]:
            ledger.note("merged", f"{shown(town[1])} again, as in line {line}: counted once", row.line)
        else:
            problem = f"{shown(town[1])} in {town[0]} again, with {town[2]:,} people and not {first[2]:,} (line {line})"
            ledger.refuse(InputError(problem, remedy="keep one row, or rename one"), source.cells.place(row, "name"))
    regions.close()
    towns = [town for _, town in found.values()]
    _check_sums(source, towns)
    if not towns and not ledger.problems:
        source.refuse("no town is left", "give a table with a row for each town")
    towns.sort(key=lambda town: (town[0], -town[2], town[1]))
    text = csv_text(
        _HEADER, [(code, name, str(people), number(lat), number(lon)) for code, name, people, lat, lon in towns]
    )
    where = counted(len({town[0] for town in towns}), "region")
    summary = f"{counted(len(towns), 'town')} in {where}, {sum(town[2] for town in towns):,} people"
    return Draft(TOWNS, text, len(towns), (summary,))


def _town(source: Source, regions: Regions, row: Row, unit: int) -> _Town | None:
    """Return a town, None if it is left out or refused."""
    cells, ledger = source.cells, source.ledger
    name, text = cells.text(row, "name"), cells.text(row, "region")
    if is_total(name):
        ledger.note("left out", f"{shown(name)} is the sum of the others, no town", row.line)
        return None
    if not name:
        ledger.refuse(
            InputError("no name", remedy="give the town's name, or take the row out"), cells.place(row, "name")
        )
        return None
    people = persons(source, row, source.columns.at["population"], unit)
    code = regions.find(text, row.line)
    lat, lon = (cells.degrees(row, field) for field in ("lat", "lon"))
    if people is None and is_unknown(cells.text(row, "population")):
        ledger.note(
            "left out", f"{shown(name)} has no population: it stays part of the region's other places", row.line
        )
    if people is None or code is None:
        return None
    return code, name, people, lat, lon


def _check_sums(source: Source, towns: list[_Town]) -> None:
    """Refuse towns with more people than their region has."""
    sums: dict[str, int] = defaultdict(int)
    for code, _, people, _, _ in towns:
        sums[code] += people
    for code, people in sums.items():
        most = source.case.population.get(code)
        if most is not None and people > most:
            label = source.case.label(code)
            remedy = "correct the population of the region or its towns; perhaps they are of different years or limits"
            source.refuse(f"the towns of {label} hold {people:,} people, the region {most:,}", remedy)
