"""Lists of persons in motion: counts by region, who is in two lists, who is left."""

import numpy as np
import pytest

from groundswell.process.status_lists import clear, place_counts, places_of, region_counts, shared
from groundswell.types import State


def persons(*who):
    return np.array(who, np.uint32)


def test_the_regions_add_up_to_everybody_in_full_size(society_of):
    society = society_of()
    everybody = np.arange(society.n, dtype=np.uint32)
    counts = region_counts(society, everybody)
    assert counts == pytest.approx(np.diff(society.region_start) * society.weight)
    assert counts.sum() == pytest.approx(society.regions.population.sum())
    assert region_counts(society, persons()).tolist() == [0.0, 0.0]


def test_the_last_person_of_a_region_is_in_it(society_of):
    society = society_of()
    border = int(society.region_start[1])
    assert (region_counts(society, persons(border - 1, border)) / society.weight).tolist() == [1.0, 1.0]


def test_places_are_counted_alike_for_all_for_many_and_for_few(society_of):
    society = society_of()
    everybody, size = np.arange(society.n, dtype=np.uint32), np.diff(society.place_start)
    assert place_counts(society, everybody).tolist() == size.tolist()
    some = [everybody[::step] for step in (2, 3, 97)]
    gone = np.searchsorted(society.place_start, everybody, side="right") % 2 == 0
    lists = [*some, everybody[gone], everybody[~gone], everybody[-len(size) - 5 :], everybody[: len(size)], persons(7)]
    for who in lists:
        expected = np.bincount(places_of(society, who), minlength=len(size))
        assert np.array_equal(place_counts(society, who), expected)
    assert not place_counts(society, persons()).any()


def test_who_is_in_two_lists_is_found_in_both():
    here, there = shared(persons(9, 2, 5, 7), persons(2, 3, 7))
    assert (here.tolist(), there.tolist()) == ([1, 3], [0, 2])
    assert [len(each) for each in shared(persons(1), persons())] == [0, 0]


def test_a_part_of_a_state_is_cleared_and_the_rest_is_not():
    state = State(*(np.ones(10, np.uint8) for _ in range(5)), np.ones(10, np.uint16))
    clear(2, 6, *state[:4])
    assert all(column.tolist() == [1] * 2 + [0] * 4 + [1] * 4 for column in state[:4])
