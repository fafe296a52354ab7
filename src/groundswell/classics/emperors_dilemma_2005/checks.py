"""The checks of paper.toml, computed through the public functions."""

import numpy as np

from groundswell.classics import emperors_dilemma_2005 as e
from groundswell.classics.networks import complete, torus


def d1() -> dict[str, float]:
    done = [e.simulate(network, np.zeros(network.n, np.bool_), seed=1) for network in (torus(25), complete(100))]
    return {"compliance": max(n.compliance for n in done), "enforcement": max(n.enforcement for n in done)}


def d2() -> dict[str, bool]:
    """Compare one disbeliever's act, and simulated populations of 41, with the inequalities for every e."""
    n, cost = 41, 0.125
    network = complete(n)
    holds = {"complies and enforces": True, "no cascade below the share": True}
    for conviction in (0.1, 0.26, 0.38):
        for believers in range(n - 1):
            others = np.where(np.arange(n - 1) < believers, 1, -1)
            act = e.respond(-1, conviction, cost, others, np.maximum(others, 0))
            expected = (believers > conviction * (n - 1), believers > (conviction + cost) * (n - 1))
            holds["complies and enforces"] &= (act[0] == 1, act[1] == 1) == expected
            holds["complies and enforces"] &= e.complete_response(believers, n, conviction, cost) == expected
            if not expected[0]:
                done = e.simulate(network, e.believers_at_random(n, believers, 1), conviction, cost, seed=1)
                holds["no cascade below the share"] &= done.compliance == done.enforcement == 0.0
    return holds
