"""Places of Flee: which of them are towns with residents, and which are camps, hubs and places abroad."""

from collections.abc import Iterator

from groundswell.importing.country import own_country
from groundswell.importing.sheet import Row
from groundswell.importing.source import Source
from groundswell.importing.words import plain

_RESIDENTS = ("town", "city", "conflict_zone", "conflict", "default")
_CAMPS = ("camp", "idpcamp", "idp_camp")


def resident_places(source: Source, rows: list[Row]) -> Iterator[Row]:
    """Return the places of the case's country that have residents; the others are noted.

    The case's country is the one the user names, the one that bears the case's code, or the only one that has more
    than camps.
    """
    home = _home(source, rows)
    if not home:
        return
    for row in rows:
        kind, country = plain(source.cells.text(row, "type")), source.cells.text(row, "country")
        name = source.cells.text(row, "name")
        if plain(country) != plain(home):
            what = "a camp" if kind in _CAMPS else f"a place ({kind})"
            text = f"'{name}', {what} in {country}: abroad, its people are no residents; a gate to {country} would be"
            gate = "".join(c for c in country.casefold() if c.isalnum()) or "abroad"
            source.ledger.note("left out", f"{text} [border.gates.{gate}] in parameters.toml", row.line)
        elif kind not in _RESIDENTS:
            source.ledger.note("left out", f"'{name}', a {kind or 'place of no type'}: it has no residents", row.line)
        else:
            yield row


def _home(source: Source, rows: list[Row]) -> str:
    cells = source.cells
    found = dict.fromkeys(cells.text(row, "country") for row in rows)
    wanted = source.options.country or own_country(found, source.case.country)
    if wanted:
        home = next((text for text in found if plain(text) == plain(wanted)), "")
        if not home:
            source.refuse(f"no place in '{wanted}'", f"give --country as the file writes it: {', '.join(found)}")
        return home
    lived = dict.fromkeys(
        cells.text(row, "country") for row in rows if plain(cells.text(row, "type")) in ("conflict_zone", "conflict")
    ) or dict.fromkeys(cells.text(row, "country") for row in rows if plain(cells.text(row, "type")) in _RESIDENTS)
    if len(lived) != 1:
        source.refuse(f"places in {', '.join(found)}", "say which country is the case's: --country NAME")
        return ""
    home = next(iter(lived))
    source.ledger.note("note", f"the case's country is {home}: the only one with conflict zones or towns")
    return home
