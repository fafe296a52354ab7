"""A score on one screen, and as JSON values."""

from collections.abc import Sequence
from typing import Any

from groundswell.resolution import sentence
from groundswell.scoring.regions import Place, Shares
from groundswell.scoring.score import Score, Scored, reasons
from groundswell.scoring.summary import Coverage, Group, Skill, groups

METHOD = (
    "Lower is better for every score. CRPS, WIS and interval score are in the unit of the series; the log score is in "
    "nats, the ignorance score in bits. Coverage by rank counts ties and values beyond the outermost samples in part: "
    "of right predictions it is the level on average, whatever the number of samples. A skill below 0 means that the "
    "baseline is better than the result."
)
NO_REGIONS = "no series has counts of two regions or more on the same days"
_MOST = 20  # regions of a table in text
HEADS = {"crps": "CRPS", "crps_log": "CRPS of logs", "wis": "WIS", "is90": "MIS 90 %", "log": "log", "ign": "IGN"}


def as_dict(score: Score) -> dict[str, Any]:
    """Return everything as JSON values."""
    return {
        "scenario": score.scenario.name, "scenario_hash": score.scenario.hash, "samples": score.samples,
        "effective_samples": score.size, "weight": score.weight, "observed": score.observed.name,
        "rows": len(score.observed.rows), "scored": len(score.rows), "method": METHOD, "notes": list(score.notes),
        "groups": [_group(each) for each in groups(score)],
        "each": [row_values(score, each) for each in score.rows],
        "unscored": [{"place": row.where, "series": row.series, "why": why} for row, why in score.unscored],
        "regions": [_shares(score, each) for each in score.regional],
    }  # fmt: skip


def _group(g: Group) -> dict[str, Any]:
    return {
        "name": g.name, "series": g.series or None, "unit": g.unit, "rows": g.rows, "bounds": g.bounds,
        "bounds_met": g.met,
        "coverage": {str(c.level): {"share": c.share, "interval90": [c.low, c.high], "rows": c.rows,
                                    "by_rank": c.by_rank, "by_rank_interval90": [c.rank_low, c.rank_high]}
                     for c in g.coverage},
        "scores": g.means, "averaged_relative_difference": g.relative_difference,
        "skill": [
            {"baseline": s.baseline, "score": s.rule, "rows": s.rows, "result": s.score, "of_baseline": s.other,
             "value": s.value, "interval90": s.interval and list(s.interval), "verdict": s.verdict} for s in g.skills
        ],
    }  # fmt: skip


def row_values(score: Score, each: Scored) -> dict[str, Any]:
    """Return a row with its prediction and its scores as plain values."""
    row, (low90, low50, median, high50, high90) = each.row, each.quantiles
    return {
        "place": row.where, "series": row.series, "region": row.region or None,
        "date": row.first if not each.ask.so_far else score.scenario.start, "until": row.last,
        "town": row.place or None, "kind": row.kind, "bound": each.ask.side or None, "observed": row.value,
        "observed_low": row.low, "observed_high": row.high, "median": median, "low50": low50, "high50": high50,
        "low90": low90, "high90": high90, "in50": each.inside(50), "in90": each.inside(90), "pit": each.pit,
        **each.scores, **{f"{rule} of {name}": value for name, own in each.baselines.items()
                          for rule, value in own.items()},
    }  # fmt: skip


def _shares(score: Score, s: Shares) -> dict[str, Any]:
    return {
        "series": s.series, "first_day": s.first, "last_day": s.last, "divergence": s.divergence,
        "divergence_by_chance": s.by_chance, "outside": s.outside,
        "regions": [{"region": p.region, "name": score.scenario.case.population.name(p.region), "observed": p.observed,
                     "simulated": p.simulated, "interval90": [p.low, p.high], "log_ratio": p.log_ratio,
                     "log_ratio_is_upper_bound": p.is_bound} for p in s.places],
    }  # fmt: skip


