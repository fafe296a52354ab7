"""Offline pages, one a paper: what it claims, what we get, whether they agree.

Charts are drawn here into static SVG, so that a page holds no script, asks no host and prints as it looks; the data of
every chart lies beside the page as CSV, all results as results.json.
"""

import csv
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from groundswell.arguments import AnyPath, as_path
from groundswell.classics import FOLDER, lab, names
from groundswell.classics.format_results import as_dict, show, show_finds, show_source, show_test, totals
from groundswell.classics.replicate import KINDS, MARKS, Check, Paper, Replication, paper, replicate_all, tally
from groundswell.errors import GroundswellError
from groundswell.extras import need
from groundswell.files import as_input_errors
from groundswell.json_text import json_text
from groundswell.overwrite import refuse_existing

__all__ = ["Figure", "draw", "origin", "rendered", "tables", "write"]

_COLUMN = 350  # pixels of a chart within its axes, on a page
_FONT = "Helvetica, Arial, sans-serif"
_LOOK: dict[str, Any] = {
    "background": "white",
    "font": _FONT,
    "view": {"continuousWidth": 350, "continuousHeight": 250, "stroke": None},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "gridColor": "#e4e4e4",
        "labelSeparation": 8,
    },
    "legend": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "orient": "bottom",
        "columns": 2,
        "labelLimit": 400,
        "layout": {"bottom": {"direction": "vertical", "anchor": "start"}},
    },
    "header": {"labelFontSize": 13, "titleFontSize": 13},
    "text": {"fontSize": 13},
}


class Figure(NamedTuple):
    """A chart as a page shows it: caption, where it is from, picture (SVG text), its width in pixels, and its files."""

    title: str
    subtitle: str
    origin: str
    svg: str
    width: int
    file: str  # the picture alone, with title and origin in it
    tables: tuple[str, ...]


def write(
    out: AnyPath, only: Iterable[str] = (), on_check: Callable[[Check], None] | None = None, force: bool = False
) -> tuple[Replication, ...]:
    """Replicate the named papers (or all) and write their pages, index.html and results.json into `out`.

    The lab's pages (`classics.lab`) lie beside them, with the numbers that these replications obtained.

    `force` lets pages that are there be replaced. Raises InputError for an unknown paper and for pages that are there,
    GroundswellError when the extra "report" is not installed or a chart would
    have to fetch its data, OSError when `out` cannot be written.
    """
    only, out = tuple(only), as_path(out)
    refuse_existing(out / "index.html", force, str(out))
    pages = _templates()
    for name in only or names():
        paper(name)  # a misspelt name, or a paper without figures, is refused before minutes of replication
        import_module(f"groundswell.classics.{name}.figures")
    with as_input_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    done = replicate_all(only, on_check)
    common = {"version": version("groundswell"), "show": show, "show_test": show_test, "show_finds": show_finds,
              "show_source": show_source,
              "kinds": KINDS, "marks": MARKS, "labs": lab.LABS}  # fmt: skip
    for each in done:
        name = each.paper.name
        notes = (FOLDER / name / "NOTES.md").read_text(encoding="utf-8")
        page = pages.get_template("paper.html").render(
            done=each, figures=_figures(name, out), notes=rendered(notes), **common
        )
        (out / f"{name}.html").write_text(page, encoding="utf-8")
    lab.write(out, {each.paper.name: each.checks for each in done}, beside=True)
    index = pages.get_template("index.html").render(done=done, totals=totals(done), tally=tally(done), **common)
    (out / "index.html").write_text(index, encoding="utf-8")
    (out / "results.json").write_text(json_text(as_dict(done)) + "\n", encoding="utf-8")
    return done


