"""The commands `scenarios` and `params`: what is there to be run and to be set."""

from typing import Annotated

import typer

from groundswell.cli.options import add
from groundswell.cli.output import answer


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    add(app, scenarios, params)


def scenarios() -> None:
    """List the scenarios that come with the package."""
    from groundswell.scenario.presets import presets

    found = presets()
    keys = ("name", "extends", "title", "description")
    origin = {p.name: f" (extends {p.extends})" if p.extends else "" for p in found}
    answer(
        lambda: {"scenarios": [{key: getattr(p, key) for key in keys} for p in found]},
        lambda: "\n".join(f"{p.name}{origin[p.name]}\n    {p.title}: {p.description}" for p in found),
    )


def params(
    section: Annotated[str, typer.Option(help="Only this one, such as policing, behaviour or rally.")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="As tables for the documentation.")] = False,
) -> None:
    """List every parameter: default, unit, range, prior, status and source."""
    from groundswell.scenario.catalogue import catalogue, group
    from groundswell.scenario.listing import as_markdown, as_text, parameters

    groups = group(section) if section else catalogue()
    answer(lambda: {"parameters": parameters(section)}, lambda: as_markdown(groups) if markdown else as_text(groups))
