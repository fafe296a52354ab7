"""The command line: `groundswell --help`. Heavy imports wait inside the commands, so that help appears at once."""

import sys

import typer

from groundswell import __version__
from groundswell.cli import bench, cache, classics, data, describe, experiments, resume, run, write
from groundswell.errors import GroundswellError

__all__ = ["app", "main"]

app = typer.Typer(
    name="groundswell",
    help="Collective action in whole societies: run scenarios, read reports, replicate the classic models.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (run, resume, write, describe, data, classics, experiments, cache, bench):
    part.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groundswell {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    del version


def main() -> None:
    """Run the command line; what the user can mend is told in words, with exit code 2."""
    try:
        app()
    except GroundswellError as error:
        for line in str(error).splitlines():
            typer.echo(f"error: {line}", err=True)
        sys.exit(2)
