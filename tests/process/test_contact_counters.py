"""Counters hold what asking every tie would give."""

import numpy as np

from groundswell.process import contact_counters


def test_ties_are_mutual_and_counters_count_them(society_of):
    society = society_of(persons=4000)
    everybody = np.arange(society.n, dtype=np.uint32)
    close, friends = contact_counters.contacts(society, everybody, friends=True)
    for column in (close, friends):
        ties = column.reshape(society.n, -1)
        pairs = {(i, int(j)) for i in range(society.n) for j in ties[i] if j != contact_counters.NOBODY}
        assert all((j, i) in pairs for i, j in pairs)
    counters = np.zeros(society.n, np.uint8)
    some = everybody[::97]
    contact_counters.add(contact_counters.contacts(society, some, friends=False)[0], counters, 1)
    asked = [np.count_nonzero(np.isin(row, some)) for row in close.reshape(society.n, -1)]
    assert np.array_equal(counters, asked)


def test_telling_and_taking_back_leaves_nothing(society_of):
    society = society_of(persons=4000)
    counter = np.zeros(society.n, np.uint8)
    _, friends = contact_counters.contacts(society, np.arange(50, dtype=np.uint32), friends=True)
    contact_counters.add(friends, counter, 1)
    contact_counters.add(friends, counter, -1)
    assert not counter.any()


def test_a_person_has_about_as_many_friends_as_asked_for(society_of):
    society = society_of(friends=25.0)
    _, friends = contact_counters.contacts(society, np.arange(5000, dtype=np.uint32), friends=True)
    degree = np.count_nonzero(friends.reshape(5000, -1) != contact_counters.NOBODY, axis=1)
    assert 24 < degree.mean() < 26
    assert np.percentile(degree, 1) > 8
    assert np.percentile(degree, 99) < 45
