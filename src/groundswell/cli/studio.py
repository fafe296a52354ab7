"""The command `studio`."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import add
from groundswell.cli.output import complain


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, studio, loads=True)


def studio(
    folder: Annotated[Path, typer.Argument(help="Folder whose runs are shown and into which new ones go.")] = Path(
        "runs"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; default: a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in your browser.")] = True,
) -> None:
    """Open a page in the browser on which cases are looked at, run, changed and compared by hand.

    It answers to this machine alone, needs no network, and ends with Ctrl-C; runs go on.
    """
    from groundswell import trust
    from groundswell.studio.serve import serve

    def say(address: str) -> None:
        complain(f"studio: {address}\nCtrl-C ends it; runs go on")

    serve(folder, port, browser, trust.is_given(), say)
