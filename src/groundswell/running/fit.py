"""A run's observed series against published figures: what a monitor, a pollster and a border guard would have said.

A run carries sampling error: at 1:100 a count of 1,300 rests on 13 simulated persons. So a figure of a run is an
interval (`LEVEL`), and so is a published one; the verdict says how the two lie:

| verdict     | the run's interval                                                                                 |
|-------------|----------------------------------------------------------------------------------------------------|
| inside      | half of it or more lies in the published interval, and the run's figure does                        |
| outside     | it does not meet the published interval                                                            |
| cannot tell | it meets it but is too coarse (it holds more than twice as much), or lies across an end of it      |

The run's interval is that of drawing persons; of a poll that of respondents, house and week. Persons follow one
another, so it is a lower bound.
A figure that is published as a bound ("at least") has an interval without an end on its open side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, hypot, log, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from groundswell.case.evidence import Target
from groundswell.process.count import measures
from groundswell.process.observe import Poll, adds, poll_of, poll_sd
from groundswell.resolution import LEVEL, count_interval
from groundswell.running.figures import days_of, people_of, value_of
from groundswell.running.targets import FIRST_YEAR, apart, missing, why_not

if TYPE_CHECKING:
    from groundswell.running.model import Run
    from groundswell.scenario import Scenario

Verdict = Literal["inside", "outside", "cannot tell", ""]
COARSE = 2.0  # times the width of the published interval: a wider figure cannot be held against it
_DEATHS = "expected from the risk and those who reported"


@dataclass(frozen=True)
class Fit:
    """A published figure beside the run's, `simulated`, with the interval of its sampling error, `low` to `high`.

    All three are None where the run gives no such figure. A figure without a verdict has a `note` that says why.
    """

    target: Target
    simulated: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = ""
    note: str = ""

    @property
    def id(self) -> str:
        """The published figure's name."""
        return self.target.id

    @property
    def comparable(self) -> bool:
        """Whether the run's figure means what the published one does."""
        return self.verdict != ""

    @property
    def inside(self) -> bool | None:
        """True or False where the verdict is inside or outside; None where they cannot be distinguished or compared."""
        return {"inside": True, "outside": False}.get(self.verdict)


def fit(run: "Run") -> tuple[Fit, ...]:
    """Return every published figure of the case beside the run's; none for a run of other days (`targets.apart`)."""
    return () if apart(run.scenario) else tuple(_held(run, each) for each in run.scenario.case.evidence.targets)


def judge(low: float, value: float, high: float, target: Target) -> Verdict:
    """Return how a figure with its interval lies to a published one (the table at the top of this file)."""
    first, last = target.credible
    if high < first or low > last:
        return "outside"
    width, shared = high - low, min(high, last) - max(low, first)
    holds = first <= value <= last
    return "inside" if holds and (width <= 0.0 or shared >= width / 2.0) else "cannot tell"


def too_coarse(low: float, high: float, target: Target) -> bool:
    """Tell whether an interval holds the whole published one and more than `COARSE` times as much."""
    first, last = target.credible
    return low <= first and high >= last and high - low > COARSE * (last - first)


def _held(run: "Run", target: Target) -> Fit:
    weight = float(run.manifest["society"]["weight"])
    why = why_not(target, run.scenario, run.days, weight)
    if target.note or not _within(target, run):
        return Fit(target, note=why)
    value, low, high = figure(run, target, weight)
    if why:
        return Fit(target, simulated=value, low=low, high=high, note=why)
    return judged(target, value, low, high)


def _within(target: Target, run: "Run") -> bool:
    """Tell whether a run has the series on the days of a target."""
    if target.series == FIRST_YEAR:
        return True
    first, last = ((day - run.scenario.start).days for day in (target.since or target.date, target.date))
    return target.series in measures(run.scenario.observation) and first >= 0 and last < run.days


def judged(target: Target, value: float, low: float, high: float) -> Fit:
    """Return a figure that means what a published one does, with its verdict."""
    verdict = judge(low, value, high, target)
    notes = [_DEATHS] if target.series == FIRST_YEAR else []
    if verdict == "cannot tell":
        coarse = too_coarse(low, high, target)
        notes.append("too coarse: its own interval is wider" if coarse else "across an end of the interval")
    return Fit(target, simulated=value, low=low, high=high, verdict=verdict, note="; ".join(notes))


def no_verdict(run: "Run") -> str:
    """Say, once for all figures, why none can be judged: other days, or an event that is missing; "" when they can."""
    days = [target.date for target in run.scenario.case.evidence.targets]
    lacking = missing(run.scenario, min(days)) if days else ""
    return apart(run.scenario) or (lacking and f"No verdict: {lacking}.")


def as_rows(run: "Run") -> list[dict[str, Any]]:
    """Return every published figure and the run's as plain JSON values; `interval90` is the run's sampling error."""
    return [
        named(f.target) | {"simulated": f.simulated, "interval90": None if f.low is None else [f.low, f.high],
                           "verdict": f.verdict or None, "inside": f.inside, "note": f.note}
        for f in run.fit
    ]  # fmt: skip


def named(target: Target) -> dict[str, Any]:
    """Return a published figure as plain JSON values."""
    return {
        "id": target.id, "about": target.about, "series": target.series, "aggregate": target.aggregate,
        "regions": list(target.regions), "since": target.since and str(target.since), "date": str(target.date),
        "published": target.value, "low": target.low, "high": target.high, "role": target.role, "kind": target.kind,
    }  # fmt: skip


