"""Outlines into population/outlines.geojson: features joined to regions by code, by name only when it is certain."""

import json
from pathlib import Path
from typing import Any, cast

from groundswell.errors import InputError, shown
from groundswell.importing import decode
from groundswell.importing.casefolder import OUTLINES, CaseFolder
from groundswell.importing.ledger import Ledger
from groundswell.importing.options import Options
from groundswell.importing.outline_regions import CODES, NAMES, Feature, matched
from groundswell.importing.rings import polygons
from groundswell.importing.source import Draft
from groundswell.inputs.document import as_table
from groundswell.textfile import MEGABYTE

_LARGEST = 60 * MEGABYTE  # that a case's outlines may have
_LAYOUTS = {"shapeISO": "geoBoundaries outlines", "iso_3166_2": "Natural Earth outlines", "NAME_1": "GADM outlines"}


def read_outlines(file: Path, case: CaseFolder, options: Options, ledger: Ledger) -> tuple[Draft, bytes]:
    """Return outlines.geojson and the file's bytes. Problems go to the ledger."""
    text = decode.read(file, options.encoding)
    features = [f for k, raw in enumerate(_features(text.text, file.name), 1) if (f := _feature(k, raw, ledger))]
    ledger.rows = len(features)
    found = matched(features, case, options, ledger) if case.names else {}
    if not case.names:
        ledger.refuse(
            InputError("the case has no regions", remedy="import them first: groundswell case import regions")
        )
    if case.names and not found and not ledger.problems:
        keys = sorted({key for feature in features for key in feature.properties})[:12]
        remedy = f"name the property that holds codes: --column code=NAME, one of {', '.join(keys)}"
        ledger.refuse(InputError("no outline fits a region of the case", place=file.name, remedy=remedy))
    if missing := [code for code in case.names if code not in found]:
        named = ", ".join(map(case.label, missing[:30])) + (f" and {len(missing) - 30} more" if missing[30:] else "")
        ledger.note("unknown", f"{len(missing)} regions without an outline: {named}")
    ledger.kept = sum(map(len, found.values()))
    out = [_joined(code, found[code], case, ledger) for code in sorted(found)]
    body = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in out)
    if len(body) > _LARGEST:
        remedy = "simplify it: a map of a country needs some thousand positions a region"
        ledger.refuse(InputError(f"{len(body):,} bytes of outlines", place=file.name, remedy=remedy))
    summary = f"{len(out)} of {len(case.names)} regions have an outline"
    draft = Draft(OUTLINES, f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', len(out), (summary,),
                  title=_title(features))  # fmt: skip
    return draft, text.content


def _features(text: str, name: str) -> list[Any]:
    """Return the features of a GeoJSON text. Raises InputError with the line for what is none."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise InputError("lists too deep within one another", place=name, remedy="give a plain GeoJSON file") from None
    except ValueError as error:
        line, problem = getattr(error, "lineno", 1), getattr(error, "msg", str(error))
        raise InputError(f"no valid JSON: {problem}", place=f"{name}:{line}", remedy="give a GeoJSON file") from None
    table = as_table(value) or {}
    kind = table.get("type")
    crs = as_table((as_table(table.get("crs")) or {}).get("properties")) or {}
    if crs and not any(word in str(crs.get("name")) for word in ("CRS84", "4326", "OGC:1.3")):
        problem = f"coordinates in {shown(crs.get('name'))}"
        raise InputError(problem, place=name, remedy="convert them to degrees of latitude and longitude (EPSG:4326)")
    if kind == "Feature":
        return [value]
    features = table.get("features")
    if kind != "FeatureCollection" or not isinstance(features, list) or not features:
        what = "TopoJSON, which this does not read" if kind == "Topology" else f"type {shown(kind)}"
        remedy = "give a GeoJSON FeatureCollection with at least one feature"
        raise InputError(f"no features: {what}", place=name, remedy=remedy)
    return cast(list[Any], features)


def _feature(number: int, raw: Any, ledger: Ledger) -> Feature | None:
    """Return a feature, None and a problem for one that is no outline."""
    table = as_table(raw) or {}
    properties = as_table(table.get("properties")) or {}
    label = next((str(properties[key]) for key in (*NAMES, *CODES) if properties.get(key)), "without a name")
    place = f"{ledger.file}, feature {number} ({label})"
    geometry = as_table(table.get("geometry")) or {}
    try:
        return Feature(number, label, properties, polygons(geometry))
    except InputError as error:
        ledger.refuse(InputError(error.problem, place=place, remedy=error.remedy))
        return None


def _joined(code: str, features: list[Feature], case: CaseFolder, ledger: Ledger) -> dict[str, Any]:
    """Return one feature for a region; several become one of many parts, the same one twice counts once."""
    parts: list[Any] = []
    for feature in features:
        new = [polygon for polygon in feature.polygons if polygon not in parts]
        if not new:
            ledger.note("merged", f"feature {feature.number} is {case.label(code)} again, the same: counted once")
        parts += new
    if len(features) > 1 and len(parts) > max(len(f.polygons) for f in features):
        ledger.note("merged", f"{len(features)} features of {case.label(code)} become one of {len(parts)} parts")
    single = len(parts) == 1
    kind = "Polygon" if single else "MultiPolygon"
    return {"type": "Feature", "properties": {"code": code},
            "geometry": {"type": kind, "coordinates": parts[0] if single else parts}}  # fmt: skip


def _title(features: list[Feature]) -> str:
    keys = {key for feature in features for key in feature.properties}
    return next((title for key, title in _LAYOUTS.items() if key in keys), "GeoJSON outlines")
