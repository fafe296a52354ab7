"""Counters hold what asking every tie would give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.process import contact_counters
from groundswell.process.status_lists import parted


def test_ties_are_mutual_and_counters_count_them(society_of):
    society = society_of(persons=4000)
    everybody = np.arange(society.n, dtype=np.uint32)
    close, friends = contact_counters.rows(society, everybody, friends=True)
    for column in (close, friends):
        ties = column.reshape(society.n, -1)
        pairs = {(i, int(j)) for i in range(society.n) for j in ties[i] if j != contact_counters.NOBODY}
        assert all((j, i) in pairs for i, j in pairs)
    counters = np.zeros(society.n, np.uint8)
    some = everybody[::97]
    contact_counters.add(contact_counters.contacts(society, some, friends=False)[0], counters, 1)
    asked = [np.count_nonzero(np.isin(row, some)) for row in close.reshape(society.n, -1)]
    assert np.array_equal(counters, asked)


@pytest.mark.parametrize("persons", [0, 1, 7, 300, 4000])
def test_all_ties_of_many_persons_at_once_are_those_asked_for_one_by_one(society_of, persons):
    society = society_of(persons=4000)
    who = np.arange(society.n, dtype=np.uint32)[:: max(society.n // max(persons, 1), 1)][:persons]
    for friends in (False, True):
        at_once = contact_counters.contacts(society, who, friends)
        for got, asked in zip(at_once, contact_counters.rows(society, who, friends), strict=True):
            assert np.array_equal(np.sort(got), np.sort(asked[asked != contact_counters.NOBODY]))


def test_the_last_member_of_the_largest_household_writes_no_further_than_his_ties_go():
    mates = contact_counters.MATES
    household = np.arange(mates + 1, dtype=np.uint8) | np.uint8((mates + 1) << 4)
    room = np.full(mates + 1, 99, np.uint32)
    assert contact_counters._household(np.array([mates], np.uint32), household, room[:mates]) == mates
    assert room.tolist() == [*range(mates), 99]


def test_telling_by_parts_calls_up_each_tie_once(society_of, monkeypatch):
    society, heard = society_of(persons=4000), []
    who, whole, parts = np.arange(100, 900, dtype=np.uint32), *np.zeros((2, society.n), np.uint8)
    contact_counters.tell(society, who, (whole, whole), 1)
    monkeypatch.setattr(contact_counters, "_PART", 7)
    contact_counters.tell(society, who, (parts, parts), 1, lambda persons, _: heard.append(persons))
    assert np.array_equal(whole, parts)
    assert np.array_equal(np.bincount(np.concatenate(heard), minlength=society.n), whole)


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_of_two_crowds_it_is_told_who_left_and_who_came(before, now):
    lists = (np.array(sorted(crowd), np.uint32) for crowd in (before, now))
    gone, new = parted(*lists)
    assert gone.tolist() == sorted(before - now)
    assert new.tolist() == sorted(now - before)


def test_telling_and_taking_back_leaves_nothing(society_of):
    society = society_of(persons=4000)
    counter = np.zeros(society.n, np.uint8)
    _, friends = contact_counters.contacts(society, np.arange(50, dtype=np.uint32), friends=True)
    contact_counters.add(friends, counter, 1)
    contact_counters.add(friends, counter, -1)
    assert not counter.any()


def test_a_person_has_about_as_many_friends_as_asked_for(society_of):
    society = society_of(friends=25.0)
    _, friends = contact_counters.rows(society, np.arange(5000, dtype=np.uint32), friends=True)
    degree = np.count_nonzero(friends.reshape(5000, -1) != contact_counters.NOBODY, axis=1)
    assert 24 < degree.mean() < 26
    assert np.percentile(degree, 1) > 8
    assert np.percentile(degree, 99) < 45
