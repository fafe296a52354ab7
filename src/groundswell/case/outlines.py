"""Outlines of regions for maps: GeoJSON, checked for what a map would draw wrong."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.errors import InputError, shown
from groundswell.textfile import MEGABYTE, read_text


def read_outlines(folder: Path) -> list[dict[str, Any]]:
    """Return the features of outlines.geojson as written; none when there is no such file. Raises InputError."""
    file = folder / "outlines.geojson"
    if not file.exists():
        return []
    try:
        read: Any = json.loads(read_text(file, limit=64 * MEGABYTE, remedy="give a GeoJSON file"))
        features: list[dict[str, Any]] = read["features"]
        for number, feature in enumerate(features, 1):
            _check_outline(feature, f"{file.name}, feature {number}")
    except json.JSONDecodeError as error:
        place, remedy = f"{file.name}:{error.lineno}", "write it anew with a program for maps"
        raise InputError(f"no valid JSON in column {error.colno}: {error.msg}", place=place, remedy=remedy) from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        remedy = "give a FeatureCollection of Polygon or MultiPolygon with the property 'code'"
        raise InputError(f"no outlines can be read: {error!r}"[:300], place=file.name, remedy=remedy) from None
    return features


def _check_outline(feature: dict[str, Any], place: str) -> None:
    kind, code = feature["geometry"]["type"], feature["properties"]["code"]
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(code, str):
        raise InputError(f"{shown(kind)} of {shown(code)}", place=place, remedy="give a Polygon with a code of text")
    polygons: list[Any] = feature["geometry"]["coordinates"] if kind == "MultiPolygon" else [
        feature["geometry"]["coordinates"]]  # fmt: skip
    for ring in (ring for polygon in polygons for ring in polygon):
        points = np.array(ring, dtype=float)
        if points.ndim != 2 or points.shape[1] < 2 or len(points) < 4 or not np.isfinite(points).all():
            raise InputError(f"a ring of {shown(code)} is no closed line", place=place, remedy="give 4 points or more")
        lon, lat = points[:, 0], points[:, 1]
        if np.abs(lon).max() > 180.0 or np.abs(lat).max() > 90.0:
            far = f"{lon[np.abs(lon).argmax()]:g}, {lat[np.abs(lat).argmax()]:g}"
            remedy = "give degrees: longitude -180..180 first, then latitude -90..90"
            raise InputError(f"coordinates of {shown(code)} reach {far}", place=place, remedy=remedy)
