"""Central and local authority: what must hold whatever the weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import makowsky_rubin_2013 as mr
from groundswell.classics.makowsky_rubin_2013 import Society

SMALL = Society(blocks=2, side=4)


def cost(society: Society, people: mr.People, expressed: np.ndarray, row: int, col: int, e: float) -> float:
    n, r = society.size, society.reach
    near = [(row + i, col + j) for i in range(-r, r + 1) for j in range(-r, r + 1) if (i, j) != (0, 0)]
    peers = np.mean([abs(e - expressed[i % n, j % n]) for i, j in near])
    c, a = society.centralisation, society.authority
    authority = a * (c * abs(e) + (1 - c) * abs(e - people.local[row, col]))
    return float(people.own[row, col] * abs(e - people.views[row, col]) + authority + society.peers * peers)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(0.0, 1.0), st.integers(1, 2))
def test_at_rest_nobody_would_rather_say_something_else(seed: int, centralisation: float, reach: int) -> None:
    society = Society(blocks=2, side=4, centralisation=centralisation, reach=reach)
    people = mr.populate(society, seed)
    expressed = mr.express(society, people)
    for row in range(0, 8, 3):
        for col in range(8):
            now = cost(society, people, expressed, row, col, expressed[row, col])
            others = [cost(society, people, expressed, row, col, e) for e in np.linspace(-3, 3, 61)]
            assert now <= min(others) + 1e-9


def test_without_authority_and_peers_everybody_says_what_he_thinks() -> None:
    society = Society(blocks=2, side=4, authority=0.0, peers=0.0)
    assert mr.run(society, 1.3, seed=1).after == 0.0


def test_under_overwhelming_central_authority_all_conform() -> None:
    society = Society(blocks=2, side=4, authority=100.0, centralisation=1.0)
    people = mr.populate(society, 1)
    assert (mr.express(society, people) == 0.0).all()
    assert mr.tipping_shock(society, seed=1) == 4.0


def test_a_shock_of_nothing_changes_nothing() -> None:
    outcome = mr.run(SMALL, 0.0, seed=3)
    assert outcome.moved == 0.0 and outcome.before == outcome.after


def test_the_tipping_shock_is_where_the_institution_falls() -> None:
    at = mr.tipping_shock(SMALL, seed=2, within=0.01)
    assert mr.run(SMALL, at, seed=2).changed and not mr.run(SMALL, at - 0.02, seed=2).changed


def test_views_lie_about_their_locality() -> None:
    people = mr.populate(Society(blocks=3, side=10, reach=1), seed=1)
    assert abs((people.views - people.local).mean()) < 4 * 0.5 / 30
    assert (people.local[:10, :10] == people.local[0, 0]).all()
    assert people.own.min() > 0.0 and people.own.max() < 3.0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"reach": 20}, "reach"),
        ({"centralisation": 1.1}, "centralisation"),
        ({"own": 0.0}, "own"),
        ({"peers": -1.0}, "peers"),
        ({"blocks": 0}, "blocks"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(arguments: dict[str, float], word: str) -> None:
    with pytest.raises(ValueError, match=f"{word}="):
        Society(**arguments)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="shock"):
        mr.run(SMALL, float("nan"), seed=1)
