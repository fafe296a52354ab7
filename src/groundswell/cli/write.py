"""The commands `new` and `check`: write a variant, and see whether it is valid."""

import json
from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import Json, Set, collect


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    app.command()(new)
    app.command()(check)


def new(
    name: Annotated[str, typer.Argument(help="Name of the variant; NAME.toml is written.")],
    extends: Annotated[str, typer.Option(help="Scenario or file to start from.")] = "mobilization-2022",
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a variant of a scenario: every parameter stands there as a comment, ready to be changed."""
    from groundswell.scenario.template import write_variant

    path = write_variant(name, extends, folder)
    typer.echo(f"written: {path}; next: groundswell check {path}, groundswell run {path}", err=True)


def check(
    file: Annotated[str, typer.Argument(help="A scenario file, or a shipped scenario's name.")],
    set_: Set = None,
    as_json: Json = False,
) -> None:
    """Say all that is wrong with a scenario; or, if nothing is, what it contains and where it leaves the evidence."""
    from groundswell.scenario.catalogue import outside_prior
    from groundswell.scenario.load import load

    scenario = load(file, *collect(set_))
    outside = outside_prior(scenario)
    if as_json:
        told = {
            "scenario": scenario.name,
            "hash": scenario.hash,
            "days": scenario.days,
            "persons": scenario.persons,
            "events": [{"name": event.name, "day": event.day} for event in scenario.events],
            "outside_prior": [{"key": a.parameter.key, "value": a.value, "prior": a.parameter.prior} for a in outside],
        }
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"valid: {scenario!r}")
    for a in outside:
        low, high = a.parameter.prior
        unit = a.parameter.meta.unit
        typer.echo(f"outside its prior: {a.parameter.key} = {a.value:g} ({unit}), evidence leaves {low:g}..{high:g}")
    for key in scenario.fixed_signs:
        typer.echo(f"assumed: the sign of {key} is fixed by this scenario")
