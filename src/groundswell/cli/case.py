"""The commands `case ...`: an episode as a folder of data."""

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli import case_import, case_new
from groundswell.cli.options import add, common
from groundswell.cli.output import answer, say

if TYPE_CHECKING:
    from groundswell.case import Case
    from groundswell.case.parameters import Given
    from groundswell.case.sources import Source

__all__ = ["register"]

_Reference = Annotated[str, typer.Argument(metavar="CASE", help="A case's name (`groundswell case list`) or folder.")]


_app = typer.Typer(help="Cases, episodes as folders of data.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    add(_app, show, check)
    case_new.register(_app)
    case_import.register(_app)
    app.add_typer(_app, name="case", short_help=_app.info.help)


@_app.callback()
@common
def case(context: typer.Context) -> None:
    """List the cases that have a name: those shipped, installed ones, those of GROUNDSWELL_CASES."""
    if context.invoked_subcommand is None:
        _list()


@_app.command("list")
@common
def list_cases() -> None:
    """List the cases that have a name.

    Those shipped, installed ones, and those in folders of GROUNDSWELL_CASES.
    """
    _list()


def _list() -> None:
    from groundswell.case import cases
    from groundswell.case.lookup import unopened

    found = cases()
    for folder, error in unopened().items():
        say(f"note: {folder} is left out: {error}")
    answer(
        lambda: {"cases": [_head(case) for case in found]},
        lambda: "\n".join(
            f"{c.name}  ({c.head.country}, {c.head.start}, {c.head.status})\n    {c.head.title}: {c.head.description}"
            for c in found
        ),
    )


def show(case: _Reference) -> None:
    """Show a case: what it is, who lives there, its scenarios, its sources with licences and caveats."""
    from groundswell.case import find

    found = find(case)
    answer(lambda: _record(found), lambda: _page(found))


def check(case: _Reference) -> None:
    """List every error in a case's folder, with file, row and remedy; code 2 if anything is."""
    from groundswell.case import find
    from groundswell.inputs.problems import ScenarioError
    from groundswell.verdicts.case_check import check as check_

    if problems := check_(case):
        raise ScenarioError(problems)
    name = find(case).name
    answer(lambda: {"case": name, "problems": []}, lambda: f"case '{name}': nothing is wrong with it")


def _head(case: "Case") -> dict[str, Any]:
    head = case.head
    own = {key: getattr(head, key) for key in ("title", "description", "country", "start", "days", "status", "licence")}
    return {"name": case.name, "scenario": case.scenario, "folder": case.folder, **own}


def _record(case: "Case") -> dict[str, Any]:
    people = case.population
    return {
        **_head(case),
        "held_out": list(case.head.held_out),
        "people": people.total,
        "regions": dict(zip(people.codes, people.population.tolist(), strict=True)),
        "covariates": list(people.covariates),
        "observables": [
            {key: getattr(each, key) for key in ("key", "prior", "shape", "status", "source")} for each in _stated(case)
        ],
        "digest": case.digest,
        "sources": [{key: value for key, value in vars(source).items() if value} for source in case.sources],
    }


def _page(case: "Case") -> str:
    head, people = case.head, case.population
    return "\n".join([
        f"{case.name}: {head.title} ({head.country}, {head.start}, {head.status})",
        _wrapped("", head.description),
        f"    {people.total:,} people in {len(people.codes)} regions and {len(people.towns.name):,} listed towns",
        *(_wrapped("held back", each) for each in head.held_out),
        *(_wrapped(f"prior of {each.key}", _prior(each)) for each in _stated(case)),
        f"    base scenario: {case.scenario}; folder: {case.folder}",
        *(_source(source) for source in case.sources),
    ])  # fmt: skip


def _stated(case: "Case") -> list["Given"]:
    """Return the priors that a case states on what can be counted; of the others the engine's hold."""
    from groundswell.inference.observables import known

    return [given for key, given in case.parameters.items() if key in known()]


def _prior(given: "Given") -> str:
    low, high = given.prior or (0.0, 0.0)
    return f"{low:g} to {high:g} ({given.shape or 'uniform'}; {given.source})"


def _source(source: "Source") -> str:
    caveats = "".join(f"\n{_wrapped('beware', caveat)}" for caveat in source.caveats)
    cite, terms = _wrapped("cite", source.citation), _wrapped("licence", source.licence)
    when = f" (retrieved {source.retrieved})" if source.retrieved else ""
    return f"\n{source.name}: {source.title}{when}\n{cite}\n{terms}{caveats}"


def _wrapped(label: str, sentence: str) -> str:
    text = " ".join((f"{label}: {sentence}" if label else sentence).split())
    return textwrap.fill(text, 100, initial_indent="    ", subsequent_indent="      ")
