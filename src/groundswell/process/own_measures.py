"""Measures of the user's own: a file says what is counted in each region at the end of a day; see docs/own-code.md."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from groundswell import usercode
from groundswell.errors import InputError, shown
from groundswell.process.act import Acts
from groundswell.process.end_of_day import Moves
from groundswell.process.policing import Detained
from groundswell.process.status_lists import StatusLists, region_counts
from groundswell.types import BAND_BITS, BAND_MIDDLES, LIABLE_BIT, MALE_BIT, Fields, Floats, Ids, Society, State
from groundswell.usercode import Slot

SLOT = Slot("measure", None, "groundswell.measures", ("ABOUT", "KIND", "measure"), "docs/own-code.md")
KINDS = ("flow", "stock")  # counts a day, and counts at its end: the nation's is the sum of its regions'
_AGE = np.array(BAND_MIDDLES)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Today:
    """A day at its end, as a measure sees it. Lists of persons are numbers of simulated persons; change nothing."""

    day: int
    society: Society
    state: State
    fields: Fields
    lists: StatusLists  # who is held, called, serving, hiding, preparing, queueing, abroad
    acts: Acts  # who protested, set out, hid, complied today
    moves: Moves  # who crossed, came back, was returned, died in service today
    detained: Detained  # who was detained, charged, killed today

    def count(self, persons: Ids) -> Floats:
        """Return how many full-size persons of a list live in each region (R,)."""
        return region_counts(self.society, persons)

    def age(self, persons: Ids) -> Floats:
        """Return the ages of persons, years: the middles of their bands."""
        return _AGE[self.society.kind[persons] & BAND_BITS]

    def is_male(self, persons: Ids) -> Any:
        """Tell which of the persons are male."""
        return self.society.kind[persons] & MALE_BIT != 0

    def is_liable(self, persons: Ids) -> Any:
        """Tell which of the persons may be called up."""
        return self.society.kind[persons] & LIABLE_BIT != 0


def find(kind: str, place: str = "observation.measures") -> tuple[ModuleType, str]:
    """Return the module of a measure, which is run if it is allowed, and the kind by which it is named for good.

    Raises InputError for code that is no measure or fails; CodeError if it is not allowed.
    """
    module, named = usercode.find(SLOT, kind, place)
    own: Any = module
    if not isfunction(own.measure) or not isinstance(own.ABOUT, str) or own.KIND not in KINDS:
        remedy = f'KIND is "flow" or "stock", ABOUT a text, measure a function of today: see {SLOT.guide}'
        raise InputError(f"'{usercode.label(kind)}' is no measure", place=place, remedy=remedy)
    if not _NAME.fullmatch(name_of(named)):
        remedy = "name the file with small letters, digits and _, such as students.py"
        raise InputError(f"{shown(name_of(named))} is no name of a measure", place=place, remedy=remedy)
    return module, named


def name_of(kind: str) -> str:
    """Return the name under which a measure is counted: that of its file or module."""
    label = usercode.label(kind)
    return Path(label).stem if label.endswith(".py") else label.rpartition(".")[2]


def described(kinds: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return measure -> (kind, what it is) of the measures that [observation] names."""
    found: dict[str, tuple[str, str]] = {}
    for kind in kinds:
        own: Any = find(kind)[0]
        found[name_of(kind)] = (own.KIND, own.ABOUT)
    return found


def counts(kinds: Sequence[str], today: Today) -> dict[str, Floats]:
    """Return what the measures count today (R,).

    Raises InputError, with file and line, for one that fails or returns no count for each region.
    """
    return {name_of(kind): _count(kind, today) for kind in kinds}


def _count(kind: str, today: Today) -> Floats:
    own: Any = find(kind)[0]
    place, regions = usercode.label(kind), len(today.society.regions.codes)
    try:
        given = np.asarray(own.measure(today), dtype=np.float64)
    except (Exception, SystemExit) as error:
        raise usercode.failed(f"the measure '{place}'", error, f"day {today.day}") from None
    if given.shape != (regions,) or not math.isfinite(float(given.sum())):
        problem = f"returns {'what is no number' if given.shape == (regions,) else f'an array of {given.shape}'}"
        remedy = f"return a count for each of {regions} regions, such as today.count(persons)"
        raise InputError(f"{problem} on day {today.day}", place=place, remedy=remedy)
    return given.copy()
