"""What depends on a society alone and is worked out once for all runs in it.

The last society's alone: a process runs one after the other, and what is kept is freed with it.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from weakref import ReferenceType, ref

from groundswell.types import Bytes, Society

Value = TypeVar("Value")
_last: list[tuple["ReferenceType[Bytes]", tuple[Any, ...], dict[str, Any]]] = []


def once(society: Society, name: str, make: Callable[[], Value]) -> Value:
    """Return what `make` gives, kept under `name`; it must not hold the society, nor its column `kind`.

    It may depend on the society's seed, persons, regions and places, but for their names and codes. Nobody may change
    what is returned.
    """
    known = _shelf(society)
    if name not in known:
        known[name] = make()
    return cast(Value, known[name])


def _shelf(society: Society) -> dict[str, Any]:
    kind, r = society.kind, society.regions
    now = (society.seed, society.region_start, society.place_start, society.place_population, society.place_count,
           r.population, r.adults)  # fmt: skip
    for of, before, known in _last:
        if of() is kind and all(a is b for a, b in zip(before, now, strict=True)):
            return known
    _last[:] = [(ref(kind, _forget), now, {})]
    return _last[0][2]


def _forget(gone: "ReferenceType[Bytes]") -> None:
    _last[:] = [each for each in _last if each[0] is not gone]
