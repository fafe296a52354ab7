"""The report's tables: the ledger, what is assumed, what happens when, how the run fits, whom to cite."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, NamedTuple, cast

from groundswell.case.evidence import Target
from groundswell.case.sources import Source
from groundswell.params import ASSUMED, CALIBRATED, MEASURED, Status
from groundswell.report.evidence import all_fits, source, weight
from groundswell.report.numbers import amount, value
from groundswell.report.totals import band_words, total
from groundswell.running import Run
from groundswell.running.fit import Fit
from groundswell.running.ledger import Entry
from groundswell.running.relevance import meaningless
from groundswell.running.targets import FIRST_YEAR
from groundswell.scenario import Scenario, own_code
from groundswell.scenario.catalogue import Assumption, assumptions
from groundswell.scenario.header import FREE_SIGNS
from groundswell.usercode import label

STATUSES: dict[Status, str] = {
    MEASURED: "taken from counts, laws or surveys",
    CALIBRATED: "fitted, by hand or by search, so that the run comes near published figures",
    ASSUMED: "neither measured nor fitted: a guess, its range too",
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
    role: str  # "fit", "check" or "held-out"
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
_SAMPLING, _BOUND = "sampling of individuals: a lower bound", "upper bound of a count of none (95 %)"
_EXPECTED = ("deaths_first_year", "deaths_substitutes")  # reckoned from those called and let off
_RISK = "lives.risk_first_year"
_PROPORTIONAL = {"prison_days": "detained", "years_abroad": "left_gross"}  # to a count of persons


def ledger(run: Run, others: Sequence[Run] = ()) -> list[Line]:
    """Return the ledger with intervals: over runs where there are several; else the prior of the risk for expected
    deaths, the sampling of persons for counts. A count of none ends at its upper bound.
    """
    columns, left_out = zip(*(each.ledger for each in (run, *others)), strict=True), meaningless(run.scenario)
    return [_line(run, entries) for entries in columns if entries[0].id not in left_out]


def _line(run: Run, entries: Sequence[Entry]) -> Line:
    """Return a line from the entry of each run."""
    first, values = entries[0], [entry.value for entry in entries]
    about = (first.id, first.about, _SHORT.get(first.id, first.id))
    over = band_words(len(values)) if len(values) > 1 else ""
    found = total(values, weight(run))
    risk = run.scenario.lives.risk_first_year
    if first.id in _EXPECTED and max(values) <= 0.0:  # no count of simulated persons, so no bound of one
        return Line(*about, 0.0, 0.0, 0.0, first.unit, "applies to no simulated person")
    if first.id in _EXPECTED and risk > 0.0:
        prior = next(a.parameter.prior for a in assumptions(run.scenario) if a.parameter.key == _RISK)
        low, high = (found.low, found.high) if over else (found.value, found.value)
        why = "; ".join(filter(None, (over, f"risk of {prior[0]:.1%} to {prior[1]:.1%} a year")))
        return Line(*about, found.value, low * prior[0] / risk, high * prior[1] / risk, first.unit, why)
    if first.id in _PROPORTIONAL and not over:
        of, value = total([float(run.series(_PROPORTIONAL[first.id]).sum())], weight(run)), found.value
        if of.value <= 0.0:
            return Line(
                *about, 0.0, 0.0, 0.0, first.unit, f"no simulated person; up to {amount(of.high)} people (95 %)"
            )
        ends = (value * of.low / of.value, value * of.high / of.value)
        return Line(*about, value, *ends, first.unit, _SAMPLING)
    why = _BOUND if found.kind == "bound" else over or _SAMPLING
    return Line(*about, found.value, found.low, found.high, first.unit, why)


def fit_rows(run: Run, others: Sequence[Run] = ()) -> list[FitRow]:
    """Return every published figure beside the run's or the runs' mean, and how they lie, or why that is not known."""
    return [
        FitRow(
            t.id, t.about, t.date, _figure(t, t.value), _credible(t),
            _simulated(each, run, others), t.role, each.verdict, each.note, source(t, run.scenario.case),
        )
        for each in all_fits(run, others)
        for t in (each.target,)
    ]  # fmt: skip


def _simulated(each: Fit, run: Run, others: Sequence[Run]) -> str:
    """Return the simulated figure with its interval: a poll's error, that of drawing persons, or that over runs."""
    if each.simulated is None or each.low is None or each.high is None:
        return ""
    if each.target.series == FIRST_YEAR:
        return shown(next(line for line in ledger(run, others) if line.id == FIRST_YEAR))
    if each.target.high <= 1.0:
        return f"{each.simulated:.1%} ({each.low:.1%}–{each.high:.1%})"
    return f"{amount(each.simulated)} ({amount(each.low)}–{amount(each.high)})"