def as_text(score: Score, by_region: bool = False) -> str:
    """Return the tables for a terminal; `by_region` adds a line a region."""
    found = groups(score)
    many = f"{score.samples} samples" if score.samples > 1 else "one run"
    lines = [f"'{score.scenario.name}' ({many}) against {score.observed.name}: {len(score.rows)} of "
             f"{len(score.observed.rows)} rows scored", "", *_covered(found), "", *_scores(found), "",
             *_skills(found)]  # fmt: skip
    if score.regional:
        lines += ["", *_regions(score, by_region)]
    elif by_region:
        lines += ["", f"Nothing to tell region by region: {NO_REGIONS}."]
    untold = [f"Not scored: {reason}" for reason in reasons(score.unscored)]
    lines += ["", *untold, *(f"Note: {note}" for note in score.notes), METHOD]
    return "\n".join([*lines, *filter(None, [sentence(score.weight)])])


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as aligned lines, the first column to the left."""
    wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return ["  " + "  ".join([row[0].ljust(wide[0]), *(c.rjust(w) for c, w in zip(row[1:], wide[1:], strict=True))])
            for row in rows]  # fmt: skip


def _covered(found: Sequence[Group]) -> list[str]:
    head = ["series", "rows", "bounds met", "in 50 %", "in 90 %", "by rank: 50 %", "90 %", "ARD"]
    rows = [[g.name, str(g.rows), f"{g.met} of {g.bounds}" if g.bounds else "-",
             *map(coverage, g.coverage or (None, None)),
             *map(by_rank, g.coverage or (None, None)), number(g.relative_difference)] for g in found]  # fmt: skip
    return ["How often intervals hold what was observed, with 90 % intervals of that share", *table([head, *rows])]


def coverage(c: Coverage | None) -> str:
    """Return a coverage in words: "8 of 10 (55% to 94%)"; of no rows: a dash."""
    return "-" if c is None else f"{round(c.share * c.rows)} of {c.rows} ({c.low:.0%} to {c.high:.0%})"


def by_rank(c: Coverage | None) -> str:
    """Return a coverage by ranks in words: "87% (75% to 93%)"; of no rows: a dash."""
    return "-" if c is None else f"{c.by_rank:.0%} ({c.rank_low:.0%} to {c.rank_high:.0%})"


def _scores(found: Sequence[Group]) -> list[str]:
    head = ["series", "unit", *(HEADS[rule] for rule in HEADS)]
    rows = [[g.name, g.unit, *(number(g.means.get(rule)) for rule in HEADS)] for g in found]
    return ["Mean scores", *table([head, *rows])]


def _skills(found: Sequence[Group]) -> list[str]:
    rows = [["series", "baseline", "rows", *(HEADS[rule] for rule in HEADS), "verdict (90 %)"]]
    for g in found:
        for name in dict.fromkeys(s.baseline for s in g.skills):
            own = {s.rule: s for s in g.skills if s.baseline == name}
            rows.append([g.name, name, str(next(iter(own.values())).rows),
                         *(number(own[rule].value if rule in own else None) for rule in HEADS),
                         verdict(leading(g, name))])  # fmt: skip
    if len(rows) == 1:
        return ["No baseline has values enough before any row: the last value needs two earlier rows of a series."]
    note = "  1 - score / score of the baseline, on the rows that it can score; log, IGN: nats and bits gained a row."
    note += (
        "\n  The verdict goes by the CRPS, over several series by the CRPS of logs; of fewer than three days it has no "
    )
    note += "interval."
    return ["Skill over baselines; below 0 the result loses to it", *table(rows), note]


def leading(g: Group, baseline: str) -> Skill:
    """Return the skill by which a group is judged: by the CRPS of logs where series are mixed, else by the CRPS."""
    own = {s.rule: s for s in g.skills if s.baseline == baseline}
    return own["crps_log" if not g.series and "crps_log" in own else "crps"]


def verdict(s: Skill) -> str:
    """Return a skill's verdict with its interval: "loses (-1.7 to -0.3)"."""
    return s.verdict + ("" if s.interval is None else f" ({number(s.interval[0])} to {number(s.interval[1])})")


def _regions(score: Score, each: bool) -> list[str]:
    lines = ["Regional shares: divergence of the observed from the simulated (Kullback-Leibler, nats; 0: the same)"]
    for s in score.regional:
        days = period(score, s)
        lines.append(f"  {s.series}, {days}: {divergence(s)}")
        if each:
            rows = [["region", "observed", "simulated", "90 % interval", "share, simulated to observed"]]
            rows += [_place(score, p) for p in sorted(s.places, key=lambda p: -p.observed)[:_MOST]]
            lines += [f"  {line}" for line in table(rows)]
            if len(s.places) > _MOST:
                lines.append(f"    and {len(s.places) - _MOST} regions more (--json has all)")
    return [*lines, *([] if each else ["  region by region: --by region"])]


def divergence(s: Shares) -> str:
    """Return the divergence of regional shares in words, with what sampling alone makes it."""
    if s.divergence is None:
        return f"nobody was simulated in these {len(s.places)} regions"
    outside = f"{s.outside:.0%} of the simulated count falls on other regions"
    return f"{s.divergence:.3f} over {len(s.places)} regions; sampling alone {s.by_chance:.3f}; {outside}"


def period(score: Score, s: Shares) -> str:
    """Return the days of regional shares as dates."""
    from datetime import timedelta

    first, last = (score.scenario.start + timedelta(days=day) for day in (s.first, s.last))
    return str(first) if first == last else f"{first} to {last}"


def _place(score: Score, p: Place) -> list[str]:
    name = f"{score.scenario.case.population.name(p.region)} ({p.region})"
    return [name, number(p.observed), number(p.simulated), f"{number(p.low)} to {number(p.high)}", ratio(p)]


def ratio(p: Place) -> str:
    """Return how much larger a region's simulated share is: "0.42 times", or an upper bound."""
    from math import exp

    if p.log_ratio is None:
        return "none observed"
    return f"{'at most ' if p.is_bound else ''}{exp(p.log_ratio):.2g} times"


def number(value: float | None) -> str:
    """Return a number with three digits; none: a dash."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else "0" if abs(value) < 1e-6 else f"{value:.3g}"
