"""Draw the diagrams of model.md: `python docs/diagrams.py`. A test holds that they are what this file says.

Boxes and arrows are stated by position; nothing is laid out by a program, so that a diagram looks the same everywhere.
"""

from html import escape
from pathlib import Path
from typing import NamedTuple

IMG = Path(__file__).parent / "img"
_STYLE = (
    "text{font:14px sans-serif;fill:#1a1a1a}.small{font-size:12px;fill:#444}rect{fill:#f4f6f8;stroke:#33516b;"
    "stroke-width:1.5}.end{fill:#fff4dd}.path{fill:none;stroke:#33516b;stroke-width:1.6}.minus{stroke:#b3480b;"
    "stroke-dasharray:7 4}"
)


class Box(NamedTuple):
    """A box: its middle, its lines of text (the first larger), and whether it is an outcome."""

    x: int
    y: int
    lines: tuple[str, ...]
    end: bool = False
    width: int = 150


class Arrow(NamedTuple):
    """An arrow through points; `minus` draws it dashed and orange: more of one, less of the other."""

    points: tuple[tuple[int, int], ...]
    label: str = ""
    minus: bool = False


def day() -> str:
    """Return a person's day."""
    boxes = [
        Box(100, 60, ("He hears", "calls, notices of ties,", "who marched yesterday")),
        Box(300, 60, ("He attends?", "draw below salience, or", "a notice, or close ties")),
        Box(500, 60, ("He weighs", "five utilities, taste", "and a small daily draw")),
        Box(700, 60, ("He does one thing", "the largest above 0"), True),
        Box(100, 230, ("protests", "may be detained"), True, 130),
        Box(250, 230, ("prepares to leave", "queue, gate, abroad"), True, 140),
        Box(410, 230, ("hides", "only while called"), True, 130),
        Box(560, 230, ("complies", "only with a notice"), True, 130),
        Box(710, 230, ("stays", "most people, most days"), True, 160),
        Box(400, 340, ("His ties learn of it tonight, and act on it tomorrow",), False, 380),
    ]
    arrows = [Arrow(((175, 60), (225, 60))), Arrow(((375, 60), (425, 60)), ""), Arrow(((575, 60), (625, 60)))]
    arrows += [Arrow(((700, 95), (700, 145), (x, 145), (x, 198))) for x in (100, 250, 410, 560, 710)]
    arrows += [Arrow(((100, 262), (100, 340), (208, 340))), Arrow(((250, 262), (250, 318)))]
    arrows += [Arrow(((375, 70), (375, 110), (690, 110), (690, 198)), "no: he stays")]
    return _svg("A person's day", "He hears, attends or not, weighs five utilities, does one thing; ties learn of it "
                "at night.", 800, 380, boxes, arrows)  # fmt: skip


def loops() -> str:
    """Return the causal loops."""
    boxes = [
        Box(400, 50, ("announcement, call-up", "an input")),
        Box(150, 150, ("attention", "forgets, half-life")),
        Box(400, 170, ("notices", "exposure of ties")),
        Box(650, 150, ("exit", "gates limit the flow"), True),
        Box(400, 300, ("voice", "participants of a place"), True),
        Box(130, 300, ("expected turnout", "learned from days called")),
        Box(660, 300, ("detention", "share falls with size"), True),
        Box(300, 430, ("concession", "chance, by disruption"), True),
        Box(560, 430, ("fear and anger", "by what could be seen")),
    ]
    arrows = [
        Arrow(((325, 50), (150, 50), (150, 115))), Arrow(((400, 85), (400, 135))),
        Arrow(((475, 50), (650, 50), (650, 115))), Arrow(((150, 185), (150, 225), (360, 225), (360, 265))),
        Arrow(((400, 205), (400, 265))), Arrow(((440, 335), (440, 365), (500, 365), (500, 395))),
        Arrow(((205, 310), (325, 310)), "sign free"), Arrow(((325, 290), (205, 290))), Arrow(((475, 290), (585, 290))),
        Arrow(((660, 335), (660, 395)), ""), Arrow(((540, 395), (540, 310), (475, 310)), "fear -, anger +", True),
        Arrow(((340, 335), (340, 395))), Arrow(((225, 430), (40, 430), (40, 30), (325, 30)), "takes off", True),
        Arrow(((575, 165), (475, 165)), "replaced by rho", True), Arrow(((600, 185), (475, 275)), "sign free"),
    ]  # fmt: skip
    text = "Announcement raises attention, notices and exit; they raise voice; turnout, detention, fear, anger and a "
    text += "concession feed back. Signs of turnout and of exit on voice are free."
    return _svg("The causal loops", text, 800, 490, boxes, arrows)


