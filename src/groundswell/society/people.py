"""Age, sex, liability and household of every person, dealt so that each region's age-sex margins are met exactly."""

from itertools import pairwise

import numpy as np

from groundswell import rng
from groundswell.kernel import device, kernel
from groundswell.society.spec import Params
from groundswell.types import ADULT_BAND, BAND_STARTS, LIABLE_BIT, MALE_BIT

BANDS = 18
LARGEST = 8  # persons in a household
_OLDEST = 121  # years, at which nobody is left


def liable_bands(p: Params) -> tuple[int, int]:
    """Return (first, end) of the age bands that lie within the liable ages; first = end where none does."""
    inside = [
        band
        for band, (start, end) in enumerate(pairwise((*BAND_STARTS, _OLDEST)))
        if p.liable_from <= start and end - 1 <= p.liable_to
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


@device
def _pick(left, total, low, high, first, last, u):
    """Draw a category, sex * BANDS + band, in proportion to who is left in bands [low, high) of sexes first..last.

    `total` is how many those are; -1 when nobody is.
    """
    if total <= 0:
        return -1
    pick = min(int(u * total), total - 1)
    for s in range(first, last + 1):
        for b in range(low, high):
            pick -= left[s, b]
            if pick < 0:
                return b + BANDS * s
    return -1


@device
def _member(left, minors, adults, others, position, head, u, v, p):
    """Draw one member of a household: `others` places are still to be filled by anyone but a head.

    `minors` and `adults` are how many persons are left to deal.
    """
    total, low, high, first, last = 0, 0, ADULT_BAND, 0, 1
    chance = minors / max(others, 1.0) * (p.child_second if position == 1 else p.child_later)
    if position > 0 and v < chance:
        total = minors
    elif position == 1 and v > 1.0 - p.couples * (1.0 - min(chance, 1.0)):
        band, first = head % BANDS, 1 - head // BANDS
        low, high, last = max(ADULT_BAND, band - 1), min(BANDS, band + 2), first
        for b in range(low, high):
            total += left[first, b]
    if total <= 0:  # nobody such is left: an adult, or whoever there is
        total, low, high = (adults, ADULT_BAND, BANDS) if adults > 0 else (minors, 0, ADULT_BAND)
        first, last = 0, 1
    return _pick(left, total, low, high, first, last, u)


@kernel
def deal_people(
    first, end, seed, region_start, place_of_region, place_start, margins, size_steps, liable, p, kind, household
):
    """Fill `kind` and `household` (n,) bytes in regions first..end-1: the reference of `dealing.deal`, which runs.

    `margins` (R, 2, bands) int64 are the persons to deal, males first; `size_steps` (8,) the cumulative distribution
    of household sizes; `place_of_region` (R+1,) the first place of each region; `liable` (first, end) the age bands
    of the liable; `p` the society's parameters.
    """
    mean = 1.0
    for k in range(LARGEST - 1):
        mean += 1.0 - size_steps[k]
    for r in range(first, end):
        left = margins[r].copy()
        minors = left[:, :ADULT_BAND].sum()
        adults = left[:, ADULT_BAND:].sum()
        for place in range(place_of_region[r], place_of_region[r + 1]):
            i, stop = place_start[place], place_start[place + 1]
            while i < stop:
                w0, w1, w2, w3 = rng.words(seed, rng.PEOPLE, 0, i)
                size = 1
                while size_steps[size - 1] < rng.unit(w2):
                    size += 1
                size = min(size, LARGEST, stop - i)
                head = np.int64(-1)
                for k in range(size):
                    if k > 0:
                        w0, w1, _, w3 = rng.words(seed, rng.PEOPLE, 0, i + k)
                    others = (region_start[r + 1] - i - k) * (1.0 - 1.0 / mean)
                    person = _member(left, minors, adults, others, k, head, rng.unit(w0), rng.unit(w3), p)
                    band, sex = person % BANDS, person // BANDS
                    left[sex, band] -= 1
                    minors -= band < ADULT_BAND
                    adults -= band >= ADULT_BAND
                    head = person if k == 0 else head
                    male = sex == 0
                    may = male and liable[0] <= band < liable[1] and rng.unit(w1) < p.liable_share
                    kind[i + k] = band | (MALE_BIT if male else 0) | (LIABLE_BIT if may else 0)
                    household[i + k] = k | size << 4
                i += size
