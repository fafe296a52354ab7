"""Which of its case's published figures a scenario can be held against, and why not against the others.

A figure that a scenario cannot be held against has a reason, never a verdict. The events of the case's timeline carry
the episode: those that `needs` in case.toml names, or else all that began up to a figure's day, must be in force in the
scenario, of the same kind, on the same day and in the same regions.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from groundswell.case.evidence import Target, read_targets
from groundswell.case.target_scale import on_logit
from groundswell.errors import InputError, closest, nearest, shown
from groundswell.events import ALL, Event
from groundswell.events.decree import Decree
from groundswell.inputs.problems import refuse
from groundswell.process.count import measures
from groundswell.scenario import Scenario, own_code

FIRST_YEAR = "deaths_first_year"  # of the ledger: expected deaths of a first year of service
_INPUTS = {"attention": "attention.base", "anxiety": "attention.anxiety_base"}  # by what a poll asks
_ONE_TO_ONE = 1.5  # a simulated person who stands for more than this hides the places of the others


def apart(scenario: Scenario) -> str:
    """Say why none of the case's figures is of a scenario's days; "" if some are, or if the case has none.

    A scenario is of the episode when what the case needs is in force, or when it begins on the case's first day (a
    counterfactual: figures may stand beside it, but carry no verdict, see `why_not`).
    """
    targets, head = scenario.case.evidence.targets, scenario.case.head
    first, last = scenario.start, scenario.start + timedelta(days=scenario.days - 1)
    of_the_days = any(first <= target.date <= last for target in targets)
    met = head.needs and not missing(scenario)
    if not targets or met or (first == head.start) or (of_the_days and not head.needs):
        return ""
    return (
        f"None of the {len(targets)} published figures is of this scenario's episode: they are of the case "
        f"'{scenario.case.name}' from {head.start} on, this is of {first} to {last}."
    )


def missing(scenario: Scenario, until: date | None = None) -> str:
    """Say what of the episode a scenario leaves out or changes, or "": up to a day, if the case names no needs."""
    case = scenario.case
    for name, event in case.timeline.events.items():
        needed = name in case.head.needs if case.head.needs else until is not None and _day(event, scenario) <= until
        if needed and not any(_same(event, own, scenario) for own in scenario.events):
            changes = name in {own.name for own in scenario.events}
            done = "changes" if changes else "leaves out"
            what = f"an episode with '{name}' on {_day(event, scenario)}"
            return f"the published figures are of {what}, which this scenario {done}"
    return ""


def why_not(target: Target, scenario: Scenario, days: int | None = None, weight: float = 1.0) -> str:
    """Say why `days` of a scenario (all by default) cannot be held against a target, or return "" when they can.

    `weight` is how many people a simulated person stands for.
    """
    days = scenario.days if days is None else days
    first, last = scenario.start, scenario.start + timedelta(days=days - 1)
    if reason := apart(scenario) or missing(scenario, target.date):
        return reason
    if target.series == FIRST_YEAR:
        return target.note or _calls_cut_short(scenario, days)
    if target.note:
        return target.note
    kinds = measures(scenario.observation)
    if target.series not in kinds:
        near = closest(target.series, kinds)
        return f"this scenario has no series {target.series}" + (f" (did you mean '{near}'?)" if near else "")
    if (target.since or target.date) < first:
        key = _INPUTS.get(_asked(target.series, scenario))
        return "before the first day" + (f": the parameter {key} is an input" if key else "")
    if target.date > last:
        return f"after the run's last day, {last}"
    if kinds[target.series][0] == "places" and weight >= _ONE_TO_ONE:
        return f"towns are comparable at 1:1 only: here a simulated person stands for {weight:,.0f}"
    return ""


def split(ids: tuple[str, ...], scenario: Scenario) -> tuple[list[Target], dict[str, str]]:
    """Return which of these targets a scenario can be held against, and for the others, by id, why not.

    For whoever checks runs against some of the targets: a check that was left out must not be reported as made.
    """
    some = [target for target in scenario.case.evidence.targets if target.id in ids]
    whys = {target.id: why_not(target, scenario) for target in some}
    return [t for t in some if not whys[t.id]], {name: why for name, why in whys.items() if why}


def totals(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of the case's national sums that its parameters were fitted to: whoever draws parameters anew can
    ask how far off these a run is.
    """
    return tuple(
        target.id
        for target in scenario.case.evidence.targets
        if target.aggregate == "cumulative" and target.role == "fit" and not (target.regions or target.note)
        and target.series != FIRST_YEAR and target.value > 0.0
    )  # fmt: skip


