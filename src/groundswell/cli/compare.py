"""The command `compare`."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import (
    Address,
    Days,
    Executor,
    Force,
    Persons,
    Scale,
    ScenarioName,
    Seed,
    Set,
    Workers,
    add,
    collect,
)
from groundswell.cli.outcome import can_report, going_on
from groundswell.cli.output import answer
from groundswell.cli.progress import Eta


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, compare, loads=True)


def compare(
    scenario: ScenarioName,
    arm: Annotated[list[str], typer.Option(help='"name: key=value | -event | +event.toml" (may be repeated).')],
    seeds: Annotated[int, typer.Option(help="Pairs of runs, each with a society and draws of its own.", min=1)] = 8,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    seed: Seed = None,
    set_: Set = None,
    keep: Annotated[
        Path | None, typer.Option(help="Folder that keeps results; what it holds is not run again.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for a report: compare.html, its charts, a CSV beside each.")
    ] = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    force: Force = False,
    outcome: Annotated[
        list[str] | None,
        typer.Option(help="An outcome beside the usual ones, or a file of your own (may be repeated)."),
    ] = None,
) -> None:
    """Run arms of a scenario in the same society with the same draws, and give the differences with intervals."""
    from groundswell.comparisons import format_comparison
    from groundswell.comparisons.compare import compare as compare_
    from groundswell.overwrite import refuse_existing, refuse_unwritable
    from groundswell.scenario.load import load

    base = load(scenario, *collect(set_, scale=scale, persons=persons, days=days, seed=seed))
    if out:
        refuse_existing(out / "compare.html", force)
        refuse_unwritable(out)
    drawn = can_report(out is not None)
    with going_on(keep, "--keep FOLDER"), Eta() as eta:
        found = compare_(base, arm, seeds, folder=keep, executor=executor, workers=workers, address=address,
                         progress=eta, also=outcome or ())  # fmt: skip
    page = found.report(out) if out and drawn else None
    last = f"\n\nReport: {page}" if page else ""
    answer(lambda: format_comparison.as_dict(found) | {"report": page}, lambda: format_comparison.as_text(found) + last)
    if found.failures:
        raise typer.Exit(1)
