"""Which of a case's observed series a report draws beside the simulation, and with which published points.

One chart a series and place: the nation, or the regions that a figure names. A series whose figures are mostly sums
since the start is drawn as such a sum, any other day by day; a sum over another period then stands at its middle, as
the mean of a day. Shares, means and peaks stand in the table of the fit alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from groundswell.case.evidence import Observation, Target
from groundswell.case.tags import tags_in
from groundswell.process.count import measures
from groundswell.report.charts import COUNTED, PUBLISHED
from groundswell.report.counts import COLOUR, on
from groundswell.report.evidence import weight
from groundswell.running import Run
from groundswell.running.targets import apart

OF_RESPONDENTS, SHARE, PERSONS, A_DAY, PLACES = (
    "share of respondents", "share", "persons", "persons a day", "places a day",
)  # fmt: skip
Places = tuple[str, ...]  # codes of regions; none: the nation
_LATER = 10  # days that a count a day is drawn beyond its last figure: later ones would be a flat line
_FEWEST = 2  # points of a chart of single regions
_CHARTS = 12
_MOST = 3  # sources that are named below a chart
_OTHERS = ("#8F5E00", "#882255", "#332288")  # of what is no response of its own
_HUES = {"participants": "voice", "detained": "voice", "held": "voice", "charged": "voice", "deaths_protest": "voice",
         "exit_net": "exit", "exit_gross": "exit", "left_gross": "exit", "abroad": "exit", "came_back": "exit",
         "called": "comply", "complied": "comply", "serving": "comply", "returned": "comply",
         "evading": "hide"}  # fmt: skip


class Against(NamedTuple):
    """A series with its published points: how it is drawn and what is said of it."""

    series: str
    regions: Places
    title: str
    note: str
    colour: str
    unit: str
    share: bool  # written in per cent
    so_far: bool  # the sum since the start, not the count of each day
    days: int  # that are drawn
    rows: list[dict[str, Any]]  # date, what (PUBLISHED, or COUNTED without an interval), value, low, high
    sources: tuple[str, ...]  # of the points


class Point(NamedTuple):
    """A published value at a day, and whether it is a mean over a period around that day."""

    day: date
    value: float
    low: float | None
    high: float | None
    source: str
    mean: bool = False


def drawn(run: Run) -> list[Against]:
    """Return what is drawn of a run, in the order of the case's targets and then of its observations; none for a run
    of other days than the evidence.
    """
    evidence, kinds = run.scenario.case.evidence, measures(run.scenario.observation)
    if apart(run.scenario):
        return []
    found = list[Against]()
    for series in dict.fromkeys(each.series for each in (*evidence.targets, *evidence.observations)):
        kind = kinds.get(series, ("",))[0]
        if not kind or (kind == "places" and weight(run) >= 1.5):  # places are comparable at 1:1 only
            continue
        for regions, targets, seen in _groups(run, series):
            one = _against(run, series, regions, targets, seen, len(found))
            found += [one] if one is not None else []
    return found[:_CHARTS]


def _groups(run: Run, series: str) -> list[tuple[Places, list[Target], list[Observation]]]:
    """Return the figures and observations of a series by place: of the nation, then of regions that figures name.

    Observations of other regions make a group of their own where nothing is known of the nation.
    """
    evidence = run.scenario.case.evidence
    targets, seen = defaultdict[Places, list[Target]](list), defaultdict[Places, list[Observation]](list)
    for t in evidence.targets:
        if t.series == series and t.aggregate in ("day", "cumulative") and not t.note:
            targets[t.regions].append(t)
    mine = [o for o in evidence.observations if o.series == series]
    seen[()] = [o for o in mine if not o.region and not o.place]
    others = [o for o in mine if o.region and not seen[()] and () not in targets]
    for o in (o for o in mine if (o.region,) in targets):
        seen[o.region,].append(o)
    if rest := [o for o in others if (o.region,) not in targets]:
        named = tuple(sorted({o.region for o in rest}))
        seen[() if named == run.scenario.case.population.codes else named] += rest
    return [(key, targets[key], seen[key]) for key in dict.fromkeys((*targets, *seen))]


def _against(run: Run, series: str, regions: Places, targets: list[Target], seen: list[Observation], number: int
             ) -> Against | None:  # fmt: skip
    """Return how a series is drawn; None when too few published points lie in the run's days."""
    kind, about = measures(run.scenario.observation)[series]
    start = run.scenario.start
    spans = [(t.date, t.since, t.aggregate == "cumulative") for t in targets] or [
        (o.until or o.date, o.date if o.until else None, o.until is not None) for o in seen]  # fmt: skip
    sums = sum(summed and since in (None, start) for _, since, summed in spans)
    so_far = kind == "flow" and 2 * sums > len(spans)
    points = _points(targets, seen, start, so_far, kind)
    points = [point for point in points if on(run, 0) <= point.day <= on(run, run.days - 1)]
    if len(points) < (_FEWEST if regions else 1):
        return None
    last = (max(point.day for point in points) - start).days
    poll, names = kind == "nation" and series.startswith("obs_"), run.scenario.case.population.name
    unit = {"share": SHARE, "stock": PERSONS, "places": PLACES}.get(kind, PERSONS if so_far else A_DAY)
    return Against(
        series, regions, _title(targets, about, [names(code) for code in regions]),
        _note(series, kind, so_far, seen, points), _colour(series, number), OF_RESPONDENTS if poll else unit,
        poll or kind == "share", so_far,
        min(run.days, last + 1 + _LATER) if kind in ("flow", "places") and not so_far else run.days,
        [{"date": p.day.isoformat(), "value": p.value, "low": p.low, "high": p.high,
          "what": COUNTED if p.low is None else PUBLISHED} for p in points],
        _sources(run, points),
    )  # fmt: skip


