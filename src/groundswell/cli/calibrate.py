"""The command `calibrate`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import Address, Executor, Force, Scale, ScenarioName, Set, Workers, add, collect
from groundswell.cli.outcome import Report, can_report, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.parts import Merge, ShardText, part_of, tell_all_ended
from groundswell.cli.progress import Eta

if TYPE_CHECKING:
    from groundswell.inference.point import PointFit

NOTHING_FITS = 3  # exit code of the empty set
Method = Annotated[
    str, typer.Option(help="synthetic-likelihood, history-matching, sequential-abc, or optuna: a point, no posterior.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, calibrate, loads=True)


def calibrate(
    scenario: ScenarioName,
    out: Annotated[Path, typer.Option(help="Folder of the posterior; what it holds is not run again.")],
    evidence: Annotated[Path | None, typer.Option(help="A table of targets in the place of the case's.")] = None,
    budget: Annotated[str, typer.Option(help='"2h", "30m" or "2000 draws".')] = "2000 draws",
    method: Method = "synthetic-likelihood",
    scale: Scale = "",
    last_scale: Annotated[str, typer.Option(help="Scale of the draws that are weighed; default: as --scale.")] = "",
    seeds: Annotated[int, typer.Option(help="Societies that draws take in turn.")] = 8,
    set_: Set = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on in a folder; refused if there is nothing in it.")
    ] = False,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
    shard: ShardText = None,
    merge: Merge = False,
    with_report: Report = True,
    force: Force = False,
) -> None:
    """Fit all uncertain parameters to published figures: a posterior, or the empty set when nothing fits."""
    from groundswell.inference import plan

    plan.parse(budget)  # a slip is told at once, not after what takes seconds to import
    from groundswell.inference.calibrate import POINT, fit_point
    from groundswell.inference.calibrate import calibrate as calibrate_
    from groundswell.inference.format_posterior import as_dict, as_text
    from groundswell.scenario.load import load

    changes, place = collect(set_)
    base = load(scenario, changes, place)
    part = part_of(shard, merge, executor, f"--method {POINT}" if method == POINT else "")
    drawn = can_report(with_report and not part)
    say(f"{base.name}: {method}, {budget}")
    with going_on(out / "store"), Eta() as eta:
        if method == POINT:
            return _tell(fit_point(base, out, evidence=evidence, budget=budget, scale=last_scale or scale, seeds=seeds,
                                   executor=executor, workers=workers, address=address, progress=eta, resume=resume,
                                   force=force))  # fmt: skip
        found = calibrate_(base, out, evidence=evidence, budget=budget, method=method, scale=scale,
                           last_scale=last_scale, seeds=seeds, executor=executor, workers=workers, address=address,
                           progress=eta, resume=resume, force=force, part=part, merge=merge)  # fmt: skip
    if part:
        return tell_all_ended(part, out)
    page = found.report(out) if drawn else None
    last = f"Saved in {out}" + (f"; report: {page}" if page else "")
    answer(lambda: {"folder": out, "report": page, **as_dict(found)}, lambda: f"{as_text(found)}\n\n{last}")
    if found.about["empty"]:
        raise typer.Exit(NOTHING_FITS)


def _tell(best: "PointFit") -> None:
    from groundswell.inference.point import FITTED, as_dict, as_lines

    file = best.folder / FITTED
    last = f"To run it: groundswell run {file}"
    answer(lambda: {"fitted": file, **as_dict(best)}, lambda: "\n".join([*as_lines(best), "", last]))
