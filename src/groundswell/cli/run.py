"""The commands `run` and `report`."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.ensemble import run_ensemble
from groundswell.cli.options import (
    Address,
    Days,
    Executor,
    Force,
    Persons,
    Scale,
    ScenarioName,
    Set,
    Workers,
    add,
    collect,
)
from groundswell.cli.outcome import Cache, Out, Report, Threads, new_folder, reporter, tell, telling_whether_saved
from groundswell.cli.output import answer, say

if TYPE_CHECKING:
    from groundswell.running.live import Keeping
    from groundswell.scenario import Scenario


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    add(app, run, report, loads=True)


def run(
    scenario: ScenarioName,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    seed: Annotated[int | None, typer.Option(help="Random seed; with --seeds, the first.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Number of runs, one random seed each; gives intervals.")] = 1,
    set_: Set = None,
    out: Out = None,
    checkpoint_every: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="Days between checkpoints, for resume and branch.")
    ] = 0,
    keep_checkpoints: Annotated[
        bool, typer.Option("--keep-checkpoints", help="Keep all checkpoints, not only the last two.")
    ] = False,
    panel: Annotated[
        int, typer.Option(metavar="K", min=0, help="Record K synthetic persons day by day (panel.parquet).")
    ] = 0,
    threads: Threads = None,
    cache: Cache = True,
    with_report: Report = True,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    force: Force = False,
) -> None:
    """Run a scenario and save its counts, its provenance and its report into a new folder.

    With --seeds N, run it N times side by side, and give every figure an interval.
    """
    say(f"{scenario}: reading")  # before what takes a second to import
    _refuse_together(
        keep_checkpoints and not checkpoint_every,
        seeds > 1 and bool(checkpoint_every or panel or threads),
        seeds == 1 and (executor != "processes" or workers is not None or bool(address)),
    )
    read = partial(collect, set_, scale=scale, persons=persons, days=days, seed=seed)
    if seeds > 1:
        from groundswell.scenario.load import load

        chosen = load(scenario, *read())
        run_ensemble(chosen, seeds, out or new_folder(chosen), force, executor, workers, address, with_report)
        return
    with _compiling(scenario, read) as given:  # imports what takes a second only now, while the helper does the same
        from groundswell.running.live import Keeping
        from groundswell.scenario.load import load

        chosen = load(scenario, *given)
        keeping = Keeping(checkpoint_every, keep_checkpoints, panel)
        _run_once(chosen, out or new_folder(chosen), keeping, threads, cache, with_report, force)


def _refuse_together(kept_of_none: bool, one_run_of_several: bool, several_of_one: bool) -> None:
    """Refuse options that need, or exclude, one another. Raises InputError."""
    from groundswell.errors import InputError

    if kept_of_none:
        raise InputError("--keep-checkpoints", place="command line", remedy="give --checkpoint-every DAYS too")
    if one_run_of_several:
        problem, remedy = "--seeds with --checkpoint-every, --panel or --threads", "leave them out, or run one seed"
        raise InputError(problem, place="command line", remedy=remedy)
    if several_of_one:
        remedy = "give --seeds N too, or leave them out: one run takes the processors of this machine"
        raise InputError("--executor, --workers or --address of a single run", place="command line", remedy=remedy)


@contextmanager
def _compiling(
    scenario: str, read: Callable[[], tuple[dict[str, Any], str]]
) -> Generator[tuple[dict[str, Any], str], None, None]:
    """Have a helper compile, if this is the first run, until the context ends; yield what `read` returns."""
    from groundswell.computing import ahead

    if ahead.is_cold():
        say("the first run here compiles, which takes some seconds once")
    with ahead.helper() as process:
        given = read()
        ahead.order(process, scenario, given[0])
        yield given


def _run_once(chosen: "Scenario", folder: Path, keeping: "Keeping", threads: int | None, cache: bool,
              with_report: bool, force: bool) -> None:  # fmt: skip
    """Run one seed into a folder and tell what came of it."""
    from groundswell.cli.progress import Progress
    from groundswell.running.run import run as run_
    from groundswell.running.store import check_target
    from groundswell.scenario.load import not_reached

    check_target(folder, force)
    if late := not_reached(chosen):
        say(f"note: begins after the last day and does not happen: {', '.join(late)}")
    more = reporter(with_report)
    say(f"{chosen.name}: {chosen.persons:,} persons, {chosen.days} days; building the society")
    with telling_whether_saved(folder), Progress() as progress:
        done = run_(chosen, threads=threads, progress=progress, out=folder, keeping=keeping, cache=cache, more=more,
                    force=force)  # fmt: skip
    tell(done, folder)


def report(
    run: Annotated[Path, typer.Argument(help="The folder of a run, or of an ensemble (run --seeds).")],
    out: Annotated[Path | None, typer.Option(help="Folder to write to; default: the run's own.")] = None,
    force: Force = False,
) -> None:
    """Write the report of a run or an ensemble again: report.html, and a CSV beside every chart."""
    from groundswell.comparisons.ensemble import open_ensemble
    from groundswell.comparisons.ensemble_folder import MANIFEST
    from groundswell.overwrite import refuse_existing
    from groundswell.running.store import open_run

    if out and out.absolute() != run.absolute():
        refuse_existing(out / "report.html", force)
    found = open_ensemble(run) if (run / MANIFEST).is_file() else open_run(run)
    page = found.report(out or run)
    answer(lambda: {"folder": page.parent, "report": page}, lambda: f"report: {page}")
