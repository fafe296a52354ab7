"""The command `sweep`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    once,
)
from groundswell.cli.outcome import Report, can_report, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.parts import Merge, ShardText, part_of, tell_part
from groundswell.cli.progress import Eta

if TYPE_CHECKING:
    from groundswell.comparisons.sweep import Sweep


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, sweep, loads=True)


def sweep(
    scenario: ScenarioName,
    over: Annotated[
        list[str], typer.Option(help='"key" (its prior), "key=low..high" or "key=a,b,c" (may be repeated).')
    ],
    out: Annotated[Path, typer.Option(help="Folder of results; what it holds is not run again.")],
    points: Annotated[int, typer.Option(help="Points of the design over ranges.")] = 32,
    design: Annotated[str, typer.Option(help="latin, sobol, random or grid.")] = "latin",
    seeds: Annotated[int, typer.Option(help="Replicates of each point.")] = 1,
    arm: Annotated[list[str] | None, typer.Option(help='"name: key=value | -event" (may be repeated).')] = None,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    set_: Set = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    shard: ShardText = None,
    merge: Merge = False,
    with_report: Report = True,
    force: Force = False,
) -> None:
    """Run a scenario over a grid or a design; results become one parquet dataset."""
    from groundswell.comparisons import sweep as sweeps
    from groundswell.comparisons.design import Prior
    from groundswell.comparisons.over import parse_over
    from groundswell.errors import InputError
    from groundswell.scenario.load import load

    changes, place = collect(set_, scale=scale, persons=persons, days=days)
    base = load(scenario, changes, place)
    varied = once((parse_over(text, base) for text in over), "--over")
    if both := varied.keys() & changes.keys():
        raise InputError(f"'{min(both)}' is given twice", place="--over", remedy="vary it or set it, not both")
    for key, values in varied.items():
        if not isinstance(values, Prior):
            say(f"{key}: {len(values)} levels, {' and '.join(str(value) for value in values)}")
    part, drawn = part_of(shard, merge, executor), can_report(with_report and not shard)
    asked = sweeps.prepare(base, varied, out, points=points, kind=design, seeds=seeds, arms=arm or (), force=force)
    if part:
        with going_on(out / "store"), Eta() as eta:
            ended = asked.run_part(part, workers, eta)
        return tell_part(ended, out)
    with going_on(out / "store"), Eta() as eta:
        done = asked.merge() if merge else asked.run(executor, workers, address, eta)
    _tell(done, out, drawn)


def _tell(done: "Sweep", out: Path, drawn: bool) -> None:
    """Print what a sweep left, and write its page if one is to be drawn."""
    page = done.report(out) if drawn and done.rows else None
    last = f"; report: {page}" if page else ""
    result = {"folder": out, "dataset": done.file, "runs": len(done.jobs), "points": done.points, "seeds": done.seeds,
            "failures": done.failures, "report": page}  # fmt: skip
    answer(
        lambda: result,
        lambda: f"{len(done.jobs)} runs, {len(done.failures)} without a result; {done.file or 'no dataset'}{last}",
    )
    if done.failures:
        raise typer.Exit(1)
