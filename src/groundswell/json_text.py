"""The one writer of JSON: what a number, a date or a path becomes, and null for what is no number."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, cast

__all__ = ["json_text", "plain"]


def json_text(value: Any, indent: int | None = 2) -> str:
    """Return a value as JSON that every reader takes: no NaN and no infinity, which the standard does not know.

    Raises TypeError for what has no form in JSON.
    """
    return json.dumps(plain(value), indent=indent, ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """Return a value made of dicts, lists, texts, numbers, true, false and null alone.

    NaN and infinities become null, dates ISO 8601, paths text, numpy's numbers and arrays Python's, dataclasses dicts.
    Raises TypeError for anything else.
    """
    if value is None or isinstance(value, bool | int):
        return value if value is None or isinstance(value, bool) else int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, PurePath):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in cast(Mapping[Any, Any], value).items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast(Iterable[Any], value)]
    if isinstance(value, set | frozenset):
        return sorted((plain(each) for each in cast(Iterable[Any], value)), key=repr)
    listed: Any = getattr(cast(Any, value), "tolist", None)  # numpy's scalars and arrays, without loading numpy
    if listed is not None:
        return plain(listed())
    raise TypeError(f"{type(value).__name__} has no form in JSON")
