"""Private opposition by place, and support as it was measured."""

import numpy as np
import pytest

from groundswell.process import opinion
from groundswell.simulate import simulate
from groundswell.society.synthesize import mean_ties


@pytest.mark.parametrize("share", [0.0, 0.3, 0.61, 1.0])
def test_before_anything_happens_support_is_what_was_measured(scenario, society_of, share):
    society = society_of()
    s = scenario(events=(), days=1, opinion={"support": share})
    tally = next(iter(simulate(s, society)))
    private = tally.regional["support_private"]
    assert (private @ society.regions.adults) / society.regions.adults.sum() == pytest.approx(share, abs=1e-9)


def test_the_age_of_adults_is_theirs(society_of):
    society = society_of()
    band = society.kind & 0x1F
    middles = np.array([*np.convolve([0, 5, 10, 15, 18, *range(20, 85, 5)], [0.5, 0.5], "valid"), 85.0])
    assert society.adult_age == pytest.approx(middles[band[band >= 4]].mean(), abs=0.05)


def test_more_friends_are_more_ties(scenario):
    few, many = (scenario(society={"friends": n}).society for n in (10.0, 40.0))
    assert mean_ties(many) - mean_ties(few) == pytest.approx(30.0)


def test_opposition_of_places_is_zero_on_average(scenario, society_of):
    society = society_of()
    shift = opinion.place_shift(society, scenario().opinion)
    assert np.average(shift, weights=society.inhabitants) == pytest.approx(0.0, abs=1e-12)


def test_places_below_the_size_from_which_opposition_rises_are_alike(society_of):
    society = society_of()
    assert np.ptp(opinion.place_shift(society, opinion.Params(gradient_from=1e6))) == 0.0
    assert np.ptp(opinion.place_shift(society, opinion.Params())) > 0.0
