"""A society on the eve of a scenario and what its people see on its first days, before anybody has done anything.

It needs no run: attention follows the announcement, and nobody is called, gone, detained or in the street yet.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from groundswell import simulate
from groundswell.events import calm, environment
from groundswell.process import attend, border, calendar
from groundswell.process.opinion import adults_of_places, place_shift
from groundswell.process.perceive import perceive
from groundswell.scenario import Scenario
from groundswell.society.synthesize import mean_ties, synthesize
from groundswell.types import (
    ADULT_BAND,
    BAND_BITS,
    BAND_MIDDLES,
    LIABLE_BIT,
    Environment,
    Fields,
    Floats,
    Perception,
    Society,
)

PERSONS = 10_000  # simulated: enough for the mean ages, and places are those of every society


class Eve(NamedTuple):
    """What no draw of the parameters changes: places, regions, who could be liable, ages."""

    society: Society
    fields: Fields
    liable_men: Floats  # (R,) full-size persons who are liable where everybody of the ages is
    adults: Floats  # (P,) full-size persons
    age_spread: float  # standard deviation of adults, years
    liable_age: float  # mean, years


class Morning(NamedTuple):
    """A day before anybody chooses."""

    day: int
    env: Environment
    seen: Perception


class Leaning(NamedTuple):
    """Private opposition of the adults of a place (P,) or region (R,): normal, in standard deviations."""

    mean: Floats
    spread: Floats


def eve_of(scenario: Scenario) -> Eve:
    """Return the society of a scenario on its eve."""
    people = scenario.case.population
    persons = min(max(PERSONS, -(-people.total // int(people.population.min()))), people.total)
    everybody = scenario.society._replace(liable_share=1.0)
    society = synthesize(people, persons, 0, everybody)
    world = simulate.start(scenario, society)
    ages = np.array(BAND_MIDDLES)[society.kind & BAND_BITS]
    liable = (society.kind & LIABLE_BIT) != 0
    grown = ages >= BAND_MIDDLES[ADULT_BAND]
    liable_age = float(ages[liable].mean()) if liable.any() else society.adult_age
    return Eve(society, world.fields, world.liable, adults_of_places(society), float(ages[grown].std()), liable_age)


def mornings(scenario: Scenario, eve: Eve, days: range) -> Iterator[Morning]:
    """Yield what is seen on each of some days of a scenario, which may have other parameters than the eve's."""
    fields, regions = calm_fields(scenario, eve), len(eve.liable_men)
    for day in range(days.stop):
        env = environment_of(scenario, eve, day)
        fields.salience[:], fields.anxiety[:] = attend.attend(day, fields, env, np.zeros(regions), scenario.attention)
        if day in days:
            yield Morning(day, env, perception(scenario, eve, day, fields, env))


def calm_fields(scenario: Scenario, eve: Eve) -> Fields:
    """Return the fields of the eve under a scenario's parameters, in arrays of their own."""
    fields, regions = Fields._make(column.copy() for column in eve.fields), len(eve.liable_men)
    return fields._replace(
        salience=np.full(regions, scenario.attention.base),
        anxiety=np.full(regions, scenario.attention.anxiety_base),
        expected_rally=scenario.perception.expected_rally / 1000.0 * eve.society.place_population,
    )


def perception(scenario: Scenario, eve: Eve, day: int, fields: Fields, env: Environment) -> Perception:
    """Return what is seen on a day whose fields, salience among them, are known; nobody waits at the border."""
    open_ = bool(border.capacity(env, scenario.border).sum() > 0)
    today, liable = calendar.of(scenario.start, day), liable_of(scenario, eve)
    own, nobody = (scenario.perception, scenario.policing), np.zeros(len(liable))
    return perceive(today, eve.society, fields, env, nobody, liable, 0.0, open_, *own)._replace(
        attention=fields.salience.copy()
    )


def environment_of(scenario: Scenario, eve: Eve, day: int) -> Environment:
    """Return what the events make of a day."""
    known = eve.society.regions, liable_of(scenario, eve), border.names(scenario.border)
    return environment(day, scenario.events, *known)


def calm_of(scenario: Scenario, eve: Eve) -> Environment:
    """Return the environment of a day on which nothing has happened."""
    return calm(len(eve.liable_men), border.names(scenario.border))


def liable_of(scenario: Scenario, eve: Eve) -> Floats:
    """Return who may be called in each region (R,), full-size persons."""
    return eve.liable_men * scenario.society.liable_share


def ties_of(scenario: Scenario) -> float:
    """Return how many ties a person has on average."""
    return mean_ties(scenario.society)


def leaning_of_places(scenario: Scenario, eve: Eve) -> Leaning:
    """Return how private opposition lies among the adults of each place (P,)."""
    shift = place_shift(eve.society, scenario.opinion)
    spread = np.sqrt(1.0 + (scenario.opinion.age_slope * eve.age_spread) ** 2)
    return Leaning(shift, np.full(len(shift), spread))


def leaning_of_liable(scenario: Scenario, eve: Eve) -> Leaning:
    """Return how private opposition lies among those of each region (R,) who may be called."""
    at = leaning_of_places(scenario, eve)
    place, regions = eve.society.place_region, len(eve.liable_men)
    adults = np.bincount(place, eve.adults, regions)
    mean = np.bincount(place, eve.adults * at.mean, regions) / adults
    square = np.bincount(place, eve.adults * at.mean**2, regions) / adults
    younger = scenario.opinion.age_slope * (eve.liable_age - eve.society.adult_age)
    return Leaning(mean + younger, np.sqrt(1.0 + np.maximum(square - mean**2, 0.0)))
