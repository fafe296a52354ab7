"""What happened, in sentences made from the run's numbers; each number with its uncertainty or its source."""

from typing import NamedTuple

import numpy as np

from groundswell.events.rally import Rally
from groundswell.process.concede import LEVELS
from groundswell.report.counts import on, population, responses, spread
from groundswell.report.evidence import FLAGSHIP, fits, weight
from groundswell.report.numbers import amount, percent, value, with_give
from groundswell.report.tables import ledger
from groundswell.run import Run
from groundswell.run.fit import Fit, no_verdict

BANNER = (
    "A counterfactual simulation of the past, not a forecast. "
    "The course of the war and the lives lost on the other side are outside its ledger."
)


class Sentence(NamedTuple):
    """A sentence or two under a lead word."""

    lead: str
    text: str


def headline(run: Run) -> list[Sentence]:
    """Return what a reader should know after ten seconds."""
    return [_voice(run), _exit(run), _attention(run), _loyalty(run), _lives(run), _fit(run)]


def standing(run: Run, others: int) -> list[str]:
    """Return what to keep in mind with every number: draws, scale, completeness, fixed signs."""
    luck = (
        f"Bands are the lowest and highest of {others + 1} runs with different draws; lines and words tell of one."
        if others
        else "One run, one draw of luck: lines carry no band."
    )
    give = (
        "± is twice the error of drawing persons, a lower bound: it leaves out that people follow one another, and all "
        "that is not known about the assumptions."
    )
    lines = [luck, give]
    if weight(run) > 1.5:
        lines.append(
            f"One simulated person stands for {weight(run):,.0f}: counts below {amount(weight(run) * 10)} are coarse."
        )
    if not run.complete:
        lines.append(f"Incomplete: {run.days} of {run.scenario.days} days were run.")
    if run.scenario.fixed_signs:
        signs = ", ".join(run.scenario.fixed_signs)
        lines.append(f"Signs open in the literature and fixed here by assumption: {signs}.")
    if _changed(run):
        lines.append("Where this scenario changes the past, published figures stand beside it for reference only.")
    return lines


def _changed(run: Run) -> bool:
    return run.scenario.name != FLAGSHIP and not no_verdict(run)


def _voice(run: Run) -> Sentence:
    street, detained = run.series("participants"), run.series("obs_detained")
    if street.max() <= 0:
        known = max(fits(run, "detained_day"), key=lambda f: f.value, default=None)
        fact = f" In fact monitors counted {_published(known)} detained on {known.date:%-d %B}." if known else ""
        return Sentence("Voice", "Nobody was in the street in the simulation." + fact)
    day = int(np.argmax(street))
    text = (
        f"On {on(run, day):%-d %B} {_count(run, street[day])} were in the street in the simulation, "
        f"and a monitor would have counted {_count(run, detained[day])} detained"
    )
    known = [f for f in fits(run, "detained_day") if f.date == on(run, day)]
    text += f"; monitors did count {_published(known[0])}." if known else "."
    rallies = [e for e in run.scenario.events if isinstance(e, Rally)]
    calls = sorted({d for e in rallies for d in range(e.day, e.last_day() + 1) if d < run.days})
    share = percent(float(street[calls].sum() / street.sum()))
    return Sentence(
        "Voice", text + (f" {share} of all turnout fell on announced days, which are an input." if calls else "")
    )


def _exit(run: Run) -> Sentence:
    net = np.cumsum(run.series("obs_exit_net"))
    known = [f for f in fits(run, "exit_net_total") if f.comparable]
    day = (known[0].date - run.scenario.start).days if known else run.days - 1
    if net[day] <= 0:
        fact = (
            f" In fact estimates run from {amount(known[0].lo)} to {amount(known[0].hi)} [{known[0].id}]."
            if known
            else ""
        )
        return Sentence("Exit", "Nobody left for good." + fact)
    text = f"By {on(run, day):%-d %B} {_count(run, net[day])} had left and not come back"
    text += f"; estimates run from {amount(known[0].lo)} to {amount(known[0].hi)} [{known[0].id}]." if known else "."
    most = run.series("participants").max()
    if most > 0 and net[day] > 2 * most:
        text += f" That is {amount(net[day] / most)} for each person in the street on the busiest day."
    return Sentence("Exit", text)


