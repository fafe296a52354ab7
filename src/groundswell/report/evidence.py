"""Published figures in plain words: what each counts, who published it, and which of them a chart may show."""

from collections.abc import Iterable, Sequence

from groundswell.data.evidence import citations, tags_in
from groundswell.experiments.ensemble_summary import mean_fits
from groundswell.report.numbers import value
from groundswell.run import Run
from groundswell.run.fit import Fit
from groundswell.run.targets import split
from groundswell.scenario import Scenario

FLAGSHIP = "mobilization-2022"
ABOUT = {
    "detained_day": "detained on the day",
    "cities_with_detention": "towns with a detention on the day",
    "detained_cum": "detained since the announcement",
    "share_top2_cities_of_cum": "share of them in the two largest cities",
    "attention_follow": "follow events, share of respondents",
    "anxious": "anxious, share of respondents",
    "support": "say that they support the armed forces, share of respondents",
    "called_cum": "called up since the announcement",
    "returned_unlawful": "called unlawfully and sent home",
    "exit_net_KZ": "left for Kazakhstan and not come back",
    "exit_net_total": "left and not come back",
    "georgia_in_day": "crossed into Georgia on the day, travellers included",
    "deaths_mobilised_y1": "deaths among the called within a year",
}


def fits(run: Run, *quantities: str) -> list[Fit]:
    """Return the published figures of these quantities (of all by default); none for a case of another episode."""
    return [each for each in run.fit if not quantities or each.quantity in quantities]


def all_fits(run: Run, others: Sequence[Run] = ()) -> list[Fit]:
    """Return every published figure beside the run's; with `others`, beside the mean over all these runs."""
    return mean_fits([run, *others], weight(run)) if others else fits(run)


def checked(ids: tuple[str, ...], scenario: Scenario) -> tuple[str, str]:
    """Say which of these published figures runs of a scenario are checked against, and which not, with the reason."""
    made, left = split(ids, scenario)
    told = [f"{value(t.value)} {ABOUT[t.quantity]}, {t.date:%-d %B %Y} ({t.id})" for t in made]
    out = [f"{name} is not checked: {why.removesuffix('.')}" for name, why in left.items()]
    return " and ".join(told), "; ".join(out)


def weight(run: Run) -> float:
    """Return how many full-size persons a simulated person stands for."""
    return float(run.manifest["society"]["weight"])


def source(tag: str) -> str:
    """Return who published a figure, from the tag of its row ("S10_S20")."""
    return "; ".join(citations().get(part, part) for part in tag.split("_"))


def cited_by_tag(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return (tag, citation) of the evidence that any of these sources names, in the order of the list of tags."""
    named = {tag for text in texts for tag in tags_in(text)}
    return [(tag, citation) for tag, citation in citations().items() if tag in named]
