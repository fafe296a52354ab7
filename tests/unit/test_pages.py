"""Memory that is lent page by page."""

import mmap

import numpy as np
import pytest

from groundswell.pages import untouched


@pytest.mark.parametrize("n", [0, 1, 1_000, 5_000_001])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32])
def test_what_nobody_has_written_to_is_zero_and_can_be_written_to(n, dtype):
    column = untouched(n, dtype)
    assert (column.shape, column.dtype, column.flags.writeable) == ((n,), np.dtype(dtype), True)
    assert not column.any()
    column[-1:] = 7
    assert column.sum() == (7 if n else 0)


def test_two_columns_share_nothing():
    one, other = untouched(5_000_000, np.uint8), untouched(5_000_000, np.uint8)
    one[:] = 1
    assert not other.any()


def test_too_little_memory_is_told_as_such(monkeypatch):
    def full(*_, **__):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(mmap, "mmap", full)
    with pytest.raises(MemoryError, match="5,000,000 bytes: Cannot allocate memory"):
        untouched(5_000_000, np.uint8)
