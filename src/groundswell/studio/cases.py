"""Cases as cards and as pages: where and when, who lives there, what is known, which scenarios there are."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.case import Case, cases, find
from groundswell.case.tags import spelled_out
from groundswell.errors import InputError, nearest, shown
from groundswell.report.geography import WIDTH, Geography, map_note, of_case, project
from groundswell.scenario.card import notice
from groundswell.scenario.presets import presets
from groundswell.studio.answers import got
from groundswell.studio.state import Studio

_SMALL = 350_000  # simulated persons that are run in seconds
_SCALES = (1, 10, 100, 1_000, 10_000)
_COARSE = 1.2  # pixels of a card's map that a line may be off
_DRAWING = Lock()  # who asks while the maps are drawn waits for them


def routes(studio: Studio) -> list[BaseRoute]:
    """Return what this part answers."""
    del studio
    return [got("/api/cases/{name}", lambda request: _page(_named(request)))]


def cards() -> list[dict[str, Any]]:
    """Return a card for each case, the invented country first: it is where to begin."""
    found = sorted(cases(), key=lambda case: (case.name != "toyland", case.name))
    with _DRAWING:
        return [_card(case) for case in found]


@lru_cache(maxsize=64)
def _card(case: Case) -> dict[str, Any]:
    head = case.head
    return {
        "name": case.name, "scenario": case.scenario, "title": head.title, "about": head.description,
        "country": head.country, "start": head.start, "days": head.days, "status": head.status,
        "people": case.population.total, "regions": len(case.population.codes),
        "scale": quick_scale(case), "map": outline(case, coarse=True),
    }  # fmt: skip


def quick_scale(case: Case) -> str:
    """Return the finest scale at which a case runs in seconds."""
    return next((f"1:{n}" for n in _SCALES if case.population.total / n <= _SMALL), f"1:{_SCALES[-1]}")


def _named(request: Request) -> Case:
    """Return the case of an address: one that has a name, never a path."""
    name: str = request.path_params["name"]
    known = {case.name: case for case in cases()}
    if name not in known:
        raise InputError(f"no case {shown(name)}", place="case", remedy=nearest(name, known))
    return find(known[name].reference)


def _page(case: Case) -> dict[str, Any]:
    """Return what a case's page shows."""
    people, evidence, citations = case.population, case.evidence, case.evidence.citations
    order = np.argsort(-people.population, kind="stable").tolist()
    ages = people.age_sex.sum(axis=0)
    return {
        **_card(case), "map": outline(case), "map_note": map_note(case), "notice": notice(case),
        "held_out": case.head.held_out,
        "licence": case.head.licence,
        "people_by_age": {"women": ages[1], "men": ages[0], "first_age": list(range(0, 85, 5))},
        "largest": [{"name": people.names[r], "people": people.population[r]} for r in order[:12]],
        "names": dict(zip(people.codes, people.names, strict=True)),
        "known": [{"id": t.id, "about": t.about, "date": t.date, "value": t.value, "low": t.low, "high": t.high,
                   "role": t.role, "kind": t.kind, "source": spelled_out(t.source, citations)}
                  for t in evidence.targets],
        "observed": len(evidence.observations),
        "sources": [{"title": s.title, "licence": s.licence, "cite": s.citation, "caveats": s.caveats}
                    for s in case.sources],
        "scenarios": [{"name": name, "title": p.title, "about": p.description} for name, p in _scenarios(case)],
        "scales": [f"1:{n}" for n in _SCALES if case.population.total / n >= 20_000],
    }  # fmt: skip


def _scenarios(case: Case) -> Iterator[tuple[str, Any]]:
    found = presets()
    names = [preset.name for preset in found]
    for preset in found:
        if preset.folder == case.folder:
            yield (preset.name if names.count(preset.name) == 1 else f"{preset.case}/{preset.name}"), preset


@lru_cache(maxsize=32)
def outline(case: Case, coarse: bool = False) -> dict[str, Any] | None:
    """Return a case's map as SVG: size, a path a region, and dots; None where the case says of no two places."""
    drawn = of_case(case)
    if drawn is None:
        return None
    flat = [(f["properties"]["code"], _rings(f)) for f in drawn.features]
    every = _projected(drawn, [ring for _, rings in flat for ring in rings])
    low, high = np.concatenate(every).min(axis=0), np.concatenate(every).max(axis=0)
    scale = min((WIDTH - 12) / max(high[0] - low[0], 1e-9), (drawn.height - 12) / max(high[1] - low[1], 1e-9))
    regions, dots, at = list[dict[str, Any]](), list[dict[str, Any]](), 0
    for feature, (code, rings) in zip(drawn.features, flat, strict=True):
        points = [_pixels(ring, low, high, scale) for ring in every[at : at + len(rings)]]
        at += len(rings)
        if feature["properties"]["dot"]:
            dots.append({"code": code, "x": round(float(points[0][0, 0]), 1), "y": round(float(points[0][0, 1]), 1)})
        else:
            regions.append({"code": code, "path": "".join(_path(ring, coarse) for ring in points)})
    width, height = ((high - low) * scale + 12).round(1).tolist()
    return {"width": width, "height": height, "regions": regions, "dots": dots}


def _rings(feature: dict[str, Any]) -> list[Any]:
    shape = feature["geometry"]
    if shape["type"] == "Point":
        return [np.array([shape["coordinates"]], float)]
    return [np.array(ring, float) for polygon in shape["coordinates"] for ring in polygon]


def _projected(drawn: Geography, rings: Sequence[Any]) -> list[Any]:
    """Return rings on the plane, longitudes within half a turn of the middle."""
    found = list[Any]()
    for ring in rings:
        turned = ring.copy()
        middle = drawn.centre
        turned[:, 0] = turned[:, 0] - 360.0 * np.round((turned[:, 0].mean() - middle) / 360.0)
        found.append(project(turned, middle, drawn.parallels))
    return found


def _pixels(ring: Any, low: Any, high: Any, scale: float) -> Any:
    return np.stack([(ring[:, 0] - low[0]) * scale + 6, (high[1] - ring[:, 1]) * scale + 6], axis=1)


def _path(ring: Any, coarse: bool) -> str:
    """Return a ring as an SVG path; a coarse one leaves out points that a small picture does not show."""
    points: list[list[float]] = ring.tolist()  # numbers of Python: a step of numpy a point takes five times as long
    kept, far = points[:1], _COARSE if coarse else 0.3
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= far:
            kept.append([x, y])
    if coarse and len(kept) < 4:
        return ""
    digits = 0 if coarse else 1
    return "M" + "L".join(f"{x:.{digits}f} {y:.{digits}f}" for x, y in kept) + "Z"
