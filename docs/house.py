"""Draw the house: the rooms of the package by layer, and who imports whom, from the code itself: `make docs`.

Writes docs/img/house.svg. Layers are those that `make lint` enforces (pyproject.toml); rooms are the folders of the
package, the foundations one room. A line goes from a room to each room that its files import from; only those that no
other way of imports already shows are drawn, so that the picture can be read.
"""

import ast
import re
import tomllib
from collections import defaultdict
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "groundswell"
FOUNDATIONS = "foundations"
_WIDE, _HIGH, _GAP, _ROW, _EDGE = 132, 40, 26, 74, 24  # pixels
_BLUE, _GREY = "#0b5394", "#555555"
_HEAD = "font-family='Helvetica, Arial, Liberation Sans, sans-serif'"


def layers() -> list[list[str]]:
    """Return the rooms of each layer, from the top, as the contract in pyproject.toml has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    lines = next(c["layers"] for c in contracts if c["type"] == "layers")
    found = [[name.removeprefix("groundswell.") for name in re.findall(r"groundswell\.\w+", line)] for line in lines]
    return [*found[:-1], [FOUNDATIONS]]


def imports() -> dict[str, set[str]]:
    """Return the rooms from which each room imports, itself left out."""
    rooms = {room for layer in layers() for room in layer}
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(SOURCE.rglob("*.py")):
        own = room_of(file.relative_to(SOURCE).parts[0], rooms)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _named(node):
                to = room_of(name.split(".")[1] if "." in name else "", rooms)
                if own and to and to != own:
                    found[own].add(to)
    return dict(found)


def room_of(part: str, rooms: set[str]) -> str:
    """Return the room of a file's or a module's first part; "" for the package's own front door."""
    name = part.removesuffix(".py")
    if name in ("", "__init__", "__main__"):
        return ""
    return name if name in rooms else FOUNDATIONS


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names if each.name.startswith("groundswell")]
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "groundswell" and not node.level:
        return (
            [f"{node.module}.{each.name}" for each in node.names]
            if node.module == "groundswell"
            else [str(node.module)]
        )
    return []


def needed(edges: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Return the edges that no longer way replaces (transitive reduction of an acyclic graph)."""

    def reached(start: str) -> set[str]:
        seen, todo = set[str](), list(edges.get(start, ()))
        while todo:
            if (at := todo.pop()) not in seen:
                seen.add(at)
                todo += edges.get(at, ())
        return seen

    return [(a, b) for a, to in sorted(edges.items()) for b in sorted(to)
            if not any(b in reached(c) for c in to if c != b)]  # fmt: skip


def sizes() -> dict[str, tuple[int, int]]:
    """Return the files and lines of each room."""
    rooms = {room for layer in layers() for room in layer}
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for file in SOURCE.rglob("*.py"):
        if room := room_of(file.relative_to(SOURCE).parts[0], rooms):
            files, lines = found[room]
            found[room] = files + 1, lines + len(file.read_text(encoding="utf-8").splitlines())
    return dict(found)


def drawing() -> str:
    """Return the picture as SVG."""
    known = sizes()
    rows = [[room for room in layer if room in known] for layer in layers()]
    rows = [row for row in rows if row]
    most = max(map(len, rows))
    width = 2 * _EDGE + most * _WIDE + (most - 1) * _GAP + 220
    height = 2 * _EDGE + (len(rows) - 1) * _ROW + _HIGH
    at: dict[str, tuple[float, float]] = {}
    for y, row in enumerate(rows):
        left = (width - len(row) * _WIDE - (len(row) - 1) * _GAP) / 2
        for x, room in enumerate(row):
            at[room] = left + x * (_WIDE + _GAP) + _WIDE / 2, _EDGE + y * _ROW
    lines = "".join(_edge(at[a], at[b], n) for n, (a, b) in enumerate(needed(imports())) if a in at and b in at)
    boxes = "".join(_box(room, *place, *known[room]) for room, place in at.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="Rooms of the package and what they import"><rect width="100%" '
        f'height="100%" fill="white"/>{lines}{boxes}</svg>\n'
    )


def _edge(a: tuple[float, float], b: tuple[float, float], number: int) -> str:
    """Return a line from the foot of one box to the head of another; long ones swing out, to either side in turn."""
    (x1, y1), (x2, y2) = (a[0], a[1] + _HIGH), b
    far = (y2 - y1) > _ROW
    bend = (110 + 14 * (number % 5)) * (1 if number % 2 else -1) if far else 0
    way = f"M{x1:.0f},{y1:.0f} C{x1 + bend:.0f},{y1 + 30:.0f} {x2 + bend:.0f},{y2 - 30:.0f} {x2:.0f},{y2:.0f}"
    return f'<path d="{way}" fill="none" stroke="{_BLUE}" stroke-opacity=".45" stroke-width="1.3"/>'


def _box(room: str, x: float, y: float, files: int, lines: int) -> str:
    return (
        f'<rect x="{x - _WIDE / 2:.0f}" y="{y:.0f}" width="{_WIDE}" height="{_HIGH}" rx="5" fill="#eef4fa" '
        f'stroke="{_BLUE}"/><text x="{x:.0f}" y="{y + 17:.0f}" {_HEAD} font-size="13" text-anchor="middle" '
        f'fill="#1a1a1a">{escape(room)}</text><text x="{x:.0f}" y="{y + 32:.0f}" {_HEAD} font-size="10" '
        f'text-anchor="middle" fill="{_GREY}">{files} files, {round(lines, -2):,} lines</text>'
    )


if __name__ == "__main__":
    (ROOT / "docs" / "img" / "house.svg").write_text(drawing(), encoding="utf-8")
