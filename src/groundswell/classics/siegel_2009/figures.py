"""Teacher's plots: ties that help and hurt, elites, and repression that works or backfires."""

from typing import Any

from groundswell.classics import siegel_2009 as s
from groundswell.classics.networks import Network
from groundswell.classics.plots import bars, lines

_SEEDS = range(12)

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "ties": "seeds 0 to 11; after the abstract, no published figure was read",
    "mean_field": "no chance; computed, no published figure was read",
    "elites": "seeds 0 to 11; illustration, no published figure was read",
    "repression": "seeds 0 to 11; illustration, no published figure was read",
}


def figures() -> dict[str, Any]:
    """Return the charts of the page, by name."""
    return {"ties": _ties(), "mean_field": _mean_field(), "elites": _elites(), "repression": _repression()}


def _mean(networks: list[Network], motivation: str, top: float = 0.0, repression: s.Repression | None = None) -> float:
    total = 0.0
    for seed, network in enumerate(networks):
        b = s.motivations(network.n, *s.CLASSES[motivation], seed)
        b[:31] += top
        total += s.simulate(network, b, repression=repression or s.Repression(), seed=seed).share
    return total / len(networks)


def _ties() -> Any:
    chances = (0.0, 0.001, 0.003, 0.01, 0.03)
    networks = {p: [s.village(1000, 25, p, seed) for seed in _SEEDS] for p in chances}
    curves = {name: [(p, _mean(networks[p], name)) for p in chances] for name in s.CLASSES}
    return lines(curves, "chance of a tie across villages", "share taking part",
                 "Weak ties lower participation where motivation is weak", log_y=True)  # fmt: skip


def _mean_field() -> Any:
    curves = {
        f"mean motivation {m:g}": [(sd / 200, s.mean_field(m, sd / 200)) for sd in range(10, 61)]
        for m in (0.7, 0.75, 0.8)
    }
    return lines(curves, "spread of motivation", "share taking part", "Everybody knows everybody: the jump of 1978",
                 {"computed for check S1": [(0.12, 0.0402), (0.125, 1.0)]})  # fmt: skip


def _elites() -> Any:
    networks = [s.hierarchy(1000, 5, 0.01, seed) for seed in _SEEDS]
    heights = {name: {f"{top:+g}": _mean(networks, name, top) for top in (-0.5, 0.0, 0.5)} for name in s.CLASSES}
    return bars(heights, "shift of the elite's motivation", "share taking part",
                "Illustration: a hierarchy follows its top 31 (direction remembered from the paper)")  # fmt: skip


def _repression() -> Any:
    kinds = {
        "village": [s.village(1000, 25, 0.0, seed) for seed in _SEEDS],
        "small world": [s.small_world(1000, 10, 0.1, seed) for seed in _SEEDS],
        "opinion leader": [s.opinion_leader(1000, 2.0, seed) for seed in _SEEDS],
    }
    acts = {
        "none": s.Repression(),
        "random": s.Repression(5, periods=10),
        "hubs first": s.Repression(5, "connected", periods=10),
        "random, anger .05": s.Repression(5, anger=0.05, periods=10),
    }
    heights = {act: {kind: _mean(nets, "strong", 0.0, r) for kind, nets in kinds.items()} for act, r in acts.items()}
    return bars(heights, "network", "share taking part", "Removing 5 a period: local, decisive or self-defeating")
