"""People of a nation by sex and age in a year, between the snapshots of the United Nations' table."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import InputError
from groundswell.world.assumptions import Assumption
from groundswell.world.tables import BANDS, SEXES, pick

FIRST, LAST = 1980, 2030
NOW = 2020  # the year of the regions' populations and, nearly, of the towns'
_PROJECTED = 2024  # the revision's year: later figures are projections
_SUDDEN = 0.05  # share of the nation: of a decade that loses more the card says so


class Nation(NamedTuple):
    """Persons by sex (male, female) and five-year band, (2, 17), and what was assumed about them."""

    age_sex: NDArray[np.int64]
    assumptions: list[Assumption]


def nation(iso3: str, year: int) -> Nation:
    """Return the people of a country in a year from 1980 to 2030. Raises InputError for another year."""
    if not FIRST <= year <= LAST:
        allowed = f"{FIRST} to {LAST}"
        remedy = f"the table of the United Nations holds {allowed}; give one of these years"
        raise InputError(f"no population of {year}", place="year", remedy=remedy, value=year, allowed=allowed)
    for first, last, snapshot, why in zip(
        *(pick("breaks.csv", name, iso3) for name in ("first_year", "last_year", "snapshot", "why")), strict=True
    ):
        if first <= year <= last:
            text = f"The nation's table is that of {snapshot}, not a value between {snapshot} and the next: {why}."
            return Nation(_snapshot(iso3, snapshot), [Assumption("people", text)])
    if year % 10 == 0:
        people, text = _snapshot(iso3, year), f"The nation's people by age and sex are those of {year}, as published."
        return Nation(people, [Assumption("people", text), *_projection(year)])
    before, after = year - year % 10, year - year % 10 + 10
    first, last = _snapshot(iso3, before), _snapshot(iso3, after)
    people = np.rint(first + (last - first) * ((year - before) / 10)).astype(np.int64)
    change = last.sum() / first.sum() - 1.0
    text = f"""The nation's people by age and sex lie on a straight line between the tables of {before} and {after} \
({change:+.1%} in the decade), band by band: a small or large cohort does not grow older between them."""
    if change < -_SUDDEN:
        text += f" The nation lost people in that decade: if that was sudden, take --year {before} for a start before."
    return Nation(people, [Assumption("people", text), *_projection(after)])


def _snapshot(iso3: str, year: int) -> NDArray[np.int64]:
    """Return persons (2, 17) of a year that the table holds."""
    own = list(zip(pick("age_sex.csv", "year", iso3), pick("age_sex.csv", "sex", iso3), strict=True))
    bands = np.array([pick("age_sex.csv", f"age_{age}", iso3) for age in BANDS], dtype=np.int64)
    return np.array([bands[:, own.index((year, sex))] for sex in SEXES])


def _projection(year: int) -> list[Assumption]:
    if year < _PROJECTED:
        return []
    return [Assumption("people", f"Figures after {_PROJECTED} are the medium projection, no count.")]
