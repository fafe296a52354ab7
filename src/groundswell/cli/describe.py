"""The commands `scenarios` and `params`: what is there to be run and to be set."""

import json
from typing import Annotated

import typer

from groundswell.cli.options import Json


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    app.command()(scenarios)
    app.command()(params)


def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with the package."""
    from groundswell.scenario.presets import presets

    found = presets()
    if as_json:
        keys = ("name", "extends", "title", "description")
        typer.echo(json.dumps({"scenarios": [{key: getattr(p, key) for key in keys} for p in found]}, indent=2))
        return
    for p in found:
        origin = f" (extends {p.extends})" if p.extends else ""
        typer.echo(f"{p.name}{origin}\n    {p.title}: {p.description}")


def params(
    section: Annotated[str, typer.Option(help="Only this one, such as policing, behaviour or rally.")] = "",
    as_json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As tables for the documentation.")] = False,
) -> None:
    """List every parameter: default, unit, range, prior, status and source."""
    from groundswell.scenario.catalogue import catalogue, group
    from groundswell.scenario.listing import as_dicts, as_markdown, as_text

    groups = group(section) if section else catalogue()
    if as_json:
        typer.echo(json.dumps({"parameters": as_dicts(groups)}, indent=2, ensure_ascii=False))
    else:
        typer.echo(as_markdown(groups) if markdown else as_text(groups))
