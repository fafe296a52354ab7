"""What a simulated person stands for, and what counts on few of them can say."""

from math import exp, factorial, log

import pytest

from groundswell import resolution as r


def test_a_person_at_one_to_a_thousand_stands_for_a_thousand():
    assert r.weight(146_780_720, 146_781) == pytest.approx(1000.0, abs=0.01)
    assert r.resolution_of_mean(1000.0, 8) == r.resolution_of_effect(1000.0, 8) == 125.0


def test_nobody_among_the_simulated_may_still_be_three_persons():
    assert r.zero_count_bound(1000.0) == pytest.approx(2995.7, abs=0.1)
    assert r.zero_count_bound(1000.0, runs=4) == pytest.approx(r.zero_count_bound(1000.0) / 4)
    assert r.count_interval(0.0, 1000.0) == (0.0, pytest.approx(r.zero_count_bound(1000.0)))


@pytest.mark.parametrize("count", [1, 3, 12, 40])
def test_the_ends_of_an_interval_make_the_count_as_unlikely_as_they_say(count):
    low, high = r.count_interval(count * 50.0, 50.0)
    at_most = sum(exp(-high / 50.0 + k * log(high / 50.0)) / factorial(k) for k in range(count + 1))
    fewer = sum(exp(-low / 50.0 + k * log(low / 50.0)) / factorial(k) for k in range(count))
    assert at_most == pytest.approx(0.05, abs=1e-9)
    assert 1.0 - fewer == pytest.approx(0.05, abs=1e-9)


def test_a_large_count_has_the_interval_of_a_normal_one():
    low, high = r.count_interval(1e6, 1.0)
    assert low == pytest.approx(1e6 - 1.6449e3, abs=5.0)
    assert high == pytest.approx(1e6 + 1.6449e3, abs=5.0)


def test_an_interval_has_the_unit_of_people_and_narrows_with_runs():
    once, often = r.count_interval(5000.0, 1000.0), r.count_interval(5000.0, 1000.0, runs=16)
    assert once == pytest.approx([1000.0 * end for end in r.count_interval(5.0, 1.0)])
    assert once[0] < often[0] < 5000.0 < often[1] < once[1]


def test_ten_simulated_persons_are_enough_and_nine_are_coarse():
    assert not r.is_coarse(10_000.0, 1000.0)
    assert r.is_coarse(9_000.0, 1000.0)
    assert r.is_coarse(-1_000.0, 1000.0, runs=8)
    assert not r.is_coarse(-1_250.0, 1000.0, runs=8)


def test_the_sentence_names_the_step_and_the_bound_and_is_silent_at_full_size():
    assert "stands for 1,000 people" in r.sentence(1000.0, 8)
    assert "steps of 125" in r.sentence(1000.0, 8)
    assert "2,996" in r.sentence(1000.0)
    assert r.sentence(1.0) == ""


@pytest.mark.parametrize("wrong", [lambda: r.weight(1e6, 0), lambda: r.count_interval(-1.0, 1.0),
                                   lambda: r.zero_count_bound(1.0, 0), lambda: r.gamma_quantile(1.0, 1.0)])  # fmt: skip
def test_what_has_no_meaning_is_refused(wrong):
    with pytest.raises(ValueError, match=r"give|count"):
        wrong()


def test_below_one_to_a_thousand_voice_is_said_to_be_off():
    assert "off at this scale" in r.sentence(2936.0)
    assert "off at this scale" not in r.sentence(999.998)
    assert "off at this scale" not in r.sentence(1000.0004)  # whole persons of a nation at 1:1000
