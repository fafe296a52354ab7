"""A chart drawn into the page: static SVG with a spoken description, its file, and the CSV of the numbers it shows."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from groundswell.errors import GroundswellError
from groundswell.files import refuse_foreign, write_text
from groundswell.report.axes import KEY_OFFSET
from groundswell.report.frame import framed, size
from groundswell.report.origin import Origin

FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
LOOK: dict[str, Any] = {
    "background": "white", "font": FONT, "aria": False, "padding": 4,
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": "#333",
             "titleColor": "#333", "gridColor": "#e6e6e6", "domainColor": "#888", "tickColor": "#888"},
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "orient": "top",
               "offset": KEY_OFFSET, "labelLimit": 320, "symbolStrokeWidth": 2, "symbolOpacity": 1,
               "labelColor": "#1a1a1a"},
    "text": {"fontSize": 13},
}  # fmt: skip
_TAG = re.compile(r"<[^>]+>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_GROWTH = 1.08  # a picture is not drawn larger than this, so that letters are of one size across a page


@dataclass(frozen=True)
class Figure:
    """A drawn chart: file stem, heading, note, what a screen reader says, unit of its numbers, source; then the SVG."""

    name: str
    title: str
    note: str
    alt: str
    unit: str
    source: str = ""
    svg: str = ""
    widest: int = 0  # pixels on a page


def draw(chart: Any, figure: Figure, folder: Path, origin: Origin) -> Figure:
    """Draw an altair chart into `folder`/NAME.svg and .csv, and return the figure with its picture for the page.

    The file carries what the page says around the picture: heading, note, source, and where it comes from. Raises
    GroundswellError for a chart that does not hold exactly one table.
    """
    import vl_convert

    spec: dict[str, Any] = chart.to_dict()
    rows = table(spec)
    spec["config"] = LOOK
    svg = shortened(vl_convert.vegalite_to_svg(spec), figure.name)
    if folder.is_symlink():
        refuse_foreign(folder)
    folder.mkdir(parents=True, exist_ok=True)
    foot = [f"Unit: {figure.unit}.", *([figure.source] if figure.source else []), origin.foot()]
    alone = framed(svg, figure.title, figure.note, foot)
    write_text(folder / f"{figure.name}.svg", speaking(alone, figure.name, figure.title, figure.alt))
    write_csv(folder / f"{figure.name}.csv", rows, origin.columns(figure.title, figure.unit, figure.source))
    spoken = speaking(svg, figure.name, figure.title, figure.alt)
    return replace(figure, svg=spoken, widest=round(size(svg)[0] * _GROWTH))


def write_csv(file: Path, rows: Sequence[Mapping[str, Any]], before: Mapping[str, Any]) -> None:
    """Write rows with a header; the columns of `before`, the same in each row, come first unless a row has its own.

    A table without rows is its header.
    """
    own = list(dict.fromkeys(key for row in rows for key in row))
    first = {key: value for key, value in before.items() if key not in own}
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, [*first, *own], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**first, **row} for row in rows)
    write_text(file, stream.getvalue())


def table(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the one table of numbers that a Vega-Lite chart shows; a map's outlines, kept as text, are none."""
    found: list[list[dict[str, Any]]] = []

    def keep(node: dict[str, Any]) -> dict[str, Any]:
        rows = node.get("values")
        if isinstance(rows, list) and (not rows or isinstance(rows[0], dict)) and rows not in found:
            found.append(rows)  # pyright: ignore[reportUnknownArgumentType]
        return node

    json.loads(json.dumps(spec), object_hook=keep)
    if len(found) != 1:
        raise GroundswellError(f"a chart of the report holds {len(found)} tables; one, in its CSV, is the rule")
    return found[0]


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".rstrip("0").rstrip(".")


def shortened(svg: str, name: str) -> str:
    """Return the SVG with short coordinates and ids of its own on a page of many."""
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(_short, tag[0]), svg)  # never in a text: 0.0059 is no 0
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)


def speaking(svg: str, name: str, title: str, alt: str) -> str:
    """Return the SVG with a title and a description for screen readers."""
    head = f'<svg role="img" aria-labelledby="{name}-title {name}-desc" '
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
    return re.sub(r"<svg ([^>]*)>", lambda m: f"{head}{m[1]}>{words}", svg, count=1)
