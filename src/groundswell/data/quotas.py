"""Published regional shares of the reserve that was called up, for the few regions that have one."""

import numpy as np
from numpy.typing import NDArray

from groundswell.data.tables import read_csv
from groundswell.errors import InputError

NATION = 1.2  # per cent of the reserve: 300,000 of about 25 million (Defence Minister, 21 September 2022)


def published_ratio(names: list[str]) -> NDArray[np.float64]:
    """Return the published share over the nation's of the regions with these English names, NaN where none was found.

    Raises InputError when the table has a region that is not among them.
    """
    table = read_csv("mobilisation_2022/mobilised_share_by_region_partial.csv")
    ratio = np.full(len(names), np.nan)
    for label, percent in zip(table.text("region"), table.numbers("share_of_reserve_pct"), strict=True):
        name = label.removesuffix(" Krai")
        if name not in names:
            raise InputError(f"region '{name}'", place=table.origin.name, remedy="use the names of region_names.csv")
        ratio[names.index(name)] = percent / NATION
    return ratio
