"""The files of a new case as text: head, tables, parameters, a quiet timeline and sources."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from groundswell.world.assumptions import Assumption
from groundswell.world.build import Population
from groundswell.world.tables import BANDS, SEXES, sources

DAYS = 60  # of the base scenario
_SIMULATED = 250_000  # persons: a run of the base scenario takes seconds
_COARSEST = 1000  # turnout and detentions are off at coarser scales (verification/limits.py)
_IN_REGION = 2  # simulated persons that the smallest region has at least
_LEAVE = 1e-4  # of all adults a day: what the ways out take together
_LEAVE_RANGE = (1e-5, 1e-3)
_MOST = 1e6  # persons a day: what the engine takes for a gate
_MONITORS = {"detained": "detained", "participants": "participants"}


def quoted(value: Any) -> str:
    """Return text, a number or a list of them as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)


def table(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """Return a CSV table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def scale(people: Population) -> int:
    """Return N of the base scenario's scale 1:N: 1, 2 or 5 times a power of ten, with every region still peopled."""
    most = min(max(int(people.persons.min() / _IN_REGION), 1), _COARSEST)
    steps = [step * 10**power for power in range(9) for step in (1, 2, 5)]
    wanted = next(n for n in steps if people.total / n <= _SIMULATED)
    return max(n for n in steps if n <= min(wanted, most))


def head(people: Population, start: date) -> str:
    """Return case.toml."""
    name = people.country.name
    licence = "that of each source, most of them CC BY (sources.toml)" + "; outlines ODbL 1.0" * bool(people.outlines)
    about = f"A quiet {start.year} in {name}: people, regions and towns from world tables, nothing announced."
    return f"""title = {quoted(f"{name} {start.year}")}
description = {quoted(about)}
country = "{people.country.iso3}"
start = {start}
days = {DAYS}
scale = "1:{scale(people)}"
status = "draft"
licence = {quoted(licence)}
notice = {quoted(f"Nothing of {name} but its people is in this case: how they behave is the engine's neutral guess.")}
"""


def regions(people: Population) -> str:
    """Return population/regions.csv."""
    r = people.regions
    rows = zip(r.code, r.name, r.name_local, people.persons.tolist(), r.lat.tolist(), r.lon.tolist(), strict=True)
    header = ("code", "name", "name_local", "population", "capital", "lat", "lon")
    return table(header, ((code, name, local, persons, int(i == people.capital), f"{lat:.4f}", f"{lon:.4f}")
                          for i, (code, name, local, persons, lat, lon) in enumerate(rows)))  # fmt: skip


def age_sex(people: Population) -> str:
    """Return population/age_sex.csv: the nation's table."""
    rows = (("*", sex, *bands) for sex, bands in zip(SEXES, people.age_sex.tolist(), strict=True))
    return table(("region", "sex", *(f"age_{age}" for age in BANDS)), rows)


def towns(people: Population) -> str:
    """Return population/towns.csv."""
    t, code = people.towns, people.regions.code
    region: list[int] = t.region.tolist()
    persons: list[int] = people.in_town.tolist()
    order = sorted(range(len(t)), key=lambda i: (code[region[i]], -persons[i], t.name[i]))
    rows = ((code[region[i]], t.name[i], persons[i], float(t.lat[i]), float(t.lon[i])) for i in order)
    return table(("region", "name", "population", "lat", "lon"), rows)


def outlines(people: Population) -> str:
    """Return population/outlines.geojson."""
    shapes = {"type": "FeatureCollection", "features": people.outlines}
    return json.dumps(shapes, ensure_ascii=False, separators=(",", ":")) + "\n"


def _entry(key: str, **own: Any) -> str:
    return "\n".join([f"[{key}]", *(f"{name} = {quoted(value)}" for name, value in own.items())]) + "\n"


def parameters(people: Population) -> tuple[str, list[Assumption]]:
    """Return parameters.toml, and what was assumed in it."""
    h, adults = people.households, people.adults
    low, value, high = (
        max(min(round(adults * share), _MOST), 1) for share in (_LEAVE_RANGE[0], _LEAVE, _LEAVE_RANGE[1])
    )
    rule = "assumed: one adult in 10,000 a day, a tenth to ten times as many"
    parts = [
        "# What this case knows better than the engine, or must say because the engine knows no country.\n",
        _entry("society.household_mean", value=h.mean, prior=list(h.prior), status=h.status, source=h.source),
        _entry("border.everybody", value=True, status="assumed", source="no call-up: every adult may leave"),
        _entry("border.gates.abroad.capacity", value=float(value), prior=[float(low), float(max(high, low + 1))],
               shape="loguniform", status="assumed", source=rule),
    ]  # fmt: skip
    turnout = "assumed: a day that reaches everybody draws about one adult in 1,000"
    parts.insert(2, _entry("behaviour.protest", value=-11.5, prior=[-14.5, -8.5], status="assumed", source=turnout))
    for name, counts in _MONITORS.items():
        parts.append(
            _entry(f"observation.monitors.{name}.counts", value=counts, source="assumed: an independent monitor")
        )
    asked = "assumed: a national poll"
    parts.append(_entry("observation.polls.support.measure", value="support_public", source=asked))
    texts = (
        "An announced day that reaches everybody draws about one adult in 1,000 (behaviour.protest):"
        " assumed, so that effects can be seen; its range: a twentieth to twenty times as many.",
        f"All who are of age may leave, through one gate of {value:,} persons a day ({rule}).",
        f"{len(_MONITORS)} monitors count detentions and participants, and one poll asks for support; what they miss is"
        " the engine's neutral guess.",
        "Everything else is neutral: no parameter was fitted to this country, so that levels mean little; differences"
        " between two arms of one case mean more.",
        "In the variant with an announced day the call arrives everywhere.",
        "There is no call-up: a decree is refused until the case has a [call] table.",
    )
    return "\n".join(parts), [Assumption("parameters", text) for text in texts]


TIMELINE = """# The events of the base scenario: none, a quiet country.
# How events are written: variants/announced-day.toml.
"""


def announced_day(name: str) -> str:
    """Return the variant in which a protest day is announced."""
    return f"""extends = "{name}"

[scenario]
title = "An announced day"
description = "A day of protest is announced for day 3."

[events.day]
kind = "rally"
day = 3
reach = 0                       # people of a place where half of the call arrives; 0: it arrives everywhere
source = "assumed: an example"
"""


def sources_of(people: Population) -> str:
    """Return sources.toml: what the case's tables were made from."""
    own = {
        "population/regions.csv": ("regions", "crosswalk", "ages"),
        "population/age_sex.csv": ("ages",),
        "population/towns.csv": ("towns", "crosswalk"),
        "population/spellings.csv": ("crosswalk",),
        "parameters.toml": ("households",),
        "population/outlines.geojson": ("outlines",),
    }
    if not people.outlines:
        del own["population/outlines.geojson"]
    known = sources()
    return "\n".join(
        _entry(
            quoted(file),
            title="; ".join(known[name]["title"] for name in names),
            citation="; ".join(known[name]["citation"] for name in names),
            licence="; ".join(known[name]["licence"] for name in names),
            retrieved=known[names[0]]["retrieved"],
            caveats=[caveat for name in names for caveat in known[name]["caveats"]],
        )
        for file, names in own.items()
    )