def targets_for(scenario: Scenario, file: Path | None) -> tuple[Target, ...]:
    """Return the targets of a table in the place of the case's, which are returned where there is none.

    Raises InputError as `read_targets` does, and for a series that looks misspelt: it would be left out for hours.
    """
    if file is None:
        return scenario.case.evidence.targets
    found, known = read_targets(file, scenario.case.population.codes), [*measures(scenario.observation), FIRST_YEAR]
    refuse([
        InputError(f"no series {shown(t.series)}", place=f"{t.place}, series", remedy=nearest(t.series, known))
        for t in found
        if t.series not in known and closest(t.series, known)
    ])  # fmt: skip
    return found


def misnamed(scenario: Scenario) -> list[InputError]:
    """Return an error for each target whose series, or whose regions, no run of the scenario has."""
    wrong = list[InputError]()
    kinds = measures(scenario.observation)
    known = [*kinds, FIRST_YEAR]
    for target in scenario.case.evidence.targets:
        if target.series not in known:
            place = f"{target.place}, series"
            wrong.append(
                InputError(f"no series {shown(target.series)}", place=place, remedy=nearest(target.series, known))
            )
        else:
            wrong += _unfit(target, "nation" if target.series == FIRST_YEAR else kinds[target.series][0])
    return wrong


def _unfit(target: Target, kind: str) -> Iterator[InputError]:
    """Yield what does not go together in a target: regions of a national series, a sum of what does not add up."""
    if target.regions and kind == "nation":
        remedy = "leave the regions empty: this series is of the nation"
        yield InputError(f"regions of {target.series}", place=f"{target.place}, regions", remedy=remedy)
    if target.aggregate in ("cumulative", "share") and kind not in ("flow", "places") and target.series != FIRST_YEAR:
        remedy = f"give day, peak or mean: {target.series} is no count a day"
        yield InputError(f"'{target.aggregate}' of {target.series}", place=f"{target.place}, aggregate", remedy=remedy)
    share = target.aggregate == "share" or kind == "share" or (kind == "nation" and target.series.startswith("obs_"))
    if share != on_logit(target) and target.scale == "":
        remedy = f"add the column scale and give {'logit' if share else 'log'}"
        yield InputError(f"a value of {target.value:g} looks like {'no' if share else 'a'} share",
                         place=f"{target.place}, value", remedy=remedy)  # fmt: skip


def _asked(series: str, scenario: Scenario) -> str:
    """Return what a poll asks for: the measure of which its series is a sample; "" for what is no poll."""
    return next((poll.measure for poll in scenario.observation.polls if f"obs_{poll.name}" == series), "")


def _day(event: Any, scenario: Scenario) -> date:
    """Return the first day of an event as the timeline writes it: a date, or days from the case's start."""
    day = event["day"]
    return day if isinstance(day, date) else scenario.case.head.start + timedelta(days=day)


def _same(event: Any, own: Event, scenario: Scenario) -> bool:
    """Tell whether a scenario's event is one of the timeline; one that calls nobody is no call-up."""
    kind, regions = own_code.kind_of(own), tuple(event.get("regions", ALL))
    idle = type(own).ordered is not Event.ordered and own.ordered() <= 0.0
    begins = scenario.start + timedelta(days=own.day) == _day(event, scenario)
    return kind == event["kind"] and begins and own.regions == regions and not idle


def _calls_cut_short(scenario: Scenario, days: int) -> str:
    """Say that a call-up did not run its course: deaths among a part of the called are not deaths among all."""
    decrees = [event for event in scenario.events if isinstance(event, Decree) and event.ordered() > 0]
    if not decrees:
        return "nobody is called up in this scenario"
    for decree in decrees:
        course = decree.day + int(decree.duration) - 1
        if decree.last_day() < course:
            return f"the scenario ends the call-up early, on {scenario.start + timedelta(days=decree.last_day())}"
        if days <= course:
            over, last = (scenario.start + timedelta(days=day) for day in (course, days - 1))
            return f"calls were cut short: the run ends on {last}, the decree's last day is {over}"
    return ""
