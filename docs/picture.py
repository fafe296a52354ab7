"""Compose the picture of the README from an ensemble (`groundswell run NAME --seeds N`): docs/picture.py ENSEMBLE."""

import re
import sys
import tempfile
from html import escape
from pathlib import Path

from groundswell.comparisons.ensemble import Ensemble, open_ensemble
from groundswell.report.figures import Figure, draw
from groundswell.report.origin import of_run
from groundswell.report.plots import Plots
from groundswell.report.totals import band_words

OUT = Path(__file__).parent / "img" / "flagship.svg"
PANELS = (
    ("voice", "Protest (voice): in the street"),
    ("exit", "Leave (exit): gone, or waiting at the border"),
    ("comply", "Comply (loyalty): called up and serving"),
    ("obs_detained", "Detained, as a monitor would count"),
    ("obs_called", "Called up, as officials count"),
    ("obs_attention", "Follow events, as a poll would find"),
)
PLOT = (235, 125)  # pixels within the axes: the same in all, so that letters are of one size
WIDTH, HEIGHT, GAP, HEAD, LINE = 300, 206, 20, 26, 16  # pixels of a panel, between panels, for a heading, a line
_SIZE = re.compile(r'<svg ([^>]*?)(width="[\d.]+" height="[\d.]+"[^>]*)>')
_FONT = 'font-family="Helvetica, Arial, sans-serif"'


def picture(ensemble: Ensemble) -> str:
    """Return the panels in two rows of three, with what they are and where they come from below."""
    first, *others = ensemble.runs.values()
    plots, origin = Plots(first, others), of_run(first, others)
    charts = [plots.response(name) for name, _ in PANELS[:3]] + [plots.against(name) for name, _ in PANELS[3:]]
    parts: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for k, ((name, title), chart) in enumerate(zip(PANELS, charts, strict=True)):
            figure = Figure(f"panel-{name}", title, "", title, "persons")
            plot = chart.properties(width=PLOT[0], height=PLOT[1])
            parts.append(panel(draw(plot, figure, Path(scratch), origin).svg, title, k))
    notes = (
        f"Line: median; band: {band_words(len(ensemble.runs))}, each with a seed of its own; persons are full size. "
        "Black: published, with interval.",
        f"{origin.foot()}.",
    )
    wide, high = 3 * WIDTH + 4 * GAP, 2 * (HEIGHT + HEAD) + 3 * GAP + LINE * len(notes) + 2
    foot = "".join(
        f'<text x="{GAP}" y="{high - 10 - LINE * (len(notes) - 1 - k)}" {_FONT} font-size="11" fill="#555">'
        f"{escape(note)}</text>"
        for k, note in enumerate(notes)
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
    return "\n".join([head, f'<rect width="{wide}" height="{high}" fill="white"/>', *parts, foot, "</svg>\n"])


def panel(svg: str, title: str, k: int) -> str:
    """Return one figure under its heading, placed as the k-th of a row of three. Raises ValueError without a size."""
    x, y = GAP + (k % 3) * (WIDTH + GAP), GAP + (k // 3) * (HEIGHT + HEAD + GAP)
    placed, found = _SIZE.subn(rf'<svg \1x="{x}" y="{y + HEAD}" \2>', svg, count=1)
    if found != 1:
        raise ValueError(f"{title}: no width and height to replace")
    heading = f'<text x="{x}" y="{y + 14}" {_FONT} font-size="14" font-weight="bold">{escape(title)}</text>'
    return heading + placed


if __name__ == "__main__":
    OUT.write_text(picture(open_ensemble(sys.argv[1])), encoding="utf-8")
