"""A new case's folder, written whole or not at all."""

import os
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from groundswell.errors import InputError, shown
from groundswell.files import as_input_errors
from groundswell.world import files
from groundswell.world.assumptions import Assumption
from groundswell.world.build import build
from groundswell.world.card import card
from groundswell.world.nation import NOW

VARIANT = "announced-day"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def write_case(iso3: str, folder: str | Path, year: int | None = None, start: date | None = None) -> list[Assumption]:
    """Write a complete case of a country into a new folder; return what was assumed and how holes were filled.

    Parameters
    ----------
    iso3 : alpha-3 code of ISO 3166-1, one of 184 countries
    folder : the new folder; its name is the case's: lower-case letters, digits and hyphens
    year : of the population, 1980 to 2030; default: that of `start`, or 2020
    start : first day of the base scenario; default: 1 January of `year`

    Raises InputError for an unknown country, another year, a folder that exists or cannot be written, and a name that
    a case cannot bear. Nothing is written then.
    """
    folder = Path(folder)
    name = folder.absolute().name
    if not _NAME.fullmatch(name):
        plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
        remedy = "use lower-case letters, digits and hyphens" + (f", such as '{plain}'" if plain else "")
        raise InputError(f"{shown(name)} is no name of a case", place="folder", remedy=remedy, value=name)
    if os.path.lexists(folder):
        raise InputError(f"'{folder}' exists", place="folder", remedy="name a new folder", value=str(folder))
    year = year if year is not None else start.year if start else NOW
    people = build(iso3, year)
    begins = start or date(year, 1, 1)
    parameters, more = files.parameters(people)
    assumptions = [*people.assumptions, *more]
    texts = {
        "case.toml": files.head(people, begins),
        "README.md": card(people, name, begins, assumptions),
        "parameters.toml": parameters,
        "timeline.toml": files.TIMELINE,
        f"variants/{VARIANT}.toml": files.announced_day(name),
        "sources.toml": files.sources_of(people),
        "population/regions.csv": files.regions(people),
        "population/age_sex.csv": files.age_sex(people),
        "population/towns.csv": files.towns(people),
        "population/spellings.csv": files.table(("code", "spelling"), people.spellings),
    }
    if people.outlines:
        texts["population/outlines.geojson"] = files.outlines(people)
    _write(folder, texts)
    return assumptions


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write the files into a folder beside, which then gets the name."""
    with as_input_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for file, text in texts.items():
                (beside / file).parent.mkdir(exist_ok=True)
                (beside / file).write_text(text, encoding="utf-8", newline="\n")
            beside.chmod(0o777 & ~_umask())
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


def _umask() -> int:
    """Return the bits that new folders do not get; mkdtemp gives none to others."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
