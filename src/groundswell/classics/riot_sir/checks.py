"""How the numbers of paper.toml are obtained."""

import numpy as np

from groundswell.classics.riot_sir import (
    Course,
    Saturating,
    final_size,
    measured_speed,
    peak,
    power_kernel,
    rank_correlation,
    shape_agreement,
    simulate,
    simulate_events,
    single_site,
    wave_speed,
)
from groundswell.classics.riot_sir.towns import distances, people

TOWNS = 60


def fs1() -> dict[str, float]:
    """Final size and peak, closed form."""
    return {
        "size at 1.5": final_size(1.5),
        "size at 2": final_size(2.0),
        "peak at 1.5": peak(1.5),
        "peak at 2": peak(2.0),
    }


def fs2() -> dict[str, float]:
    """The same by solving the differential equations from a spark of 1e-7."""
    courses = {r0: single_site(r0, seed=1e-7, days=100.0) for r0 in (1.5, 2.0)}
    sizes = {f"size at {r0:g}": float(1.0 - c.susceptible[-1, 0]) for r0, c in courses.items()}
    return sizes | {f"peak at {r0:g}": float(c.activity.max()) for r0, c in courses.items()}


def fs3() -> dict[str, dict[str, float]]:
    """Final size of 200 random riots among 100,000 persons, 1,000 of them rioting at first, less the closed form."""
    excess = {}
    for r0 in (1.5, 2.0):
        riots = simulate_events([99_000], [1_000], beta=r0 / 99_000, omega=1.0, seed=1, runs=200)
        share = riots.joined[:, 0] / 99_000
        miss = float(share.mean()) - final_size(r0, 1_000 / 99_000)
        excess[f"at {r0:g}"] = {"mean": miss, "se": float(share.std(ddof=1) / np.sqrt(len(share)))}
    return excess


def fs4() -> dict[str, float]:
    """Share of the peak that rioting below the take-off condition ever rises above its spark."""
    return {f"at {r0:g}": float(single_site(r0, seed=1e-3).activity.max()) - 1e-3 for r0 in (0.5, 0.9, 1.0)}


def _towns(delta: float, *, everywhere: bool = False) -> Course:
    """Sixty towns, coupled so that the whole has R0 = 2.5; the riot starts in the first, or a little everywhere."""
    sigma, w = people(TOWNS), power_kernel(distances(TOWNS), 10.0, delta)
    beta = 2.5 / np.abs(np.linalg.eigvals(sigma[:, None] * w)).max()
    spark = sigma * 1e-4 if everywhere else np.eye(TOWNS)[0]
    return simulate(sigma, spark, w, beta=float(beta), omega=1.0, days=60.0)


def bg1() -> float:
    """Uncoupled sites against single sites: largest difference, as a share of the largest activity."""
    sigma, spark = people(5), people(5) * 1e-4
    together = simulate(sigma, spark, beta=0.01, omega=1.0, days=60.0).activity
    alone = [
        simulate([s], [a], beta=0.01, omega=1.0, days=60.0).activity[:, 0] for s, a in zip(sigma, spark, strict=True)
    ]
    return float(np.abs(together - np.stack(alone, axis=1)).max() / together.max())


def bg2() -> float:
    """An infinite delta against uncoupled sites, likewise."""
    sigma = people(TOWNS)
    apart, coupled = (
        simulate(sigma, sigma * 1e-4, w, beta=0.01, omega=1.0, days=60.0).activity
        for w in (None, power_kernel(distances(TOWNS), 10.0, float("inf")))
    )
    return float(np.abs(apart - coupled).max() / apart.max())


def bg3() -> float:
    """delta = 0 against one site holding all, likewise."""
    sigma = people(TOWNS)
    sites = simulate(sigma, sigma * 1e-4, power_kernel(distances(TOWNS), 10.0, 0.0), beta=2e-4, omega=1.0, days=60.0)
    one = simulate([sigma.sum()], [sigma.sum() * 1e-4], beta=2e-4, omega=1.0, days=60.0)
    return float(np.abs(sites.activity.sum(axis=1) - one.activity[:, 0]).max() / one.activity.max())


def bg4() -> dict[str, float]:
    """Lowest correlation of a town's curve, height and date removed, with the mean curve; spread of the dates."""
    course = _towns(4.0)
    dates = course.times[course.activity.argmax(axis=0)]
    return {"lowest correlation": float(shape_agreement(course, 4.0).min()), "dates differ by": float(np.ptp(dates))}


def bg5() -> dict[str, float]:
    """Spearman correlation of a town's peak date with its distance from the first, with and without decay."""
    far = distances(TOWNS)[0, 1:]
    found = {}
    for delta in (2.0, 4.0, 0.0):
        course = _towns(delta)
        dates = course.times[course.activity.argmax(axis=0)][1:]
        found[f"delta {delta:g}"] = rank_correlation(far, dates)
    return found


def bn1() -> float:
    """Activity after 3 days below the threshold of a saturating Psi, over exp(-omega t)."""
    course = simulate([100.0], [1.0], beta=Saturating(2.0, 1.0, 1.5), omega=0.7, days=3.0)
    return float(course.activity[-1, 0] / np.exp(-0.7 * 3.0))


def bn2() -> dict[str, float]:
    """Measured speed of the front over 2 sqrt(d (r - omega)), for three settings."""
    settings = ((1.0, 1.5, 0.5), (0.3, 2.0, 0.5), (4.0, 1.0, 0.0))
    return {f"d {d:g}, r {r:g}, omega {w:g}": measured_speed(d, r, w) / wave_speed(d, r, w) for d, r, w in settings}
