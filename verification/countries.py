"""Every country's new case, built, read back and run: writes results/countries.md.

Run: python verification/countries.py (see the table for its time).

Of each of the 184 countries: regions add up to the nation, no town holds more people than its region, in every tenth
year and one between two; the case of 2020 is written, read as any case is, and run for five days in its variant with
an announced day. Else it ends with code 1.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

import groundswell as gs
from groundswell.case import find
from groundswell.verdicts.case_check import check
from groundswell.world import countries, write_case
from groundswell.world.build import Population, build
from groundswell.world.files import parameters
from groundswell.world.tables import pick

YEARS = (1980, 1990, 2000, 2010, 2013, 2020, 2030)
PERSONS, DAYS = 20_000, 5
RESULTS = Path(__file__).parent / "results" / "countries.md"


def wrong_sums(iso3: str) -> Iterator[str]:
    """Yield what does not add up in a country's population of any year."""
    for year in YEARS:
        p = build(iso3, year)
        urban = np.bincount(p.towns.region, p.in_town, minlength=len(p.persons))
        if abs(int(p.persons.sum()) - p.total) > 0.01 * p.total:
            yield f"{iso3} {year}: regions hold {p.persons.sum():,} of {p.total:,}"
        if (urban > p.persons).any() or p.persons.min() < 1:
            yield f"{iso3} {year}: towns exceed their region, or a region is empty"


def wrong_run(iso3: str, folder: Path) -> Iterator[str]:
    """Yield what a written case does other than its tables say, or that it cannot run."""
    p = build(iso3)
    stated = write_case(iso3, folder)
    read = find(folder)
    if read.population.total != p.total or len(read.population.codes) != len(p.regions.code):
        yield f"{iso3}: the case that was read is not the one that was written"
    yield from (f"{iso3}: {problem}" for problem in check(folder))
    card = " ".join((folder / "README.md").read_text(encoding="utf-8").split())
    yield from (f"{iso3}: not in the card: {a.text}" for a in stated if " ".join(a.text.split()) not in card)
    persons = max(PERSONS, int(np.ceil(2 * p.total / p.persons.min())))
    scenario = gs.load(folder / "variants" / "announced-day.toml")
    scenario = scenario.with_({"scenario.persons": min(persons, p.total), "scenario.days": DAYS})
    if gs.run(scenario).days != DAYS:
        yield f"{iso3}: the run has not {DAYS} days"


def row(p: Population) -> str:
    """Return a country's line of the table."""
    iso3, texts = p.country.iso3, [a.text for a in p.assumptions]
    found = (len(p.regions.code), len(pick("regions.csv", "code", iso3)))
    towns = (len(p.towns), len(pick("towns.csv", "name", iso3)))
    moved = sum("people moved there" in text for text in texts)
    scaled = next((text.split()[1] for text in texts if "the towns still held" in text), "0")
    household = f"{p.households.mean:g} {p.households.status}"
    urban = "" if p.country.urban is None else f"{p.country.urban:.0f}"
    cells = (f"{iso3} {p.country.name}", f"{p.total:,}", *(f"{a:,} of {b:,}" for a, b in (found, towns)),
             f"{100 * p.in_town.sum() / p.total:.0f}", urban, moved, scaled, household,
             len(p.outlines), len(texts) + len(parameters(p)[1]))  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


HEAD = """| country | people 2020 | regions, of the source's | towns, of those listed | % of people in towns | % urban \
| regions raised | regions whose towns were scaled down | persons a household | outlines | assumptions |
|---|---|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    """Build, write, read and run all; write the table."""
    began, wrong, rows = time.perf_counter(), list[str](), list[str]()
    with tempfile.TemporaryDirectory() as place:
        for iso3 in countries():
            wrong += [*wrong_sums(iso3), *wrong_run(iso3, Path(place, iso3.lower()))]
            rows.append(row(build(iso3)))
            print(iso3, *wrong[-1:], file=sys.stderr)
    minutes = (time.perf_counter() - began) / 60
    verdict = "All add up, are read and run." if not wrong else "**Wrong:** " + "; ".join(wrong)
    text = f"""# A case of every country

`python verification/countries.py`, {date.today()}, {minutes:.1f} minutes. {len(rows)} countries: in {len(YEARS)} \
years regions add up
to their nation and no town exceeds its region; the case of 2020 is written by `groundswell case new`, read, and run for
{DAYS} days in its variant with an announced day. {verdict}

{HEAD}
{chr(10).join(rows)}
"""
    RESULTS.write_text(text, encoding="utf-8")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
