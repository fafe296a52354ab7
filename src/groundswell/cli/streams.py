"""Standard streams that may be closed, full, or a pipe that nobody reads: said in words, and never the end of a run."""

import contextlib
import os
import sys
from typing import Any

from groundswell.errors import GroundswellError


class OutputError(GroundswellError):
    """Standard output does not take the answer."""


def guard() -> None:
    """Put a stream in the place of each that is missing, and let no failure of one end the program unsaid.

    A missing one would be worse than silent: the next file that is opened gets its number, and what libraries print.
    """
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if not isinstance(sys.stdout, _Guarded):
        sys.stdout = _Guarded(sys.stdout, must_be_read=True)
    if not isinstance(sys.stderr, _Guarded):
        sys.stderr = _Guarded(sys.stderr, must_be_read=False)


class _Guarded:
    """A text stream whose failure is an OutputError, or nothing if nobody needs to read it."""

    def __init__(self, stream: Any, must_be_read: bool) -> None:
        self._stream, self._must_be_read = stream, must_be_read

    def write(self, text: str) -> int:
        """Write `text`. Raises OutputError."""
        if text == "":  # whoever asks so whether this stream takes text must not meet its failure
            return 0
        if self._stream is None:
            self._failed("is closed")
            return len(text)
        try:
            return self._stream.write(text)
        except OSError as error:
            self._failed(f"cannot be written: {error.strerror or error}")
            return len(text)

    def flush(self) -> None:
        """Have written what is held back. Raises OutputError."""
        try:
            if self._stream is not None:
                self._stream.flush()
        except OSError as error:
            self._failed(f"cannot be written: {error.strerror or error}")

    def isatty(self) -> bool:
        """Tell whether somebody watches."""
        return self._stream is not None and self._stream.isatty()

    def _failed(self, problem: str) -> None:
        with contextlib.suppress(Exception):  # what is held back must not fail once more when the program ends
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
        if self._must_be_read:
            raise OutputError(f"standard output: {problem}")

    def __getattr__(self, name: str) -> Any:
        if self._stream is None:
            raise AttributeError(name)
        return getattr(self._stream, name)
