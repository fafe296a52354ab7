"""What is fixed in a person, computed from the seed whenever it is asked for: it costs no memory."""

import math

from groundswell import portable, rng
from groundswell.kernel import device


@device
def opposition(word, neighbourhood, neighbourhood_share):
    """Return private opposition theta before shifts: standard normal, partly shared by the neighbourhood."""
    return math.sqrt(1.0 - neighbourhood_share) * portable.normal_quantile(rng.unit(word)) + neighbourhood


@device
def means(word, place_means):
    """Return the ability to leave, 0..1, around the region's mean."""
    spread = min(place_means, 1.0 - place_means)
    return place_means + (2.0 * rng.unit(word) - 1.0) * spread
