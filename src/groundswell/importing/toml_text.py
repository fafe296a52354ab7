"""TOML written as text, so that what people wrote in a file stays as it is: tables are added, or taken out whole."""

import re
from collections.abc import Mapping
from typing import Any

from groundswell.scenario.lock import toml_value

_HEADER = re.compile(r"^\s*\[")


def table_text(header: str, values: Mapping[str, Any]) -> str:
    """Return a table as text; values that are None are left out."""
    lines = [f"{key_text(key)} = {_value(value)}\n" for key, value in values.items() if value is not None]
    return f"[{header}]\n" + "".join(lines)


def key_text(key: str) -> str:
    """Return a key as TOML writes it, quoted where it must be."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def joined(text: str, tables: list[str]) -> str:
    """Return a file's text with tables added at its end, an empty line before each."""
    body = text.rstrip("\n")
    return "\n\n".join(filter(None, [body, *(table.rstrip("\n") for table in tables)])) + "\n"


def without(text: str, header: str) -> str:
    """Return a file's text without a table (and the tables within it)."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            own = line.strip().split("#")[0].strip()
            inside = own == f"[{header}]" or own.startswith(f"[{header}.")
        if not inside:
            kept.append(line)
    return "".join(kept)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{key_text(str(key))} = {_value(item)}" for key, item in value.items())  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return f"{{ {pairs} }}" if pairs else "{}"
    return toml_value(value)