def _credible(target: Target) -> str:
    if target.kind in ("at least", "at most"):
        return target.kind
    return f"{_figure(target, target.low)}–{_figure(target, target.high)}"


def _figure(target: Target, number: float) -> str:
    return value(number) if target.high > 1.0 else f"{100 * number:.3g}%"


def assumption_rows(run: Run) -> dict[Status, list[Row]]:
    """Return what the scenario assumes, by status; the dates of events stand in `happenings`."""
    dated = {f"events.{event.name}.{key}" for event in run.scenario.events for key in ("day", "until")}
    rows = [assumption_row(a) for a in assumptions(run.scenario) if a.acts and a.parameter.key not in dated]
    return {status: [row for row in rows if row.status == status] for status in STATUSES}


def happenings(scenario: Scenario, lived: int) -> list[Happening]:
    """Return what a scenario does to the environment, in the order of days, of which `lived` were simulated."""
    return [_happening(scenario, lived, event) for event in sorted(scenario.events, key=lambda e: e.day)]


def cited(run: Run) -> list[Source]:
    """Return the sources of the case's tables."""
    return list(run.scenario.case.sources)


def assumption_row(a: Assumption) -> Row:
    """Return an assumption as the table shows it."""
    meta, key, default = a.parameter.meta, a.parameter.key, _default(a)
    marks = (
        "fitted" if a.fitted_to else "",
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


def _happening(scenario: Scenario, lived: int, event: Any) -> Happening:
    name = scenario.case.population.name
    common = {"name", "day", "until", "regions", "source"}
    own = {f.name.replace("_", " "): getattr(event, f.name) for f in fields(event) if f.name not in common}
    everywhere = event.regions == ("all",)

    def said(setting: Any) -> str:
        codes = cast("tuple[str, ...]", setting)
        return ", ".join(map(name, codes)) if isinstance(setting, tuple) else value(setting)

    return Happening(
        name=event.name,
        kind=label(own_code.kind_of(event)).replace("_", " "),
        when=_when(scenario, lived, event.day, event.last_day()),
        where="everywhere" if everywhere else ", ".join(map(name, event.regions)),
        settings=", ".join(f"{key} {said(setting)}" for key, setting in own.items() if setting not in ("", ())),
        source=event.source,
    )


def _when(scenario: Scenario, lived: int, first: int, last: int) -> str:
    since, until = (scenario.start + timedelta(days=day) for day in (first, last))
    if first >= lived:
        return f"{since:%-d %B %Y}: not reached"
    if last >= scenario.days - 1 > first:
        return f"{since:%-d %B %Y} to the end"
    return f"{since:%-d %B %Y}" if last <= first else f"{since:%-d %B %Y} to {until:%-d %B %Y}"


def shown(line: Line) -> str:
    """Return a ledger line's value and interval as text."""
    if line.value <= 0.0:
        return f"none (up to {amount(line.high)})" if line.high > 0.0 else "none"
    return f"{amount(line.value)} ({amount(line.low)}–{amount(line.high)})"
