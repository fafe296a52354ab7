"""In which places a call for protest, or a local occasion, arrives: in large towns first, and not in all of a size."""

import numpy as np
from numpy.typing import NDArray

from groundswell import rng
from groundswell.process.draws import uniform
from groundswell.society.once import once
from groundswell.types import Floats, Society


def reach(population: Floats, half: Floats, exponent: int) -> Floats:
    """Return the chance that a call arrives in a town, 1 / (1 + (P0/population)^e), P0 being `half`; P0 = 0: surely."""
    ratio = half / np.maximum(population, 1.0)
    return 1.0 / (1.0 + _whole_power(ratio, exponent))


def arrived(society: Society, half: Floats, exponent: int, word: int, known: NDArray[np.bool_] | None = None) -> Floats:
    """Return how much of a call arrives in each place (P,), 0 to 1.

    In a town all of it or nothing: somebody there takes it up, or nobody does. That is drawn once for the whole run,
    with number `word` of the four for its purpose, except where it is `known` (P,) that somebody did. Of the many
    settlements that one place stands for a share hears of the call, and the place has that share of its strength.
    """
    chance = reach(society.place_population, half, exponent)
    draws = once(society, f"arrival {word}", lambda: _draws(society, word))
    up = draws < chance if known is None else (draws < chance) | known
    return np.where(society.place_count > 1.0, chance, up)


def arriving(
    society: Society, strength: Floats, half: Floats, exponent: int, word: int, known: NDArray[np.bool_] | None = None
) -> Floats:
    """Return what arrives in each place (P,) of what has this `strength` in its region (R,); see `arrived`."""
    r = society.place_region
    return strength[r] * arrived(society, half[r], exponent, word, known) if strength.any() else np.zeros(len(r))


def _draws(society: Society, word: int) -> Floats:
    return uniform(society, rng.ARRIVAL, 0, word, np.arange(len(society.place_population), dtype=np.uint32))


def _whole_power(x: Floats, exponent: int) -> Floats:
    """Return x to a whole power, by repeated squaring: the same bits on every machine."""
    if exponent == 1:
        return x
    square = _whole_power(x * x, exponent // 2)
    return square * x if exponent % 2 else square
