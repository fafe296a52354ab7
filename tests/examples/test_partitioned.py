"""One run on several processes: each chooses for its own regions, and the counts are the same."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def examples(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "examples")


@pytest.mark.parametrize("parts", [2, 3])
def test_a_run_on_several_processes_is_the_run_on_one_to_the_bit(flagship, parts):
    run_partitioned = import_module("partitioned").run_partitioned
    s = flagship(30_000, 15)
    one, all_visits = run_partitioned(s, 1)
    several, visits = run_partitioned(s, parts)
    assert np.array_equal(one.stored.values, several.stored.values, equal_nan=True)
    assert sum(visits) == sum(all_visits)
    assert max(visits) < 0.8 * sum(visits)


def test_parts_are_whole_regions_that_cover_everybody(society_of):
    society = society_of()
    split = import_module("partitioned").split
    parts = split(society, 2)
    assert [parts[0].low, parts[0].high, parts[1].high] == society.region_start.tolist()
    with pytest.raises(ValueError, match="parts = 3"):
        split(society, 3)
