"""Age tables into population/age_sex.csv: single years or bands, added up to five-year bands of each sex."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from groundswell.errors import InputError
from groundswell.importing.age_labels import LAST, Ages, resolved
from groundswell.importing.age_table import NATION, Cell, age_cells
from groundswell.importing.casefolder import AGES
from groundswell.importing.persons import unit_of
from groundswell.importing.source import Draft, Source
from groundswell.world.files import table as csv_text

BANDS = tuple(range(0, LAST + 5, 5))
_SEXES = ("male", "female")
_Table = dict[tuple[str, str], list[float]]  # persons by band, of a region and sex


def read_age_table(source: Source) -> Draft:
    """Return age_sex.csv. Problems go to the ledger."""
    cells = age_cells(source)
    if not cells:
        if not source.ledger.problems:
            source.refuse("no number of people", "give a table with ages and numbers")
        return Draft(AGES, "", 0)
    cells = _of_sexes(source, cells)
    unit = _unit(source, cells)
    groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.region, cell.sex].append(cell)
    covers = resolved(cell.ages for cell in cells)
    ends = {_end(source, own, covers) for own in groups.values()}
    table = {key: _banded(source, own, covers, unit) for key, own in groups.items()}
    if len(ends) > 1:
        source.refuse(
            "the ages of some regions or sexes end earlier than those of others", "give the same ages for all"
        )
    if not source.ledger.problems:
        _check_end(source, ends.pop(), table)
    table = _halved(source, table)
    _check_regions(source, table)
    rows = [[region, sex, *(str(round(n)) for n in table[region, sex])] for region, sex in sorted(table, key=_order)]
    text = csv_text(("region", "sex", *(f"age_{age}" for age in BANDS)), rows)
    return Draft(AGES, text, len(rows), tuple(_summary(table)))


def _of_sexes(source: Source, cells: list[Cell]) -> list[Cell]:
    """Return the cells without those of both sexes together, where each sex is given too."""
    both = [cell for cell in cells if cell.sex == "all"]
    if both and len(both) < len(cells):
        for cell in both:
            source.ledger.note("left out", "both sexes together, where each is given too", cell.row.line)
        return [cell for cell in cells if cell.sex != "all"]
    return cells


def _unit(source: Source, cells: Sequence[Cell]) -> int:
    """Return what numbers are multiplied by; numbers with decimals are no persons, so that a unit must be known."""
    unit = unit_of(source, *{cell.column for cell in cells})
    if unit > 1 or source.options.unit:
        return unit
    part = next((cell for cell in cells if cell.amount != int(cell.amount)), None)
    if part is None:
        return 1
    if source.columns.layout is not None:
        source.ledger.note(
            "assumed", f"numbers are thousands, as in the UN's tables: {part.amount:g} is no number of persons"
        )
        return 1000
    error = InputError(
        f"{part.amount:g} is no whole number of persons", remedy="give --unit thousands or --unit persons"
    )
    source.ledger.refuse(error, source.cells.place(part.row, part.column))
    return 1


def _end(source: Source, cells: Sequence[Cell], covers: Mapping[Ages, Ages]) -> int | None:
    """Return the last completed year of a table without gaps or overlaps, None if its end is open."""
    following = 0
    spans = sorted((covers[cell.ages], cell.row.line) for cell in cells)
    for ages, line in spans:
        place = f"{source.sheet.name}:{line}"
        if ages.low != following:
            what = "is missing" if ages.low > following else "is there twice"
            years = f"age {following}" if ages.low > following else f"age {ages.low}"
            source.refuse(f"{years} {what}", "give each age once, from 0", place)
            return ages.high
        if ages.high is None:
            return None
        following = ages.high + 1
    return following - 1


def _banded(source: Source, cells: Sequence[Cell], covers: Mapping[Ages, Ages], unit: int) -> list[float]:
    """Return persons in each five-year band; a group of ages that lies in two bands is refused."""
    found = [0.0] * len(BANDS)
    for cell in cells:
        ages = covers[cell.ages]
        first = min(ages.low, LAST) // 5
        last = len(BANDS) - 1 if ages.high is None else min(ages.high, LAST) // 5
        if first != last:
            upper = f"{ages.high}" if ages.high is not None else "the end"
            remedy = "give single years, or bands within 0-4, 5-9, ... 80 and over"
            error = InputError(f"ages {ages.low} to {upper} lie in more than one band of five years", remedy=remedy)
            source.ledger.refuse(error, source.cells.place(cell.row, cell.column))
        found[first] += cell.amount * unit
    return found


def _check_end(source: Source, end: int | None, table: _Table) -> None:
    """Say how the table ends; one that ends before the last band leaves older people unknown, which is not 0."""
    if end is None:
        source.ledger.note("note", f"the end is open: the last ages are taken as {LAST} and over")
        return
    if end >= LAST:
        source.ledger.note("note", f"the table ends at age {end}: the band {LAST} and over holds these ages only")
        return
    band = end // 5 * 5
    partial = (
        f"; the band {band}-{band + 4} holds only a part of its ages, {f'{band} to ' if end > band else ''}{end}"
        if (end + 1) % 5
        else ""
    )
    problem = f"the table ends at age {end}, and has no open end: older people are unknown{partial}"
    bands = ", ".join(f"{line}" for line in _bands(table, end))
    if source.options.allow_partial:
        source.ledger.note("unknown", f"{problem}; the bands above stand as 0")
        return
    source.refuse(f"{problem}; read were {bands}", "give all ages, or write 0 for older people: --allow-partial")


def _bands(table: _Table, end: int) -> Iterator[str]:
    for k, age in enumerate(BANDS[: end // 5 + 1]):
        yield f"{age}-{age + 4}: {sum(round(row[k]) for row in table.values()):,}"


def _halved(source: Source, table: _Table) -> _Table:
    """Return a table with both sexes: where the file has none, half of each age is taken to be of either."""
    halved = {key: row for key, row in table.items() if key[1] != "all"}
    for (region, sex), row in table.items():
        if sex == "all":
            whole = [round(n) for n in row]
            halved[region, "male"], halved[region, "female"] = [n // 2 for n in whole], [n - n // 2 for n in whole]
    if len(halved) > len(table):
        source.ledger.note("assumed", "the file does not tell the sexes apart: half of each age is taken to be male")
    return halved


def _check_regions(source: Source, table: _Table) -> None:
    """Refuse regions without one of the sexes or without ages, and ages that do not add up to a known population."""
    case = source.case
    regions = dict.fromkeys(region for region, _ in table)
    for region in regions:
        missing = [sex for sex in _SEXES if (region, sex) not in table]
        if missing:
            label = "the nation" if region == NATION else case.label(region)
            source.refuse(f"{label} has no row for {missing[0]}", "give a row for each sex")
    if NATION in regions:
        without = [code for code in case.names if code not in case.population]
        if len(regions) > 1:
            source.refuse("rows of the nation beside rows of regions", "give one of the two")
        if without:
            named = ", ".join(map(case.label, without[:10]))
            problem = f"the nation's ages need each region's population, which {named} lack"
            source.refuse(problem, "import regions with population first")
        return
    if missing := [code for code in case.names if code not in regions]:
        source.refuse(
            f"no ages for {', '.join(map(case.label, missing[:20]))}", "give rows for each region of the case"
        )
    for region in regions:
        total = sum(round(n) for sex in _SEXES for n in table.get((region, sex), ()))
        known = case.population.get(region)
        if known is not None and total != known:
            remedy = "take the same source for both, or leave population in regions.csv empty"
            source.refuse(f"the ages of {case.label(region)} add up to {total:,}, its population is {known:,}", remedy)


def _order(key: tuple[str, str]) -> tuple[str, int]:
    return key[0], _SEXES.index(key[1])


def _summary(table: _Table) -> Iterator[str]:
    total = sum(round(n) for row in table.values() for n in row)
    regions = {region for region, _ in table}
    yield f"{total:,} people" + (" of the nation" if NATION in regions else f" in {len(regions)} regions")
    sums = [sum(round(row[k]) for row in table.values()) for k in range(len(BANDS))]
    shown = ((f"{age}+" if age == LAST else f"{age}-{age + 4}", n) for age, n in zip(BANDS, sums, strict=True) if n)
    yield "by age: " + ", ".join(f"{band}: {n:,}" for band, n in shown)