def _templates() -> Any:
    need("report")
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(markdown: str) -> str:
    """Render notes as HTML, one heading level lower than written; raw HTML in them stays text."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    html = re.sub(r"<h1>.*?</h1>\s*", "", html, count=1)  # the page has its own title
    html = re.sub(r"<(/?)h([1-4])>", lambda m: f"<{m[1]}h{int(m[2]) + 1}>", html)
    return html.replace("<table>", '<div class="scroll"><table>').replace("</table>", "</table></div>")


def _figures(name: str, out: Path) -> list[Figure]:
    module, of = import_module(f"groundswell.classics.{name}.figures"), paper(name)
    charts = module.figures()
    return [
        draw(chart.to_dict(), f"{name}-{_slug(key)}", out, origin(of, module.ORIGIN[key]))
        for key, chart in charts.items()
    ]


def origin(of: Paper, figure: str) -> str:
    """Return the line that a picture carries wherever it goes: the paper, its seeds and figure, the program."""
    program = f"groundswell {version('groundswell')}"
    return f"Replication of {of.authors} ({of.year}), not the paper's own picture: {figure}. {program}."


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def draw(spec: dict[str, Any], stem: str, out: Path, source: str) -> Figure:
    """Draw one Vega-Lite chart; on a page its title becomes the caption, which wraps on a narrow screen.

    The picture alone, `stem`.svg, carries title, legend and `source` (see `origin`); its CSV files a column of it.
    """
    import vl_convert

    datasets = tables(spec)
    title = spec.pop("title", "")
    words = title if isinstance(title, dict) else {"text": title}
    caption, below = _words(words.get("text", "")), _words(words.get("subtitle", ""))
    spec["config"] = _over(_LOOK, _without_default_size(spec.get("config", {})))
    subtitle = [line for part in (below, source) for line in wrap(part, 90)]
    heading = {"text": wrap(caption, 70), "subtitle": subtitle, "anchor": "start", "frame": "group", "fontSize": 15,
               "subtitleFontSize": 11, "subtitleColor": "#555555", "offset": 12}  # fmt: skip
    (out / f"{stem}.svg").write_text(vl_convert.vegalite_to_svg({**spec, "title": heading}), encoding="utf-8")
    svg = vl_convert.vegalite_to_svg(_narrow(spec))
    # several pictures share one page: their clip paths and gradients must not share names
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{stem}-", svg)
    width = re.search(r'<svg[^>]*\bwidth="([\d.]+)"', svg)
    shown = round(float(width[1])) if width else 560
    written = tuple(_write_tables(datasets, stem, out, f"{caption}. {source}"))
    return Figure(caption, below, source, svg, shown, f"{stem}.svg", written)


def _words(text: str | list[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)


def _narrow(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a single chart at the width of a page's column: letters are of one size, and legible on a phone."""
    wide, high = spec.get("width", 0), spec.get("height", 0)
    if not (isinstance(wide, int) and isinstance(high, int) and wide > _COLUMN):
        return spec
    return {**spec, "width": _COLUMN, "height": round(high * (_COLUMN + wide) / (2 * wide))}


def _without_default_size(config: dict[str, Any]) -> dict[str, Any]:
    """Drop altair's own default of 300 x 300, which every chart carries whether its author chose it or not."""
    view = {key: value for key, value in config.get("view", {}).items() if value != 300}
    return {**config, "view": view}


def _over(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with the entries of `top` laid over it, tables merged."""
    return {
        **base,
        **{
            k: _over(base[k], v) if isinstance(v, dict) and isinstance(base.get(k), dict) else v for k, v in top.items()
        },
    }


def tables(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the tables that a Vega-Lite chart draws, in order of appearance.

    Raises GroundswellError when the chart would fetch its data from an address: a page must be whole without a network.
    """
    found: dict[str, list[dict[str, Any]]] = dict(spec.get("datasets", {}))

    def visit(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                visit(item)
        elif isinstance(node, dict):
            data = node.get("data")
            if isinstance(data, dict) and "url" in data:
                raise GroundswellError(f"a chart fetches its data from {data['url']}; give it the rows themselves")
            if isinstance(data, dict) and "values" in data:
                found.setdefault(str(id(data["values"])), data["values"])
            for key, item in node.items():
                if key not in ("data", "datasets"):
                    visit(item)

    visit(spec)
    return list(found.values())


def _write_tables(datasets: list[list[dict[str, Any]]], stem: str, out: Path, source: str) -> Iterable[str]:
    for number, rows in enumerate(datasets, 1):
        file = f"{stem}.csv" if len(datasets) == 1 else f"{stem}-{number}.csv"
        columns = [*dict.fromkeys(key for row in rows for key in row), "figure"]
        with (out / file).open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, "figure": source} for row in rows)
        yield file
