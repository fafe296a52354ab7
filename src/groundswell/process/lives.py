"""Lives: when those who comply would die, be sent home, and what the first year costs."""

from typing import Annotated, NamedTuple

import numpy as np

from groundswell import portable, rng
from groundswell.kernel import kernel
from groundswell.params import ASSUMED, P
from groundswell.types import Ids, Ints, Society

NEVER = 32767  # a day after every run's end


class Params(NamedTuple):
    """[lives] in a scenario file."""

    risk_first_year: Annotated[
        float,
        P(
            "called persons who die within a year",
            "share",
            0,
            1,
            prior=(0.0, 0.1),
            status=ASSUMED,
            symbol="q",
            source="assumed: set by the case, from named deaths over their coverage",
            only_with="call",
            plain="risk of a called person to die within a year",
        ),
    ] = 0.035
    first_weeks: Annotated[
        float,
        P(
            "days from entering service to the first risk",
            "days",
            0,
            200,
            prior=(7, 90),
            status=ASSUMED,
            source="assumed: training before the first risk",
            only_with="call",
        ),
    ] = 28.0
    substitution: Annotated[
        float,
        P(
            "share of the called that volunteers replace after a concession",
            "share",
            0,
            1,
            prior=(0.3, 0.9),
            source="assumed: paid volunteers and prisoners came later, in numbers not known",
            only_with="call",
            plain="share of the called that volunteers replace after a concession",
        ),
    ] = 0.6


def hazard(p: Params) -> float:
    """Return the daily risk of death after the first weeks, such that `risk_first_year` die within 365 days."""
    return -portable.log(1.0 - min(p.risk_first_year, 1.0 - 1e-12)) / max(365.0 - p.first_weeks, 1.0)


def fates(
    day: int, society: Society, complied: Ids, unlawful: float, unlawful_days: int, p: Params
) -> tuple[Ints, Ints]:
    """Return for each person who complies on `day` the day of death and the day of being sent home (NEVER: neither)."""
    death, back = np.empty(len(complied), np.int64), np.empty(len(complied), np.int64)
    if not len(complied):
        return death, back
    _fates(np.uint64(society.seed), day, complied, hazard(p), p.first_weeks, unlawful, unlawful_days, death, back)
    return death, back


@kernel
def _fates(seed, day, complied, risk, first, unlawful, unlawful_days, death, back):
    for k in range(len(complied)):
        i = np.int64(complied[k])
        w0, w1, _, _ = rng.words(seed, rng.SERVE, 0, i)
        after = first - portable.log(rng.unit(w0)) / risk if risk > 0.0 else 1e9
        death[k] = day + int(after) if after < 10000.0 else NEVER
        called_wrongly = rng.unit(rng.words(seed, rng.CALL, 0, i)[3]) < unlawful
        back[k] = day + 1 + int(rng.unit(w1) * unlawful_days) if called_wrongly else NEVER
