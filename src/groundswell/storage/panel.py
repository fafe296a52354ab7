"""A panel: a few synthetic persons, drawn once, whose days are written down. Nothing in it points at anybody."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from groundswell import rng
from groundswell.errors import InputError
from groundswell.scenario import Scenario
from groundswell.simulate import World
from groundswell.storage.arrow import Table, as_column, pa
from groundswell.types import BAND_BITS, BAND_STARTS, MALE_BIT, Action, Ids, Society, Status

LARGEST = 100_000
SCHEMA: Any = pa.schema(
    [
        ("day", pa.int32()),
        ("date", pa.date32()),
        ("member", pa.int32()),  # place in the panel, by the order of the draws: says nothing about a person
        ("region", pa.string()),
        ("age_from", pa.int8()),  # first year of the age band
        ("sex", pa.string()),
        ("status", pa.string()),  # at the day's end
        ("action", pa.string()),  # what was chosen on the day; "stay" too where there was nothing to choose
    ]
)


def members(society: Society, size: int) -> Ids:
    """Return `size` different persons in the order in which they were drawn; a larger panel begins with a smaller one.

    Raises InputError for a size that the society or LARGEST does not allow.
    """
    if not 0 <= size <= min(LARGEST, society.n):
        raise InputError(f"{size} persons", place="panel", remedy=f"0..{min(LARGEST, society.n):,}")
    found: dict[int, None] = {}
    draw = 0
    while len(found) < size:
        w0, w1, _, _ = (int(word) for word in rng.words(society.seed, rng.PANEL, 0, draw))
        found[(w0 << 32 | w1) * society.n >> 64] = None
        draw += 1
    return np.array(list(found), np.uint32)


def rows(world: World, scenario: Scenario, who: Ids) -> Table:
    """Return the panel's rows of the day that `world` has just lived."""
    society, day, n = world.society, world.day - 1, len(who)
    kind = society.kind[who]
    region = np.searchsorted(society.region_start, who, side="right") - 1
    action = np.full(n, int(Action.STAY))
    if world.choice is not None and len(world.choice.who):
        at = np.minimum(np.searchsorted(world.choice.who, who), len(world.choice.who) - 1)
        here = world.choice.who[at] == who
        action[here] = world.choice.action[at[here]]
    bands = np.array(BAND_STARTS, np.int8)
    status = world.state.status[who]
    columns: list[Any] = [
        as_column(np.full(n, day, np.int32)),
        pa.repeat(scenario.start + timedelta(days=day), n),
        as_column(np.arange(n, dtype=np.int32)),
        _named(society.regions.codes, region),
        as_column(bands[kind & BAND_BITS]),
        _named(("female", "male"), kind & MALE_BIT != 0),
        _named([s.name.lower() for s in Status], status),
        _named([a.name.lower() for a in Action], action),
    ]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def _named(names: Sequence[str], numbers: np.ndarray[Any, Any]) -> Any:
    """Return a column of names, given their numbers."""
    return as_column(names).take(as_column(numbers.astype(np.int32)))
