"""The checks of paper.toml, one function each; what is expected stands there."""

import math
from functools import cache
from typing import Any

import numpy as np

from groundswell.classics.epstein_2002.bursts import outbursts
from groundswell.classics.epstein_2002.model import Run, run, run_many, traits
from groundswell.classics.epstein_2002.rule import ROUNDINGS, active_share, arrest_probability, grievance, is_active
from groundswell.classics.epstein_2002.runs import RUNS
from groundswell.classics.epstein_2002.sight import site_count
from groundswell.classics.epstein_2002.sweep import READINGS, Reading, genocide_times, summary, sweep

SEEDS = range(20)
PAIRS = range(100)
FIG_5_7 = {"wait": 60.0, "wait_sd": 55.0, "activation": 708.0, "activation_sd": 230.0}


@cache
def run_2(rounding: str) -> tuple[Run, ...]:
    return run_many(SEEDS, **RUNS[2], rounding=rounding)


@cache
def _legitimacy(number: int, rounding: str, shape: str) -> tuple[Run, ...]:
    """Runs 3 (salami) and 4 (jump), 200 ticks each."""
    return run_many(PAIRS, **RUNS[number], rounding=rounding, shape=shape)


def _run_2_summary(rounding: str) -> dict[str, Any]:
    """Means over seeds with their standard errors: outbursts of a run are not independent of each other."""
    runs = run_2(rounding)
    by_seed = {
        "outbursts": [len(r.outbursts) for r in runs],
        "wait": [r.waits.mean() for r in runs],
        "activation": [r.outbursts["activation"].mean() for r in runs],
    }
    means = {name: _mean(np.array(values, float)) for name, values in by_seed.items()}
    highest = [int(r.actives.max()) for r in runs]
    return {**means, "peaks": [min(highest), max(highest)]}


def _mean(values: Any) -> dict[str, float]:
    return {"mean": float(values.mean()), "se": float(values.std(ddof=1) / math.sqrt(len(values)))}


def e1() -> list[float]:
    """P at C/A = 1/3, 1/2, 1, 2, 3."""
    return [float(arrest_probability(c, a)) for c, a in ((1, 3), (1, 2), (1, 1), (2, 1), (3, 1))]


def e2() -> int:
    """Every rounding, shape, self-count and order; groups and cops or none: the most actives ever seen."""
    most = 0
    settings = [{"legitimacy": 0.9}, {"legitimacy": 1.0}, {"legitimacy": 0.7, "threshold": 0.3}]
    for base in settings:
        for extra in ({"cop_density": 0.0}, {"rounding": "floor"}, {"order": "simultaneous"}, {"model": "II"}):
            most = max(most, int(run(seed=1, ticks=100, **base, **extra).actives.max()))
    return most


def e3() -> list[float]:
    """Active share without any risk."""
    return [float(active_share(legitimacy, 0.0)) for legitimacy in (0.7, 0.8, 0.82, 0.89)]


def _sample(share: float, n: int) -> dict[str, float]:
    return {"mean": share, "se": math.sqrt(share * (1.0 - share) / n)}


def e3b() -> dict[str, dict[str, float]]:
    """A society of 63,000 without cops, after one tick."""
    found: dict[str, dict[str, float]] = {}
    for seed, legitimacy in enumerate((0.7, 0.8, 0.82, 0.89)):
        end = run(seed, width=300, height=300, cop_density=0.0, legitimacy=legitimacy, ticks=1, vision=1)
        found[f"L={legitimacy}"] = _sample(end.actives[0] / 63_000, 63_000)
    return found


def e4() -> list[float]:
    """Active share at P = .89974."""
    return [float(active_share(legitimacy, 0.89974)) for legitimacy in (0.7, 0.8, 0.82, 0.89, 0.2)]


def e4b() -> dict[str, dict[str, float]]:
    """The rule itself at C = A = 1, for 200,000 drawn citizens."""
    hardship, risk = traits(200_000, seed=4)
    found: dict[str, dict[str, float]] = {}
    for legitimacy in (0.7, 0.8, 0.82, 0.2):
        share = float(np.mean(is_active(grievance(hardship, legitimacy), risk, 1, 1)))
        found[f"L={legitimacy}"] = _sample(share, len(risk))
    return found


def e5() -> dict[str, int]:
    """Run 2 as printed: seeds whose actives ever reach 50."""
    runs = run_2("none")
    return {"successes": sum(int(r.actives.max()) >= 50 for r in runs), "trials": len(runs)}


def e5p() -> dict[str, int]:
    """Run 2 as printed: seeds with an outburst."""
    runs = run_2("none")
    return {"successes": sum(len(r.outbursts) > 0 for r in runs), "trials": len(runs)}


def e6() -> dict[str, Any]:
    """Run 2 with the floor of C/A."""
    return _run_2_summary("floor")


def e7() -> dict[str, Any]:
    """Run 2 with C/A rounded half to even."""
    return _run_2_summary("half_even")


