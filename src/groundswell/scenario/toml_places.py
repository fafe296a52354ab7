"""Where each key of a TOML text stands, so that an error can name the line; the parser itself does not tell."""

import re
import tomllib
from typing import Any, cast

_KEY = re.compile(r"""((?:"[^"]*"|'[^']*'|[^="'])+)=""")


def key_lines(text: str) -> dict[str, int]:
    """Return the line (1 = first) of every table header and key of a valid TOML text, by dotted key."""
    lines = text.splitlines()
    found: dict[str, int] = {}
    prefix: tuple[str, ...] = ()
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith("["):
            prefix = _path(line)
            found.setdefault(".".join(prefix), at + 1)
        elif line and not line.startswith("#") and (key := _KEY.match(line)):
            path = (*prefix, *_path(f"{key.group(1)}= 0"))
            found[".".join(path)] = at + 1
            at = _last_line(lines, at)
        at += 1
    return found


def _last_line(lines: list[str], first: int) -> int:
    """Return the index of the line where the value that begins on line `first` ends."""
    for last in range(first, len(lines)):
        try:
            tomllib.loads("\n".join(lines[first : last + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return last
    return first


def _path(text: str) -> tuple[str, ...]:
    """Return the keys of a header or of a key, however quoted: the way down a document with nothing else in it."""
    path: list[str] = []
    inside: Any = tomllib.loads(text)
    while inside and isinstance(inside, dict | list):
        if isinstance(inside, list):  # [[tables]] have no names
            inside = cast(list[Any], inside)[0]
        else:
            key, inside = next(iter(cast(dict[str, Any], inside).items()))
            path.append(key)
    return tuple(path)
