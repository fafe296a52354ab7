"""compare.html: what each arm changes, by total and day by day, final-status transitions, what may be quoted."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundswell.comparisons import outcomes
from groundswell.comparisons.compare import BASE
from groundswell.comparisons.comparison import Comparison
from groundswell.comparisons.effects import METHOD, Effect, reduction_in_words
from groundswell.computing.record import recorded
from groundswell.files import write_text
from groundswell.report import claim_charts as charts
from groundswell.report import limits, names
from groundswell.report.claim_tables import grouped
from groundswell.report.figures import Figure, draw, write_csv
from groundswell.report.into_folder import into_folder
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.page import template
from groundswell.resolution import FEWEST, sentence
from groundswell.running.ledger import OUTSIDE
from groundswell.scenario.arms import parse_arm
from groundswell.scenario.lock import page_text
from groundswell.scenario.meanings import with_key
from groundswell.types import Floats

_SERIES = ("participants", "detained", "abroad", "called", "serving", "evading", "attention")
_MOST_QUOTED = 12  # sentences: the page of limits is one page
_NEVER = (
    "Not as a finding before the parameters were varied: the interval is over seeds, given the parameters; test it as "
    "a claim, or by a sweep.",
)


class Row(NamedTuple):
    """An outcome's effect in one arm, as the table writes it."""

    outcome: str
    effect: str
    interval: str
    baseline: str
    unit: str
    differ: str
    coarse: bool
    reduction: str


@dataclass(frozen=True)
class Arm:
    """What the page shows of one arm."""

    name: str
    changed: list[str]
    from_day: int
    rows: list[Row]
    effects: Figure | None
    moved: dict[str, Any]
    regions: list[tuple[str, str, str, str]]


@into_folder
def write_comparison_report(c: Comparison, folder: Path) -> Path:
    """Write compare.html, limits.html, figures/*.svg and *.csv into `folder` and return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    into = folder / "figures"
    origin = of_scenario(c.scenario, c.seeds, f"{len(c.seeds)} pairs of runs")
    arms = [_arm(c, name, k, into, origin) for k, name in enumerate(c.arms[1:], 1)]
    page = template("compare.html").render(
        c=c, arms=arms, days=[each for m in _shown(c) for each in _by_day(c, m, into, origin)], banner=origin.notice,
        outside=OUTSIDE, scale=sentence(c.weight, len(c.seeds)), method=METHOD, fewest=FEWEST, origin=origin,
        again=_again(c), lock=page_text(c.scenario), version=version("groundswell"),
    )  # fmt: skip
    into.mkdir(exist_ok=True)
    columns = origin.columns("effects of arms", "as each row says")
    write_csv(into / "effects.csv", list(c.rows()), {**columns, "measure_is": "mean effect over pairs"})
    limits.write_limits(folder, f"Comparison: {c.scenario.title or c.scenario.name}", origin, _quotable(c), _NEVER)
    out = folder / "compare.html"
    write_text(out, page)
    return out


def _arm(c: Comparison, name: str, number: int, folder: Path, origin: Origin) -> Arm:
    rows = [_row(c, key, e) for key, e in c.relevant(name).items()]
    moved = grouped(c.moved[name], c.weight, len(c.seeds), c.scenario.case.population)
    drawn = _effects(c, name, number, folder, origin)
    return Arm(name, _changed(c, number), c.from_day[name], rows, drawn, moved, _regions(c, name))


def _changed(c: Comparison, number: int) -> list[str]:
    """Return what an arm changes, each parameter by its meaning with its key behind."""
    return [
        f"event {change.key.split('.')[1]} taken away" if change.key.endswith(".remove") else
        f"{with_key(change.key, c.scenario)} {change.how} {change.value}"
        for change in parse_arm(c.texts[number - 1]).changes
    ] if c.texts else []  # fmt: skip


def _row(c: Comparison, key: str, e: Effect) -> Row:
    of = outcomes.outcome(key, scenario=c.scenario)
    interval = "not known" if e.low90 is None or e.high90 is None else (
        f"{names.figure(e.low90, of.unit)} to {names.figure(e.high90, of.unit)}")  # fmt: skip
    unit = names.unit(of.unit)
    base = names.figure(e.base, of.unit).removeprefix("+")
    return Row(of.about, names.figure(e.mean, of.unit), interval, base, unit.text,
               f"{e.differ} of {e.pairs}", e.is_coarse, reduction_in_words(e))  # fmt: skip


def _effects(c: Comparison, arm: str, number: int, folder: Path, origin: Origin) -> Figure | None:
    """Draw each outcome's change in per cent of the baseline; None where no outcome has both."""
    rows: list[dict[str, Any]] = []
    for key, e in c.totals[arm].items():
        ends = (e.low90, e.low50, e.mean, e.high50, e.high90)
        if e.base > 0.0 and not e.is_coarse and e.mean != 0.0 and None not in ends:
            shown = [100.0 * end / e.base for end in ends if end is not None]
            found = dict(zip(("low90", "low50", "median", "high50", "high90"), shown, strict=True))
            rows.append({"entry": outcomes.outcome(key, scenario=c.scenario).about, "zero": 0, **found})
    if not rows:
        return None
    title = f"What '{arm}' changes"
    note = ("Mean over pairs in per cent of the baseline; thick: 50\u00a0%, thin: 90\u00a0% interval; dashed: no "
            f"change. Outcomes on fewer than {FEWEST} simulated persons are left out.")  # fmt: skip
    spoken = "; ".join(f"{r['entry']}: {r['median']:+.3g} % ({r['low90']:+.3g} to {r['high90']:+.3g})" for r in rows)
    unit = "per cent of the baseline"
    figure = Figure(f"effects-{number}", title, note, f"{title}. {spoken}.", unit)
    return draw(charts.effects(rows, unit), figure, folder, origin)


