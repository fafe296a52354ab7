"""What depends on a society alone and is worked out once for all runs in it.

The last society's alone: a process runs one after the other, and what is kept is freed with it.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from weakref import ReferenceType, ref

from groundswell.types import Bytes, Ints, Society

Value = TypeVar("Value")
_last: list[tuple["ReferenceType[Bytes]", tuple[int, Ints, Ints], dict[str, Any]]] = []


def once(society: Society, name: str, make: Callable[[], Value]) -> Value:
    """Return what `make` gives, kept under `name`; it must not hold the society, nor its column `kind`."""
    known = _shelf(society)
    if name not in known:
        known[name] = make()
    return cast(Value, known[name])


def _shelf(society: Society) -> dict[str, Any]:
    kind, (seed, regions, places) = society.kind, (society.seed, society.region_start, society.place_start)
    for of, (at, region_start, place_start), known in _last:
        if of() is kind and at == seed and region_start is regions and place_start is places:
            return known
    _last[:] = [(ref(kind, _forget), (seed, regions, places), {})]
    return _last[0][2]


def _forget(gone: "ReferenceType[Bytes]") -> None:
    _last[:] = [each for each in _last if each[0] is not gone]