def _loyalty(run: Run) -> Sentence:
    chosen = responses(run)
    hiding = chosen["hide"]
    if run.series("called").max() <= 0 and hiding.max() <= 0:
        return Sentence("Stay", "Nobody was called up, and nobody hid: everybody stayed as they were.")
    peak = int(np.argmax(hiding))
    known = [f for f in fits(run, "called_cum") if f.comparable]
    day = (known[-1].date - run.scenario.start).days if known else run.days - 1
    served = float(run.series("reported")[: day + 1].sum())
    text = f"{_count(run, served).capitalize()} had reported for service by {on(run, day):%-d %B}"
    text += f" (published: {amount(known[-1].lo)}–{amount(known[-1].hi)} [{known[-1].id}])" if known else ""
    text += f"; at most {_count(run, hiding[peak])} were in hiding, on {on(run, peak):%-d %B}."
    staying = percent(float(chosen["stay"].min()) / population(run))
    return Sentence(
        "Report, hide, stay", f"{text} At least {staying} of the population stayed put on every day.{_conceded(run)}"
    )


def _conceded(run: Run) -> str:
    level = run.series("concession")
    if level.max() <= 0:
        return ""
    day = int(np.argmax(level))
    return f" The state conceded on {on(run, day):%-d %B}: {LEVELS[int(level.max())]}."


def _attention(run: Run) -> Sentence:
    polls, known = run.series("obs_attention"), [f for f in fits(run, "attention_follow") if f.comparable]
    day = (known[0].date - run.scenario.start).days if known else int(np.argmax(polls))
    share, base = float(polls[day]), run.scenario.attention.base
    margin = 2.0 * float(np.sqrt(share * (1.0 - share) / run.scenario.observation.respondents))
    text = (
        f"In the simulated poll of {on(run, day):%-d %B} {percent(share)} (±\u00a0{percent(margin)}) follow events, "
        f"from {percent(base)} before (an input)"
    )
    return Sentence("Attention", text + (f"; the poll found {_published(known[0])}." if known else "."))


def _lives(run: Run) -> Sentence:
    lines = {line.id: line for line in ledger(run)}
    within, year, street = lines["deaths_called"], lines["deaths_first_year"], lines["deaths_protest"]
    if within.value > 0:
        text = f"Of those called, {_count(run, within.value)} died by {on(run, run.days - 1):%-d %B %Y}"
    else:
        text = (
            "None of those called died within the run"
            if year.value > 0
            else "Nobody was called, so none died in service"
        )
    if year.value > 0:
        expected = f"{amount(year.value)} ({amount(year.low)}–{amount(year.high)})"
        text += f", and {expected} are to be expected in their first year, at a {year.why}"
    died = f"{_count(run, street.value)} died" if street.value else "nobody died"
    return Sentence("Lives", f"{text}; {died} in protest.")


def _fit(run: Run) -> Sentence:
    able = [f for f in fits(run) if f.comparable]
    if not able:
        return Sentence("Fit", no_verdict(run) or "No published figure can be compared with this run.")
    inside, outside = (sum(f.inside is side for f in able) for side in (True, False))
    open_, tuned = len(able) - inside - outside, len(run.scenario.tuned)
    text = (
        f"Of the {len(able)} published figures it can be compared with, the run is inside the interval of {inside} and "
        f"outside that of {outside}" + (f"; for {open_} its own sampling error is too large to tell" if open_ else "")
    )
    if _changed(run):
        return Sentence("Fit", f"{text}; it may change the past, so a difference need not be an error.")
    return Sentence("Fit", f"{text}; {tuned} parameters were tuned to such figures, so this is no test of the model.")


def _count(run: Run, count: float) -> str:
    return with_give(float(count), spread(run, float(count)))


def _published(each: Fit) -> str:
    if each.hi <= 1.0:
        return f"{percent(each.value)} ({percent(each.lo)}–{percent(each.hi)}) [{each.id}]"
    return f"{value(each.value)} ({value(each.lo)}–{value(each.hi)}) [{each.id}]"
