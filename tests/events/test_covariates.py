"""What is known of the regions shapes a shock: quotas follow a covariate, and so does a grievance."""

import numpy as np
import pytest

from groundswell.errors import InputError
from groundswell.events import calm, resolve
from groundswell.scenario.load import load
from groundswell.types import Regions

FOUR = Regions(
    codes=("A", "B", "C", "D"),
    names=("", "", "", ""),
    population=np.array([1e6, 1e6, 1e6, 3e6]),
    adults=np.full(4, 1e6),
    means=np.ones(4),
    capitals=np.zeros(4, bool),
    covariate_names=("poverty", "published"),
    covariates=np.array([[8.0, 2.0, 0.0, np.nan], [np.nan, 4.0, np.nan, np.nan]]),
)
LIABLE = np.full(4, 1e5)


def quota(**more: object) -> np.ndarray:
    decree = resolve("decree")(name="decree", day=0, target=4_000.0, duration=1, believed_total=0.0, **more)  # type: ignore[arg-type]
    return decree.apply(0, calm(4, ()), FOUR, LIABLE).quota


def test_without_a_covariate_each_region_gives_its_share_of_the_liable() -> None:
    assert quota() == pytest.approx(np.full(4, 1_000.0))


def test_quotas_in_proportion_to_a_covariate_and_to_its_mean_where_it_is_not_known() -> None:
    mean = 10.0 / 3.0  # of the three regions where it is known
    expected = np.array([8.0, 2.0, 0.05 * mean, mean])
    assert quota(covariate="poverty") == pytest.approx(4_000.0 * expected / expected.sum())
    assert quota(covariate="poverty", gradient=0.0) == pytest.approx(np.full(4, 1_000.0))
    steep = quota(covariate="poverty", gradient=2.0)
    assert steep[0] / steep[1] == pytest.approx(16.0)


def test_a_published_quota_counts_by_its_weight_where_there_is_one() -> None:
    asked = {weight: quota(published_covariate="published", published=weight) for weight in (0.0, 0.5, 1.0)}
    assert [asked[w][1] / asked[w][0] for w in (0.0, 0.5, 1.0)] == pytest.approx([1.0, 2.0, 4.0])
    assert asked[1.0][[0, 2, 3]] == pytest.approx(np.full(3, 4_000.0 / 7.0))


def test_a_grievance_in_proportion_to_a_covariate_has_its_strength_where_the_covariate_has_its_mean() -> None:
    word = resolve("announcement")(name="word", day=0, grievance=0.5, covariate="poverty")  # type: ignore[call-arg]
    felt = word.apply(0, calm(4, ()), FOUR, LIABLE).grievance
    assert felt == pytest.approx(0.5 * np.array([2.4, 0.6, 0.0, 1.0]))


def test_a_covariate_that_there_is_not_or_without_a_mean_is_reported() -> None:
    with pytest.raises(ValueError, match="there are \\['poverty', 'published'\\]"):
        FOUR.covariate("wealth")
    with pytest.raises(ValueError, match="not above 0"):
        FOUR._replace(covariates=np.zeros((2, 4))).relative("poverty")
    with pytest.raises(
        InputError, match=r"events.decree.covariate: no covariate 'deaths_befor' .* mean 'deaths_before'"
    ):
        load("mobilization-2022", {"events.decree.covariate": "deaths_befor"})
