"""The model written a second time from its page, in plain numpy: the same counts, to the person."""

import sys
from pathlib import Path

import numpy as np
import pytest

VERIFICATION = str(Path(__file__).parents[2] / "verification")


@pytest.fixture(scope="module")
def second_model():
    sys.path.insert(0, VERIFICATION)
    try:
        import second_model
    finally:
        sys.path.remove(VERIFICATION)
    return second_model


@pytest.mark.parametrize(("persons", "seed", "number"), [(10_000, 2, 0), (5_000, 12, 2)], ids=["toyland's", "drawn"])
def test_the_days_written_again_from_the_page_have_the_same_counts(second_model, persons, seed, number):
    first, second = second_model.both(persons, seed, number)
    assert first["participants"].sum() > 0
    for measure in second_model.MEASURES:
        assert np.array_equal(first[measure], second[measure]), measure
