"""The command `case new`: a complete case of any country, from world tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import add
from groundswell.cli.output import answer

if TYPE_CHECKING:
    from datetime import date


def register(app: typer.Typer) -> None:
    """Add the command to the sub-commands of `case`."""
    add(app, new)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; its name is the case's.")],
    country: Annotated[str, typer.Option(help="Alpha-3 code of ISO 3166-1, such as CHL.")],
    year: Annotated[
        int | None,
        typer.Option(
            help="Year of the population, 1980 to 2030; default: that of --start, or 2020.", show_default=False
        ),
    ] = None,
    start: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="First day of the episode; default: 1 January of the year.")
    ] = "",
) -> None:
    """Write a case of a country that runs at once: regions, towns, ages, households; all assumptions in its card."""
    from groundswell.world import write_case

    assumptions = write_case(country, folder, year, _day(start) if start else None)
    day = f"groundswell run {folder / 'variants' / 'announced-day.toml'}"
    next_ = f"groundswell run {folder}, and with an announced day: {day}"
    lines = (f"{a.about}: {a.text}" for a in assumptions)
    answer(
        lambda: {"case": folder, "assumptions": [a._asdict() for a in assumptions]},
        lambda: "\n".join(
            ["assumed, and listed in README.md of the case:", *lines, f"written: {folder}; next: {next_}"]
        ),
    )


def _day(text: str) -> "date":
    """Return the day that a text names. Raises InputError."""
    from datetime import date

    from groundswell.errors import InputError, shown

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"{shown(text)} is no day", place="start", remedy="give YYYY-MM-DD", value=text) from None
