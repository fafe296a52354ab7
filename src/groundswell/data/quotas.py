"""Published regional shares of the reserve that was called up, for the few regions that have one."""

import numpy as np
from numpy.typing import NDArray

from groundswell.data.census import Census
from groundswell.data.tables import read_csv
from groundswell.errors import InputError

NATION = 1.0  # per cent of the reserve: 300,000 of about 25 million is 1 to 1.1 % (Defence Minister, 21 September 2022)


def published_ratio(census: Census) -> NDArray[np.float64]:
    """Return each region's published share over the nation's (85,), NaN where none was found."""
    table = read_csv("mobilisation_2022/mobilised_share_by_region_partial.csv")
    ratio = np.full(len(census.codes), np.nan)
    for name, percent in zip(table.text("region"), table.numbers("share_of_reserve_pct"), strict=True):
        name = name.removesuffix(" Krai")
        if name not in census.names_en:
            raise InputError(f"region '{name}'", place=table.origin.name, remedy="use the names of region_names.csv")
        ratio[census.names_en.index(name)] = percent / NATION
    return ratio
