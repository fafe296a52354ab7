"""The card of a new case (README.md): what is in it, every assumption and filled hole, what to do next."""

import textwrap
from datetime import date

from groundswell.world.assumptions import Assumption, counted
from groundswell.world.build import Population
from groundswell.world.files import DAYS, scale
from groundswell.world.tables import sources

_WIDTH = 120
_TITLES = {
    "people": "People",
    "regions": "Regions",
    "towns": "Towns",
    "households": "Households",
    "map": "Map",
    "parameters": "Parameters",
}


def card(people: Population, name: str, start: date, assumptions: list[Assumption]) -> str:
    """Return README.md of the case called `name`."""
    parts = [_what(people, name, start), _assumed(assumptions), _next(name), _whose(people), _USE]
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _what(people: Population, name: str, start: date) -> str:
    c, r = people.country, people.regions
    urban = people.in_town.sum() / people.total
    most, least = int(people.persons.argmax()), int(people.persons.argmin())
    town = ""
    if len(people.towns):
        first = int(people.in_town.argmax())
        town = f"; the largest is {people.towns.name[first]} with {people.in_town[first]:,}"
    rows = [
        ("people", f"{people.total:,} ({people.year})"),
        ("regions", f"{len(r.code)}, from {people.persons[least]:,} ({r.name[least]}) to {people.persons[most]:,} \
({r.name[most]})"),
        ("towns", f"{len(people.towns):,} with {urban:.0%} of the people{town}"),
        ("persons a household", f"{people.households.mean:g} ({people.households.status})"),
        ("outlines", f"of {counted(len(people.outlines), 'region')}" if people.outlines else "none"),
        ("base scenario", f"{DAYS} days from {start:%-d %B %Y}, one simulated person for {scale(people):,}"),
        ("evidence", "none"),
    ]  # fmt: skip
    table = "\n".join(["| what | |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows)])
    since = "" if start == date(people.year, 1, 1) else f" --start {start}"
    intro = f"""A case made by `groundswell case new --country {c.iso3} --year {people.year}{since} {name}` from world \
tables. It is the start of a case, not a study of {c.name}: its people are described, nothing happens in its base \
scenario, and how they would act is the engine's neutral guess."""
    return f"# {c.name} {start.year}\n\n{_wrapped(intro)}\n\n{table}"


def _assumed(assumptions: list[Assumption]) -> str:
    """Return every assumption, by what it is about."""
    parts = ["## What is assumed, and how holes were filled"]
    for about, title in _TITLES.items():
        lines = [_wrapped(f"- {a.text}", "  ") for a in assumptions if a.about == about]
        parts.append("\n".join([f"**{title}**", "", *lines]))
    return "\n\n".join(parts)


def _next(name: str) -> str:
    return f"""## Next

```
groundswell case check {name}
groundswell run {name}
groundswell run {name}/variants/announced-day.toml
```

The last line runs a variant in which a protest day is announced.

Write what you know into `population/`, `parameters.toml` and `timeline.toml`, each with its source; then say here how
well the case fits and where it does not. How well it fits today: not known, for nothing was compared."""


def _whose(people: Population) -> str:
    used = [s for name, s in sources().items() if name != "outlines" or people.outlines]
    lines = [_wrapped(f"- {s['title']}: {s['citation']}. Licence: {s['licence']}.", "  ") for s in used]
    return "\n".join(["## Whose numbers", "", *lines])


_USE = """## Responsible use

The case holds aggregates, no row about a person. It is for the study of the past and of what might have been; it
forecasts nothing, and what a run of it shows is about the model until somebody has compared it with what happened."""
