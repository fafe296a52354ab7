"""Teacher's plots: the same believers on a lattice, on moved ties, and in a crowd."""

from typing import Any

from groundswell.classics import emperors_dilemma_2005 as e
from groundswell.classics.networks import complete, rewire, torus
from groundswell.classics.plots import lines

_SEEDS = range(8)

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "conviction": "ten seeds a point; computed, no published figure was read",
    "ties": "ten seeds a point; computed, no published figure was read",
}


def figures() -> dict[str, Any]:
    """Return the charts of the page, by name."""
    return {"conviction": _conviction(), "ties": _ties()}


def _mean(rewiring: float, conviction: float) -> float:
    runs = [
        e.simulate(
            rewire(torus(25), rewiring, s), e.believers_at_random(625, 31, s), conviction, seed=s, max_rounds=200
        )
        for s in _SEEDS
    ]
    return sum(run.compliance for run in runs) / len(runs)


def _conviction() -> Any:
    levels = [0.05 + 0.025 * k for k in range(14)]
    crowd = complete(625)
    curves = {
        "lattice, 31 believers at random": [(s, _mean(0.0, s)) for s in levels],
        "lattice, a block of 9 believers": [
            (s, e.simulate(torus(25), e.believers_in_a_block(25, 3), s, max_rounds=200).compliance) for s in levels
        ],
        "everybody sees everybody": [
            (s, e.simulate(crowd, e.believers_at_random(625, 31, 0), s, max_rounds=20).compliance) for s in levels[::3]
        ],
    }
    return lines(curves, "conviction of disbelievers", "share of them that comply",
                 "Few believers carry a neighbourhood, and neighbourhoods each other")  # fmt: skip


def _ties() -> Any:
    curves = {f"conviction {s:g}": [(p, _mean(p, s)) for p in (0.0, 0.1, 0.3, 0.6, 1.0)] for s in (0.1, 0.2)}
    return lines(
        curves, "share of ties rewired", "share of disbelievers that comply", "Random ties break an unpopular norm"
    )
