"""Polygons of GeoJSON, checked: closed rings of positions in degrees."""

import math
from collections.abc import Mapping
from typing import Any, cast

from groundswell.errors import InputError, shown

_DEGREES = 1e-6  # rounding of a closed ring's ends
_LEAST = 4  # positions of a ring, the first again at its end


def polygons(geometry: Mapping[str, Any]) -> list[Any]:
    """Return the polygons of a geometry, each a list of rings of [lon, lat].

    Raises InputError, without a place, for another geometry, a ring that is open or too short, and a position that is
    outside -180..180 or -90..90 degrees.
    """
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        what = f"a {kind}" if kind else "no geometry"
        raise InputError(f"{what}, no outline", remedy="give Polygon or MultiPolygon, or take the feature out")
    parts = [coordinates] if kind == "Polygon" else _list(coordinates, "parts")
    if not parts:
        raise InputError("no parts", remedy="give coordinates, or take the feature out")
    return [[_ring(ring) for ring in _rings(part)] for part in parts]


def _rings(part: Any) -> list[Any]:
    rings = _list(part, "rings")
    if not rings:
        raise InputError("a part without rings", remedy="give coordinates, or take it out")
    return rings


def _ring(ring: Any) -> list[list[float]]:
    found = [_position(position) for position in _list(ring, "positions")]
    if len(found) < _LEAST:
        raise InputError(f"a ring of {len(found)} positions", remedy="a closed ring has at least four")
    if any(abs(a - b) > _DEGREES for a, b in zip(found[0], found[-1], strict=True)):
        raise InputError(f"a ring that begins at {found[0]} and ends at {found[-1]}", remedy="close it")
    return found


def _position(position: Any) -> list[float]:
    """Return [lon, lat]; a height is dropped."""
    numbers = _list(position, "numbers")[:2]
    plain = [n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n)]
    if len(plain) != 2:
        raise InputError(f"{shown(position)} is no position", remedy="give [longitude, latitude]")
    lon, lat = plain
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        far = abs(lon) > 1000 or abs(lat) > 1000
        remedy = "convert metres to degrees (EPSG:4326)" if far else "give [longitude, latitude], in this order"
        problem = f"position [{lon:g}, {lat:g}] is outside -180..180 and -90..90 degrees"
        raise InputError(problem, remedy=remedy)
    return [float(lon), float(lat)]


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{shown(value)} where a list of {what} belongs", remedy="give valid GeoJSON")
    return cast(list[Any], value)
