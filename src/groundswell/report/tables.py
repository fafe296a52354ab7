"""The report's tables: the ledger, what is assumed, what happens when, how the run fits, whom to cite."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from groundswell.data import Source, census, sources
from groundswell.params import ASSUMED, CALIBRATED, MEASURED, Status
from groundswell.report.counts import on, spread
from groundswell.report.evidence import ABOUT, fits, source
from groundswell.report.numbers import amount, value
from groundswell.run import Run
from groundswell.run.fit import Fit
from groundswell.scenario.catalogue import Assumption, assumptions
from groundswell.scenario.header import FREE_SIGNS

STATUSES: dict[Status, str] = {
    MEASURED: "taken from counts, laws or surveys",
    CALIBRATED: "fitted, by hand or by search, so that the run comes near published figures",
    ASSUMED: "neither measured nor fitted: a guess within the range that evidence leaves open",
}
MODEL_SOURCES = (
    "A. O. Hirschman (1970), Exit, Voice, and Loyalty, Harvard University Press: the five responses",
    "D. McFadden (1974), Conditional logit analysis of qualitative choice behavior: choice by random utility",
    "M. Granovetter (1978), Threshold models of collective behavior, AJS 83(6): others' turnout",
    "S. Pfaff and H. Kim (2003), Exit-voice dynamics in collective action, AJS 109(2): exit and voice",
    "J. K. Salmon and others (2011), Parallel random numbers: as easy as 1, 2, 3, SC'11: the draws",
)


class Line(NamedTuple):
    """A line of the ledger with its interval and what the interval stands for."""

    id: str
    about: str
    short: str
    value: float
    low: float
    high: float
    unit: str
    why: str


class FitRow(NamedTuple):
    """A published figure beside the run's."""

    id: str
    about: str
    date: date
    published: str
    interval: str
    simulated: str
    verdict: str  # "inside", "outside", "cannot tell", or "" where nothing can be compared
    note: str
    source: str


@dataclass(frozen=True)
class Row:
    """An assumption as the table shows it; `marks` are the words that set it apart."""

    key: str
    symbol: str
    about: str
    value: str
    unit: str
    prior: str
    source: str
    status: Status
    marks: tuple[str, ...]


class Happening(NamedTuple):
    """An event of the scenario."""

    name: str
    kind: str
    when: str
    where: str
    settings: str
    source: str


_SHORT = {
    "deaths_called": "called, within the run",
    "deaths_protest": "in protest",
    "deaths_first_year": "called, first year",
    "deaths_substitutes": "volunteers instead",
}
_DRAWS = "draws of persons alone"


def ledger(run: Run) -> list[Line]:
    """Return the ledger with intervals: the prior of the risk for expected deaths, the draws of persons for counts."""
    risk = run.scenario.lives.risk_first_year
    low, high = next(a.parameter.prior for a in assumptions(run.scenario) if a.parameter.key == "lives.risk_first_year")
    relative = {"prison_days": _relative(run, "detained"), "years_abroad": _relative(run, "left_gross")}
    lines: list[Line] = []
    for entry in run.ledger:
        if entry.id in ("deaths_first_year", "deaths_substitutes") and risk > 0.0:
            ends, why = (entry.value * low / risk, entry.value * high / risk), f"risk of {low:.1%} to {high:.1%} a year"
        else:
            share = relative.get(entry.id)
            margin = spread(run, entry.value) if share is None else share * entry.value
            ends, why = (max(entry.value - margin, 0.0), entry.value + margin), _DRAWS
        lines.append(Line(entry.id, entry.about, _SHORT.get(entry.id, entry.id), entry.value, *ends, entry.unit, why))
    return lines


def fit_rows(run: Run) -> list[FitRow]:
    """Return every published figure beside the run's, and how they lie, or why that is not told."""
    return [
        FitRow(
            each.id, ABOUT.get(each.quantity, each.quantity), each.date, _figure(each, each.value),
            f"{_figure(each, each.lo)}–{_figure(each, each.hi)}", _simulated(run, each),
            each.verdict, each.note, source(each.tag),
        )
        for each in fits(run)
    ]  # fmt: skip


