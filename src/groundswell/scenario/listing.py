"""The declared parameters as text, as tables for the documentation, and as plain values."""

import math
from collections.abc import Iterable
from typing import Any

from groundswell.params import Parameter
from groundswell.scenario.catalogue import Group, catalogue
from groundswell.scenario.catalogue import group as group_of

_COLUMNS = ("key", "default", "unit", "range", "prior", "status", "about", "source")


def parameters(section: str = "") -> list[dict[str, Any]]:
    """Return every parameter as a plain dictionary, or those of a section. Raises InputError for an unknown one."""
    return as_dicts(group_of(section) if section else catalogue())


def as_dicts(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """Return a plain dictionary a parameter."""
    return [
        {
            "group": group.name,
            "key": p.key,
            "symbol": p.meta.symbol,
            "about": p.meta.about,
            "default": _default(p),
            "unit": p.meta.unit,
            "range": [p.meta.low, p.meta.high],
            "prior": list(p.meta.prior) if p.meta.prior else None,
            "prior_shape": p.meta.shape,
            "status": p.meta.status,
            "source": p.meta.source,
        }
        for group in groups
        for p in group.parameters
    ]


def as_text(groups: Iterable[Group]) -> str:
    """Return two lines a parameter, for a terminal."""
    lines: list[str] = []
    for group in groups:
        lines.append(f"[{group.table}]" + (f"  {group.name}" if group.name != group.table else ""))
        for p in group.parameters:
            cells = _cells(p)
            prior = f", prior {cells['prior']}" if cells["prior"] else ""
            lines.append(f"  {p.key} = {cells['default']}  [{p.meta.unit}; {cells['range']}{prior}; {p.meta.status}]")
            lines.append(f"      {p.meta.about}; {p.meta.source}")
    return "\n".join(lines)


def as_markdown(groups: Iterable[Group]) -> str:
    """Return a heading and a table a group."""
    parts: list[str] = []
    for group in groups:
        rows = [[_cells(p)[column].replace("|", "\\|") for column in _COLUMNS] for p in group.parameters]
        table = [list(_COLUMNS), ["---"] * len(_COLUMNS), *rows]
        parts.append(f"## {group.name}\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in table))
    return "\n\n".join(parts)


def _default(p: Parameter) -> object:
    """Return a parameter's default, None for one that must be given."""
    return p.default if type(p.default) in (int, float, str, bool) else None


def _cells(p: Parameter) -> dict[str, str]:
    default = _default(p)
    prior = p.meta.prior
    return {
        "key": p.key,
        "default": "(to be given)" if default is None else _number(default),
        "unit": p.meta.unit,
        "range": f"{_number(p.meta.low)}..{_number(p.meta.high)}",
        "prior": f"{_number(prior[0])}..{_number(prior[1])}" if prior else "",
        "status": p.meta.status,
        "about": f"{p.meta.about} ({p.meta.symbol})" if p.meta.symbol else p.meta.about,
        "source": p.meta.source,
    }


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return f"{value:,.10g}" if math.isfinite(value) else str(value)
