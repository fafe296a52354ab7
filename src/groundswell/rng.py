"""Every random draw is a pure function of (seed, purpose, day, person): Philox4x32-10.

One call gives four independent 32-bit words; a purpose says in `PURPOSES` what each word is for, so that two uses never
share a word. Nothing is ever seeded, advanced or passed around, hence results do not depend on order or on threads, and
a counterfactual keeps every draw of the factual. Outside kernels the same functions also take arrays of numbers.

Counter (person, day, purpose, STREAM_VERSION), key (seed's low, high half). Source: Salmon, Moraes, Dror and Shaw
(2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11; tests/unit/test_rng.py holds the published test vectors.
"""

from typing import Any

import numpy as np

from groundswell.kernel import device

STREAM_VERSION = np.uint64(1)  # frozen: a change of any stream below changes results, and so this number

# Purposes. A number is never used again for something else.
TRAITS = np.uint64(1)  # w0 private opposition, w1 boldness, w2 attention, w3 means to leave
TASTES = np.uint64(2)  # fixed leaning to w0 protest, w1 leave, w2 evade, w3 comply
DAILY = np.uint64(3)  # the day's small draw for w0 protest, w1 leave, w2 evade, w3 comply
CALL = np.uint64(4)  # w0 priority in the call order, w1 notice served, w2 shortfall replaced, w3 called unlawfully
ENFORCE = np.uint64(5)  # w0 detained, w1 held long, w2 charged, w3 heard of by the first monitor
EXIT = np.uint64(6)  # w0 ready to go today, w1 priority at the border, w2 comes back, w3 counted by the border guard
SERVE = np.uint64(7)  # w0 day of death, w1 day of return, w2 killed in protest, w3 stops hiding
CONCEDE = np.uint64(8)  # w0 the state yields today (person 0)
POLL = np.uint64(9)  # w0 one answer a respondent, 2,000,000 numbers a poll
PEOPLE = np.uint64(10)  # building persons: w0 age and sex, w1 liable, w2 household size, w3 partner
TIES = np.uint64(11)  # keys of the involutions that make friends and kin
NEIGHBOURHOOD = np.uint64(12)  # w0 the neighbourhood's shift of opposition
PANEL = np.uint64(13)  # w0, w1 who is in a run's panel (person: number of the draw)
MONITOR = np.uint64(14)  # w0 heard of by a further monitor, whose number stands in the day word's upper half
GATE = np.uint64(15)  # w0 the gate through which a person leaves and comes back (day 0)
WATCH = np.uint64(16)  # w0 a place is heard from, w1 an estimate's error by region, w2 a poll's, w3 a poll's of a week
ARRIVAL = np.uint64(17)  # in which towns (person: number of the place) w0 a call, w1 a local occasion arrives
CLASSICS = np.uint64(20)  # replicated models; each names its own sub-stream in the day word's upper half

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)
_GOLDEN, _S0, _S1 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_HALF, _UNIT = 0.5, 2.0**-32


@device
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Return the four 32-bit words (as uint64) of Philox4x32-10 for one counter and key, all given as uint64."""
    for _ in range(10):
        low, high = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (high >> _SHIFT) ^ c1 ^ k0, high & _LOW, (low >> _SHIFT) ^ c3 ^ k1, low & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@device
def words(seed: Any, purpose: Any, day: Any, person: Any) -> Any:
    """Return four words (uint64, below 2**32) for one person on one day; `seed` is 64 bits wide."""
    s = np.uint64(seed)
    return philox(np.uint64(person), np.uint64(day), purpose, STREAM_VERSION, s & _LOW, s >> _SHIFT)


@device
def fill(seed: Any, purpose: Any, day: Any, first: Any, w0: Any, w1: Any, w2: Any, w3: Any) -> None:
    """Fill four uint32 arrays with the words of persons `first`, `first` + 1, ... below 2**32, several times faster.

    The rounds are written out here, on numbers known to fit 32 bits, because only so they become vector code.
    """
    s, start = np.uint64(seed), np.uint64(first)
    for k in range(np.uint64(len(w0))):
        c0, c1, c2, c3 = (start + k) & _LOW, np.uint64(day) & _LOW, np.uint64(purpose) & _LOW, STREAM_VERSION
        k0, k1 = s & _LOW, s >> _SHIFT
        for _ in range(10):
            low, high = _M0 * c0, _M1 * c2
            c0, c1, c2, c3 = (high >> _SHIFT) ^ c1 ^ k0, high & _LOW, (low >> _SHIFT) ^ c3 ^ k1, low & _LOW
            k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
        w0[k], w1[k], w2[k], w3[k] = c0, c1, c2, c3


@device
def fill_for(seed: Any, purpose: Any, day: Any, persons: Any, w0: Any, w1: Any, w2: Any, w3: Any) -> None:
    """Fill uint32 arrays with the words of `persons`, as `fill` does with those of neighbours."""
    s = np.uint64(seed)
    for k in range(np.uint64(len(persons))):
        c0, c1, c2, c3 = np.uint64(persons[k]), np.uint64(day) & _LOW, np.uint64(purpose) & _LOW, STREAM_VERSION
        k0, k1 = s & _LOW, s >> _SHIFT
        for _ in range(10):
            low, high = _M0 * c0, _M1 * c2
            c0, c1, c2, c3 = (high >> _SHIFT) ^ c1 ^ k0, high & _LOW, (low >> _SHIFT) ^ c3 ^ k1, low & _LOW
            k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
        w0[k], w1[k], w2[k], w3[k] = c0, c1, c2, c3


@device
def mix(x: Any, key: Any) -> Any:
    """Return one word of a 64-bit value under a key: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).

    Cheaper than Philox, for the many questions whether a tie counts.
    """
    z = (x + key * _GOLDEN) * _S0
    z = (z ^ (z >> np.uint64(30))) * _S0
    z = (z ^ (z >> np.uint64(27))) * _S1
    return (z ^ (z >> np.uint64(31))) >> _SHIFT


@device
def unit(word: Any) -> Any:
    """Return a word as a number strictly between 0 and 1."""
    return (np.float64(word) + _HALF) * _UNIT


@device
def uniform(seed: Any, purpose: Any, day: Any, person: Any) -> Any:
    """Return one uniform draw, strictly between 0 and 1, from the first word."""
    w0, _, _, _ = words(seed, purpose, day, person)
    return unit(w0)
