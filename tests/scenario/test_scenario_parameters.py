"""Every declared parameter, through the scenario's front door: its limits hold, its prior is only told."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from groundswell.errors import InputError
from groundswell.inputs.problems import ScenarioError
from groundswell.params import Parameter
from groundswell.scenario.catalogue import assumptions, catalogue, group, outside_prior
from groundswell.scenario.header import FREE_SIGNS
from groundswell.scenario.listing import as_dicts, as_markdown, as_text
from groundswell.scenario.load import change, load

FLAGSHIP = load("mobilization-2022")
NUMBERS = [a.parameter for a in assumptions(FLAGSHIP) if a.parameter.kind in (int, float)]
NUMBERS = [p for p in NUMBERS if not p.key.endswith(("day", "until"))]  # days have their own rules
parameters = st.sampled_from(NUMBERS)


def within(p: Parameter) -> st.SearchStrategy[float]:
    if p.kind is int:
        return st.integers(math.ceil(p.meta.low), math.floor(p.meta.high))
    return st.floats(p.meta.low, p.meta.high)


def beyond(p: Parameter) -> st.SearchStrategy[float]:
    if p.kind is int:
        return st.integers(max_value=math.ceil(p.meta.low) - 1) | st.integers(math.floor(p.meta.high) + 1)
    below = st.floats(max_value=p.meta.low, exclude_max=True, allow_infinity=False)
    return below | st.floats(p.meta.high, exclude_min=True, allow_infinity=False)


def value_of(key: str, scenario: object) -> object:
    return next(a.value for a in assumptions(scenario) if a.parameter.key == key)  # type: ignore[arg-type]


@given(st.data(), parameters)
def test_a_value_within_its_limits_is_taken_as_it_is(data: st.DataObject, p: Parameter) -> None:
    value = data.draw(within(p))
    try:
        changed = change(FLAGSHIP, {p.key: value})
    except ScenarioError as refused:
        assume("no whole age band" not in str(refused))  # the two ends of the liable ages must leave one between them
        raise
    assert value_of(p.key, changed) == value


@given(st.data(), parameters)
def test_a_value_beyond_its_limits_is_refused_with_key_and_range(data: st.DataObject, p: Parameter) -> None:
    value = data.draw(beyond(p))
    with pytest.raises(ScenarioError) as caught:
        change(FLAGSHIP, {p.key: value})
    assert p.key in str(caught.value)
    assert f"{p.meta.low:,.10g}..{p.meta.high:,.10g} ({p.meta.unit})" in str(caught.value)


@given(parameters, st.sampled_from([math.nan, math.inf, -math.inf]))
def test_what_is_no_number_to_reckon_with_is_refused(p: Parameter, value: float) -> None:
    with pytest.raises(ScenarioError, match=p.key):
        change(FLAGSHIP, {p.key: value})


@given(parameters, st.sampled_from([True, "0.5", [1.0], {"a": 1}]))
def test_nothing_is_turned_into_a_number_in_silence(p: Parameter, value: object) -> None:
    with pytest.raises(ScenarioError, match=p.key.rsplit(".", 1)[0]):
        change(FLAGSHIP, {p.key: value})


def test_a_whole_number_of_days_is_not_a_fraction() -> None:
    with pytest.raises(ScenarioError, match=r"call\.grace: 2\.5 is not a whole number"):
        change(FLAGSHIP, {"call.grace": 2.5})


def test_a_value_outside_its_prior_is_allowed_and_reported() -> None:
    bold = change(FLAGSHIP, {"behaviour.others": 3.0})
    added = {a.parameter.key for a in outside_prior(bold)} - {a.parameter.key for a in outside_prior(FLAGSHIP)}
    assert added == {"behaviour.others"}


def test_a_fitted_parameter_says_to_what() -> None:
    fitted = {a.parameter.key: a.fitted_to for a in assumptions(FLAGSHIP) if a.fitted_to}
    assert "C01" in fitted["behaviour.protest"]
    changed = change(FLAGSHIP, {"behaviour.protest": -12.0})
    assert "behaviour.protest" not in {a.parameter.key for a in assumptions(changed) if a.fitted_to}


def test_an_event_of_the_timeline_is_changed_only_where_a_scenario_says_otherwise() -> None:
    assert [a.parameter.key for a in assumptions(FLAGSHIP) if a.changed] == []
    other = change(FLAGSHIP, {"events.rally-24.strength": 0.5, "events.lars.day": 8})
    assert [a.parameter.key for a in assumptions(other) if a.changed] == ["events.rally-24.strength", "events.lars.day"]


def test_what_a_case_knows_better_stands_in_the_declarations_of_its_scenarios() -> None:
    protest = next(a.parameter for a in assumptions(FLAGSHIP) if a.parameter.key == "behaviour.protest")
    given = FLAGSHIP.case.parameters["behaviour.protest"]
    assert (protest.default, protest.prior, protest.meta.source) == (given.value, given.prior, given.source)


def test_the_free_signs_are_parameters_whose_prior_leaves_them_free() -> None:
    priors = {a.parameter.key: a.parameter.prior for a in assumptions(FLAGSHIP)}
    assert all(priors[key][0] <= 0 <= priors[key][1] for key in FREE_SIGNS)


@pytest.mark.parametrize("declared_group", catalogue(), ids=lambda g: g.name)
def test_every_parameter_has_unit_limits_and_source(declared_group) -> None:
    for p in declared_group.parameters:
        assert p.meta.unit
        assert p.meta.low <= p.meta.high
        assert p.meta.source
        low, high = p.meta.prior or (p.meta.low, p.meta.high)
        assert p.meta.low <= low <= high <= p.meta.high, p.key


def test_every_parameter_stands_in_every_listing() -> None:
    groups = catalogue()
    keys = [p.key for g in groups for p in g.parameters]
    assert [row["key"] for row in as_dicts(groups)] == keys
    assert all(f"  {key} = " in as_text(groups) for key in keys)
    assert all(f"| {key} |" in as_markdown(groups) for key in keys)


def test_a_section_is_found_by_part_of_its_name() -> None:
    assert [g.name for g in group("rally")] == ["event rally"]
    with pytest.raises(InputError, match="did you mean 'policing'"):
        group("polcing")