def _points(targets: list[Target], seen: list[Observation], start: date, so_far: bool, kind: str) -> list[Point]:
    """Return the points of a chart: figures, and observations of days that have none; means where nothing else is."""
    found = list[Point]()
    for t in targets:
        summed = t.aggregate == "cumulative"
        since = t.since or (start if summed else t.date)
        if so_far or t.since is not None or not summed:  # a sum since the run's start is no figure of a day
            found += _point(since, t.date, (t.value, t.low, t.high), t.source, summed, start, so_far)
    known = {point.day for point in found}
    for (first, last), rows in _counted(seen).items():
        value, one = sum(o.value for o in rows), rows[0] if len(rows) == 1 else None
        ends = (value, one.low, one.high) if one else (value, None, None)
        summed = last != first and kind == "flow"
        found += [p for p in _point(first, last, ends, rows[0].source, summed, start, so_far) if p.day not in known]
    days = [point for point in found if not point.mean]
    return sorted(days or found, key=lambda point: point.day)


def _point(first: date, last: date, value: tuple[float, float | None, float | None], source: str, summed: bool,
           start: date, so_far: bool) -> list[Point]:  # fmt: skip
    """Return where a value stands in the chart, if it does."""
    if so_far:
        return [Point(last, *value, source)] if summed and first == start else []
    if not summed:
        return [Point(last, *value, source)] if first == last else []
    days = (last - first).days + 1
    mean, low, high = value[0] / days, *(None if end is None else end / days for end in value[1:])
    return [Point(first + timedelta(days=days // 2), mean, low, high, source, True)]


def _counted(seen: Iterable[Observation]) -> dict[tuple[date, date], list[Observation]]:
    """Return observations by their days; where a region was counted as a whole, its places are not counted again."""
    found: dict[tuple[date, date], list[Observation]] = defaultdict(list)
    for o in seen:
        found[o.date, o.until or o.date].append(o)
    for days, rows in found.items():
        whole = {o.region for o in rows if not o.place}
        found[days] = [o for o in rows if not o.place or o.region not in whole]
        if nation := [o for o in rows if not o.region]:
            found[days] = nation[-1:]  # the last count of several of one day
    return found


def _title(targets: list[Target], about: str, names: Sequence[str]) -> str:
    """Return what a series counts: as its figures say, where they say the same, or as the model says; and where."""
    own = {target.about for target in targets}
    about = own.pop() if len(own) == 1 and not any(c.isdigit() for name in own for c in name) else about
    about = about.removesuffix(f", {OF_RESPONDENTS}")
    where = f": {', '.join(names[:4])}{' and others' if len(names) > 4 else ''}" if names and own != {about} else ""
    return f"{about[:1].upper()}{about[1:]}{where}"


def _note(series: str, kind: str, so_far: bool, seen: list[Observation], points: list[Point]) -> str:
    """Return what a reader must know of the line and the points."""
    observed = series.startswith("obs_")
    if kind == "nation" and observed:
        return "Share, as a poll of the day would have found."
    what = "Sum since the start" if so_far else "Each day"
    text = (
        f"{what}, as the observer would have counted." if observed else f"{what}, all that happens in the simulation."
    )
    if any(point.mean for point in points):
        text += " A sum over a period stands at its middle, as the mean of a day."
    if any(point.low is None for point in points) and any(o.place or o.region for o in seen):
        text += " Points without an interval are sums over the places that were counted: a floor."
    return text


def _colour(series: str, number: int) -> str:
    name = series.removeprefix("obs_").removesuffix("_places")
    return COLOUR[_HUES[name]] if name in _HUES else _OTHERS[number % len(_OTHERS)]


def _sources(run: Run, points: list[Point]) -> tuple[str, ...]:
    """Return who published the points: citations, or a source's own words where it names none; a few, then how many."""
    known = run.scenario.case.evidence.citations
    named = [[known[tag] for tag in tags_in(point.source) if tag in known] or [point.source] for point in points]
    found = list(dict.fromkeys(source for some in named for source in some))
    more = len(found) - _MOST
    return (*found[:_MOST], f"and {more} more, in the case's evidence") if more > 0 else tuple(found)
