"""claim.html: a claim's verdict on the first screen, then what it rests on; opens without a network and prints."""

import shlex
from importlib.metadata import version
from pathlib import Path
from typing import cast

from groundswell.files import write_text
from groundswell.report import claim_tables as tables
from groundswell.report import limits
from groundswell.report.claim_figures import Drawing
from groundswell.report.claim_words import (
    fit,
    heading,
    made,
    moved,
    otherwise,
    paragraph,
    points,
    quotable,
    stated_words,
    verdict_meaning,
    where,
)
from groundswell.report.figures import write_csv
from groundswell.report.geography import map_note
from groundswell.report.into_folder import into_folder
from groundswell.report.page import template
from groundswell.report.tables import STATUSES, assumption_rows
from groundswell.resolution import sentence
from groundswell.running import Run
from groundswell.running.ledger import OUTSIDE
from groundswell.scenario import Scenario
from groundswell.scenario.lock import page_text
from groundswell.verdicts.format_verdict import fixed
from groundswell.verdicts.judgement import Judgement

_NEVER = "Not the share of draws as a probability that the claim is true: the draws come from ranges of the parameters"
_UNWEIGHED = f"{_NEVER}, and no evidence weighs them."
_WEIGHED = f"{_NEVER}, weighed by a model that is wrong in ways that no weight mends."


class _Assumed:
    """What the table of assumptions needs of a run."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario


@into_folder
def write_claim_report(j: Judgement, folder: Path) -> Path:
    """Write claim.html, limits.html, figures/*.svg and *.csv into `folder` and return the page.

    Raises FileNotFoundError when the store no longer holds the results.
    """
    folder.mkdir(parents=True, exist_ok=True)
    into = folder / "figures"
    drawing = Drawing(j, into)
    origin, story = drawing.origin, drawing.story
    priors = tables.drawn(j)
    page = template("claim.html").render(
        j=j, c=j.claim, v=j.verdict, heading=heading(j), meaning=verdict_meaning(j), banner=origin.notice,
        outside=OUTSIDE, paragraph=paragraph(j), fit=fit(j), priors=priors, rest=tables.rest(j), otherwise=otherwise(j),
        made=made(j), points=points(j), weighed=tables.weighed(j), moved=moved(j),
        stated=stated_words(j), held=tables.held(j), decides=any(row["weight"] for row in priors),
        conditions=tables.conditions(j), fixed=fixed(j), boxes=[(where(j, b.bounds), b) for b in j.discovery.boxes],
        who=tables.who(story, origin.weight, j.claim.scenario.case.population), statuses=STATUSES,
        assumptions=assumption_rows(cast(Run, _Assumed(j.claim.scenario))), again=again(j),
        lock=page_text(j.claim.scenario), version=version("groundswell"), units_note=map_note(j.claim.scenario.case),
        shared=story.days_shared, scale=sentence(origin.weight, story.draws), effect=drawing.effect(),
        path=drawing.path(), dependence=drawing.dependence(), tornado=drawing.tornado(),
        interaction=drawing.interaction(),
        maps=drawing.maps(), swings=tables.swings(j), most=drawing.most(),
    )  # fmt: skip
    draws = [{"draw": d.number, **d.values, "margin": sum(m[0] for m in d.margins) / len(d.margins)} for d in j.draws]
    unit = j.claim.conditions[0].outcome.unit
    write_csv(into / "draws.csv", draws, origin.columns("margin of the first condition, by draw", unit))
    limits.write_limits(
        folder, f"{j.claim.name}: {j.claim.title}", origin, quotable(j), [_WEIGHED if j.weighing else _UNWEIGHED]
    )
    out = folder / "claim.html"
    write_text(out, page)
    return out


def again(j: Judgement) -> str:
    """Return the command that makes this page again."""
    pairs = min(len(draw.seeds) for draw in j.draws)
    s = j.claim.scenario
    size = f"--persons {s.persons} --days {s.days} --seed {s.seed} --draws {len(j.draws)} --pairs {pairs}"
    fixed = "".join(f" --fix {key}={value}" for key, value in j.claim.fixed.items())
    case = f" --case {_named(j.claim.case)}" if j.claim.case else ""
    by = f" --posterior {_named(j.weighing.about.folder)}" if j.weighing else ""
    return f"groundswell claim {_named(j.claim.source)}{case}{by} {size}{fixed}"


def _named(path: str) -> str:
    """Return a word of the command; of a path from the root its last part: where it lies is nobody else's matter."""
    return shlex.quote(Path(path).name if Path(path).is_absolute() else path)
