"""The command `case new`: a complete case of any country, from world tables."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import add
from groundswell.cli.output import answer


def register(app: typer.Typer) -> None:
    """Add the command to the sub-commands of `case`."""
    add(app, new)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; its name is the case's.")],
    country: Annotated[str, typer.Option(help="Alpha-3 code of ISO 3166-1, such as CHL.")],
    year: Annotated[int, typer.Option(help="Year of the population, 1980 to 2030.")] = 2020,
) -> None:
    """Write a case of a country that runs at once: regions, towns, ages, households; all assumptions in its card."""
    from groundswell.world import write_case

    assumptions = write_case(country, folder, year)
    day = f"groundswell run {folder / 'variants' / 'announced-day.toml'}"
    next_ = f"groundswell run {folder}, and with an announced day: {day}"
    lines = (f"{a.about}: {a.text}" for a in assumptions)
    answer(
        lambda: {"case": folder, "assumptions": [a._asdict() for a in assumptions]},
        lambda: "\n".join(
            ["assumed, and listed in README.md of the case:", *lines, f"written: {folder}; next: {next_}"]
        ),
    )