def data() -> str:
    """Return the data's way."""
    boxes = [
        Box(110, 60, ("case", "a folder of tables")),
        Box(110, 170, ("scenario", "a file, validated")),
        Box(310, 115, ("society", "people, places, ties")),
        Box(500, 115, ("state", "nine bytes a person")),
        Box(690, 115, ("counts", "region, day, measure"), True),
        Box(690, 250, ("run", "folder with digests"), True),
        Box(500, 250, ("comparison", "paired, same draws"), True),
        Box(310, 250, ("claim, posterior", "draws of assumptions"), True),
        Box(110, 250, ("report", "runs no model"), True),
    ]
    arrows = [
        Arrow(((185, 70), (235, 105))), Arrow(((185, 160), (235, 125))), Arrow(((385, 115), (425, 115))),
        Arrow(((575, 115), (615, 115)), ""), Arrow(((470, 80), (470, 40), (530, 40), (530, 80)), "step, day by day"),
        Arrow(((690, 150), (690, 215))), Arrow(((615, 250), (575, 250))), Arrow(((425, 250), (385, 250))),
        Arrow(((235, 250), (185, 250))),
    ]  # fmt: skip
    text = "Case and scenario make a society; its state steps day by day; counts, a run, comparisons, claims, a report."
    return _svg("The data's way: one direction", text, 800, 310, boxes, arrows)


def _svg(title: str, text: str, width: int, height: int, boxes: list[Box], arrows: list[Arrow]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(text)}</desc><style>{_STYLE}</style>'
        '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#33516b"/></marker></defs><rect x="0" y="0" '
        f'width="{width}" height="{height}" style="fill:#fff;stroke:none"/>'
    )
    return head + "".join([*map(_arrow, arrows), *map(_box, boxes)]) + "</svg>\n"


def _box(box: Box) -> str:
    high = 14 + 18 * len(box.lines)
    top = box.y - high // 2
    texts = "".join(
        f'<text x="{box.x}" y="{top + 21 + 18 * n}" text-anchor="middle"{"" if n == 0 else SMALL}>{escape(line)}</text>'
        for n, line in enumerate(box.lines)
    )
    kind = ' class="end"' if box.end else ""
    return f'<rect x="{box.x - box.width // 2}" y="{top}" width="{box.width}" height="{high}" rx="5"{kind}/>{texts}'


SMALL = ' class="small"'


def _arrow(arrow: Arrow) -> str:
    line = " ".join(f"{x},{y}" for x, y in arrow.points)
    kind = "path minus" if arrow.minus else "path"
    drawn = f'<polyline class="{kind}" points="{line}" marker-end="url(#a)"/>'
    (x0, y0), (x1, y1) = arrow.points[len(arrow.points) // 2 - 1 : len(arrow.points) // 2 + 1]
    place = f'x="{(x0 + x1) // 2}" y="{(y0 + y1) // 2 - 6}" text-anchor="middle"'
    return drawn + (f"<text {place}{SMALL}>{escape(arrow.label)}</text>" if arrow.label else "")


def drawn() -> dict[str, str]:
    """Return the diagrams by file name."""
    return {"model-day.svg": day(), "model-loops.svg": loops(), "data-way.svg": data()}


if __name__ == "__main__":
    for name, text in drawn().items():
        (IMG / name).write_text(text, encoding="utf-8")
