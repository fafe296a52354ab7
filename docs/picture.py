"""Compose the picture of the README from figures that a run's report has drawn: docs/picture.py RUN."""

import re
import sys
from html import escape
from pathlib import Path

from groundswell import open_run

OUT = Path(__file__).parent / "img" / "flagship.svg"
PANELS = (
    ("response-voice", "Voice: in the street"),
    ("response-exit", "Exit: gone, or waiting at the border"),
    ("response-report", "Loyalty: called up and serving"),
    ("detentions", "Detained, as a monitor would count"),
    ("called", "Called up, as officials count"),
    ("attention", "Follow events, as a poll would find"),
)
WIDTH, HEIGHT, GAP, HEAD = 300, 190, 20, 26  # pixels of a panel, between panels, for its heading
_SIZE = re.compile(r'<svg ([^>]*?)width="[\d.]+" height="[\d.]+"([^>]*)>')
_FONT = 'font-family="Helvetica, Arial, sans-serif"'


def picture(folder: Path) -> str:
    """Return the panels of a finished run, in two rows of three, with its provenance below."""
    run = open_run(folder)
    parts = [panel(folder / "figures" / f"{name}.svg", title, k) for k, (name, title) in enumerate(PANELS)]
    wide, high = 3 * WIDTH + 4 * GAP, 2 * (HEIGHT + HEAD) + 3 * GAP + 18
    note = (
        f"Line: one run of {run.scenario.name} (persons, full size), seed {run.seed}, {run.scenario.persons:,} "
        f"simulated, scenario {run.manifest['scenario_hash'][:12]}. Black: published, with interval."
    )
    foot = f'<text x="{GAP}" y="{high - 10}" {_FONT} font-size="12" fill="#555">{escape(note)}</text>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
    return "\n".join([head, f'<rect width="{wide}" height="{high}" fill="white"/>', *parts, foot, "</svg>\n"])


def panel(file: Path, title: str, k: int) -> str:
    """Return one figure under its heading, placed as the k-th of a row of three."""
    x, y = GAP + (k % 3) * (WIDTH + GAP), GAP + (k // 3) * (HEIGHT + HEAD + GAP)
    size = f'x="{x}" y="{y + HEAD}" width="{WIDTH}" height="{HEIGHT}"'
    svg, found = _SIZE.subn(rf"<svg \1{size}\2>", file.read_text(encoding="utf-8"), count=1)
    if found != 1:
        raise ValueError(f"{file}: no width and height to replace")
    heading = f'<text x="{x}" y="{y + 14}" {_FONT} font-size="14" font-weight="bold">{escape(title)}</text>'
    return heading + svg


if __name__ == "__main__":
    OUT.write_text(picture(Path(sys.argv[1])), encoding="utf-8")
