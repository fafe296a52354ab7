"""The commands `compare`, `claim`, `claims`, `sweep` and `sensitivity`."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import Json, Set, collect, once
from groundswell.cli.outcome import can_report
from groundswell.json_text import json_text

if TYPE_CHECKING:
    from groundswell.experiments.job import Done

Scale = Annotated[str, typer.Option(help="1:N, a simulated person stands for N.")]
Persons = Annotated[int | None, typer.Option(help="Simulated persons, in place of --scale.")]
Days = Annotated[int | None, typer.Option(help="Days to run.")]
Executor = Annotated[str, typer.Option(help="Where runs are done: processes, ray or dask.")]
Workers = Annotated[int | None, typer.Option(help="Processes at once; default: as processors and memory allow.")]
Address = Annotated[str, typer.Option(help="The cluster's address (ray, dask); default: one on this machine.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    app.command()(compare)
    app.command()(claim)
    app.command()(claims)
    app.command()(sweep)
    app.command()(sensitivity)


def compare(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario (`groundswell scenarios`) or a file.")],
    arm: Annotated[list[str], typer.Option(help='"name: key=value | -event | +event.toml" (may be repeated).')],
    seeds: Annotated[int, typer.Option(help="Pairs of runs, each with a society and draws of its own.", min=1)] = 8,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    seed: Annotated[int | None, typer.Option(help="The first seed.")] = None,
    set_: Set = None,
    keep: Annotated[Path | None, typer.Option(help="Folder that keeps results: asking again is free.")] = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Run arms of a scenario in the same society with the same draws, and tell what differs and how surely."""
    from groundswell.experiments import told
    from groundswell.experiments.compare import compare as compare_
    from groundswell.scenario.load import load

    base = load(scenario, *collect(set_, scale=scale, persons=persons, days=days, seed=seed))
    with Eta() as eta:
        found = compare_(base, arm, seeds, folder=keep, executor=executor, workers=workers, address=address,
                         progress=eta)  # fmt: skip
    typer.echo(json_text(told.as_dict(found)) if as_json else told.as_text(found))
    if found.failures:
        raise typer.Exit(1)


