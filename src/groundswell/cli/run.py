"""The commands `run` and `report`."""

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import Json, Set, collect

if TYPE_CHECKING:
    from groundswell.run.model import Run
    from groundswell.scenario.model import Scenario


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    app.command()(run)
    app.command()(report)


def run(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario (`groundswell scenarios`) or a file.")],
    scale: Annotated[str, typer.Option(help="1:N, a simulated person stands for N.")] = "",
    persons: Annotated[int | None, typer.Option(help="Simulated persons, in place of --scale.")] = None,
    days: Annotated[int | None, typer.Option(help="Days to run.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of every draw.")] = None,
    set_: Set = None,
    out: Annotated[Path | None, typer.Option(help="New folder for the run; default: runs/NAME-DATE-N.")] = None,
    threads: Annotated[int | None, typer.Option(help="Threads to use; changes no result.", min=1)] = None,
    with_report: Annotated[bool, typer.Option("--report/--no-report", help="Write report.html too.")] = True,
    as_json: Json = False,
) -> None:
    """Run a scenario and save its counts, its provenance and its report into a new folder."""
    from groundswell.cli.progress import Progress
    from groundswell.run.run import run as run_
    from groundswell.run.store import check_target, save
    from groundswell.scenario.load import load, not_reached

    chosen = load(scenario, *collect(set_, scale=scale, persons=persons, days=days, seed=seed))
    folder = out or _new_folder(chosen)
    check_target(folder)
    if late := not_reached(chosen):
        _say(f"note: begins after the last day and does not happen: {', '.join(late)}")
    has_report = with_report and _can_report()
    _say(f"{chosen.name}: {chosen.persons:,} persons, {chosen.days} days; building the society")
    with Progress() as progress:
        done = run_(chosen, threads=threads, progress=progress)
    try:
        save(done, folder, done.report if has_report else None)
    except (Exception, KeyboardInterrupt):
        if folder.exists():
            _say(f"the run is saved in {folder}, but its report failed; to try again: groundswell report {folder}")
        raise
    _tell(done, folder, has_report, as_json)
    if not done.complete:
        raise typer.Exit(130)


def report(
    run: Annotated[Path, typer.Argument(help="A run's folder.")],
    out: Annotated[Path | None, typer.Option(help="Folder to write to; default: the run's own.")] = None,
) -> None:
    """Write a run's report anew: report.html, and a CSV beside every chart."""
    from groundswell.run.store import open_run

    page = open_run(run).report(out or run)
    _say(f"report: {page}")


def _can_report() -> bool:
    try:
        import_module("groundswell.report.page")
    except ModuleNotFoundError as error:
        _say(f"note: no report will be written: {error.name} is not installed (pip install 'groundswell[report]')")
        return False
    return True


def _new_folder(scenario: "Scenario") -> Path:
    from datetime import date

    name = f"{scenario.name}-{date.today()}"
    number = next(n for n in range(1, 100_000) if not Path("runs", f"{name}-{n}").exists())
    return Path("runs", f"{name}-{number}")


def _tell(run: "Run", folder: Path, has_report: bool, as_json: bool) -> None:
    from groundswell.run.summary import as_dict, as_text

    if as_json:
        told: dict[str, Any] = {"folder": str(folder), "report": str(folder / "report.html") if has_report else None}
        typer.echo(json.dumps(told | as_dict(run), indent=2, ensure_ascii=False))
        return
    typer.echo(as_text(run))
    typer.echo(f"\nSaved in {folder}" + (f"; report: {folder / 'report.html'}" if has_report else ""))


def _say(text: str) -> None:
    typer.echo(text, err=True)
