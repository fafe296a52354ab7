"""A run's observed series against published figures: what a monitor, a pollster and a border guard would have said.

A run carries sampling error: at 1:100 a count of 1,300 rests on 13 simulated persons. So a figure of a run is an
interval (`LEVEL`), and so is a published one; the verdict says how the two lie:

| verdict     | the run's interval                                                                                 |
|-------------|----------------------------------------------------------------------------------------------------|
| inside      | half of it or more lies in the published interval, and the run's figure does                        |
| outside     | it does not meet the published interval                                                            |
| cannot tell | it meets it but is too coarse (it holds more than twice as much), or lies across an end of it      |

The run's interval is that of drawing persons or respondents alone: persons follow one another, so it is a lower bound.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from groundswell.process.observe import respondents
from groundswell.resolution import LEVEL, count_interval
from groundswell.run.targets import Target, foreign, targets, why_not, without_decree

if TYPE_CHECKING:
    from groundswell.run.model import Run
    from groundswell.scenario import Scenario

Verdict = Literal["inside", "outside", "cannot tell", ""]
COARSE = 2.0  # times the width of the published interval: a wider figure cannot be held against it
_DEATHS = "expected from the risk and those who reported"


@dataclass(frozen=True)
class Fit(Target):
    """A published figure beside the run's, `simulated`, with the interval of its sampling error, `low` to `high`.

    All three are None where the run gives no such figure. A figure without a verdict has a `note` that says why.
    """

    simulated: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = ""
    note: str = ""

    @property
    def comparable(self) -> bool:
        """Whether the run's figure means what the published one does."""
        return self.verdict != ""

    @property
    def inside(self) -> bool | None:
        """True or False where the verdict is inside or outside; None where the two cannot be told apart or compared."""
        return {"inside": True, "outside": False}.get(self.verdict)


def fit(run: "Run") -> tuple[Fit, ...]:
    """Return every published target with the run's figure; none for a run of another episode (`targets.foreign`)."""
    return () if foreign(run.scenario) else tuple(_held(run, target) for target in targets())


def judge(low: float, value: float, high: float, target: Target) -> Verdict:
    """Return how a figure with its interval lies to a published one (the table at the top of this file)."""
    if high < target.lo or low > target.hi:
        return "outside"
    width, shared = high - low, min(high, target.hi) - max(low, target.lo)
    holds = target.lo <= value <= target.hi
    return "inside" if holds and (width <= 0.0 or shared >= width / 2.0) else "cannot tell"


def too_coarse(low: float, high: float, target: Target) -> bool:
    """Tell whether an interval holds the whole published one and more than `COARSE` times as much."""
    return low <= target.lo and high >= target.hi and high - low > COARSE * (target.hi - target.lo)


def _held(run: "Run", target: Target) -> Fit:
    told = vars(target)
    weight = float(run.manifest["society"]["weight"])
    why = why_not(target, run.scenario, run.days, weight)
    day = (target.date - run.scenario.start).days
    known = target.quantity in _QUANTITIES and (0 <= day < run.days or target.quantity == "deaths_mobilised_y1")
    if not known:
        return Fit(**told, note=why)
    value, low, high = _QUANTITIES[target.quantity](run, day, weight)
    if why:
        return Fit(**told, simulated=value, low=low, high=high, note=why)
    return judged(target, value, low, high)


def judged(target: Target, value: float, low: float, high: float) -> Fit:
    """Return a figure that means what a published one does, with its verdict."""
    own = {field.name: getattr(target, field.name) for field in fields(Target)}
    verdict = judge(low, value, high, target)
    notes = [_DEATHS] if target.quantity == "deaths_mobilised_y1" else []
    if verdict == "cannot tell":
        coarse = too_coarse(low, high, target)
        notes.append("too coarse: its own interval is wider" if coarse else "across an end of the interval")
    return Fit(**own, simulated=value, low=low, high=high, verdict=verdict, note="; ".join(notes))


def no_verdict(run: "Run") -> str:
    """Say, once for all figures, why none can be judged: another episode, or no decree; "" when they can."""
    apart = without_decree(run.scenario)
    return foreign(run.scenario) or (apart and f"No verdict: {apart}.")


def as_rows(run: "Run") -> list[dict[str, Any]]:
    """Return every published figure and the run's as plain JSON values; `interval90` is the run's sampling error."""
    return [
        {"id": f.id, "quantity": f.quantity, "date": str(f.date), "published": f.value, "lo": f.lo, "hi": f.hi,
         "simulated": f.simulated, "interval90": None if f.low is None else [f.low, f.high],
         "verdict": f.verdict or None, "inside": f.inside, "note": f.note}
        for f in run.fit
    ]  # fmt: skip


