"""The command `score`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import Force, OutFolder, add
from groundswell.cli.outcome import can_report
from groundswell.cli.output import answer

if TYPE_CHECKING:
    from groundswell.comparisons.ensemble import Ensemble
    from groundswell.inference.posterior import Posterior
    from groundswell.running.model import Run


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, score, loads=True)


def score(
    result: Annotated[Path, typer.Argument(help="The folder of a run, an ensemble (run --seeds) or a posterior.")],
    observed: Annotated[Path, typer.Argument(help="A CSV file: series, date or period, value (docs/scoring.md).")],
    by: Annotated[str, typer.Option(metavar="region", help="Tell regional shares region by region.")] = "",
    out: OutFolder = None,
    force: Force = False,
) -> None:
    """Score a result against what was observed: coverage, proper scores, and skill over three baselines."""
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


def opened(folder: Path) -> "Run | Ensemble | Posterior":
    """Return the result that a folder holds. Raises InputError for a folder that is none."""
    from groundswell.comparisons.ensemble import open_ensemble
    from groundswell.comparisons.ensemble_folder import MANIFEST
    from groundswell.inference.posterior_folder import POSTERIOR, open_posterior
    from groundswell.running.store import open_run

    if (folder / POSTERIOR).is_file():
        return open_posterior(folder)
    return open_ensemble(folder) if (folder / MANIFEST).is_file() else open_run(folder)
