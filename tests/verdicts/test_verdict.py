"""Verdicts from margins whose answer is known beforehand: intervals, noise of pairs, the draws it could turn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from groundswell import rng
from groundswell.verdicts import noise
from groundswell.verdicts.verdict import HIGH, interval, judge, needed, swayed


def normal(stream, *shape):
    """Return standard normal numbers, a function of the stream."""
    words = rng.uniform(stream, np.uint64(62), 0, np.arange(int(np.prod(shape))))
    return ndtri(words).reshape(shape)


def groups(truth, sd, stream, every=4):
    """Return a pair a draw, two of every fourth, around known margins with known noise."""
    luck = normal(stream, len(truth), 2)
    return [[m + s * z for z in row[: 1 + (n % every == 0)]]
            for n, (m, s, row) in enumerate(zip(truth, sd, luck, strict=True))]  # fmt: skip


@given(st.integers(1, 300), st.data())
def test_an_interval_holds_its_share_and_narrows_with_draws(draws, data):
    hits = data.draw(st.integers(0, draws))
    low, high = interval(hits, draws)
    assert 0.0 <= low <= hits / draws <= high <= 1.0
    wider_low, wider_high = interval(hits * 4, draws * 4)
    assert wider_high - wider_low < high - low


@pytest.mark.parametrize(("hits", "draws", "low", "high"), [(0, 10, 0.0, 0.2589), (5, 10, 0.2224, 0.7776)])
def test_intervals_are_those_of_clopper_and_pearson(hits, draws, low, high):
    assert interval(hits, draws) == pytest.approx((low, high), abs=1e-4)


def test_few_draws_that_all_hold_are_undecided_and_say_how_many_would_do():
    found = judge(np.ones(10), np.zeros(10), 1)
    assert found.answer == "undecided"
    assert interval(found.more_draws, found.more_draws)[0] > HIGH
    assert needed(1.0, 10) == found.more_draws


def test_draws_that_noise_could_turn_are_undecided_and_ask_for_pairs():
    margins = np.where(np.arange(100) < 97, 0.1, -0.1)
    assert judge(margins, np.zeros(100), 1).answer == "supported"
    noisy = judge(margins, np.full(100, 0.2), 1)
    assert noisy.answer == "undecided"
    assert noisy.more_pairs == pytest.approx((1.645 * 2) ** 2, abs=1)


def test_a_few_draws_near_the_line_leave_a_clear_answer_as_it_is():
    margins = np.where(np.arange(100) < 95, -1.0, -0.1)
    assert judge(margins, np.full(100, 0.1), 1).answer == "refuted"
    assert judge(np.full(100, -0.1), np.full(100, 0.1), 1).answer == "undecided"


def test_without_noise_the_draws_that_hold_are_known():
    assert swayed(np.array([1.0, 0.0, 1.0])) == (2 / 3, 2 / 3)
    assert swayed(np.full(100, 0.5)) == (0.42, 0.58)  # a binomial of one half


def test_a_second_condition_whose_noise_could_turn_it_leaves_no_clear_answer():
    margins = np.stack([np.full(64, 0.05), np.full(64, 0.06)], axis=1)
    errors = np.stack([np.full(64, 0.001), np.full(64, 0.2)], axis=1)
    assert judge(margins[:, :1], errors[:, :1], 1).answer == "supported"
    both = judge(margins, errors, 1)
    assert both.answer == "undecided"
    assert both.unclear == 64
    assert both.more_pairs > 1


def test_noise_that_four_draws_in_ten_have_is_never_taken_for_none():
    for stream in range(60):
        sd = np.where(rng.uniform(stream, np.uint64(62), 1, np.arange(64)) < 0.4, 0.1, 0.0)
        found = groups(np.zeros(64), sd, stream)
        possible = noise.errors(found, [[1e5] * len(g) for g in found], 100.0)
        assert possible[1].max() > 0.02  # a draw without a second pair
        assert np.mean(possible[1] > 0.02) < 1.0 or sd[::4].all()


def test_as_many_answers_are_turned_by_noise_as_the_pairs_predict():
    predicted = turned = 0.0
    for stream in range(100):
        truth = 0.1 * normal(1000 + stream, 64)
        sd = np.where(rng.uniform(stream, np.uint64(62), 1, np.arange(64)) < 0.4, 0.1, 0.0)
        found = groups(truth, sd, stream)
        margins = np.array([float(np.mean(g)) for g in found])
        chance = noise.chances(margins, noise.errors(found, [[1e5] * len(g) for g in found], 100.0))
        predicted += np.where(margins > 0, 1 - chance, chance).sum()
        turned += ((margins > 0) != (truth > 0)).sum()
    assert predicted == pytest.approx(turned, rel=0.15)


def test_noise_falls_with_the_root_of_counts_and_with_the_root_of_pairs():
    found = groups(np.zeros(4000), np.full(4000, 0.1), 5, every=1)
    possible = noise.errors([*found, [0.0], [0.0]], [[100.0] * 2] * 4000 + [[100.0], [400.0]], 1e-9)
    root = np.sqrt((possible**2).mean(axis=1))
    assert root[-2] == pytest.approx(0.1, rel=0.1)
    assert root[-1] == pytest.approx(root[-2] / 2.0)
    assert np.sqrt((root[:-2] ** 2).mean()) == pytest.approx(root[-2] / np.sqrt(2.0), rel=0.01)


def test_one_draw_that_explodes_makes_the_others_doubtful_by_its_share_only():
    found = groups(np.full(64, 0.1), np.full(64, 0.01), 3)
    calm = noise.chances(np.full(64, 0.1), noise.errors(found, [[1e5] * len(g) for g in found], 1.0))
    found[0] = [0.0, 50.0]
    wild = noise.chances(np.full(64, 0.1), noise.errors(found, [[1e5] * len(g) for g in found], 1.0))
    assert calm[1:].min() > 0.999
    assert wild[1:].min() > 1.0 - 1.0 / 16.0 / 2.0 - 0.001


def test_where_no_pair_differs_one_simulated_person_still_may():
    found = [[0.1, 0.1]] * 8 + [[0.1]] * 8
    levels = [[1e4, 1e4]] * 8 + [[1e4]] * 8
    assert 0.0 < noise.errors(found, levels, 100.0).max() <= 0.01  # a person of 100
    assert noise.errors(found, levels, 0.0).max() == 0.0  # nothing is known of a person


def test_moderated_variances_keep_what_differs_beyond_sampling():
    same = np.array([v**2 for v in normal(7, 400)])
    assert noise.moderated(same, np.ones(400)).std() < 0.35 * same.std()
    apart = np.where(np.arange(400) % 2, 1e4, 1.0)
    found = noise.moderated(same * apart, np.ones(400))
    assert np.median(found[1::2]) / np.median(found[::2]) > 100.0
    assert (found >= same * apart / 4.0).all()


def test_a_draw_learns_its_noise_from_draws_of_its_own_size():
    sizes = [1e4 if n % 2 else 1e8 for n in range(64)]
    sd = [0.001 if n % 2 else 0.1 for n in range(64)]
    found = [[0.0, s] if n % 8 in (0, 1) else [0.0] for n, s in enumerate(sd)]
    possible = noise.errors(found, [[size] * len(g) for size, g in zip(sizes, found, strict=True)], 1.0, 1.0)
    single = np.array([n % 8 not in (0, 1) for n in range(64)])
    small, large = (np.nanmax(possible[single & (np.array(sizes) == size)]) for size in (1e4, 1e8))
    assert small < 0.005
    assert large > 0.05
