"""Columns of a whole nation whose memory the system lends page by page, as it is written to."""

import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LARGE = 1 << 22  # bytes from which numpy asks for huge pages
_PRIVATE = getattr(mmap, "MAP_PRIVATE", 0) | getattr(mmap, "MAP_ANONYMOUS", 0)  # not everywhere: then numpy's zeros do


def untouched(n: int, dtype: type[np.generic]) -> NDArray[Any]:
    """Return zeros (n,) of which only the pages that are written to take memory.

    For so large an array numpy asks for pages of 2 MB: few persons here and there would then take all of it, and a
    machine that is itself lent gets such pages at a third of the speed (benchmarks/README.md). Raises MemoryError.
    """
    size = n * np.dtype(dtype).itemsize
    if size < _LARGE or not _PRIVATE:
        return np.zeros(n, dtype)
    try:
        return np.frombuffer(mmap.mmap(-1, size, flags=_PRIVATE), dtype)
    except OSError as error:
        raise MemoryError(f"{size:,} bytes: {error.strerror}") from None
