"""The ranges of state variables that the ODD protocol states are those in which a run keeps them."""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import pytest

from groundswell import events
from groundswell.process import border
from groundswell.report.odd.tables import variables
from groundswell.scenario.load import load
from groundswell.simulate import start, step
from groundswell.society.synthesize import synthesize

STATED = {(row[0], row[2]): row[4] for row in variables()}


@pytest.mark.parametrize("name", ["toyland", "usa-2020", "mobilization-2022", "gdr-1989"])
def test_days_keep_to_the_ranges_that_the_protocol_states(name: str) -> None:
    scenario = load(name).with_(persons=20_000)
    society = synthesize(scenario.case.population, scenario.persons, scenario.seed, scenario.society)
    world = start(scenario, society)
    outside = _outside(society._asdict(), "static")
    for day in range(min(scenario.days, 30)):
        gates = border.names(scenario.border)
        today = events.environment(day, scenario.events, society.regions, world.liable, gates)
        outside |= _outside(today._asdict(), "dynamic, set by events")
        step(scenario, world)
        outside |= _outside(world.state._asdict(), "dynamic") | _outside(world.fields._asdict(), "dynamic")
    assert outside == set()


def _outside(columns: Mapping[str, Any], kind: str) -> set[str]:
    return {
        f"{name}: not {STATED[name, kind]}" for name, value in columns.items() if not _keeps(value, STATED[name, kind])
    }


def _keeps(value: Any, stated: str) -> bool:
    """Tell whether numbers lie in "any", "0 or more", "0 or 1", "0, 1 or 2" or "0 to 255"."""
    if stated in ("any", "one row a region"):
        return True
    plain: Any = list(cast(Mapping[str, Any], value).values()) if isinstance(value, Mapping) else value
    number = np.asarray(plain, np.float64)
    if stated == "0 or more":
        return bool((number >= 0).all())
    if " or " in stated:
        return bool(np.isin(number, [float(word) for word in stated.replace(",", "").split() if word != "or"]).all())
    low, high = (float(word.replace(",", "")) for word in stated.removesuffix(", stops there").split(" to "))
    return bool(((number >= low) & (number <= high)).all())
