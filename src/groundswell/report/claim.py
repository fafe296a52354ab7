"""claim.html: a claim's verdict on the first screen, then what it rests on; opens without a network and prints."""

import shlex
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from groundswell.experiments.compare import BASE
from groundswell.experiments.judgement import Judgement
from groundswell.experiments.verdict_told import MEANING, answer, fixed, region
from groundswell.report import claim_figures as figures
from groundswell.report import maps
from groundswell.report.claim_data import Story, story
from groundswell.report.claim_words import fit, paragraph
from groundswell.report.figures import write_csv
from groundswell.report.page import template
from groundswell.report.tables import STATUSES, assumption_rows
from groundswell.report.words import BANNER
from groundswell.run import Run
from groundswell.run.ledger import OUTSIDE
from groundswell.scenario import Scenario
from groundswell.scenario.lock import lock_text

_GROUPS = ("age", "sex", "region", "household")
_MOST = 12  # regions shown


class _Assumed:
    """What the table of assumptions needs of a run."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario


def write_claim_report(j: Judgement, folder: Path) -> Path:
    """Write claim.html, figures/*.svg and *.csv into `folder` and return the page.

    Raises FileNotFoundError when the store no longer holds the results.
    """
    folder.mkdir(parents=True, exist_ok=True)
    into, told = folder / "figures", story(j)
    drawn = {
        "effect": figures.effect_figure(j, into), "path": figures.path_figure(j, told, into),
        "flip": figures.flip_figure(j, into), "tornado": figures.tornado_figure(j, into),
        "interaction": figures.interaction_figure(j, into), "maps": figures.map_figures(j, told, into),
    }  # fmt: skip
    page = template("claim.html").render(
        j=j, c=j.claim, v=j.verdict, answer=answer(j), meaning=MEANING[j.verdict.answer], banner=BANNER,
        outside=OUTSIDE, paragraph=paragraph(j), fit=fit(j), priors=figures.ledger_of_priors(j),
        conditions=figures.conditions_table(j), fixed=fixed(j), boxes=[(region(b.sides), b) for b in j.flip.boxes],
        who=who(told), statuses=STATUSES, assumptions=assumption_rows(cast(Run, _Assumed(j.claim.scenario))),
        again=again(j), lock=lock_text(j.claim.scenario), version=version("groundswell"), units_note=maps.NOTE,
        shared=told.days_shared, base=BASE, **drawn,
    )  # fmt: skip
    draws = [{"draw": d.number, **d.values, "margin": sum(m[0] for m in d.margins) / len(d.margins)} for d in j.draws]
    write_csv(into / "draws.csv", draws)
    out = folder / "claim.html"
    out.write_text(page, encoding="utf-8")
    return out


def who(told: Story) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return who ended otherwise than in the scenario as it is: by arm and kind of group."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for arm, moved in told.moved.items():
        groups: dict[str, dict[str, dict[str, float]]] = {kind: defaultdict(dict) for kind in _GROUPS}
        for (before, after, kind, level), persons in moved.items():
            if kind in groups:
                groups[kind][level][f"{after} instead of {before}"] = persons
        found[arm] = {kind: _largest(levels, kind) for kind, levels in groups.items() if levels}
    return {arm: kinds for arm, kinds in found.items() if kinds}


def _largest(levels: dict[str, dict[str, float]], kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for level in sorted(levels, key=lambda name: -sum(levels[name].values())) if kind == "region" else sorted(levels):
        moves = sorted(levels[level].items(), key=lambda move: -move[1])
        rows.append({"level": level, "total": sum(levels[level].values()), "moves": moves[:3]})
    return rows[:_MOST]


def again(j: Judgement) -> str:
    """Return the command that makes this page again."""
    pairs = min(len(draw.seeds) for draw in j.draws)
    s = j.claim.scenario
    size = f"--persons {s.persons} --days {s.days} --seed {s.seed} --draws {len(j.draws)} --pairs {pairs}"
    fixed = "".join(f" --fix {key}={value}" for key, value in j.claim.fixed.items())
    return f"groundswell claim {shlex.quote(j.claim.source)} {size}{fixed}"
