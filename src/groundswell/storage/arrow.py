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
ipc: Any = import_module("pyarrow.ipc")


def as_column(values: np.ndarray[Any, Any] | Sequence[str]) -> Any:
    """Return numbers (n,), days as datetime64[D], or texts as a pyarrow.Array of their type.

    `pa.array` would load pandas, where that is installed, only to ask whether it was given a column of it.
    """
    if not isinstance(values, np.ndarray):
        texts = [text.encode() for text in values]
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
        return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(texts))])
    days = values.dtype.kind == "M"
    given = np.ascontiguousarray(values.astype("datetime64[D]").astype(np.int32) if days else values)
    kind = pa.date32() if days else pa.from_numpy_dtype(given.dtype)
    return pa.Array.from_buffers(kind, len(given), [None, pa.py_buffer(given)])


def as_numbers(column: Any) -> np.ndarray[Any, Any]:
    """Return a pyarrow column as an array (n,), not to be written to: numbers without gaps where they lie, else a copy.

    `to_numpy`, which copies, would load pandas.
    """
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    plain = (pa.types.is_integer(whole.type) or pa.types.is_floating(whole.type)) and not whole.null_count
    return np.from_dlpack(whole) if plain else whole.to_numpy(zero_copy_only=False)


def rows_where(table: "Table", name: str, text: str) -> "Table":
    """Return the rows in which a column of texts holds `text`; a filter would load pandas."""
    column: Any = table[name]
    named = compute.dictionary_encode(column.combine_chunks())
    texts = named.dictionary.to_pylist()
    number = texts.index(text) if text in texts else -1
    return table.take(as_column(np.flatnonzero(as_numbers(named.indices) == number)))


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

    def slice(self, offset: int = 0, length: int | None = None) -> "Table":
        """Return so many rows from a row on."""
        ...

    def take(self, indices: Any) -> "Table":
        """Return the rows of these numbers."""
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
