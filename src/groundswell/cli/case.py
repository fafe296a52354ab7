"""The commands `case ...`: an episode as a folder of data."""

import typer

from groundswell.cli import case_import, case_new

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands to the main command line."""
    group = typer.Typer(help="Cases: one episode, or one country, as a folder of data.", no_args_is_help=True)
    case_new.register(group)
    case_import.register(group)
    app.add_typer(group, name="case")