def _simulated(run: Run, each: Fit) -> str:
    """Return the run's figure with its interval: the poll's error for a share, that of drawing persons for a count."""
    if each.simulated is None or each.low is None or each.high is None:
        return ""
    if each.quantity == "deaths_mobilised_y1":
        year = next(line for line in ledger(run) if line.id == "deaths_first_year")
        return shown(year)
    if each.hi <= 1.0:
        return f"{each.simulated:.1%} ({each.low:.1%}–{each.high:.1%})"
    return f"{value(each.simulated)} ({amount(each.low)}–{amount(each.high)})"


def _figure(each: Fit, number: float) -> str:
    return value(number) if each.hi > 1.0 else f"{100 * number:.3g}%"


def assumption_rows(run: Run) -> dict[Status, list[Row]]:
    """Return what the scenario assumes, by status; the dates of events stand in `happenings`."""
    dated = {f"events.{event.name}.{key}" for event in run.scenario.events for key in ("day", "until")}
    rows = [_row(a) for a in assumptions(run.scenario) if a.parameter.key not in dated]
    return {status: [row for row in rows if row.status == status] for status in STATUSES}


def happenings(run: Run) -> list[Happening]:
    """Return what the scenario does to the environment, in the order of days."""
    return [_happening(run, event) for event in sorted(run.scenario.events, key=lambda e: e.day)]


def cited(run: Run) -> list[Source]:
    """Return the shipped data that the run or this page rests on."""
    unused = {"evidence"} if run.scenario.country == "RU" else {"evidence", "targets", "mobilisation_2022", "geo"}
    return [each for each in sources() if each.name not in unused]


def _row(a: Assumption) -> Row:
    meta, key, default = a.parameter.meta, a.parameter.key, _default(a)
    marks = (
        f"tuned to {a.tuned_to}" if a.tuned_to else "",
        "sign fixed by this scenario" if a.fixed_sign else "sign free" if key in FREE_SIGNS else "",
        f"changed from {default}" if a.changed and default else "",
        "outside its prior" if a.outside_prior else "",
    )
    prior = "" if meta.prior is None else f"{value(meta.prior[0])} to {value(meta.prior[1])}"
    return Row(
        key, meta.symbol, meta.about.replace("`", ""), value(a.value), meta.unit, prior, meta.source, meta.status,
        tuple(filter(None, marks)),
    )  # fmt: skip


def _default(a: Assumption) -> str:
    """Return a parameter's default as text, "" for one that every scenario has to give."""
    default: Any = a.parameter.default
    return value(default) if isinstance(default, int | float | str) else ""


def _happening(run: Run, event: Any) -> Happening:
    names = dict(zip(census.load().codes, census.load().names_en, strict=True))
    common = {"name", "day", "until", "regions", "source"}
    own = {f.name.replace("_", " "): getattr(event, f.name) for f in fields(event) if f.name not in common}
    everywhere = event.regions == ("all",)
    return Happening(
        name=event.name,
        kind=type(event).__module__.rsplit(".", 1)[-1].replace("_", " "),
        when=_when(run, event.day, event.last_day()),
        where="everywhere" if everywhere else ", ".join(str(names.get(code, code)) for code in event.regions),
        settings=", ".join(f"{name} {value(setting)}" for name, setting in own.items()),
        source=event.source,
    )


def _when(run: Run, first: int, last: int) -> str:
    start = f"{on(run, first):%-d %B %Y}"
    if first >= run.days:
        return f"{start}: not reached"
    if last >= run.scenario.days - 1 > first:
        return f"{start} to the end"
    return start if last <= first else f"{start} to {on(run, last):%-d %B %Y}"


def _relative(run: Run, measure: str) -> float:
    """Return the spread of a flow's total over the total: what is proportional to it is as uncertain."""
    total = float(run.series(measure).sum())
    return spread(run, total) / total if total > 0.0 else 0.0


def shown(line: Line) -> str:
    """Return a ledger line's value and interval as text."""
    return f"{amount(line.value)} ({amount(line.low)}–{amount(line.high)})" if line.high > 0 else "0"