def _shown(c: Comparison) -> list[str]:
    """Return the series that differ in any arm."""
    return [m for m in _SERIES if any(np.nan_to_num(c.effect(arm, m)).any() for arm in c.arms[1:])]


def _by_day(c: Comparison, measure: str, folder: Path, origin: Origin) -> list[Figure]:
    """Draw a series in every arm, and beside it the paired differences with their intervals."""
    known = recorded(c.scenario)
    kind, about = known[measure]
    times, unit = (100.0, "per cent") if kind == "share" else (1.0, "persons a day" if kind == "flow" else "persons")
    base = c.level[:, list(known).index(measure), -1]
    means = {BASE: base, **{arm: base + c.effect(arm, measure) for arm in c.arms[1:]}}
    lines = [row for arm, values in means.items() for row in _rows(arm, values * times, None)]
    gaps = [
        row
        for arm in c.arms[1:]
        for ends in [c.interval(arm, measure)]
        for row in _rows(arm, c.effect(arm, measure) * times, (ends[0] * times, ends[1] * times))
    ]
    steps, change = kind == "flow", "percentage points" if kind == "share" else unit
    drawn = (
        ("level", f"{about.capitalize()}", "Mean over pairs.", unit,
         charts.trajectories(lines, list(means), unit, steps)),
        ("change", f"Change against the baseline: {about}", "Mean paired difference with its 90 % interval.", change,
         charts.trajectories(gaps, list(c.arms[1:]), change, steps, zero=True, first=1)),
    )  # fmt: skip
    figures: list[Figure] = []
    for which, title, note, of, chart in drawn:
        last = "; ".join(f"{arm}: {values[-1] * times:,.4g} on the last day" for arm, values in means.items())
        figure = Figure(f"{measure}-{which}", title, note, f"{title}. {last}.", of)
        figures.append(draw(chart, figure, folder, origin))
    return figures


def _rows(arm: str, values: Floats, ends: tuple[Floats, Floats] | None) -> list[dict[str, Any]]:
    low, high = ends if ends is not None else (values, values)
    known = ends is not None
    return [
        {"arm": arm, "day": day, "median": float(v), "low": float(a) if known and a == a else None,
         "high": float(b) if known and b == b else None}
        for day, (v, a, b) in enumerate(zip(values, low, high, strict=True))
    ]  # fmt: skip


def _regions(c: Comparison, arm: str) -> list[tuple[str, str, str, str]]:
    """Return the regional effects that rest on persons enough, the largest first: region, measure, effect, interval."""
    found = [
        (abs(e.mean), c.scenario.case.population.name(code), recorded(c.scenario)[m][1], e)
        for m, places in c.regional[arm].items()
        for code, e in places.items()
        if not e.is_coarse and e.low90 is not None and e.high90 is not None and not e.low90 <= 0.0 <= e.high90
    ]
    found.sort(key=lambda each: -each[0])
    return [
        (region, about, names.figure(e.mean, "persons"),
         f"{names.figure(e.low90 or 0.0, 'persons')} to {names.figure(e.high90 or 0.0, 'persons')}")
        for _, region, about, e in found[:10]
    ]  # fmt: skip


def _quotable(c: Comparison) -> list[str]:
    """Return a sentence for each effect that rests on persons enough and whose interval is known, clear ones first."""
    found = [
        (e.low90 <= 0.0 <= e.high90, arm, _row(c, key, e))
        for arm in c.arms[1:]
        for key, e in c.totals[arm].items()
        if e.low90 is not None and e.high90 is not None and not e.is_coarse and e.mean != 0.0
    ]
    return [
        f"In a simulation of the past, with '{arm}' the change in {row.outcome} was {row.effect} "
        f"{row.unit.removesuffix(', summed over people')} "
        f"(90 % interval over {len(c.seeds)} pairs of runs: {row.interval}; baseline {row.baseline})."
        for _, arm, row in sorted(found, key=lambda each: each[0])[:_MOST_QUOTED]
    ]


def _again(c: Comparison) -> str:
    """Return how the comparison was asked for, arms with what they change."""
    s = c.scenario
    arms = " ".join(f"--arm {shlex.quote(text)}" for text in c.texts)
    seeds: Sequence[int] = c.seeds
    return (f"groundswell compare {shlex.quote(s.name)} {arms} --persons {s.persons} --days {s.days} "
            f"--seed {seeds[0]} --seeds {len(seeds)}")  # fmt: skip