def as_lines(run: "Run") -> list[str]:
    """Return the comparison for a terminal: a line a judged figure, then why the others are not judged."""
    if told := no_verdict(run):
        return [f"  {told}"]
    alone = f"The run's interval ({LEVEL:.0%}) is that of drawing persons or respondents alone: a lower bound."
    return lines(run.fit, alone)


def lines(fits: Sequence[Fit], interval: str) -> list[str]:
    """Return a line for each judged figure, what its interval is, and why the others are not judged."""
    told = [*(_line(f) for f in fits if f.verdict), f"  {interval}"]
    reasons: dict[str, list[str]] = {}
    for f in fits:
        if not f.verdict:
            reasons.setdefault(f.note, []).append(f"{f.id} {f.quantity} {f.date}")
    return told + [f"  not judged: {', '.join(which)} ({why})" for why, which in reasons.items()]


def _line(f: Fit) -> str:
    own = f"{_number(f.simulated)} ({_number(f.low)} to {_number(f.high)})"
    verdict = f.verdict.upper() if f.verdict == "outside" else f.verdict
    note = f" ({f.note})" if f.note else ""
    return f"  {own:>32}  {verdict:<11} {_number(f.lo)}..{_number(f.hi)}  {f.id} {f.quantity} {f.date}{note}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}" if 0 < abs(value) < 10 else f"{value:,.0f}"


Figure = tuple[float, float, float]  # value, low, high


def _count(value: float, weight: float) -> Figure:
    return value, *count_interval(max(value, 0.0), weight)


def _on_day(measure: str) -> Callable[[Any, int, float], Figure]:
    return lambda run, day, weight: _count(float(run.series(measure)[day]), weight)


def _until(measure: str) -> Callable[[Any, int, float], Figure]:
    return lambda run, day, weight: _count(float(run.series(measure)[: day + 1].sum()), weight)


def _towns(run: "Run", day: int, weight: float) -> Figure:
    return _count(float(run.series("obs_detained_places")[day]), 1.0)


def _poll(measure: str) -> Callable[[Any, int, float], Figure]:
    return lambda run, day, weight: _share(
        float(run.series(measure)[day]), float(respondents(run.scenario.observation, measure))
    )


def _share_of_capitals(run: "Run", day: int, weight: float) -> Figure:
    whole = float(run.series("obs_detained")[: day + 1].sum())
    capitals = sum(run.series("obs_detained", code)[: day + 1].sum() for code in run.manifest["society"]["capitals"])
    return _share(float(capitals) / whole if whole > 0.0 else 0.0, whole / weight)


def expected_per_person(scenario: "Scenario", target: Target) -> float:
    """Return what one person adds to a figure: 1 to a count, the risk to expected deaths of those who reported."""
    risk = float(scenario.lives.risk_first_year)
    return risk if target.quantity == "deaths_mobilised_y1" and risk > 0.0 else 1.0


def _first_year(run: "Run", day: int, weight: float) -> Figure:
    expected = next(entry.value for entry in run.ledger if entry.id == "deaths_first_year")
    risk = float(run.scenario.lives.risk_first_year)
    served, low, high = _count(expected / risk, weight) if risk > 0.0 else (0.0, 0.0, 0.0)
    return risk * served, risk * low, risk * high


def _share(share: float, asked: float) -> Figure:
    """Return a share of `asked` persons with its interval (Wilson 1927, JASA 22); of nobody: anything from 0 to 1."""
    if asked <= 0.0:
        return share, 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2.0)
    middle = (share + z * z / (2.0 * asked)) / (1.0 + z * z / asked)
    room = z / (1.0 + z * z / asked) * sqrt(share * (1.0 - share) / asked + z * z / (4.0 * asked * asked))
    return share, max(middle - room, 0.0), min(middle + room, 1.0)


_QUANTITIES: dict[str, Callable[[Any, int, float], Figure]] = {
    "detained_day": _on_day("obs_detained"),
    "cities_with_detention": _towns,
    "detained_cum": _until("obs_detained"),
    "share_top2_cities_of_cum": _share_of_capitals,
    "attention_follow": _poll("obs_attention"),
    "anxious": _poll("obs_anxious"),
    "support": _poll("obs_support"),
    "called_cum": _until("obs_called"),
    "returned_unlawful": _until("returned"),
    "exit_net_total": _until("obs_exit_net"),
    "deaths_mobilised_y1": _first_year,
}
