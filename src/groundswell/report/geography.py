"""Where a case's regions lie, as a map draws them: outlines, dots, and a projection that is turned to them.

The view is the outlines' own: the longest stretch of longitudes without any land is where the map is cut, so nothing
wraps around at 180 degrees; the middle is where most of the land is. The projection is Albers' equal-area conic
(Snyder 1987, USGS Professional Paper 1395, pp. 98-103). A region too small to be seen, or without an outline, is a dot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundswell.case import Case
from groundswell.case.population import Population

Points = NDArray[np.float64]  # (points, 2): longitude, latitude in degrees
WIDTH, LOWEST, HIGHEST = 360, 140, 420  # pixels of a map
TINY = 6.5  # square pixels: an outline that covers less is not seen
_THIN = 0.35  # pixels: points nearer to one another are one
_FAR = 0.25  # of the extent of all regions: an islet of a region that lies further off is left out of the view
_REMOTE = 1.0  # of the extent of the others: a region that lies further off is left out
_FEW = 0.25  # of the people: who live in such regions, at most
_ISLET = 0.05  # of its region's area
_TOWNS = 12  # dots that stand for a region without outline


@dataclass(frozen=True)
class Part:
    """One polygon of a region: its outer ring, then its holes."""

    code: str
    rings: tuple[Points, ...]
    area: float  # on a sphere of radius 1

    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north."""
        (west, south), (east, north) = self.rings[0].min(axis=0), self.rings[0].max(axis=0)
        return float(west), float(south), float(east), float(north)


@dataclass(frozen=True)
class Geography:
    """GeoJSON features with the properties `code` and `dot`, how to project them, and the height of the picture."""

    features: tuple[dict[str, Any], ...]
    centre: float  # degrees east, the middle of the map
    parallels: tuple[float, float]
    height: int
    drawn: frozenset[str]  # codes that are somewhere on the map
    islets: int  # parts of regions far off that are not drawn
    remote: tuple[str, ...]  # codes of whole regions far off that are not drawn

    @property
    def outlined(self) -> bool:
        """Whether any region has an outline."""
        return any(not feature["properties"]["dot"] for feature in self.features)

    @property
    def dotted(self) -> bool:
        """Whether any region is drawn as a dot."""
        return any(feature["properties"]["dot"] for feature in self.features)


def geography(outlines: Sequence[Mapping[str, Any]], people: Population) -> Geography | None:
    """Return how a case's regions are drawn; None when fewer than two places on the map are known."""
    parts = [part for outline in outlines for part in _parts(outline) if part.code in people.codes]
    spots = [(code, at) for code, at in _towns(people) if code not in {part.code for part in parts}]
    if len(parts) + len(spots) < (1 if parts else 2):
        return None
    cut = _cut([(part.box()[0], part.box()[2]) for part in parts] + [(at[0], at[0]) for _, at in spots])
    parts = [_turned(part, cut) for part in parts]
    spots = [(code, ((at[0] - cut) % 360.0 + cut, at[1])) for code, at in spots]
    remote = _remote(parts, spots, people)
    parts = [part for part in parts if part.code not in remote]
    spots = [(code, at) for code, at in spots if code not in remote]
    kept = _near(parts)
    every = np.array([corner for p in kept for corner in (p.box()[:2], p.box()[2:])] + [at for _, at in spots], float)
    centre = _centre(kept, every, cut)
    south, north = every[:, 1].min(), every[:, 1].max()
    parallels = (float(south + (north - south) / 6.0), float(north - (north - south) / 6.0))
    outline = np.concatenate([ring for part in kept for ring in part.rings[:1]] + [every[len(kept) * 2 :]])
    flat = project(outline, centre, parallels)
    wide, high = np.maximum(np.ptp(flat, axis=0), 1e-6)
    height = int(np.clip(round(WIDTH * high / wide), LOWEST, HIGHEST))
    pixels = min(WIDTH / wide, height / high)
    features = [*_outlines(kept, pixels, centre, parallels), *_tiny(kept, pixels), *(_dot(c, *at) for c, at in spots)]
    drawn = frozenset(feature["properties"]["code"] for feature in features)
    turned = (centre + 180.0) % 360.0 - 180.0
    return Geography(tuple(features), round(turned, 1), parallels, height, drawn, len(parts) - len(kept), remote)


@lru_cache(maxsize=8)
def of_case(case: Case) -> Geography | None:
    """Return how a case's regions are drawn; None where the case says of no two places where they lie."""
    return geography(case.outlines, case.population)


