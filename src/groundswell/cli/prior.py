"""The command `prior`."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import (
    Address,
    Days,
    Executor,
    Force,
    OutFolder,
    Persons,
    Scale,
    ScenarioName,
    Set,
    Workers,
    add,
    collect,
)
from groundswell.cli.outcome import Report, can_report, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.progress import Eta


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, prior, loads=True)


def prior(
    scenario: ScenarioName,
    draws: Annotated[int, typer.Option(help="Draws of all uncertain parameters.", min=1)] = 500,
    seed: Annotated[int, typer.Option(help="Seed of the draws.", min=0)] = 1,
    out: OutFolder = None,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    set_: Set = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    with_report: Report = True,
    force: Force = False,
) -> None:
    """Run draws of a scenario's joint prior and show them beside the evidence."""
    from groundswell.inference.format_prior import as_dict, as_text
    from groundswell.inference.prior_predictive import prior_predictive
    from groundswell.overwrite import refuse_existing
    from groundswell.scenario.load import load

    changes, place = collect(set_, scale=scale, persons=persons, days=days)
    base = load(scenario, changes, place)
    folder = out or Path("runs", f"prior-{base.name}")
    if with_report:
        refuse_existing(folder / "prior.html", force)
    drawn = can_report(with_report)
    say(f"{base.name}: {draws} draws, {base.persons:,} persons, {base.days} days; drawing")
    with going_on(folder / "store"), Eta() as eta:
        found = prior_predictive(base, draws, seed=seed, out=folder, executor=executor, workers=workers,
                                 address=address, progress=eta)  # fmt: skip
    page = found.report(folder) if drawn else None
    last = f"Saved in {folder}" + (f"; report: {page}" if page else "")
    answer(lambda: {"folder": folder, "report": page, **as_dict(found)}, lambda: f"{as_text(found)}\n\n{last}")
    if found.failures:
        raise typer.Exit(1)
