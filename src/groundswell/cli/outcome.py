"""What the commands that run something share: where results go, and how they are told."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.errors import GroundswellError
from groundswell.extras import need

if TYPE_CHECKING:
    from groundswell.run.live import More
    from groundswell.run.model import Run
    from groundswell.scenario.model import Scenario

Out = Annotated[Path | None, typer.Option(help="New folder for the run; default: runs/NAME-DATE-N.")]
Threads = Annotated[int | None, typer.Option(help="Threads to use; changes no result.", min=1)]
Report = Annotated[bool, typer.Option("--report/--no-report", help="Write report.html too.")]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="Keep a large society for the next run.")]


def say(text: str) -> None:
    """Print a line on standard error."""
    typer.echo(text, err=True)


def can_report(wanted: bool) -> bool:
    """Tell whether a report is to be written; say so if one is wanted and its libraries are missing."""
    if wanted:
        try:
            need("report")
        except GroundswellError as error:
            say(f"note: no report will be written: {error}")
            return False
    return wanted


def reporter(wanted: bool) -> "More | None":
    """Return what writes a run's report into its folder, or None."""
    return (lambda run, folder: run.report(folder)) if can_report(wanted) else None


def new_folder(scenario: "Scenario") -> Path:
    """Return a folder for a run that does not exist yet, finished or under way."""
    from datetime import date

    from groundswell.run.store import partial

    name = f"{scenario.name}-{date.today()}"
    folders = (Path("runs", f"{name}-{number}") for number in range(1, 100_000))
    return next(folder for folder in folders if not folder.exists() and not partial(folder).exists())


def tell(run: "Run", folder: Path, as_json: bool) -> None:
    """Print a run's summary and where it is; an interrupted one ends the command with 130."""
    from groundswell.run.summary import as_dict, as_text

    page = folder / "report.html"
    if as_json:
        told: dict[str, Any] = {"folder": str(folder), "report": str(page) if page.exists() else None}
        typer.echo(json.dumps(told | as_dict(run), indent=2, ensure_ascii=False))
    else:
        typer.echo(as_text(run))
        typer.echo(f"\nSaved in {folder}" + (f"; report: {page}" if page.exists() else ""))
    if not run.complete:
        say(f"to go on: groundswell resume {folder}")
        raise typer.Exit(130)


def tell_failure(folder: Path) -> None:
    """Say, when something has failed after a run was safe, that it is."""
    if folder.exists():
        say(f"the run is saved in {folder}, but its report failed; to try again: groundswell report {folder}")