def map_note(case: Case) -> str:
    """Return what stands below every map of a case: whose units and outlines these are, what a circle means."""
    drawn = of_case(case)
    if drawn is None:
        return ""
    parts = ["Statistical units as the source publishes them; this implies no view on sovereignty."]
    source = next((s for s in case.sources if "outlines" in s.name), None)
    if drawn.outlined and source is not None:
        parts.append(f"Outlines: {source.citation.removesuffix('.')} ({source.licence}).")
    if drawn.dotted:
        small, towns = (
            "regions too small for their outline to be seen",
            "the largest towns of each region, or where it lies",
        )
        parts.append(f"Circles: {small if drawn.outlined else towns}.")
    people = case.population
    if drawn.remote:
        parts.append(f"Left out, far from the rest: {', '.join(map(people.name, drawn.remote))}.")
    if unknown := len(set(people.codes) - drawn.drawn - set(drawn.remote)):
        parts.append(f"Left out, their place is not known: {unknown} region{'s' if unknown > 1 else ''}.")
    if drawn.islets:
        parts.append("Islets far from the rest are not drawn.")
    return " ".join(parts)


def project(points: Points, centre: float, parallels: tuple[float, float]) -> Points:
    """Return points (n, 2) on the plane, in radii of the Earth (Snyder 1987, equations 14-1 to 14-6)."""
    one, two = np.radians(parallels)
    n, turn, up = (np.sin(one) + np.sin(two)) / 2.0, np.radians(points[:, 0] - centre), np.sin(np.radians(points[:, 1]))
    if abs(n) < 1e-6:  # as far north as south: the cone is a cylinder
        return np.stack([turn * np.cos(one), up / np.cos(one)], axis=1)
    c = np.cos(one) ** 2 + 2.0 * n * np.sin(one)
    far = np.sqrt(np.maximum(c - 2.0 * n * up, 0.0)) / n
    return np.stack([far * np.sin(n * turn), -far * np.cos(n * turn)], axis=1)


def _parts(outline: Mapping[str, Any]) -> Iterator[Part]:
    geometry, code = outline["geometry"], str(outline["properties"]["code"])
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        rings = [np.asarray(ring, float)[:, :2].copy() for ring in polygon]
        for ring in rings:
            ring[:, 0] = np.unwrap(ring[:, 0], period=360.0)
            ring[:, 0] += 360.0 * np.round((rings[0][0, 0] - ring[0, 0]) / 360.0)
        # The map's library takes what lies to the right of a line for its inside: outer rings run clockwise.
        turned = [ring[::-1] if (_area(ring) > 0.0) == (i == 0) else ring for i, ring in enumerate(rings)]
        yield Part(code, tuple(turned), abs(_area(rings[0])))


def _area(ring: Points) -> float:
    """Return the area within a ring on a sphere of radius 1, positive when it runs against the clock."""
    lon, height = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
    return float(np.sum((height[:-1] + height[1:]) / 2.0 * -np.diff(lon)))


def _towns(people: Population) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the largest towns of each region whose place is known, or the region's own place where none is."""
    towns = people.towns
    for r, code in enumerate(people.codes):
        known = np.flatnonzero((towns.region == r) & np.isfinite(towns.lat) & np.isfinite(towns.lon))
        for t in known[:_TOWNS].tolist():
            yield code, (float(towns.lon[t]), float(towns.lat[t]))
        if not len(known) and np.isfinite(people.lat[r]) and np.isfinite(people.lon[r]):
            yield code, (float(people.lon[r]), float(people.lat[r]))


def _cut(spans: Sequence[tuple[float, float]]) -> float:
    """Return the longitude at which no land is cut: the middle of the widest gap between the spans."""
    around = sorted((west % 360.0, west % 360.0 + min(east - west, 360.0)) for west, east in spans)
    end, widest, at = around[-1][1] - 360.0, -1.0, 0.0
    end = max([end, *(east - 360.0 for _, east in around)])
    for west, east in around:
        if west - end > widest:
            widest, at = west - end, (west + end) / 2.0
        end = max(end, east)
    return at


def _turned(part: Part, cut: float) -> Part:
    """Return a part with longitudes from `cut` to `cut` + 360."""
    shift = 360.0 * np.floor((part.rings[0][:, 0].mean() - cut) / 360.0)
    return Part(part.code, tuple(ring - np.array([shift, 0.0]) for ring in part.rings), part.area)


