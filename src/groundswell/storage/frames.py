"""Tables of a run as pandas data frames: dates are dates there (datetime64), not objects."""

from typing import TYPE_CHECKING, Any

from groundswell.extras import need
from groundswell.storage.arrow import Table

if TYPE_CHECKING:
    import pandas as pd


def to_frame(table: Table) -> "pd.DataFrame":
    """Return a table as a data frame, `date` as datetime64[ns] so that it can be resampled (needs the extra `tables`).

    pyarrow's own `to_pandas` makes objects of dates.
    """
    need("tables")
    whole: Any = table
    frame = whole.to_pandas(date_as_object=False)
    return frame.assign(date=frame["date"].astype("datetime64[ns]")) if "date" in frame else frame
