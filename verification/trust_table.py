"""A table of draws of toyland's joint prior, run once, that checks of the inference share.

A row held out is a truth: its figures with errors of the stated sizes are the data, its parameters and its other
figures are what a posterior has to find. Imported by sbc.py, identifiability.py and leave_one_out.py.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

import groundswell as gs
from groundswell.case.evidence import Aggregate, Target
from groundswell.computing.job import Done
from groundswell.computing.size import resized
from groundswell.inference.draws import to_normal
from groundswell.inference.goals import Goals
from groundswell.inference.prior import joint_prior
from groundswell.inference.table import Places, ReferenceTable
from groundswell.types import Floats

RESULTS = Path(__file__).parent / "results"
SCALE, DRAWS, TRUTHS = "1:10", 4000, 200
# What is fitted, and the sd of the stated error on the log scale: wide, so that draws of the prior carry posteriors.
STATED = {"F2": 1.0, "F3": 0.6, "F5": 0.8}
OUTPUTS = ("F1", "D1", "D2", "D3", "D4")  # figures that it does not fit
SET = 200  # draws that are run and written together, and the societies that they take in turn
FIRST, SATURDAY, LAST_SATURDAY, LAST = date(2001, 3, 5), date(2001, 3, 10), date(2001, 3, 31), date(2001, 4, 3)


def _target(id_: str, about: str, series: str, aggregate: Aggregate, value: float, factor: float, role: str,
            days: tuple[date | None, date] = (FIRST, LAST)) -> Target:  # fmt: skip
    return Target(id_, about, series, aggregate, (), *days, value, value / factor, value * factor,
                  role, "", "invented", discrepancy=None)  # pyright: ignore[reportArgumentType] # fmt: skip


TARGETS = (
    _target("F1", "detained on the first Saturday", "obs_detained", "day", 40, 1.5, "fit", (None, SATURDAY)),
    _target("F2", "detained in the month", "obs_detained", "cumulative", 350, 1.5, "fit"),
    _target("F3", "left in the month", "left_gross", "cumulative", 430, 1.25, "fit"),
    _target("F4", "attention, mean of the month", "obs_attention", "mean", 0.6, 1.1, "fit"),
    _target("F5", "in hiding, most on a day", "evading", "peak", 100, 1.5, "fit"),
    _target("D1", "in the street in the month", "participants", "cumulative", 5000, 1.5, "check"),
    _target("D2", "in the street on the last Saturday", "participants", "day", 1500, 1.5, "check",
            (None, LAST_SATURDAY)),
    _target("D3", "complied in the month", "complied", "cumulative", 400, 1.25, "check"),
    _target("D4", "abroad on the last day", "abroad", "day", 430, 1.25, "check", (None, LAST)),
    _target("D5", "say that they support, mean of the month", "support_public", "mean", 0.6, 1.1, "check"),
)  # fmt: skip


IDS = [target.id for target in TARGETS]
FITTED, LEFT = [IDS.index(id_) for id_ in STATED], [IDS.index(id_) for id_ in OUTPUTS]


@dataclass(frozen=True)
class Known:
    """Rows of the table: unit coordinates (draws, coordinates), figures (draws, targets) on the targets' scales."""

    keys: tuple[str, ...]
    units: Floats
    scaled: Floats
    weight: float

    @property
    def z(self) -> Floats:
        """Normal coordinates, in which the prior is the standard normal."""
        return to_normal(self.units)


def reference(folder: Path, progress: bool = True) -> ReferenceTable:
    """Return toyland's table of runs in a folder, empty but for what was run there before."""
    base = resized(gs.load("toyland"), SCALE)
    base = replace(base, case=base.case.with_targets(TARGETS))
    show = _show(time.monotonic()) if progress else None
    return ReferenceTable(joint_prior(base), base, base, TARGETS, folder, 8, Places(), show)


def known(folder: Path, draws: int = DRAWS) -> Known:
    """Run draws of the prior, a set at a time, or read them."""
    table = reference(folder)
    table.planned = draws
    made = [table.run(f"prior {first}", table.prior.units(range(first, min(first + SET, draws)), table.early.seed),
                      last=True, fresh=True) for first in range(0, draws, SET)]  # fmt: skip
    units, figures = (np.concatenate([getattr(each, what) for each in made]) for what in ("units", "figures"))
    whole = ~np.isnan(figures).any(axis=1)
    goals = Goals(TARGETS, table.goals(True).weight)
    return Known(table.prior.keys, units[whole], goals.scaled(figures[whole]), goals.weight)


def _show(began: float) -> Callable[[Done, int, int], None]:
    def show(done: Done, count: int, of: int) -> None:
        if count % 100 == 0 and not done.found:
            left = (time.monotonic() - began) / count * (of - count)
            print(f"{count} of {of} runs, {left / 60:.0f} minutes left", flush=True)

    return show


def arguments(about: str | None, posterior: bool = False) -> argparse.Namespace:
    """Return the folder and number of draws that the command line names, and the folder of a posterior if it may."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--out", type=Path, default=Path("out/trust"), help="folder of the runs; they are kept")
    parser.add_argument("--draws", type=int, default=DRAWS)
    if posterior:
        parser.add_argument("--posterior", type=Path, help="folder of a posterior that calibrate has finished")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments(__doc__)
    print(f"{len(known(given.out, given.draws).units)} draws")
