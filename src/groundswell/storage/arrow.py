"""The part of pyarrow that is used here, with types: the library ships none."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

pa: Any = import_module("pyarrow")
compute: Any = import_module("pyarrow.compute")
parquet: Any = import_module("pyarrow.parquet")
csv: Any = import_module("pyarrow.csv")


class Column(Protocol):
    """A pyarrow.ChunkedArray."""

    def to_numpy(self) -> np.ndarray[Any, Any]:
        """Return the values as an array."""
        ...

    def to_pylist(self) -> list[Any]:
        """Return the values as Python objects."""
        ...


class Table(Protocol):
    """A pyarrow.Table."""

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in order."""
        ...

    def __len__(self) -> int: ...

    def __getitem__(self, column: str) -> Column: ...

    def cast(self, target_schema: Any) -> "Table":
        """Return the table with the types of a schema."""
        ...

    def filter(self, mask: Any) -> "Table":
        """Return the rows where the mask is true."""
        ...

    def equals(self, other: "Table") -> bool:
        """Tell whether all values are the same."""
        ...

    def select(self, columns: Sequence[str]) -> "Table":
        """Return these columns only."""
        ...

    def to_pandas(self) -> "pd.DataFrame":
        """Return a data frame."""
        ...
