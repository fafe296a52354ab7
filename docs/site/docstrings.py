"""Docstrings of this house as reStructuredText: they are plain sentences, with code in single backticks."""

import re
from itertools import groupby
from typing import Any

_CODE = re.compile(r"`+([^`]+)`+")
_RULE = re.compile(r"-{3,}$")  # under a heading
_ARRAY = re.compile(
    r"~?(?:numpy\.)?ndarray\[~?tuple\[~?(?:typing\.)?Any, \.\.\.\], ~?(?:numpy\.)?dtype\[~?(?:numpy\.)?(\w+)\]\]"
)
_SPECIAL = re.compile(r"([\\*_|])")


def as_rst(lines: list[str]) -> list[str]:
    """Return the lines of a docstring with all that reStructuredText would read as markup made plain.

    What is indented is a listing and stays as it is; what is between backticks is code.
    """
    found: list[str] = []
    for indented, block in groupby((line for line in lines if not _RULE.match(line)), key=_Indent()):
        body = list(block)
        found += ["", ".. code-block:: text", "", *(f"   {line}" for line in body), ""] if indented else _plain(body)
    return found


class _Indent:
    """Tells whether a line belongs to a listing; an empty line belongs to what it stands in."""

    def __init__(self) -> None:
        self.last = False

    def __call__(self, line: str) -> bool:
        if line.strip():
            self.last = line.startswith(" ")
        return self.last


def _plain(lines: list[str]) -> list[str]:
    parts = _CODE.split("\n".join(lines))  # text and code in turn
    words = [f"\\ ``{part}``\\ " if n % 2 else _SPECIAL.sub(r"\\\1", part) for n, part in enumerate(parts)]
    return "".join(words).split("\n")


def _process(app: Any, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    lines[:] = as_rst(lines)


def _skip(app: Any, what: str, name: str, obj: object, skip: bool, options: object) -> bool | None:
    """Leave out the fields of a named tuple: its signature has them, with their types."""
    return True if (getattr(obj, "__doc__", None) or "").startswith("Alias for field number") else None


def _signature(app: Any, what: str, name: str, obj: object, options: object, own: str, returned: str) -> Any:
    """Write the type of an array as the code does: NDArray[uint32]."""
    return tuple(_ARRAY.sub(r"NDArray[\1]", text) if text else text for text in (own, returned))


def setup(app: Any) -> dict[str, bool]:
    """Let autodoc hand its docstrings over."""
    app.connect("autodoc-process-docstring", _process)
    app.connect("autodoc-skip-member", _skip)
    app.connect("autodoc-process-signature", _signature)
    return {"parallel_read_safe": True}
