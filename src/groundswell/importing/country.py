"""Rows of the case's country, where a table has a column of countries: by its code, its name, or as the user says."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from groundswell.errors import nearest
from groundswell.importing.sheet import Row
from groundswell.importing.source import Source, slug
from groundswell.importing.words import plain
from groundswell.world.tables import countries


def of_country(source: Source, rows: Sequence[Row]) -> Iterator[Row]:
    """Return the rows of the case's country; those of others are noted.

    Several countries of which none is certain to be the case's, and one that is certain to be another, are refused.
    """
    if "country" not in source.columns:
        yield from rows
        return
    found = dict.fromkeys(text for row in rows if (text := source.cells.text(row, "country")))
    wanted = source.options.country or own_country(found, source.case.country)
    if wanted and plain(wanted) not in {plain(text) for text in found}:
        source.refuse(f"no rows of '{wanted}'", f"give --country as the file writes it: {nearest(wanted, found)}")
        return
    if not wanted and (len(found) > 1 or any(slug(text) in _known() for text in found)):
        whose = f"rows of {', '.join(list(found)[:20])}; the case's country is {source.case.country}"
        source.refuse(whose, f"say which is the case's: --country '{next(iter(found))}'")
        return
    for row in rows:
        own = source.cells.text(row, "country")
        if wanted and plain(own) != plain(wanted):
            source.ledger.note("left out", f"of another country than '{wanted}'", row.line)
        else:
            yield row


def own_country(found: Collection[str], code: str) -> str:
    """Return the one of some countries that is the one of a code, by code or name; "" if none is."""
    iso3 = _known().get(slug(code))  # a case may bear either code
    names = {slug(code), *(name for name, other in _known().items() if other == iso3)}
    return next((text for text in found if slug(text) in names), "")


@cache
def _known() -> dict[str, str]:
    """Return the code of each country by its codes and its name."""
    return {slug(text): country.iso3 for country in countries().values()
            for text in (country.iso3, country.iso2, country.name)}  # fmt: skip
