"""News of other places: shares of people, of the region and of the nation."""

import numpy as np
import pytest

from groundswell.events import calm, resolve
from groundswell.process import elsewhere, perceive
from groundswell.process.perceive import Params
from groundswell.simulate import simulate, start


@pytest.fixture
def society(society_of):
    return society_of()


def test_news_tell_the_share_of_people_of_region_and_nation(society):
    there = np.where(society.place_region == 0, 0.01, 0.0) * society.place_population
    one = np.ones_like(there)
    assert elsewhere.rates(society, there, one, 0.0) == pytest.approx([0.01, 0.0])
    whole = (there * society.place_count).sum() / society.inhabitants.sum()
    assert elsewhere.rates(society, there, one, 1.0) == pytest.approx([whole, whole])


def test_a_region_without_a_call_hears_the_nations_and_without_any_call_there_is_no_news(society):
    strength = np.where(society.place_region == 0, 0.5, 0.0)
    there = np.full(len(strength), 0.01) * society.place_population
    assert elsewhere.rates(society, there, strength, 0.0) == pytest.approx([0.02, 0.02])
    nothing = elsewhere.rates(society, there, np.zeros_like(strength), 0.3)
    assert np.isnan(nothing).all()
    assert np.array_equal(elsewhere.mixed(society, there, nothing, 0.7), there)


@pytest.mark.parametrize("rate", [0.0, 0.003, 5.0])
def test_what_is_expected_lies_between_ones_own_and_the_news_and_is_never_more_than_there_are(society, rate):
    own, news = 0.001 * society.place_population, np.full(2, rate)
    for share in (0.0, 0.4, 1.0):
        expected = elsewhere.mixed(society, own, news, share) / society.place_population
        assert expected == pytest.approx(np.full(len(own), 0.001 + share * (min(rate, 1.0) - 0.001)))


def test_a_crowd_in_one_region_is_expected_in_the_other_only_if_it_is_heard_of(society, scenario):
    first = society.place_region == 0
    there, strength = np.where(first, 0.05, 0.0) * society.place_population, np.where(first, 1.0, 0.0)
    learned = []
    for p in (Params(), Params(elsewhere=0.5), Params(elsewhere=0.5, nation_news=0.0)):
        fields = start(scenario(), society).fields
        before = fields.expected_rally.copy()
        perceive.learn(society, fields, calm(2, ()), strength, there, p)
        learned.append((fields.expected_rally > before)[~first].all())
        assert (fields.expected_rally > before)[first].all()
    assert learned == [False, True, True]  # a region where nobody was called hears of the nation's calls


def test_protest_in_one_region_spreads_to_another_the_more_the_more_its_people_look_elsewhere(society, scenario):
    events = (
        resolve("announcement")(name="word", day=0),
        resolve("local_trigger")(name="there", day=0, until=5, strength=3.0, reach=0.0, regions=("RU-MOW",)),
    )

    def other_region(share):
        given = {"perception": {"elsewhere": share}, "behaviour": {"protest": -8.0, "others": 0.6}}
        return sum(t.regional["participants"][1] for t in simulate(scenario(events, 6, **given), society))

    assert other_region(0.0) < other_region(0.2) < other_region(0.8)
