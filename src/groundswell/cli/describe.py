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
    from groundswell.scenario import presets

    found = [
        {"name": name, "extends": p.extends, "title": p.title, "description": p.description}
        for name, p in zip(presets.scenarios(), presets.presets(), strict=True)
    ]
    answer(lambda: {"scenarios": found}, lambda: "\n".join(_in_words(scenario) for scenario in found))


def _in_words(scenario: dict[str, str]) -> str:
    origin = f" (extends {scenario['extends']})" if scenario["extends"] else ""
    return f"{scenario['name']}{origin}\n    {scenario['title']}: {scenario['description']}"


def params(
    section: Annotated[str, typer.Option(help="Only this one, such as policing, behaviour or rally.")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="As tables for the documentation.")] = False,
) -> None:
    """List every parameter: default, unit, range, prior, status and source."""
    from groundswell.scenario.catalogue import catalogue, group
    from groundswell.scenario.listing import as_markdown, as_text, parameters

    groups = group(section) if section else catalogue()
    answer(lambda: {"parameters": parameters(section)}, lambda: as_markdown(groups) if markdown else as_text(groups))