def _remote(
    parts: Sequence[Part], spots: Sequence[tuple[str, tuple[float, float]]], people: Population
) -> tuple[str, ...]:
    """Return the regions so far from where most people live that the map would show little else than the way there."""
    corners: dict[str, list[float]] = {}
    for code, box in [*((p.code, p.box()) for p in parts), *((code, (*at, *at)) for code, at in spots)]:
        corners[code] = [*map(min, corners.get(code, box)[:2], box[:2]), *map(max, corners.get(code, box)[2:], box[2:])]
    size = dict(zip(people.codes, people.population.tolist(), strict=True))
    left = sorted(corners, key=lambda code: -size[code])
    view = corners[left.pop(0)]
    while near := [code for code in left if _gap(corners[code], view) <= _REMOTE * max(_extent(view), 2.0)]:
        for code in near:
            view = [*map(min, view[:2], corners[code][:2]), *map(max, view[2:], corners[code][2:])]
            left.remove(code)
    return tuple(sorted(left)) if sum(size[code] for code in left) <= _FEW * people.total else ()


def _extent(box: Sequence[float]) -> float:
    """Return the diagonal of a box (west, south, east, north), in degrees of latitude."""
    west, south, east, north = box
    return float(np.hypot((east - west) * np.cos(np.radians((south + north) / 2.0)), north - south))


def _gap(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how far apart two boxes are, in degrees of latitude; 0 where they meet."""
    lon = max(other[0] - one[2], one[0] - other[2], 0.0)
    lat = max(other[1] - one[3], one[1] - other[3], 0.0)
    return float(np.hypot(lon * np.cos(np.radians((one[1] + one[3]) / 2.0)), lat))


def _near(parts: Sequence[Part]) -> list[Part]:
    """Return the parts but for islets far from all regions' main parts, which would make everything else small."""
    main: dict[str, Part] = {}
    for part in parts:
        main[part.code] = max(main.get(part.code, part), part, key=lambda p: p.area)
    if not main:
        return []
    boxes = np.array([part.box() for part in main.values()])
    view = [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]
    room = _FAR * _extent(view)
    return [p for p in parts if _gap(p.box(), view) <= room or p.area >= _ISLET * main[p.code].area]


def _centre(parts: Sequence[Part], every: Points, cut: float) -> float:
    """Return the longitude that turns upwards: the land's mean, as near as the cut allows."""
    west, east = float(every[:, 0].min()), float(every[:, 0].max())
    lon = [(p.box()[0] + p.box()[2]) / 2.0 for p in parts] or every[:, 0].tolist()
    middle = float(np.average(lon, weights=[p.area for p in parts] or None))
    low, high = east - 180.0, west + 180.0  # what lies opposite must not be land
    return min(max(middle, low), high) if low <= high else (west + east) / 2.0


def _outlines(
    parts: Sequence[Part], pixels: float, centre: float, parallels: tuple[float, float]
) -> Iterator[dict[str, Any]]:
    by_code: dict[str, list[Any]] = {}
    for part in parts:
        thin = (_thinned(ring, project(ring, centre, parallels) * pixels) for ring in part.rings)
        rings = [ring.round(3).tolist() for ring in thin if len(ring) >= 4]
        by_code.setdefault(part.code, []).extend([rings] if rings else [])
    for code, polygons in by_code.items():
        yield {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": polygons},
               "properties": {"code": code, "dot": False}}  # fmt: skip


def _thinned(ring: Points, drawn: Points) -> Points:
    """Return a ring without the points that its picture does not show."""
    kept, at = [0], drawn[0]
    for i in range(1, len(ring) - 1):
        if abs(drawn[i, 0] - at[0]) + abs(drawn[i, 1] - at[1]) >= _THIN:
            kept.append(i)
            at = drawn[i]
    return ring[[*kept, len(ring) - 1]] if len(kept) >= 3 else ring[:0]


def _tiny(parts: Sequence[Part], pixels: float) -> Iterator[dict[str, Any]]:
    """Yield a dot for each region that covers too few pixels, in the middle of its largest part."""
    total: dict[str, float] = {}
    for part in parts:
        total[part.code] = total.get(part.code, 0.0) + part.area * pixels**2
    for code, area in total.items():
        if area < TINY:
            largest = max((part for part in parts if part.code == code), key=lambda p: p.area)
            yield _dot(code, *largest.rings[0].mean(axis=0).tolist())


def _dot(code: str, lon: float, lat: float) -> dict[str, Any]:
    at = [round((lon + 180.0) % 360.0 - 180.0, 3), round(lat, 3)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": at},
            "properties": {"code": code, "dot": True, "lon": at[0], "lat": at[1]}}  # fmt: skip