def claim(
    name: Annotated[str, typer.Argument(help="A shipped claim (`groundswell claims`) or a file.")],
    draws: Annotated[int, typer.Option(help="Draws of the priors.")] = 200,
    pairs: Annotated[int, typer.Option(help="Pairs of runs a draw; with 1, every eighth draw gets a second.")] = 1,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    seed: Annotated[int | None, typer.Option(help="The first seed.")] = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Fix a parameter: it is then not drawn (may be repeated)."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of runs and report; default: runs/claim-NAME.")] = None,
    with_report: Annotated[bool, typer.Option("--report/--no-report", help="Write the claim's report too.")] = True,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Test a claim over draws of its priors: a verdict, how often it holds, and what flips it."""
    from groundswell.experiments import judgement, verdict_told
    from groundswell.experiments.claim_file import read

    chosen = read(name, collect(None, scale=scale, persons=persons, days=days, seed=seed)[0])
    folder = out or Path("runs", f"claim-{chosen.name}")
    drawn = can_report(with_report)
    with Eta() as eta:
        found = judgement.judge_claim(chosen, folder / "store", draws, pairs, fix=collect(fix, option="--fix")[0],
                                      executor=executor, workers=workers, address=address, progress=eta)  # fmt: skip
    page: Path | None = None
    if drawn:
        from groundswell.report.claim import write_claim_report

        page = write_claim_report(found, folder)
    told = verdict_told.as_dict(found) | {"folder": str(folder), "report": str(page) if page else None}
    typer.echo(json_text(told) if as_json else verdict_told.as_text(found))
    if page and not as_json:
        typer.echo(f"\nReport: {page}")
    if found.failures:
        raise typer.Exit(1)


def claims(as_json: Json = False) -> None:
    """List the claims that come with the package."""
    from groundswell.experiments.claim_file import claims as names
    from groundswell.experiments.claim_file import read

    found = [read(name) for name in names()]
    if as_json:
        keys = ("name", "title", "text", "said", "reading", "literature", "refuted_if")
        typer.echo(json_text({"claims": [{key: getattr(c, key) for key in keys} for c in found]}))
        return
    for c in found:
        typer.echo(f"{c.name}  {c.title}\n    {c.text}")


def sweep(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario (`groundswell scenarios`) or a file.")],
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
) -> None:
    """Run a scenario over a grid or a design; results become one parquet dataset."""
    from groundswell.errors import InputError
    from groundswell.experiments.sweep import parse_over
    from groundswell.experiments.sweep import sweep as sweep_
    from groundswell.scenario.load import load

    changes, place = collect(set_, scale=scale, persons=persons, days=days)
    base = load(scenario, changes, place)
    varied = once((parse_over(text, base) for text in over), "--over")
    if both := varied.keys() & changes.keys():
        raise InputError(f"'{min(both)}' is given twice", place="--over", remedy="vary it or set it, not both")
    with Eta() as eta:
        done = sweep_(base, varied, out, points=points, kind=design,
                      seeds=seeds, arms=arm or (), executor=executor, workers=workers, address=address,
                      progress=eta)  # fmt: skip
    typer.echo(f"{len(done.jobs)} runs, {len(done.failures)} without a result; {done.file}", err=True)
    if done.failures:
        raise typer.Exit(1)


def sensitivity(
    name: Annotated[str, typer.Argument(help="A shipped claim (`groundswell claims`) or a file.")],
    method: Annotated[str, typer.Option(help="morris or sobol.")] = "morris",
    size: Annotated[int, typer.Option(help="Trajectories (morris) or base sample, a power of 2 (sobol).")] = 8,
    pairs: Annotated[int, typer.Option(help="Pairs of runs at each point; 2 tell noise from effect.")] = 2,
    scale: Scale = "",
    persons: Persons = None,
    days: Days = None,
    out: Annotated[Path | None, typer.Option(help="Folder of runs; default: runs/sensitivity-NAME.")] = None,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Tell which uncertain parameters a claim's paired effect depends on, by Morris or Sobol."""
    from groundswell.experiments.claim_file import read
    from groundswell.experiments.sensitivity import analyse

    chosen = read(name, collect(None, scale=scale, persons=persons, days=days)[0])
    folder = out or Path("runs", f"sensitivity-{chosen.name}")
    with Eta() as eta:
        found = analyse(chosen, folder, method, size, pairs, executor=executor, workers=workers, address=address,
                        progress=eta)  # fmt: skip
    if as_json:
        typer.echo(json_text(found.as_dict()))
        return
    names = ("mu*", "sigma") if found.method == "morris" else ("first", "total")
    typer.echo(f"{'parameter':<32}{names[0]:>12}{'+-':>10}{names[1]:>12}{'+-':>10}")
    for i in found.indices:
        typer.echo(f"{i.key:<32}{i.first:>12.4g}{i.first_error:>10.2g}{i.total:>12.4g}{i.total_error:>10.2g}")
    typer.echo(f"noise of pairs: {found.noise_told}")


class Eta:
    """Told each job's end, it says how far an experiment has come and how long it will take."""

    def __init__(self, every: float = 5.0) -> None:
        self.told, self.every, self.watched = time.monotonic(), every, sys.stderr.isatty()
        self.took: list[float] = []  # seconds of runs that were done, not found
        self.found = 0

    def __enter__(self) -> "Eta":
        return self

    def __exit__(self, *_: object) -> None:
        if self.watched:
            print(file=sys.stderr)

    def __call__(self, done: "Done", count: int, of: int) -> None:
        """Show an end. The pace is that of the later half: the first runs also compile and build societies.

        Runs under way are taken to be half done.
        """
        now = time.monotonic()
        self.found += done.found
        if done.error:
            print(f"failed: {done.error}", file=sys.stderr)
        if not done.found:
            self.took.append(done.seconds)
        if not self.watched and now - self.told < self.every and count not in (of, max(of // 10, 1)):
            return
        self.told = now
        recent = self.took[len(self.took) // 2 :]
        waves = max((of - count) / done.beside, 1.0) - 0.5 if count < of else 0.0
        seconds = waves * sum(recent) / max(len(recent), 1)
        line = f"{count}/{of} runs, {self.found} found, {seconds:.0f} s left"
        print(f"\r\033[K{line}" if self.watched else line, end="" if self.watched else "\n", file=sys.stderr,
              flush=True)  # fmt: skip