def as_lines(run: "Run") -> list[str]:
    """Return the comparison for a terminal: a line a judged figure, then why the others are not judged."""
    if reason := no_verdict(run):
        return [f"  {reason}"]
    if not run.fit:
        return ["  no published figures in this case"]
    alone = f"The run's interval ({LEVEL:.0%}) is that of drawing persons, or of a poll's errors: a lower bound."
    return lines(run.fit, alone)


def lines(fits: Sequence[Fit], interval: str) -> list[str]:
    """Return a line for each judged figure, what its interval is, and why the others are not judged."""
    found = [*(_line(f) for f in fits if f.verdict), f"  {interval}"]
    reasons: dict[str, list[str]] = {}
    for f in fits:
        if not f.verdict:
            reasons.setdefault(f.note, []).append(f"{f.target.id} {f.target.about}, {f.target.date}")
    return found + [f"  not judged: {'; '.join(which)} ({why})" for why, which in reasons.items()]


def _line(f: Fit) -> str:
    t, own = f.target, f"{_number(f.simulated)} ({_number(f.low)} to {_number(f.high)})"
    verdict = f.verdict.upper() if f.verdict == "outside" else f.verdict
    note = f" ({f.note})" if f.note else ""
    held_out = ", held out" if t.role == "held-out" else ""
    bound = t.kind in ("at least", "at most")
    known = f"{t.kind} {_number(t.value)}" if bound else f"{_number(t.low)}..{_number(t.high)}"
    return f"  {own:>32}  {verdict:<11} {known}  {t.id} {t.about}, {t.date}{held_out}{note}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}" if 0 < abs(value) < 10 else f"{value:,.0f}"


Figure = tuple[float, float, float]  # value, low, high


def figure(run: "Run", target: Target, weight: float) -> Figure:
    """Return a run's value of what a target counts (`figures.value_of`), with the interval of its sampling error."""
    value = value_of(run, target)
    if target.series == FIRST_YEAR:
        return _first_year(run, value, weight)
    days = days_of(run, target)
    if target.aggregate == "share":
        return _share(value, float(run.series(target.series)[days].sum()) / weight)
    return _interval(run, target, value, days.stop - days.start if target.aggregate == "mean" else 1, weight)


def _kind(run: "Run", target: Target) -> str:
    return measures(run.scenario.observation)[target.series][0]


def _interval(run: "Run", target: Target, value: float, days: int, weight: float) -> Figure:
    """Return a value with its interval by kind of measure; `days`: over how many days it is a mean."""
    kind = _kind(run, target)
    if kind == "nation" and not target.series.startswith("obs_"):
        return value, value, value  # a level: no person is drawn for it
    if kind == "nation":
        return _polled(value, poll_of(run.scenario.observation, target.series), days)
    if kind == "share":
        return _share(value, float(people_of(run, target.regions).sum()) / weight)
    of = days if kind in ("flow", "places") else 1  # who is counted on several days is another only in a flow
    step = 1.0 if kind == "places" else weight * expected_per_person(run.scenario, target)
    low, high = count_interval(max(value, 0.0) * of, step)
    return value, low / of, high / of


def expected_per_person(scenario: "Scenario", target: Target) -> float:
    """Return what one person adds to a figure: 1 to a count, more where an observer's counts are multiplied, the risk
    to expected deaths of those who reported.
    """
    risk = float(scenario.lives.risk_first_year)
    if target.series == FIRST_YEAR:
        return risk if risk > 0.0 else 1.0
    return adds(scenario.observation, target.series)


def _first_year(run: "Run", deaths: float, weight: float) -> Figure:
    risk = float(run.scenario.lives.risk_first_year)
    if risk <= 0.0:
        return 0.0, 0.0, 0.0
    low, high = count_interval(max(deaths / risk, 0.0), weight)
    return deaths, risk * low, risk * high


def _polled(share: float, p: Poll, days: int) -> Figure:
    """Return what a poll says on the mean of so many days, with the interval of its respondents, house and week.

    The errors of house and week are normal in log odds; they add to the distance of each end from the share.
    """
    value, low, high = _share(share, float(p.respondents) * days)
    if (sd := poll_sd(p, days)) <= 0.0:
        return value, low, high
    middle = _odds(min(max(share, 0.5 / p.respondents), 1.0 - 0.5 / p.respondents))  # of nobody: half a respondent
    more = NormalDist().inv_cdf(0.5 + LEVEL / 2.0) * sd
    ends = [0.0 if end <= 0.0 else 1.0 if end >= 1.0 else _from_odds(middle + sign * hypot(_odds(end) - middle, more))
            for end, sign in ((low, -1.0), (high, 1.0))]  # fmt: skip
    return value, min(ends[0], low), max(ends[1], high)


def _odds(share: float) -> float:
    return log(share / (1.0 - share))


def _from_odds(odds: float) -> float:
    return 1.0 / (1.0 + exp(-odds))


def _share(share: float, asked: float) -> Figure:
    """Return a share of `asked` persons with its interval (Wilson 1927, JASA 22); of nobody: anything from 0 to 1."""
    if asked <= 0.0:
        return share, 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2.0)
    middle = (share + z * z / (2.0 * asked)) / (1.0 + z * z / asked)
    room = z / (1.0 + z * z / asked) * sqrt(share * (1.0 - share) / asked + z * z / (4.0 * asked * asked))
    return share, max(middle - room, 0.0), min(middle + room, 1.0)
