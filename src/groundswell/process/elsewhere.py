"""What people of a place learn of other places: news of turnout, as a share of the people there.

News are of a place's own region and of the nation. A share is carried over, not a number, so that a village does not
expect a city's crowd (contagion between towns: Andrews and Biggs 2006; Bonnasse-Gahot and others 2018).
"""

import numpy as np

from groundswell.types import Floats, Society


def rates(society: Society, there: Floats, strength: Floats, nation: float) -> Floats:
    """Return what news say of each region (R,): persons per inhabitant at strength 1, as a mix of region and nation.

    `there` (P,) are persons in a town or in one settlement, `strength` (P,) what they were called by or 1, `nation`
    the weight of the nation's news; a region without a call hears the nation's. NaN where nobody was called anywhere.
    """
    regions, r = len(society.region_start) - 1, society.place_region
    called = strength > 0
    persons = np.bincount(r, np.where(called, there * society.place_count, 0.0), regions).astype(np.float64)
    asked = np.bincount(r, strength * society.inhabitants, regions).astype(np.float64)
    whole = persons.sum() / asked.sum() if asked.sum() > 0 else np.nan
    own = np.divide(persons, asked, out=np.full(regions, whole), where=asked > 0)
    return own + nation * (whole - own)


def mixed(society: Society, own: Floats, rate: Floats, share: float) -> Floats:
    """Return what is expected in each place (P,): its `own`, and for a `share` what `rate` (R,) makes of its people.

    Where there is no news its own stays; nobody expects more than the people of a place.
    """
    heard = np.minimum(rate[society.place_region], 1.0) * society.place_population
    return np.where(np.isnan(heard), own, own + share * (heard - own))
