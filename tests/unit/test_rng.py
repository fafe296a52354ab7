"""The random stream: published vectors, the layout of counter and key, and what must never coincide."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell import rng
from groundswell.kernel import kernel

U32, U64 = st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)
M0, M1, W0, W1 = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85
PURPOSES = {name: value for name, value in vars(rng).items() if name.isupper() and not name.startswith(("_", "STREAM"))}

# Random123 (D. E. Shaw Research), kat_vectors, lines "philox4x32 10": counter, key, words.
KNOWN = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]


def philox_in_plain_integers(counter: list[int], key: list[int]) -> list[int]:
    """Salmon et al. (2011), section 4.2, with Python's unbounded integers: knows nothing of 64-bit wrapping."""
    (r0, l0, r1, l1), (k0, k1) = counter, key
    for _ in range(10):
        p0, p1 = M0 * r0, M1 * r1
        r0, l0, r1, l1 = (p1 >> 32) ^ l0 ^ k0, p1 % 2**32, (p0 >> 32) ^ l1 ^ k1, p0 % 2**32
        k0, k1 = (k0 + W0) % 2**32, (k1 + W1) % 2**32
    return [r0, l0, r1, l1]


@kernel
def compiled_words(seed, purpose, day, people):
    out = np.empty((len(people), 4), np.uint64)
    for i in range(len(people)):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = rng.words(seed, purpose, day, people[i])
    return out


@kernel
def compiled_philox(c0, c1, c2, c3, k0, k1):
    return rng.philox(c0, c1, c2, c3, k0, k1)


@kernel
def filled(seed, purpose, day, first, n):
    w = np.empty((4, n), np.uint32)
    rng.fill(seed, purpose, day, first, w[0], w[1], w[2], w[3])
    return w.T.copy()


@given(U64, st.sampled_from(sorted(PURPOSES)), U32, st.integers(0, 2**31), st.integers(1, 300))
def test_words_filled_in_a_block_are_the_words_of_each_person(
    seed: int, purpose: str, day: int, first: int, n: int
) -> None:
    one_by_one = compiled_words(np.uint64(seed), PURPOSES[purpose], np.uint64(day), np.arange(first, first + n))
    assert np.array_equal(filled(np.uint64(seed), PURPOSES[purpose], np.uint64(day), first, n), one_by_one)


@pytest.mark.parametrize(("counter", "key", "expected"), KNOWN, ids=["zeros", "ones", "pi"])
def test_philox_gives_the_published_words(counter: list[int], key: list[int], expected: list[int]) -> None:
    assert [int(word) for word in rng.philox(*map(np.uint64, counter + key))] == expected


@given(st.lists(U32, min_size=4, max_size=4), st.lists(U32, min_size=2, max_size=2))
def test_compiled_and_plain_philox_agree(counter: list[int], key: list[int]) -> None:
    given_ = [np.uint64(number) for number in counter + key]
    expected = philox_in_plain_integers(counter, key)
    assert [int(word) for word in compiled_philox(*given_)] == expected
    assert [int(word) for word in rng.philox(*given_)] == expected


@given(U64, st.lists(st.integers(0, 2**31), min_size=1, max_size=20))
def test_words_of_many_persons_are_the_words_of_each(seed: int, people: list[int]) -> None:
    at_once = np.stack(rng.words(seed, rng.POLL, 3, np.array(people)), axis=1)
    assert np.array_equal(at_once, compiled_words(np.uint64(seed), rng.POLL, 3, np.array(people)))


@given(U64, st.sampled_from(sorted(PURPOSES)), U32, U32)
def test_a_draw_is_philox_of_person_day_purpose_version_under_the_seed(
    seed: int, purpose: str, day: int, person: int
) -> None:
    number = PURPOSES[purpose]
    drawn = compiled_words(np.uint64(seed), number, np.uint64(day), np.array([person], np.uint64))[0]
    counter, key = [person, day, int(number), int(rng.STREAM_VERSION)], [seed % 2**32, seed >> 32]
    assert [int(word) for word in drawn] == philox_in_plain_integers(counter, key)


def test_no_two_purposes_share_a_number() -> None:
    assert len({int(number) for number in PURPOSES.values()}) == len(PURPOSES) > 10


def test_the_stream_is_frozen() -> None:
    # A different number here means different results for every seed: then STREAM_VERSION must change too.
    drawn = compiled_words(np.uint64(2022), rng.TASTES, np.uint64(7), np.arange(3, dtype=np.uint64))
    expected = [philox_in_plain_integers([person, 7, 2, 1], [2022, 0]) for person in range(3)]
    assert drawn.tolist() == expected


@given(U32)
def test_a_unit_draw_is_never_zero_or_one(word: int) -> None:
    assert 0.0 < rng.unit(np.uint64(word)) < 1.0


def test_the_smallest_and_the_largest_unit_draw_mirror_each_other() -> None:
    smallest, largest = rng.unit(np.uint64(0)), rng.unit(np.uint64(2**32 - 1))
    assert smallest == 2.0**-33 == 1.0 - largest


def test_uniform_is_the_first_word() -> None:
    first = compiled_words(np.uint64(5), rng.POLL, np.uint64(1), np.array([9], np.uint64))[0, 0]
    assert rng.uniform(np.uint64(5), rng.POLL, np.uint64(1), np.uint64(9)) == rng.unit(first)


@pytest.mark.parametrize("width", [np.int32, np.int64, np.uint32, np.uint64])
def test_the_width_of_a_persons_number_does_not_matter(width: type) -> None:
    people = np.array([0, 1, 146_780_719])
    plain = compiled_words(np.uint64(1), rng.DAILY, np.uint64(3), people.astype(np.uint64))
    assert (compiled_words(np.uint64(1), rng.DAILY, np.uint64(3), people.astype(width)) == plain).all()
