"""Axes that every chart shares: each says its unit, in the size of letters that all pictures have."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

Row = Mapping[str, Any]
WIDTH, HEIGHT = 305, 175  # pixels at which letters have their size; pages draw a picture little larger
KEY_OFFSET = 26  # of a legend above an axis with its unit
LINE = 15  # height of a line of words
INK, SOFT = "#1a1a1a", "#888888"
# Okabe and Ito (2008) and Tol (2021): apart for the colour-blind; the baseline is grey
COLOURS = ("#555555", "#0072B2", "#D55E00", "#117733", "#AA4499", "#8F5E00")
# a second mark of each arm, for a grey printer: dots and gaps in pixels
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4])
SHORT = (
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',~g') + ' M' : "
    "abs(datum.value) >= 1 ? format(datum.value, ',~f') : format(datum.value, '~g')"
)
LINES = "split(replace(replace(datum.value, regexp('(.{1,%d})( |$)', 'g'), '$1|'), regexp('[|]$'), ''), '|')"
PERCENT = "format(datum.value, '.0%')"


def date(ticks: int = 4, room: int = 0) -> alt.X:
    """Return the axis of dates; `room` keeps so many pixels at both ends, so that no point lies on the upright axis."""
    axis = alt.Axis(format="%-d %b", tickCount=ticks, grid=False, labelOverlap=True, labelSeparation=3, labelFlush=True)
    return alt.X("date:T", title=None, scale=alt.Scale(type="utc", padding=room), axis=axis)


def day() -> alt.X:
    """Return the axis of a run's days."""
    axis = alt.Axis(tickCount=6, grid=False, tickMinStep=1)
    return alt.X("day:Q", title="day of the run", axis=axis, scale=alt.Scale(nice=False))


def up(field: str, unit: str | list[str], scale: Any = None, percent: bool = False, ticks: int = 4) -> alt.Y:
    """Return an upright axis; its unit lies flat above it, where it can be read."""
    above = -7 - LINE * (len(unit) - 1 if isinstance(unit, list) else 0)
    axis = alt.Axis(
        title=unit, titleAngle=0, titleAlign="left", titleAnchor="start", titleBaseline="bottom", titleX=0,
        titleY=above, labelExpr=PERCENT if percent else SHORT, tickCount=ticks,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Undefined if scale is None else scale)


def across(field: str, unit: str | list[str], ticks: int = 5, scale: Any = None) -> alt.X:
    """Return a level axis of numbers."""
    axis = alt.Axis(labelExpr=SHORT, tickCount=ticks, labelOverlap="greedy", labelSeparation=8)
    return alt.X(f"{field}:Q", title=unit, axis=axis, scale=alt.Undefined if scale is None else scale)


def entries(room: int = 30) -> alt.Y:
    """Return the axis of entries down a page, in the order of the rows; marks at zero do not touch the words.

    A name over several lines is moved up, so that its middle and not its first line stands beside the mark.
    """
    lines = LINES % room
    up = [{"test": f"length({lines}) == {n}", "value": -LINE * (n - 1) / 2} for n in range(2, 7)]
    axis = alt.Axis(labelLimit=9 * room, domain=False, ticks=False, labelPadding=12, labelExpr=lines,
                    labelOffset={"condition": up, "value": 0})  # fmt: skip
    return alt.Y("entry:N", title=None, sort=None, axis=axis)


def row_height(names: Iterable[str], room: int = 30) -> int:
    """Return the pixels an entry needs so that its name, broken at `room` letters, keeps clear of the next one."""
    return max(50, LINE * (1 + max((len(broken(name, room)) for name in names), default=1)))


def broken(words: str, room: int) -> list[str]:
    """Return words as lines of at most `room` letters, for the title of an axis."""
    return textwrap.wrap(words, room) or [words]