def e8() -> list[int]:
    """Sites seen under four readings of vision."""
    return [site_count(*eye) for eye in (("euclid", 1.7), ("euclid", 7), ("diamond", 7), ("square", 7))]


def e9() -> list[float]:
    """Mean jailed over arrests a tick x 15.5 ticks, each rounding, without the first 100 ticks (jails fill)."""
    return [
        float(np.mean([r.jailed[100:].mean() for r in runs]) / np.mean([r.table["arrests"][100:].mean() for r in runs]))
        / 15.5
        for runs in map(run_2, ROUNDINGS)
    ]


def peaks(number: int, rounding: str = "floor", shape: str = "euclid") -> list[int]:
    """Most actives of each seed of run 3 or 4."""
    return [int(r.actives.max()) for r in _legitimacy(number, rounding, shape)]


def e10() -> dict[str, int]:
    """Pairs of seeds in which the jump's peak is the higher."""
    wins = sum(jump > salami for salami, jump in zip(peaks(3), peaks(4), strict=True))
    return {"wins": wins, "trials": len(PAIRS)}


def e10b() -> dict[str, dict[str, int]]:
    """Seeds with more than 50 actives, under salami and under the jump."""
    return {
        name: {"successes": sum(peak > 50 for peak in peaks(number)), "trials": len(PAIRS)}
        for name, number in (("salami", 3), ("jump", 4))
    }


def e11() -> dict[str, int]:
    """Pairs of seeds in which the jump leaves more in jail."""
    salami, jump = _legitimacy(3, "floor", "euclid"), _legitimacy(4, "floor", "euclid")
    wins = sum(int(b.jailed[-1] > a.jailed[-1]) for a, b in zip(salami, jump, strict=True))
    return {"wins": wins, "trials": len(PAIRS)}


def _explosions(number: int, rounding: str, shape: str) -> dict[str, int]:
    return {"successes": sum(peak >= 50 for peak in peaks(number, rounding, shape)), "trials": len(PAIRS)}


def e12() -> dict[str, dict[str, int]]:
    """Seeds that explode where none should."""
    literal = {f"run {number}, literal": _explosions(number, "none", "euclid") for number in (3, 4)}
    return {**literal, "run 3, square vision": _explosions(3, "floor", "square")}


def e12b() -> dict[str, int]:
    """Seeds of run 4 that explode under square vision."""
    return _explosions(4, "floor", "square")


def e14() -> int:
    """Killings while L = .9."""
    return sum(int(r.table["killed"].sum()) for r in run_many(range(5), **RUNS[6], ticks=1000))


@cache
def _run_7() -> tuple[Run, ...]:
    return run_many(range(200), **RUNS[7], ticks=15_000)


def e15() -> dict[str, int]:
    """Genocides of the first 30 of run 7: the paper's number of runs."""
    return {"successes": sum(r.genocide is not None for r in _run_7()[:30]), "trials": 30}


def e15b() -> dict[str, int]:
    """Genocides of run 7 that blue survives."""
    return {"successes": sum(int(r.table["green"][-1] == 0) for r in _run_7()), "trials": len(_run_7())}


def e15c() -> dict[str, float]:
    """Ticks to genocide in run 7."""
    return _mean(np.array([r.ticks for r in _run_7()], float))


def e17() -> dict[str, int]:
    """Genocides of run 8 within 15,000 ticks."""
    times = genocide_times(0.04, SEEDS)
    return {"successes": int(np.sum(times < 15_000)), "trials": len(times)}


def e19() -> dict[str, float]:
    """Sum and mean of the paper's worked example."""
    sizes = [60, 100, 120, 95, 80]
    (burst,) = outbursts([0, *sizes, 0])
    return {"sum": int(burst["activation"]), "mean": int(burst["activation"]) / len(sizes)}


def e20() -> dict[str, bool]:
    """An agent with H = .8, R = .9 at L = .8: grieved above T, and N = .81 above G - T = .06 when a cop is near."""
    g = grievance(0.8, 0.8)
    return {"near a cop": bool(is_active(g, 0.9, 1, 1)), "alone": bool(is_active(g, 0.9, 0, 1))}


@cache
def readings() -> tuple[Reading, ...]:
    """The sweep of neighbourhood and rounding, four seeds each; the seeds of euclid 7 are those of E5-E7."""
    others = sweep(READINGS[1:])
    shared = [summary(run_2(r)[:4], "euclid", 7.0, r) for r in ROUNDINGS]
    return (*shared, *others)


def f5f7() -> dict[str, float]:
    """The four numbers of the reading that misses the paper's least, by its largest relative miss."""

    def miss(reading: Reading) -> float:
        return max(abs((getattr(reading, name) or 0.0) / target - 1.0) for name, target in FIG_5_7.items())

    best = min(readings(), key=miss)
    return {name: float(getattr(best, name) or 0.0) for name in FIG_5_7}
