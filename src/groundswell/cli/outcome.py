"""What the commands that run something share: where results go, how they are shown, what an interrupt leaves."""

import shlex
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.output import Interrupted, answer, complain, say
from groundswell.cli.streams import OutputError
from groundswell.errors import GroundswellError
from groundswell.extras import need

if TYPE_CHECKING:
    from groundswell.running.live import More
    from groundswell.running.model import Run
    from groundswell.scenario.model import Scenario

Out = Annotated[Path | None, typer.Option(help="New folder for the run; default: runs/NAME-DATE-N.")]
Threads = Annotated[int | None, typer.Option(help="Threads to use; changes no result.", min=1)]
Report = Annotated[bool, typer.Option("--report/--no-report", help="Write a report, an HTML page, too.")]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="Keep a large society for the next run.")]


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
    """Return what writes a run's report into its folder, or None; a run that was interrupted ends without."""
    return (lambda run, folder: run.report(folder) if run.complete else None) if can_report(wanted) else None


def new_folder(scenario: "Scenario") -> Path:
    """Return a folder for a run that does not exist yet, finished or under way."""
    from datetime import date

    from groundswell.runfolder import partial

    name = f"{scenario.name}-{date.today()}"
    folders = (Path("runs", f"{name}-{number}") for number in range(1, 100_000))
    return next(folder for folder in folders if not folder.exists() and not partial(folder).exists())


def tell(run: "Run", folder: Path) -> None:
    """Print a run's summary and where it is; an interrupted one ends the command with 130."""
    from groundswell.running.summary import as_dict, as_text

    page = folder / "report.html"
    places: dict[str, Any] = {"folder": folder, "report": page if page.exists() else None}
    where = f"\nSaved in {folder}" + (f"; report: {page}" if page.exists() else "")
    try:
        answer(lambda: places | as_dict(run), lambda: as_text(run) + "\n" + where)
    except (OutputError, MemoryError, OSError):
        complain(where.strip())
        raise
    if not run.complete:
        complain(f"interrupted: {run.days} of {run.scenario.days} days are kept; to go on: groundswell resume {folder}")
        raise typer.Exit(130)


@contextmanager
def telling_whether_saved(folder: Path) -> Generator[None, None, None]:
    """Say, when something fails after a run was put into `folder`, that the run is safe."""
    before = _saved(folder)
    try:
        yield
    except (Exception, KeyboardInterrupt):
        if _saved(folder) not in (None, before):
            complain(f"the run is saved in {folder}, but its report failed; to try again: groundswell report {folder}")
        raise


def _saved(folder: Path) -> int | None:
    from groundswell.runfolder import MANIFEST

    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return None


@contextmanager
def going_on(store: Path | None, option: str = "") -> Generator[None, None, None]:
    """Turn an interrupt of an experiment into words: how many results `store` keeps, and that the command goes on.

    Without a store nothing is kept; `option` is what would have named one. Raises Interrupted.
    """
    try:
        yield
    except KeyboardInterrupt:
        if store is None:
            raise Interrupted("nothing is kept", f"to keep results give {option}") from None
        from groundswell.computing.store import count

        kept = count(store)
        again = shlex.join(["groundswell", *sys.argv[1:]])
        raise Interrupted(f"{kept:,} results are kept in {store}", f"to go on: {again}") from None
