"""Ages as tables write them: 7, 0-4, "80 and over", under 5, age_0; what each covers, in completed years."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from groundswell.importing.words import is_total, meanings, plain

_RANGE = re.compile(r"(\d{1,3})\s*(?:[-‐‑–—_]|to|bis|до|a|à|hasta)\s*(\d{1,3})")
_ONE = re.compile(r"(\d{1,3})")
_UNDER = re.compile(r"(?:under|below|less than|<|unter|до|младше|moins de|menos de|menores de)\s*(\d{1,3})")
_OPEN = re.compile(
    r"(?:>=|≥|over|ab)?\s*(\d{1,3})\s*(?:plus|und älter|и старше|і старше|et plus|ou plus|y más|e mais|o más|i więcej)?"
)
_UNIT = re.compile(
    r"\b(?:age|ages|aged|y|years?|yrs?|jahre?|alter|von|лет|год|года|возраст|років|ans|años|anos|lat)\b|^age_|^a_"
)
LAST = 80  # begin of the last band of a case, which is open


class Ages(NamedTuple):
    """Completed years from `low` to `high`, None: open; `plain`: a single number, one year or the start of a band."""

    low: int
    high: int | None
    plain: bool = False


def read_ages(text: str) -> Ages | None:
    """Return the ages that a label means, None if it means none."""
    words = " ".join(_UNIT.sub(" ", plain(text)).replace("_", " ").split()).strip(" .")
    if found := _ONE.fullmatch(words):
        return Ages(int(found[1]), int(found[1]), plain=True)
    if (found := _RANGE.fullmatch(words)) and int(found[1]) <= int(found[2]):
        return Ages(int(found[1]), int(found[2]))
    if found := _UNDER.fullmatch(words):
        return Ages(0, int(found[1]) - 1)
    for word, kind in meanings("behind").items():
        if kind == "at least" and words.endswith(word) and _ONE.fullmatch(words.removesuffix(word).strip()):
            return Ages(int(words.removesuffix(word)), None)
    return Ages(int(found[1]), None) if (found := _OPEN.fullmatch(words)) else None


def is_all_ages(text: str) -> bool:
    """Tell whether a label means everybody."""
    words = plain(text)
    return is_total(text) or words in ("all ages", "alle altersgruppen", "все возраста", "tous", "todas las edades")


def resolved(labels: Iterable[Ages]) -> dict[Ages, Ages]:
    """Return what each label covers: single numbers five apart begin five-year bands, and the last may be open.

    A last single number of 80 or more is taken as this age and over.
    """
    found = sorted(set(labels))
    starts = [ages.low for ages in found if ages.plain]
    banded = len(starts) > 1 and all(b - a == 5 for a, b in pairwise(starts))
    made = {ages: ages._replace(high=ages.low + 4) if banded and ages.plain else ages for ages in found}
    if found and found[-1].plain and found[-1].low >= LAST:
        made[found[-1]] = found[-1]._replace(high=None)
    return made
