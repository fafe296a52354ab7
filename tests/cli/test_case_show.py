"""`groundswell case show` tells the priors that a case states on what can be counted."""

import json
from collections.abc import Callable


def test_a_case_shows_the_priors_that_it_states_on_observables(groundswell: Callable[..., object]) -> None:
    code, out, _ = groundswell("case", "show", "toyland")  # type: ignore[misc]
    assert code == 0 and "prior of observables.detained: 20 to 500" in out
    found = json.loads(groundswell("case", "show", "toyland", "--json")[1])["observables"]  # type: ignore[index]
    assert {each["key"]: each["prior"] for each in found}["observables.leaving"] == [5e-3, 0.15]


def test_a_case_that_states_none_shows_none(groundswell: Callable[..., object]) -> None:
    assert json.loads(groundswell("case", "show", "gdr-1989", "--json")[1])["observables"] == []  # type: ignore[index]
