"""Critical mass: closed forms, and the order in which people give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.classics import oliver_marwell_1985 as om


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 5.0), st.floats(0.1, 50.0), st.floats(0.1, 5.0))
def test_people_alike_stop_where_the_slope_of_production_is_their_cost(a: float, v: float, c: float) -> None:
    given = om.contributions([v] * 8, "decelerating", a=a, cost=c, resources=100.0)
    assert given.total == pytest.approx(om.optimal_total(v, c, a), abs=2e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 30.0), st.floats(0.0, 1.0)), min_size=1, max_size=7), st.integers(0, 99))
def test_no_order_gives_more_than_the_least_interested_first_nor_less_than_the_most(
    people: list[tuple[float, float]], seed: int
) -> None:
    v, b = zip(*people, strict=True)
    least, most, random = (
        om.contributions(v, resources=b, order=order, seed=seed).total
        for order in ("least interested first", "most interested first", "random")
    )
    assert most - 1e-5 <= random <= least + 1e-5


@given(st.integers(5, 60), st.floats(0.5, 500.0), st.integers(0, 60))
def test_with_accelerating_production_all_give_or_nobody(n: int, v: float, start: int) -> None:
    given = om.contributions([v] * n, "accelerating", unit=1.0, start=start, n=n).amounts.sum()
    critical = om.critical_mass(v, 1.0, n)
    if abs(start - critical) > 1e-6:
        pays_at_once = start > critical or v * (2 * start + 1) / n**2 > 1.0
        assert given == (n if pays_at_once else 0)


def test_an_even_deal_is_not_taken() -> None:
    assert om.contributions([10.0] * 3, "linear", n=10.0, unit=1.0).total == 0.0
    assert om.contributions([10.01] * 3, "linear", n=10.0, unit=1.0).total == 3.0
    assert om.contributions([100.0] * 9, "accelerating", n=10.0, cost=5.0, start=2.0, unit=1.0).total == 2.0


def test_a_rich_person_starts_alone_what_no_small_gift_would() -> None:
    poor = om.contributions([20.0] * 5, "s-shaped", half=5.0, steepness=4.0, resources=1.0)
    rich = om.contributions([20.0] * 5, "s-shaped", half=5.0, steepness=4.0, resources=20.0)
    assert poor.total == 0.0
    assert rich.amounts[0] == pytest.approx(rich.total) and rich.total > 5.0


def test_any_function_may_be_the_production() -> None:
    given = om.contributions([9.0], lambda total: np.sqrt(total) / 3.0, resources=10.0)
    assert given.total == pytest.approx(2.25, abs=1e-5)  # 9 / (6 sqrt R) = 1
    assert given.produced == pytest.approx(0.5, abs=1e-5)


def test_a_step_of_the_good_is_climbed_by_the_last_units_only() -> None:
    step = om.contributions([5.0] * 3, lambda total: (total >= 3.0).astype(float), resources=3.0, unit=1.0)
    assert step.amounts.tolist() == [3.0, 0.0, 0.0]


def test_random_orders_depend_on_the_seed_alone() -> None:
    orders = [om.contributions(range(20), order="random", seed=s).order.tolist() for s in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == list(range(20))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"cost": 0.0}, "cost"),
        ({"resources": -1.0}, "resources"),
        ({"order": "most intrested first"}, "most interested first"),
        ({"unit": 0.0}, "unit"),
        ({"start": -1.0}, "start"),
        ({"a": -1.0}, "a="),
        ({"b": 1.0}, "parameter of decelerating"),
        ({"kind": "decelerate"}, "decelerating"),
        ({"kind": "accelerating", "power": 0.5}, "power"),
        ({"kind": lambda total: total * np.nan}, "production"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(arguments: dict[str, object], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        om.contributions([1.0, 2.0], **arguments)  # type: ignore[arg-type]
