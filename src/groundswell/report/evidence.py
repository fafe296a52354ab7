"""Published figures in plain words: what each counts, who published it, and which of them a chart may show."""

from collections.abc import Iterable, Sequence

from groundswell.case import Case
from groundswell.case.evidence import Target
from groundswell.case.tags import spelled_out, tags_in
from groundswell.comparisons.format_ensemble import mean_fits
from groundswell.report.numbers import value
from groundswell.running import Run
from groundswell.running.fit import Fit
from groundswell.running.targets import split
from groundswell.scenario import Scenario


def fits(run: Run, series: str = "", aggregate: str = "") -> list[Fit]:
    """Return the published figures of the nation of a series and an aggregate, those with a reason against them left
    out; by default all figures, whatever they are.
    """
    if not series:
        return list(run.fit)
    return [f for f in run.fit if f.target.series == series and f.target.aggregate == aggregate and of_nation(f.target)]


def of_nation(target: Target) -> bool:
    """Tell whether a figure is of the nation, with no reason against holding a run against it."""
    return not target.regions and not target.note


def all_fits(run: Run, others: Sequence[Run] = ()) -> list[Fit]:
    """Return every published figure beside the run's; with `others`, beside the mean over all these runs."""
    return mean_fits([run, *others], weight(run)) if others else fits(run)


def checked(ids: tuple[str, ...], scenario: Scenario) -> tuple[str, str]:
    """Say which of these published figures runs of a scenario are checked against, and which not, with the reason."""
    made, left = split(ids, scenario)
    words = [f"{value(t.value)} {t.about}, {t.date:%-d %B %Y} ({t.id})" for t in made]
    out = [f"{name} is not checked: {why.removesuffix('.')}" for name, why in left.items()]
    return ", ".join(words), "; ".join(out)


def weight(run: Run) -> float:
    """Return how many full-size persons a simulated person stands for."""
    return float(run.manifest["society"]["weight"])


def source(target: Target, case: Case) -> str:
    """Return who published a figure: its source with the citation in the place of each tag."""
    return spelled_out(target.source, case.evidence.citations)


def cited_by_tag(texts: Iterable[str], case: Case) -> list[tuple[str, str]]:
    """Return (tag, citation) of the evidence that any of these sources names, in the order of the list of tags."""
    named = {tag for text in texts for tag in tags_in(text)}
    return [(tag, citation) for tag, citation in case.evidence.citations.items() if tag in named]
