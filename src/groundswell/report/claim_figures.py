"""The figures of a claim's report: each with its caption, its note and what a screen reader says."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.comparisons.compare import BASE
from groundswell.report import claim_charts as charts
from groundswell.report import maps, names
from groundswell.report.claim_data import Story, story
from groundswell.report.claim_words import about, where
from groundswell.report.counts import Rate
from groundswell.report.figures import Figure, draw
from groundswell.report.geography import map_note, of_case
from groundswell.report.origin import Origin, of_scenario
from groundswell.report.sections import resolution_note
from groundswell.resolution import is_coarse
from groundswell.verdicts.format_verdict import against, effects, spread
from groundswell.verdicts.judgement import Judgement
from groundswell.verdicts.sensitivity import crossed, tornado

_HUE = {"participants": "voice", "detained": "voice", "held": "voice", "abroad": "exit", "left_gross": "exit",
        "called": "comply", "serving": "comply", "evading": "hide"}  # fmt: skip
_MOST = 8  # parameters in a tornado
_REGIONS = 10  # in the table beside the maps
_NINE_TENTHS = 1.6449


@dataclass(frozen=True)
class Drawing:
    """What every figure of a claim's report needs: the judgement, the series behind it, the folder."""

    j: Judgement
    folder: Path
    story: Story = field(init=False)
    origin: Origin = field(init=False)

    def __post_init__(self) -> None:
        """Read the series. Raises FileNotFoundError when results were taken away."""
        seeds = sorted({seed for draw in self.j.draws for seed in draw.seeds})
        extent = f"claim {self.j.claim.name}, {len(self.j.draws)} draws of {self.j.joint.count} parameters"
        object.__setattr__(self, "story", story(self.j))
        object.__setattr__(self, "origin", of_scenario(self.j.claim.scenario, seeds, extent))

    def effect(self) -> Figure:
        """Draw each arm's difference from the baseline, in the outcome of the first condition."""
        outcome = self.j.claim.conditions[0].outcome
        of = names.unit(outcome.unit)
        rows = [
            {"entry": arm.name, "zero": 0,
             **{end: value * of.times for end, value in spread(against(self.j, arm.name, 0), self.j.weights).items()}}
            for arm in self.j.claim.arms
        ]  # fmt: skip
        spoken = "; ".join(f"{r['entry']}: {r['median']:.4g} ({r['low90']:.4g} to {r['high90']:.4g})" for r in rows)
        note = ("Each draw compares the same society with and without the change. Dot: median of the draws; "
                "thick: half of them, thin: nine tenths; dashed: no change.")  # fmt: skip
        title = f"Change against the baseline: {outcome.about}"
        return self._draw(charts.effects(rows, of.text), "effects", title, note, f"{title}. {spoken}.", of.text)

    def path(self) -> Figure:
        """Draw the series behind the outcome, day by day, in every arm."""
        story = self.story
        times, unit = (100.0, "per cent") if story.kind == "share" else (1.0, _a_day(story))
        rows = [
            {"arm": arm, "day": day, "median": middle, "low": low, "high": high}
            for arm, values in story.series.items()
            for day, (low, middle, high) in enumerate(
                (np.quantile(values, [0.25, 0.5, 0.75], axis=0) * times).T.tolist()
            )
        ]
        title = f"Day by day: {story.about}"
        note = "Median of the draws; the band holds half of them. The same random draws in every arm."
        note += _sampled(self.j)
        last = {arm: float(np.median(values[:, -1])) * times for arm, values in story.series.items()}
        spoken = "; ".join(f"{arm}: {value:,.4g} on the last day" for arm, value in last.items())
        chart = charts.trajectories(rows, list(last), unit, steps=story.kind in ("flow", "nation"))
        return self._draw(chart, "trajectories", title, note, f"{title}. {spoken}.", unit)

    def dependence(self) -> Figure | None:
        """Draw the draws over the two parameters that matter most; None where one alone was drawn, or none."""
        j = self.j
        ranked = (
            [key for key, _ in j.discovery.parameters] + [s.key for s in tornado(j)] + [p.key for p in j.claim.priors]
        )
        keys = list(dict.fromkeys(ranked))[:2]
        if len(keys) < 2:
            return None
        holds = [all(c.holds(float(m)) for c, m in zip(j.claim.conditions, np.mean(d.margins, axis=0), strict=True))
                 for d in j.draws]  # fmt: skip
        rows = [{"x": j.draws[at].values[keys[0]], "y": j.draws[at].values[keys[1]],
                 "answer": charts.HOLDS if holds[at] else charts.FAILS} for at in sorted(set(j.even))]  # fmt: skip
        title = "What the answer depends on"
        found = " or ".join(where(j, box.bounds) for box in j.discovery.boxes)
        note = f"Each point is a draw of the parameters.{_sampled(j)}"
        note += f" The claim holds where {found}." if found else ""
        across, up = (about(j, key) for key in keys)
        unit = f"across: {across}; up: {up}"
        return self._draw(charts.scatter(rows, across, up), "dependence", title, note, f"{title}. {note}", unit)

    def tornado(self) -> Figure | None:
        """Draw what each parameter does to the effect; None for too few draws."""
        swings = tornado(self.j)[:_MOST]
        if not swings:
            return None
        of = names.unit(self.j.claim.conditions[0].outcome.unit)
        rows = [
            {"entry": about(self.j, s.key), "key": s.key, "end": end, "value": value * of.times, "low": low * of.times,
             "high": high * of.times}
            for s in swings
            for end, value, (low, high) in (
                (charts.LOWEST, s.low, s.low_interval),
                (charts.HIGHEST, s.high, s.high_interval),
            )
        ]  # fmt: skip
        note = ("Mean effect in the lowest and the highest third of each parameter's draws, with 90 % bootstrap "
                "intervals; dashed: no effect.")  # fmt: skip
        note += _sampled(self.j)
        spoken = "; ".join(f"{about(self.j, s.key)}: {s.low:.4g} to {s.high:.4g}" for s in swings)
        title = "What the effect depends on"
        return self._draw(charts.tornado(rows, of.text), "tornado", title, note, f"{title}. {spoken}.", of.text)

    def interaction(self) -> Figure | None:
        """Draw whether two parameters work together; None for too few draws."""
        swings = tornado(self.j)
        if len(swings) < 2:
            return None
        one, other = swings[0].key, swings[1].key
        of = names.unit(self.j.claim.conditions[0].outcome.unit)
        rows = [
            {"first": r[one], "second": r[other], **{end: r[end] * of.times for end in ("value", "low", "high")}}
            for r in crossed(self.j, one, other)
        ]
        note = "Parallel lines: each acts alone. Mean effect in halves of the draws, with 90 % bootstrap intervals."
        note += _sampled(self.j)
        spoken = "; ".join(f"first {r['first']}, second {r['second']}: {r['value']:.4g}" for r in rows)
        title = "Do the two parameters that matter most work together?"
        chart = charts.interaction(rows, about(self.j, one), about(self.j, other), of.text)
        return self._draw(chart, "interaction", title, note, f"{title} {spoken}.", of.text)

    def maps(self) -> list[Figure]:
        """Draw, for the arm that is judged, where there is more and where less."""
        story, arm, case = self.story, self._judged(), self.j.claim.scenario.case
        if arm is None or of_case(case) is None:
            return []
        drawn: list[Figure] = []
        unit = "percentage points" if story.kind == "share" else f"{_summed(story)}, per 100,000 inhabitants"
        for sign, word in ((1.0, "more"), (-1.0, "less")):
            rates = self._rates(arm, sign)
            if all(rate.few or rate.value <= 0 for rate in rates.values()):
                continue
            title = f"Where '{arm}' has {word}: {story.about}"
            chart = maps.choropleth(case, rates, f"{word}: {unit}", _HUE.get(story.measure, "stay"))
            over = "days" if story.kind == "share" else "draws, summed over days"
            note = f"Mean over {over}. {resolution_note(self.origin.weight)}{_sampled(self.j)}"
            drawn.append(
                self._draw(
                    chart, f"map-{word}", title, note, maps.spoken(case, title, rates, unit), unit, map_note(case)
                )
            )
        return drawn

    def most(self) -> list[tuple[str, str, str]]:
        """Return the regions in which most changes in the judged arm: name, change, its 90 % interval."""
        drawn, people = self._judged(), self.j.claim.scenario.case.population
        if drawn is None:
            return []
        rates = [(code, rate) for code, rate in self._rates(drawn, 1.0, both=True).items() if not rate.few]
        rates.sort(key=lambda each: -abs(each[1].value))
        return [
            (people.name(code), names.signed(rate.value), f"{names.signed(rate.low)} to {names.signed(rate.high)}")
            for code, rate in rates[:_REGIONS]
        ]

    def _judged(self) -> str | None:
        """Return the arm that the maps show; None where it keeps nothing by region."""
        j, story = self.j, self.story
        arm = next(a for c in j.claim.conditions for a in (c.arm, c.against) if a != BASE)
        return arm if arm in story.regional else None

    def _rates(self, arm: str, sign: float, both: bool = False) -> dict[str, Rate]:
        """Return each region's change in one direction, the other being none, or in both."""
        story, people = self.story, self.j.claim.scenario.case.population.population
        per = 100.0 if story.kind == "share" else 1e5 / people
        change, margin = sign * story.regional[arm], _NINE_TENTHS * np.nan_to_num(story.error[arm])
        few = [
            story.kind != "share" and is_coarse(float(c), self.origin.weight, story.draws) for c in story.regional[arm]
        ]
        shown = change if both else np.maximum(change, 0.0)
        columns: list[Any] = [shown * per, (change - margin) * per, (change + margin) * per]
        return {
            code: Rate(value, low, high, coarse)
            for code, value, low, high, coarse in zip(story.regions, *(c.tolist() for c in columns), few, strict=True)
        }

    def _draw(self, chart: Any, name: str, title: str, note: str, alt: str, unit: str, source: str = "") -> Figure:
        return draw(chart, Figure(name, title, note, alt, unit, source), self.folder, self.origin)


def _sampled(j: Judgement) -> str:
    """Return that draws are a sample of equal weights, "" where all weigh the same."""
    return f" {len(set(j.even))} of {len(j.draws)} draws, taken by weight." if j.weighing else ""


def _a_day(story: Story) -> str:
    return {"flow": "persons a day", "stock": "persons"}.get(
        story.kind, "level" if story.measure == "concession" else "a day"
    )


def _summed(story: Story) -> str:
    return "persons" if story.kind == "flow" else "days"


def effects_of(j: Judgement, n: int) -> dict[str, float]:
    """Return a condition's effect in the reader's unit: median and intervals over draws."""
    times = names.unit(j.claim.conditions[n].outcome.unit).times
    return {end: value * times for end, value in spread(effects(j, n), j.weights).items()}
