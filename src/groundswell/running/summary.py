"""A run on one screen: its key figures, its ledger, and how it compares with what was published."""

from collections.abc import Callable
from typing import Any

import numpy as np

from groundswell.process.count import ALWAYS
from groundswell.resolution import FEWEST, is_coarse, sentence, zero_count_bound
from groundswell.running.fit import as_lines, as_rows, no_verdict
from groundswell.running.ledger import OUTSIDE
from groundswell.running.model import Run
from groundswell.running.relevance import meaningless

_HOW: dict[str, Callable[[list[float]], float]] = {
    "sum": lambda days: float(np.sum(days)),
    "last": lambda days: days[-1],
    "max": max,
}
_FIGURES = {
    "participants": ("persons in the street, all days", "sum"),
    "detained": ("persons detained", "sum"),
    "called": ("notices served", "sum"),
    "complied": ("persons who complied with a notice", "sum"),
    "left_gross": ("persons who left", "sum"),
    "abroad": ("persons abroad at the end", "last"),
    "evading": ("persons in hiding at the end", "last"),
    "attention": ("share attentive, highest", "max"),
    "support_public": ("share who say that they support, at the end", "last"),
}
_COUNTED = ("deaths_called", "deaths_protest")  # of the ledger: the other lines are reckoned from counts


def figures(run: Run) -> list[tuple[str, str, float]]:
    """Return (id, what it is, value) of the key figures of the nation."""
    return [(name, about, _HOW[how](run.series(name).tolist())) for name, (about, how) in _FIGURES.items()]


def as_dict(run: Run) -> dict[str, Any]:
    """Return the summary as plain JSON values."""
    return {
        "scenario": run.scenario.name,
        "scenario_hash": run.manifest["scenario_hash"],
        "seed": run.seed,
        "persons": run.scenario.persons,
        "days": run.days,
        "complete": run.complete,
        "figures": {name: value for name, _, value in figures(run)},
        "ledger": {entry.id: {"value": entry.value, "unit": entry.unit, "about": entry.about} for entry in run.ledger},
        "outside": OUTSIDE,
        "targets": as_rows(run),
        "targets_note": no_verdict(run),
        "outside_prior": run.manifest["outside_prior"],
        "seconds": run.manifest["seconds"],
        "peak_memory_bytes": run.manifest["peak_memory_bytes"],
    }  # fmt: skip


def as_text(run: Run) -> str:
    """Return the summary for a terminal, counts in full-size persons."""
    lines = [repr(run), ""]
    weight = float(run.manifest["society"]["weight"])
    left_out = meaningless(run.scenario)
    for name, about, value in (each for each in figures(run) if each[0] not in left_out):
        lines.append(f"  {_rounded(value, weight, ALWAYS[name][0] != 'share')}  {about}")
    lines += ["", "Ledger"]
    lines += [
        f"  {_rounded(e.value, weight, e.id in _COUNTED)}  {e.unit}: {e.about}"
        for e in run.ledger
        if e.id not in left_out
    ]
    lines += [f"  {OUTSIDE}", "", "As an observer would have seen it, against published intervals"]
    lines += as_lines(run)
    lines.append("One run of one seed; key figures and ledger carry no interval of their own.")
    coarse = f"fewer than {FEWEST} persons: coarse; what nobody did may be up to {zero_count_bound(weight):.0f} (95 %)."
    lines.append(f"* {sentence(weight) or coarse}")
    return "\n".join(lines)


def _rounded(value: float, weight: float, counted: bool) -> str:
    """Return a number in its column, with a star where it counts fewer than ten simulated persons."""
    return f"{_number(value):>12}{' *' if counted and is_coarse(value, weight) else '  '}"


def _number(value: float) -> str:
    return f"{value:.3f}" if 0 < abs(value) < 10 else f"{value:,.0f}"
