"""What happened, in sentences made from the run's numbers; each number with its uncertainty or its source."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from groundswell.events.rally import Rally
from groundswell.process.concede import LEVELS
from groundswell.report.counts import Floats, on, population, responses
from groundswell.report.evidence import all_fits, fits, weight
from groundswell.report.numbers import amount, percent, value
from groundswell.report.tables import ledger
from groundswell.report.totals import SAMPLING, Total, band_words, total
from groundswell.resolution import is_coarse
from groundswell.resolution import sentence as scale_sentence
from groundswell.running import Run
from groundswell.running.fit import Fit, no_verdict
from groundswell.running.relevance import calls_up, can_leave
from groundswell.running.targets import FIRST_YEAR
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.header import FREE_SIGNS


class Sentence(NamedTuple):
    """A sentence or two under a lead word."""

    lead: str
    text: str


def headline(run: Run, others: Sequence[Run] = ()) -> list[Sentence]:
    """Return what a reader should know after ten seconds; with `others`, counts are of all runs."""
    runs = (run, *others)
    exit_ = [_exit(runs)] if can_leave(run.scenario) else []
    return [_voice(runs), *exit_, _attention(runs), _loyalty(runs), _lives(runs), _fit(runs)]


def standing(run: Run, others: int) -> list[str]:
    """Return what to keep in mind with every number: draws, scale, completeness, fixed signs."""
    if others:
        what = f"hold {band_words(others + 1)}; the uncertainty of the assumptions is not included."
        lines = [f"Lines and sentences give the median over random seeds, bands and intervals {what}"]
    else:
        what = f"{SAMPLING}; the uncertainty of the assumptions is not included."
        lines = ["One random seed, so no uncertainty band.", what]
    lines.append(scale_sentence(weight(run), others + 1))
    if not run.complete:
        lines.append(f"Incomplete: {run.days} of {run.scenario.days} days were run.")
    if run.scenario.fixed_signs:
        signs = ", ".join(f"{FREE_SIGNS.get(key, key)} ({key})" for key in run.scenario.fixed_signs)
        lines.append(f"Signs open in the literature and fixed here by assumption: {signs}.")
    if _changed(run):
        lines.append("Where this scenario changes the past, published figures stand beside it for reference only.")
    return [line for line in lines if line]


def _changed(run: Run) -> bool:
    return run.scenario.name != run.scenario.case.scenario and bool(run.fit) and not no_verdict(run)


def _voice(runs: Sequence[Run]) -> Sentence:
    run, street, heard = runs[0], _middle(runs, "participants"), _monitor(runs[0])
    counted = fits(run, heard.series, "day") if heard else []
    if street.max() <= 0:
        known = max(counted, key=lambda f: f.target.value, default=None)
        fact = (
            f" In fact monitors counted {_published(known)} {heard.what} on {known.target.date:%-d %B}."
            if known and heard
            else ""
        )
        return Sentence("Protest", f"In the street in the simulation: {_peak(runs, 'participants')}.{fact}")
    day = int(np.argmax(street))
    text = f"On {on(run, day):%-d %B} {_on_day(runs, 'participants', day)} were in the street in the simulation"
    if heard:
        text += f", and a monitor would have counted {_on_day(runs, heard.series, day)} {heard.what}"
    known = [f for f in counted if f.target.date == on(run, day)]
    text += f"; monitors did count {_published(known[0])}." if known else "."
    rallies = [e for e in run.scenario.events if isinstance(e, Rally)]
    calls = sorted({day for rally in rallies for day in rally.days(run.days)})
    share = percent(float(street[calls].sum() / street.sum()))
    return Sentence(
        "Protest", text + (f" {share} of all turnout fell on announced days, which are an input." if calls else "")
    )


class _Heard(NamedTuple):
    series: str
    what: str


def _monitor(run: Run) -> _Heard | None:
    """Return what a monitor gives that is best to quote: detentions, or else participants."""
    words = {"detained": "detained", "participants": "persons"}
    monitors = {each.counts: each for each in reversed(run.scenario.observation.monitors)}
    best = next((monitors[counts] for counts in words if counts in monitors), None)
    return _Heard(f"obs_{best.name}", words[best.counts]) if best else None


def _exit(runs: Sequence[Run]) -> Sentence:
    run, net = runs[0], [np.cumsum(each.series("obs_exit_net")) for each in runs]
    known = next((f.target for f in fits(run, "obs_exit_net", "cumulative") if f.comparable), None)
    day = (known.date - run.scenario.start).days if known else run.days - 1
    gone = total([max(float(each[day]), 0.0) for each in net], weight(run))
    range_ = f"estimates run from {amount(known.low)} to {amount(known.high)} [{known.id}]." if known else ""
    if gone.value <= 0:
        return Sentence("Leave", f"Left for good in the simulation: {gone}.{f' In fact {range_}' if range_ else ''}")
    text = f"By {on(run, day):%-d %B} {gone} had left and not come back"
    text += f"; {range_}" if range_ else "."
    most = float(_middle(runs, "participants").max())
    if most > 0 and gone.value > 2 * most and not is_coarse(most, weight(run)):
        text += f" That is {amount(gone.value / most)} for each person in the street on the busiest day."
    return Sentence("Leave", text)


def _loyalty(runs: Sequence[Run]) -> Sentence:
    run, chosen = runs[0], [responses(each) for each in runs]
    hiding, stay = (np.median([each[name] for each in chosen], axis=0) for name in ("hide", "stay"))
    if not calls_up(run.scenario):
        staying = percent(float(stay.min()) / population(run))
        return Sentence("Stay", f"At least {staying} of the population stayed put on every day.{_conceded(runs)}")
    if _middle(runs, "called").max() <= 0 and hiding.max() <= 0:
        return Sentence("Stay", "Not one simulated person was called up or hid.")
    peak = int(np.argmax(hiding))
    known = [f.target for f in fits(run, "obs_called", "cumulative") if f.comparable]
    day = (known[-1].date - run.scenario.start).days if known else run.days - 1
    served = total([float(each.series("complied")[: day + 1].sum()) for each in runs], weight(run))
    hid = total([float(each["hide"][peak]) for each in chosen], weight(run))
    text = f"{str(served).capitalize()} had complied with the call-up by {on(run, day):%-d %B}"
    text += f" (published: {amount(known[-1].low)}–{amount(known[-1].high)} [{known[-1].id}])" if known else ""
    text += f"; at most {hid} were in hiding, on {on(run, peak):%-d %B}."
    staying = percent(float(stay.min()) / population(run))
    return Sentence(
        "Comply, hide, stay", f"{text} At least {staying} of the population stayed put on every day.{_conceded(runs)}"
    )


def _conceded(runs: Sequence[Run]) -> str:
    levels = [each.series("concession") for each in runs]
    granted = [level for level in levels if level.max() > 0]
    if not granted:
        return ""
    if len(runs) > 1:
        return f" The state conceded in {len(granted)} of {len(runs)} runs."
    day = int(np.argmax(granted[0]))
    return f" The state conceded on {on(runs[0], day):%-d %B}: {LEVELS[int(granted[0].max())]}."


def _attention(runs: Sequence[Run]) -> Sentence:
    run, base = runs[0], runs[0].scenario.attention.base
    poll = next((each for each in run.scenario.observation.polls if each.measure == "attention"), None)
    if poll is None:
        salient = _middle(runs, "attention")
        day = int(np.argmax(salient))
        text = f"On {on(run, day):%-d %B} {percent(float(salient[day]))} attend in the simulation, the most of all days"
        return Sentence("Attention", f"{text}, from {percent(base)} before (an input).")
    polls = _middle(runs, f"obs_{poll.name}")
    known = [f for f in fits(run, f"obs_{poll.name}", "day") if f.comparable]
    day = (known[0].target.date - run.scenario.start).days if known else int(np.argmax(polls))
    share = float(polls[day])
    margin = 2.0 * float(np.sqrt(share * (1.0 - share) / poll.respondents))
    text = (
        f"In the simulated poll of {on(run, day):%-d %B} {percent(share)} (±\u00a0{percent(margin)}) follow events, "
        f"from {percent(base)} before (an input)"
    )
    return Sentence("Attention", text + (f"; the poll found {_published(known[0])}." if known else "."))


def _lives(runs: Sequence[Run]) -> Sentence:
    run = runs[0]
    within, street = (
        total([_entry(each, id_) for each in runs], weight(run)) for id_ in ("deaths_called", "deaths_protest")
    )
    if not calls_up(run.scenario):
        return Sentence("Lives", f"Deaths in protest: {street}.")
    year = next(line for line in ledger(run, runs[1:]) if line.id == FIRST_YEAR)
    if within.value > 0 or year.value > 0:
        text = f"Deaths among the called by {on(run, run.days - 1):%-d %B %Y}: {within}"
    else:
        text = "Nobody was called, so none died in service"
    if year.value > 0:
        expected = f"{amount(year.value)} ({amount(year.low)}–{amount(year.high)})"
        text += f". In their first year {expected} are to be expected, at a {year.why.rpartition('; ')[2]}"
    return Sentence("Lives", f"{text}. Deaths in protest: {street}.")


def _entry(run: Run, id_: str) -> float:
    return next(entry.value for entry in run.ledger if entry.id == id_)


def _fit(runs: Sequence[Run]) -> Sentence:
    run = runs[0]
    able = [f for f in all_fits(run, runs[1:]) if f.comparable]
    if not able:
        none = "No published figure can be compared with this run."
        return Sentence("Fit", no_verdict(run) or (none if run.fit else "This case holds no published figures."))
    inside, outside = (sum(f.inside is side for f in able) for side in (True, False))
    which = "the run" if len(runs) == 1 else f"the mean of {len(runs)} runs"
    open_, fitted = len(able) - inside - outside, sum(bool(a.fitted_to) for a in assumptions(run.scenario))
    held_out = sum(f.target.role == "held-out" for f in able)
    text = (
        f"Of the {len(able)} published figures it can be compared with, {which} is inside the interval of {inside} and "
        f"outside that of {outside}" + (f"; for {open_} its own sampling error is too large to tell" if open_ else "")
    )
    if held_out:
        text += f"; {held_out} of the {len(able)} were held out"
    if _changed(run):
        return Sentence("Fit", f"{text}; it may change the past, so a difference need not be an error.")
    if not fitted:
        return Sentence("Fit", f"{text}; no parameter was fitted to them.")
    how = "1 parameter was" if fitted == 1 else f"{fitted} parameters were"
    return Sentence("Fit", f"{text}; {how} fitted to such figures, so this is no test of the model.")


def _middle(runs: Sequence[Run], measure: str) -> Floats:
    """Return a measure day by day: of the one run, or the median over runs."""
    return np.median([each.series(measure) for each in runs], axis=0)


def _on_day(runs: Sequence[Run], measure: str, day: int) -> Total:
    return total([float(each.series(measure)[day]) for each in runs], weight(runs[0]))


def _peak(runs: Sequence[Run], measure: str) -> Total:
    return total([float(each.series(measure).max()) for each in runs], weight(runs[0]))


def _published(each: Fit) -> str:
    t, shown = each.target, percent if each.target.high <= 1.0 else value
    return f"{shown(t.value)} ({shown(t.low)}–{shown(t.high)}) [{t.id}]"
