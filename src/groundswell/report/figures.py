"""A chart drawn into the page: static SVG with a spoken description, its file, and the CSV of the numbers it shows."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from groundswell.errors import GroundswellError

FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
LOOK: dict[str, Any] = {
    "background": "white", "font": FONT, "aria": False, "padding": 4,
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": "#333",
             "titleColor": "#333", "gridColor": "#e6e6e6", "domainColor": "#888", "tickColor": "#888"},
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "orient": "top",
               "labelLimit": 320, "symbolStrokeWidth": 2, "symbolOpacity": 1, "labelColor": "#1a1a1a"},
    "text": {"fontSize": 13},
}  # fmt: skip
_TAG = re.compile(r"<[^>]+>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


@dataclass(frozen=True)
class Figure:
    """A drawn chart: file stem, caption (heading, note), source, what a screen reader says, the picture as SVG text."""

    name: str
    title: str
    note: str
    alt: str
    svg: str
    source: str


def draw(chart: Any, name: str, title: str, note: str, alt: str, folder: Path, source: str = "") -> Figure:
    """Draw an altair chart into `folder`/`name`.svg and .csv, and return it for the page.

    Raises GroundswellError for a chart that does not hold exactly one table.
    """
    import vl_convert

    spec: dict[str, Any] = chart.to_dict()
    rows = table(spec)
    spec["config"] = LOOK
    svg = speaking(vl_convert.vegalite_to_svg(spec), name, title, alt)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    write_csv(folder / f"{name}.csv", rows)
    return Figure(name, title, note, alt, svg, source)


def write_csv(file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows with a header; a table without rows is an empty file. Columns are those of any row."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        if columns:
            writer.writeheader()
        writer.writerows(rows)


def table(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the one table of numbers that a Vega-Lite chart shows; a map's outlines, kept as text, are none."""
    found: list[list[dict[str, Any]]] = []

    def keep(node: dict[str, Any]) -> dict[str, Any]:
        rows = node.get("values")
        if isinstance(rows, list) and rows not in found:
            found.append(rows)  # pyright: ignore[reportUnknownArgumentType]
        return node

    json.loads(json.dumps(spec), object_hook=keep)
    if len(found) != 1:
        raise GroundswellError(f"a chart of the report holds {len(found)} tables; one, in its CSV, is the rule")
    return found[0]


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".rstrip("0").rstrip(".")


def speaking(svg: str, name: str, title: str, alt: str) -> str:
    """Return the SVG with short coordinates, ids of its own on a page of many, a title and a description."""
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(_short, tag[0]), svg)  # never in a text: 0.0059 is no 0
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    head = f'<svg role="img" aria-labelledby="{name}-title {name}-desc" '
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
    return re.sub(r"<svg ([^>]*)>", lambda m: f"{head}{m[1]}>{words}", svg, count=1)
