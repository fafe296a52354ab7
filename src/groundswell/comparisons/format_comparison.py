"""A comparison in words for a terminal, and as plain JSON values."""

from collections.abc import Sequence
from typing import Any

from groundswell import resolution
from groundswell.comparisons import outcomes
from groundswell.comparisons.comparison import LEVEL, Comparison, Transition
from groundswell.comparisons.effects import METHOD, Effect, reduction_in_words
from groundswell.computing.persons import ENDED
from groundswell.computing.record import recorded
from groundswell.json_text import plain
from groundswell.running.ledger import OUTSIDE

_MOST = 8  # lines of transitions
_COARSE = "*"


def as_dict(c: Comparison, regions: bool = True) -> dict[str, Any]:
    """Return a comparison as JSON values: totals, daily effects of the nation, sums by region, who moved."""
    found = {
        "scenario": c.scenario.name,
        "scenario_hash": c.scenario.hash,
        "persons": c.scenario.persons,
        "weight": c.weight,
        "resolution": {"of_a_total": c.weight, "of_an_effect": c.resolution, "fewest_persons": resolution.FEWEST,
                       "about": resolution.sentence(c.weight, len(c.seeds))},
        "interval": {"level": LEVEL, "method": METHOD},
        "seeds": list(c.seeds),
        "failures": {str(seed): why for seed, why in c.failures.items()},
        "outside": OUTSIDE,
        "arms": {arm: _arm(c, arm, regions) for arm in c.arms[1:]},
    }  # fmt: skip
    return plain(found)


def _arm(c: Comparison, arm: str, regions: bool) -> dict[str, Any]:
    nation = {name: values[:, :, -1].T for name, values in c.daily[arm]._asdict().items()}
    mean, half = nation["mean"], nation["half90"]
    daily = {"daily": mean, "daily_error": nation["error"], "daily_low90": mean - half, "daily_high90": mean + half}
    dimensions = dict.fromkeys(by for _, _, by, _ in c.moved[arm])
    return {
        "from_day": c.from_day[arm],
        "totals": {name: _effect(c, e) for name, e in c.totals[arm].items()},
        **{name: dict(zip(recorded(c.scenario), values, strict=True)) for name, values in daily.items()},
        "regions": {code: {m: _effect(c, places[code]) for m, places in c.regional[arm].items()} for code in c.regions}
        if regions else {},
        "moved": [t._asdict() for by in dimensions for t in c.transitions(arm, by)],
        "moved_at_most_unseen": resolution.zero_count_bound(c.weight, len(c.seeds)),
    }  # fmt: skip


def _effect(c: Comparison, e: Effect) -> dict[str, Any]:
    bound = {"base_at_most": _at_most(c, e), "coarse": e.is_coarse}
    return {**e.as_dict(), **bound, "variance_reduction_in_words": reduction_in_words(e)}


def _at_most(c: Comparison, e: Effect) -> float | None:
    """Return the bound of a baseline in which nothing was counted; None where something was, and for shares."""
    none = e.base == 0.0 and e.simulated_persons is not None
    return resolution.zero_count_bound(c.weight, len(c.seeds)) if none else None


def as_text(c: Comparison) -> str:
    """Return a comparison for a terminal: effects with intervals, what they rest on, final-status transitions."""
    lines = [f"{c!r}, {c.scenario.persons:,} persons", "Effect of each arm on the same society with the same draws."]
    lines += [s for s in (resolution.sentence(c.weight, len(c.seeds)),) if s]
    for arm in c.arms[1:]:
        lines += ["", f"{arm} (can differ from day {c.from_day[arm]})", *_effects(c, arm)]
        lines += ["", *_transitions(c, c.transitions(arm))]
    lines += ["", *_notes(c), *(f"no result for seed {seed}: {why}" for seed, why in c.failures.items())]
    return "\n".join([*lines, "", OUTSIDE])


def _effects(c: Comparison, arm: str) -> list[str]:
    lines = [f"  {'effect':>12}   {'90 % interval':>22} {'baseline':>11} {'pairs that':>10} {'simulated':>9}",
             f"  {'':>12}   {'':>22} {'':>11} {'differ':>10} {'persons':>9}  {'variance reduction':<22}"]  # fmt: skip
    for name, e in c.relevant(arm).items():
        most = _at_most(c, e)
        base = number(e.base) if most is None else f"0 to {number(most)}"
        behind = "" if e.simulated_persons is None else f"{e.simulated_persons:,.0f}"
        lines.append(
            f"  {number(e.mean):>12} {_COARSE if e.is_coarse else ' '} {_interval(e.low90, e.high90):>22} "
            f"{base:>11} {f'{e.differ} of {e.pairs}':>10} {behind:>9}  {reduction_in_words(e):<22}  "
            f"{outcomes.outcome(name, scenario=c.scenario).about}"
        )
    return lines


def _transitions(c: Comparison, found: Sequence[Transition]) -> list[str]:
    """Return the table of final-status transitions against the baseline; where there is none, how many may be."""
    if not found:
        bound = number(resolution.zero_count_bound(c.weight, len(c.seeds)))
        return [f"  No final-status transition against the baseline; up to {bound} persons may have one (95 %)."]
    lines = ["  Final-status transitions against the baseline, persons, mean of a run",
             f"  {'in the baseline':<28} {'in this arm':<28} {'persons':>12}   {'90 % interval':>25}"]  # fmt: skip
    for t in found[:_MOST]:
        mark = _COARSE if round(t.simulated_persons, 6) < resolution.FEWEST else " "
        lines.append(f"  {ENDED[t.in_baseline]:<28} {ENDED[t.in_arm]:<28} {number(t.persons):>12} {mark} "
                     f"{_interval(t.low90, t.high90):>25}")  # fmt: skip
    if len(found) > _MOST:
        rest = sum(t.persons for t in found[_MOST:])
        lines.append(f"  {f'{len(found) - _MOST} other changes':<57} {number(rest):>12}")
    return lines


def _notes(c: Comparison) -> list[str]:
    return [
        METHOD[0].upper() + METHOD[1:] + ".",
        "Variance reduction: by what factor common random numbers (the same draws in both arms) reduce the variance.",
        f"{_COARSE} rests on fewer than {resolution.FEWEST} simulated persons in all pairs together: coarse.",
        *(["One seed: an effect that is not zero carries no interval; give --seeds."] if len(c.seeds) == 1 else []),
    ]


def _interval(low: float | None, high: float | None) -> str:
    return "not known" if low is None or high is None else f"{number(low)} to {number(high)}"


def number(value: float) -> str:
    """Return a number with as many digits as it needs."""
    if value == 0:
        return "0"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:,.0f}"
