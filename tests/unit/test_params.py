"""Declared parameters: one line gives limits, default, prior and kind."""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import pytest
from pydantic import TypeAdapter, ValidationError

from groundswell.params import ASSUMED, CALIBRATED, P, declared


class Rule(NamedTuple):
    """A rule with one fitted and one assumed number, and a field that is no parameter."""

    cost: Annotated[
        float, P("what detention costs", "utility", 0, 20, prior=(1, 6), status=CALIBRATED, source="C01")
    ] = 2.0
    days: Annotated[int, P("days held", "days", 1, 30)] = 10
    label: str = "rule"


@dataclass(frozen=True)
class Spec:
    """The same as a dataclass, with a value that has no default."""

    share: Annotated[float, P("share told", "1", 0, 1)]
    name: Annotated[str, P("what it is called", "", 0, 0)] = "north"


def test_a_group_declares_its_annotated_fields_in_order() -> None:
    assert list(declared(Rule)) == ["cost", "days"]


def test_a_parameter_carries_key_default_kind_and_evidence() -> None:
    cost = declared(Rule, "behaviour.")["cost"]
    assert (cost.key, cost.default, cost.kind) == ("behaviour.cost", 2.0, float)
    assert (cost.meta.status, cost.meta.source, cost.prior) == (CALIBRATED, "C01", (1, 6))


def test_a_number_without_source_says_that_it_is_assumed() -> None:
    meta = declared(Rule)["days"].meta
    assert meta.status == ASSUMED
    assert "no evidence" in meta.source


def test_a_number_without_prior_is_not_varied() -> None:
    assert declared(Rule)["days"].prior == (10.0, 10.0)


def test_a_text_has_no_range() -> None:
    assert all(math.isnan(end) for end in declared(Spec)["name"].prior)


def test_the_default_of_a_dataclass_field_is_found() -> None:
    assert declared(Spec)["name"].default == "north"


@pytest.mark.parametrize("cost", [-0.001, 20.001, math.nan, math.inf])
def test_a_value_outside_the_limits_is_refused(cost: float) -> None:
    with pytest.raises(ValidationError, match="cost"):
        TypeAdapter(Rule).validate_python({"cost": cost})


@pytest.mark.parametrize("cost", [0.0, 20.0])
def test_the_limits_themselves_are_allowed(cost: float) -> None:
    assert TypeAdapter(Rule).validate_python({"cost": cost}).cost == cost
