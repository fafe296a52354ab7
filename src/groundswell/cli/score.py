"""The command `score`: a result against a table, or every case with evidence predicted from the others."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import Address, Executor, Force, OutFolder, Workers, add, refuse_idle
from groundswell.cli.outcome import can_report, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.progress import Eta

if TYPE_CHECKING:
    from groundswell.comparisons.ensemble import Ensemble
    from groundswell.inference.posterior import Posterior
    from groundswell.running.model import Run

_Case = Annotated[list[str] | None, typer.Option("--case", help="With --leave-one-case-out: a case (twice or more).")]


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, score, loads=True)


def score(
    result: Annotated[
        Path | None, typer.Argument(help="The folder of a run, an ensemble (run --seeds) or a posterior.")
    ] = None,
    observed: Annotated[
        Path | None, typer.Argument(help="A CSV file: series, date or period, value (docs/scoring.md).")
    ] = None,
    by: Annotated[str, typer.Option(metavar="region", help="Tell regional shares region by region.")] = "",
    leave_one_case_out: Annotated[
        bool, typer.Option("--leave-one-case-out", help="Predict each case from the others (docs/transfer.md).")
    ] = False,
    case: _Case = None,
    draws: Annotated[
        int | None, typer.Option(help="With --leave-one-case-out: draws of each case (300).", show_default=False)
    ] = None,
    persons: Annotated[
        int | None,
        typer.Option(
            help="With --leave-one-case-out: simulated persons of a case, at most (100,000).", min=1, show_default=False
        ),
    ] = None,
    out: OutFolder = None,
    force: Force = False,
    executor: Executor = "processes",
    workers: Workers = None,
    address: Address = "",
) -> None:
    """Score a result against what was observed: coverage, proper scores, and skill over three baselines."""
    from groundswell.errors import InputError

    if leave_one_case_out:
        if result or observed:
            raise InputError("a result, too", place="command line", remedy="give --leave-one-case-out alone")
        if not out:
            remedy = "give --out FOLDER: it keeps every run"
            raise InputError("--leave-one-case-out without a folder", place="out", remedy=remedy)
        refuse_idle({"--by": by}, "--leave-one-case-out")
        _transfer(case or [], out, draws, persons, (executor, workers, address))
        return
    refuse_idle(
        {"--case": case, "--draws": draws is not None, "--persons": persons is not None},
        "",
        "give that with --leave-one-case-out, or leave it out",
    )
    if not result or not observed:
        remedy = "groundswell score RESULT OBSERVED.csv, or --leave-one-case-out --out FOLDER"
        raise InputError("no result and table", place="command line", remedy=remedy)
    _score(result, observed, by, out, force)


def _score(result: Path, observed: Path, by: str, out: Path | None, force: bool) -> None:
    from groundswell.errors import InputError
    from groundswell.overwrite import refuse_existing
    from groundswell.scoring.format_score import as_dict, as_text

    if by not in ("", "region"):
        raise InputError(f"'{by}' is none of the choices", place="by", remedy="use region", value=by, allowed="region")
    if out:
        refuse_existing(out / "score.html", force)
    drawn = can_report(out is not None)
    found = opened(result).score(observed)
    page = found.report(out) if out and drawn else None
    last = f"\n\nReport: {page}" if page else ""
    answer(lambda: as_dict(found) | {"report": page}, lambda: as_text(found, by == "region") + last)


def _transfer(
    cases: list[str], out: Path, draws: int | None, persons: int | None, where: tuple[str, int | None, str]
) -> None:
    from groundswell.inference.format_transfer import as_dict, as_text, write
    from groundswell.inference.transfer import DRAWS, PERSONS, chosen, transfer, with_evidence

    draws, persons = DRAWS if draws is None else draws, PERSONS if persons is None else persons
    scenarios = chosen(cases) if cases else with_evidence()
    say(f"{', '.join(s.case.name for s in scenarios)}: {draws} draws each")
    executor, workers, address = where
    with going_on(out), Eta() as eta:
        found = transfer(scenarios, out, draws=draws, persons=persons, executor=executor, workers=workers,
                         address=address, progress=eta.of)  # fmt: skip
    table = write(found)
    answer(lambda: {"folder": out, "table": table, **as_dict(found)}, lambda: f"{as_text(found)}\n\nSaved in {table}")


def opened(folder: Path) -> "Run | Ensemble | Posterior":
    """Return the result that a folder holds. Raises InputError for a folder that is none."""
    from groundswell.comparisons.ensemble import open_ensemble
    from groundswell.comparisons.ensemble_folder import MANIFEST
    from groundswell.errors import InputError
    from groundswell.inference.posterior_folder import POSTERIOR, open_posterior
    from groundswell.runfolder import MANIFEST as RUN_MANIFEST
    from groundswell.runfolder import PARTIAL
    from groundswell.running.store import open_run

    if (folder / POSTERIOR).is_file():
        return open_posterior(folder)
    if (folder / MANIFEST).is_file():
        return open_ensemble(folder)
    if folder.is_dir() and not (folder / RUN_MANIFEST).is_file() and not folder.name.endswith(PARTIAL):
        remedy = "name a folder that `groundswell run` or `groundswell calibrate` has finished"
        raise InputError("no run, no ensemble and no posterior", place=str(folder), remedy=remedy)
    return open_run(folder)
