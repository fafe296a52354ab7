"""What all pages have in common: a folder that cannot be written to is told as any other wrong argument."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from groundswell.files import as_input_errors

Given = ParamSpec("Given")


def into_folder(write: Callable[Given, Path]) -> Callable[Given, Path]:
    """Return what writes a page into the one path among its arguments; it raises InputError where the disk refuses."""

    @wraps(write)
    def written(*given: Given.args, **named: Given.kwargs) -> Path:
        folder = next(each for each in (*given, *named.values()) if isinstance(each, Path))
        with as_input_errors(folder):
            return write(*given, **named)

    return written
