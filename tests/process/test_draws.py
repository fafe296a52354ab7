"""A personal draw belongs to the person, whatever list he stands in."""

import numpy as np
import pytest

from groundswell import rng
from groundswell.process.draws import uniform


def test_a_draw_depends_on_the_person_not_on_the_list(society_of):
    society = society_of(persons=1_000)
    everybody = np.arange(1_000, dtype=np.uint32)
    some = np.array([900, 3, 77], np.uint32)
    assert np.array_equal(uniform(society, rng.EXIT, 4, 0, everybody)[some], uniform(society, rng.EXIT, 4, 0, some))


def test_draws_of_another_day_purpose_word_or_seed_are_other_draws(society_of):
    society = society_of(persons=1_000)
    everybody = np.arange(1_000, dtype=np.uint32)
    one = uniform(society, rng.EXIT, 4, 0, everybody)
    for other in (
        uniform(society, rng.EXIT, 5, 0, everybody),
        uniform(society, rng.SERVE, 4, 0, everybody),
        uniform(society, rng.EXIT, 4, 1, everybody),
        uniform(society._replace(seed=2), rng.EXIT, 4, 0, everybody),
    ):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.12
    assert 0.0 < one.min() < one.max() < 1.0
    assert one.mean() == pytest.approx(0.5, abs=0.05)
