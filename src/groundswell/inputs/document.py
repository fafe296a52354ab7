"""Tables as written, before validation, and where each key stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

Tables = dict[str, Any]


@dataclass(frozen=True)
class Document:
    """Tables, the place of each dotted key ("war.toml:12"), and the keys that were set from outside the files.

    `name` is the place of what stands nowhere: the file, or what makes a change ("arm 'shut'"); "" for Python.
    `added`: tables that are there only because a key from outside reaches into them. `below`: events whose day
    stands in a layer below the one which sets how long the scenario is.
    """

    values: Tables
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    overridden: frozenset[str] = frozenset()
    name: str = ""
    added: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()

    def place(self, key: str) -> str:
        """Return where a key stands, "war.toml:12, policing.pmax"; a missing key stands where its table does."""
        parts = key.split(".")
        for end in range(len(parts), 0, -1):
            if (where := self.places.get(".".join(parts[:end]))) is not None:
                break
        else:
            where = self._within.get(key, self.name)
        return f"{where}, {key}" if where and key else where or key

    @cached_property
    def _within(self) -> dict[str, str]:
        """Where the first key of a table stands whose header is not written; what came from outside tells no place."""
        found: dict[str, str] = {}
        for key, where in self.places.items():
            if key not in self.overridden:
                parts = key.split(".")
                for end in range(1, len(parts)):
                    found.setdefault(".".join(parts[:end]), where)
        return found


def flat(table: Mapping[str, Any], prefix: str = "") -> Tables:
    """Return nested tables as dotted keys."""
    found: Tables = {}
    for key, value in table.items():
        inner = as_table(value)
        found.update({f"{prefix}{key}": value} if inner is None else flat(inner, f"{prefix}{key}."))
    return found


def as_table(value: Any) -> Tables | None:
    """Return a value that is a table, else None."""
    return cast(Tables, value) if isinstance(value, dict) else None
