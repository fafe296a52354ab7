"""Which known layout a table has, known by its header; the layouts stand in layouts.toml."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from groundswell.errors import InputError, nearest, shown


@dataclass(frozen=True)
class Layout:
    """A layout: its columns by field, which of them make it certain, and the commands that can read it."""

    title: str
    requires: tuple[str, ...]
    commands: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]  # headers by field, the first that is there
    ignore: tuple[str, ...] = ()
    reason: str = ""  # why no command reads it
    remedy: str = ""
    never: bool = False  # not recognised by its header
    exact: bool = False  # it has no other columns
    unit: str = ""  # of its numbers of people, where they are not persons
    by_kind: bool = False  # a series for each kind of event

    def fits(self, keys: Sequence[str]) -> bool:
        """Tell whether a header is this layout's."""
        missing = set(self.requires) - set(keys)
        return not (self.never or missing or (self.exact and len(keys) != len(self.requires)))


@cache
def layouts() -> Mapping[str, Layout]:
    """Return the known layouts by name."""
    tables = tomllib.loads(files(__package__ or "").joinpath("layouts.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: _layout(table) for name, table in tables.items()})


def _layout(table: Mapping[str, Any]) -> Layout:
    lists: dict[str, Any] = {key: tuple(table.get(key, ())) for key in ("requires", "commands", "ignore")}
    named = table["columns"].items()
    columns = {field: (name,) if isinstance(name, str) else tuple(name) for field, name in named}
    made: dict[str, Any] = {**table, **lists, "columns": columns}
    return Layout(**made)


def header_key(text: str) -> str:
    """Return a column's header in the form in which headers are compared."""
    return re.sub(r"[^\w]+", "_", text.casefold().strip()).strip("_")


def recognise(keys: Sequence[str], name: str = "") -> Layout | None:
    """Return the layout that a header shows, the one that requires most of it, or the one named.

    Raises InputError for an unknown name, and for a header that lacks what a named layout needs.
    """
    if name:
        if name not in layouts():
            raise InputError(f"no layout {shown(name)}", place="layout", remedy=nearest(name, layouts()), value=name)
        found = layouts()[name]
        missing = [key for key in found.requires if key not in keys]
        if missing:
            remedy = "name the columns with --column, or leave --layout away"
            raise InputError(f"no column {', '.join(missing)}: this is no {found.title}", place="layout", remedy=remedy)
        return found
    fitting = [layout for layout in layouts().values() if layout.fits(keys)]
    return max(fitting, key=lambda layout: len(layout.requires), default=None)
