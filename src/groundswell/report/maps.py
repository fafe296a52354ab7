"""The regions of a case on a projection that keeps areas; a region without an outline is drawn as dots."""

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np

from groundswell.case import Case
from groundswell.report.counts import HUES, Rate
from groundswell.report.geography import WIDTH, of_case
from groundswell.resolution import FEWEST

CLASSES = 5
NONE, NO_DATA, TOO_FEW = "none", "no data", f"under {FEWEST} simulated persons"
_EMPTY, _FEW, _MISSING = "#ffffff", "#e4e4e4", "#a8a8a8"


def choropleth(case: Case, rates: Mapping[str, Rate], title: str, response: str = "stay") -> Any:
    """Return a map of `rates` by region code in classes of equally many regions.

    A region whose figure rests on too few simulated persons is grey, whatever the figure is. Raises ValueError for a
    case that has no map (`of_case`).
    """
    drawn = of_case(case)
    if drawn is None:
        raise ValueError(f"the case '{case.name}' says of no two places where they lie")
    breaks = classes([rate.value for rate in rates.values() if not rate.few])
    rows = [
        {"region": code, "name": case.population.name(code), "value": rate.value, "low": rate.low, "high": rate.high,
         "class": TOO_FEW if rate.few else label(rate.value, breaks)}
        for code, rate in rates.items()
    ]  # fmt: skip
    shown = [_range(low, high) for low, high in pairwise(breaks)]
    fills = dict(zip(shown, _hues(response, len(shown)), strict=True)) | {NONE: _EMPTY, TOO_FEW: _FEW}
    there = {str(row["class"]) for row in rows} | {NO_DATA for code in drawn.drawn if code not in rates}
    domain = [*shown, *(each for each in (NONE, TOO_FEW, NO_DATA) if each in there)]
    scale = alt.Scale(domain=domain, range=[fills.get(each, _MISSING) for each in domain])
    colour = alt.Color("class:N", title=title, scale=scale,
                       legend=alt.Legend(orient="bottom", columns=3, offset=8, symbolType="square", symbolSize=150,
                                         symbolStrokeColor="#888", symbolStrokeWidth=0.7, titleLimit=400))  # fmt: skip
    places = alt.Chart(_data(case)).transform_lookup(
        lookup="properties.code",
        from_=alt.LookupData(alt.Data(values=rows), "region", ["value", "class"]),
        default=NO_DATA,
    )
    land = places.transform_filter("!datum.properties.dot").mark_geoshape(stroke="#777", strokeWidth=0.35)
    dots = places.transform_filter("datum.properties.dot").mark_circle(
        size=62 if drawn.outlined else 44, stroke="#333", strokeWidth=0.8, opacity=1
    )
    at = {"longitude": "properties.lon:Q", "latitude": "properties.lat:Q"}
    layers = [land.encode(color=colour)] if drawn.outlined else []
    layers += [dots.encode(color=colour, **at)] if drawn.dotted else []
    cone = alt.Projection(type="conicEqualArea", rotate=[-drawn.centre, 0, 0], parallels=list(drawn.parallels))
    return alt.layer(*layers).properties(width=WIDTH, height=drawn.height, projection=cone)


def _hues(response: str, count: int) -> list[str]:
    """Return `count` colours as far apart on the response's scale as there are steps."""
    every = HUES[response]
    if count <= 1:
        return [every[-2]] * count
    return [every[round(k * (len(every) - 1) / (count - 1))] for k in range(count)]


def classes(values: list[float]) -> list[float]:
    """Return the rising borders of at most CLASSES classes of the values above zero, rounded to two digits."""
    positive = np.array([value for value in values if value > 0.0])
    if len(positive) == 0:
        return []
    inner = {_round(float(q)) for q in np.quantile(positive, np.linspace(0, 1, min(CLASSES, len(positive)) + 1)[1:-1])}
    low, high = _round(float(positive.min()), down=True), _round(float(positive.max()), up=True)
    return sorted({low, *(q for q in inner if low < q < high), high if high > low else 1.1 * low})


def label(value: float, breaks: list[float]) -> str:
    """Return the class a value falls into, as the legend writes it."""
    if value <= 0.0 or not breaks:
        return NONE
    at = int(np.clip(np.searchsorted(breaks, value, side="right"), 1, len(breaks) - 1))
    return _range(breaks[at - 1], breaks[at])


def _range(low: float, high: float) -> str:
    return f"{low:,.6g}–{high:,.6g}"


def _round(value: float, *, down: bool = False, up: bool = False) -> float:
    step = 10.0 ** (np.floor(np.log10(value)) - 1)
    scaled = value / step
    whole = np.floor(scaled + 1e-9) if down else np.ceil(scaled - 1e-9) if up else np.rint(scaled)
    return float(f"{whole * step:.6g}")


@lru_cache(maxsize=8)
def _data(case: Case) -> alt.Data:
    """Return the outlines as one JSON text: altair would copy and check every point of a nested list, for seconds."""
    drawn = of_case(case)
    text = json.dumps(drawn.features if drawn else [], separators=(",", ":"))
    return alt.Data(values=text, format=alt.DataFormat(alt.JsonDataFormat(type="json")))


def spoken(case: Case, title: str, rates: Mapping[str, Rate], unit: str = "per 100,000 inhabitants") -> str:
    """Say what a map shows: its highest regions, its middle, and how many regions rest on too few persons."""
    known = [code for code in rates if not rates[code].few]
    few = f"{len(rates) - len(known)} of {len(rates)} regions rest on too few simulated persons to be shown"
    if not known:
        return f"{title}: {few}."
    top = sorted(known, key=lambda code: rates[code].value, reverse=True)[:3]
    highest = ", ".join(f"{case.population.name(code)} {rates[code].value:,.3g}" for code in top)
    middle = float(np.median([rates[code].value for code in known]))
    return f"{title}, {unit}. Highest: {highest}; median {middle:,.3g}; {few}."
