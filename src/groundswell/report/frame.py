"""A picture that can leave its page: heading above, what it is and where it comes from below, in one SVG."""

import re
import textwrap
from collections.abc import Sequence
from html import escape

_SIZE = re.compile(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"')
_EDGE, _NARROWEST = 12, 300  # pixels
_FONT = 'font-family="Helvetica, Arial, Liberation Sans, sans-serif"'
_WIDE = 0.53  # width of a letter over its size, on the safe side: an SVG cannot break its own lines


def size(svg: str) -> tuple[float, float]:
    """Return width and height of an SVG. Raises ValueError for one without."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("an SVG without width and height")
    return float(found[2]), float(found[3])


def framed(svg: str, title: str, note: str, foot: Sequence[str]) -> str:
    """Return `svg` under its heading and note, with the lines of `foot` below it."""
    wide, high = size(svg)
    width = max(wide, _NARROWEST) + 2 * _EDGE
    above = [*_lines(title, width, 15, True, "#1a1a1a"), *_lines(note, width, 12, False, "#555555")]
    below = [line for each in foot for line in _lines(each, width, 10.5, False, "#555555")]
    head = _EDGE + sum(tall for _, tall in above) + 6
    whole = head + high + 8 + sum(tall for _, tall in below) + _EDGE / 2
    inner = _SIZE.sub(rf'<svg \1x="{_EDGE}" y="{head:.0f}" width="\2" height="\3"', svg, count=1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{whole:.0f}" '
        f'viewBox="0 0 {width:.0f} {whole:.0f}"><rect width="100%" height="100%" fill="white"/>'
        f"{_stack(above, _EDGE)}{inner}{_stack(below, head + high + 8)}</svg>"
    )


def _lines(text: str, width: float, size: float, bold: bool, colour: str) -> list[tuple[str, float]]:
    """Return a paragraph as broken lines: what stands in the text element, and the height of the line."""
    room = max(int((width - 2 * _EDGE) / (size * _WIDE * (1.06 if bold else 1.0))), 20)
    weight = ' font-weight="bold"' if bold else ""
    return [(f'{_FONT} font-size="{size}"{weight} fill="{colour}">{escape(line)}', size * 1.3)
            for line in textwrap.wrap(text, room)]  # fmt: skip


def _stack(lines: Sequence[tuple[str, float]], top: float) -> str:
    found: list[str] = []
    for words, tall in lines:
        top += tall
        found.append(f'<text x="{_EDGE}" y="{top - 0.25 * tall:.1f}" {words}</text>')
    return "".join(found)
