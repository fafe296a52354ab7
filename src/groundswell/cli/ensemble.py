"""`run --seeds N`: the same scenario with several seeds."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from groundswell.cli.outcome import can_report, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.progress import Eta

if TYPE_CHECKING:
    from groundswell.scenario.model import Scenario


def run_ensemble(scenario: "Scenario", seeds: int, folder: Path, force: bool, executor: str, workers: int | None,
                 address: str, with_report: bool) -> None:  # fmt: skip
    """Run an ensemble into a folder and tell its totals with their intervals; write its report too."""
    from groundswell.comparisons.ensemble import ensemble
    from groundswell.comparisons.format_ensemble import as_dict, as_text

    drawn = can_report(with_report)
    say(f"{scenario.name}: {seeds} runs of {scenario.persons:,} persons, {scenario.days} days")
    with going_on(folder / "store"), Eta() as eta:
        found = ensemble(scenario, seeds, out=folder, executor=executor, workers=workers, address=address, progress=eta,
                         force=force)  # fmt: skip
    page = found.report(folder) if drawn else None
    last = f"Saved in {folder}" + (f"; report: {page}" if page else "")
    answer(lambda: {"folder": folder, "report": page, **as_dict(found)}, lambda: f"{as_text(found)}\n\n{last}")
    if found.failures:
        raise typer.Exit(1)
