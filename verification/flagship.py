"""Holds the flagship against the published targets and against itself at other scales; writes results/flagship.md.

Run: python verification/flagship.py (see the table for its time). Five seeds at 1:10, 1:100 and 1:1000. The targets and
their intervals are those of the case, evidence/targets.csv, and no others. Ends with code 1 if a target lies outside
at 1:10, or if a smaller scale gives other shares. `--scale 100` holds a smaller society against the targets (a trial).
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from statistics import fmean, stdev
from typing import NamedTuple

import numpy as np

import groundswell as gs
from groundswell.resolution import LEVEL
from groundswell.running import Run
from groundswell.running.fit import Fit, Verdict, judge

SEEDS = range(1, 6)
NATION = 146_780_720
STUDENT_4 = 2.1318  # t quantile at 0.95, 4 degrees of freedom: five seeds
RESULTS = Path(__file__).parent / "results" / "flagship.md"


class Row(NamedTuple):
    """One target: the mean over seeds with its interval, each seed's figure, and how they lie to the published."""

    target: Fit
    mean: float
    low: float
    high: float
    seeds: list[float]
    verdict: Verdict
    note: str


def at_scale(scale: int) -> list[Run]:
    """Run the flagship at 1:scale with every seed."""
    scenario = gs.load("mobilization-2022").with_(persons=round(NATION / scale))
    return [gs.run(scenario, seed=seed) for seed in SEEDS]


def against_targets(runs: list[Run]) -> list[Row]:
    """Return every shipped target with the mean over seeds, whose spread is their sampling error (Student's t)."""
    return [_row(list(found)) for found in zip(*(run.fit for run in runs), strict=True)]


def _row(found: list[Fit]) -> Row:
    first = found[0]
    seeds = [f.simulated for f in found if f.simulated is not None]
    if not seeds:
        return Row(first, float("nan"), float("nan"), float("nan"), [], "", first.note)
    mean, room = fmean(seeds), STUDENT_4 * stdev(seeds) / len(seeds) ** 0.5
    verdict = judge(mean - room, mean, mean + room, first.target) if first.verdict else ""
    return Row(first, mean, mean - room, mean + room, seeds, verdict, "" if first.verdict else first.note)


def against_scale(runs: dict[int, list[Run]], fine: int) -> list[tuple[str, int, float, float, float]]:
    """Return (quantity, scale, mean, mean at the finest, z of their difference) for what must not depend on scale."""
    rows = []
    for name in ("called", "left_gross", "participants", "detained"):
        totals = {scale: np.array([run.series(name).sum() for run in group]) for scale, group in runs.items()}
        for scale in (s for s in runs if s != fine):
            a, b = totals[scale], totals[fine]
            error = np.sqrt(sum((x.var(ddof=1) + x.mean() * s) / len(x) for x, s in ((a, scale), (b, fine))))
            rows.append((name, scale, a.mean(), b.mean(), (a.mean() - b.mean()) / error))
    for scale in (s for s in runs if s != fine):
        a, b = (np.mean([run.series("attention")[7] for run in runs[s]]) for s in (scale, fine))
        rows.append(("attention on day 7", scale, a, b, (a - b) / 1e-3))
    return rows


def written(rows: list[Row], scales: list[tuple[str, int, float, float, float]], fine: int, minutes: float) -> str:
    """Return both tables as Markdown."""
    judged = [row for row in rows if row.verdict]
    counts = ", ".join(f"{sum(r.verdict == v for r in judged)} {v}" for v in ("inside", "outside", "cannot tell"))
    command = "python verification/flagship.py" + ("" if fine == 10 else f" --scale {fine}")
    lines = ["# The flagship against the published targets and against itself", "",
             f"`{command}`, {date.today()}, {minutes:.0f} minutes.", "",
             f"Observed series at 1:{fine}, mean of five seeds with its {LEVEL:.0%} interval over seeds, against the "
             f"shipped targets: of {len(rows)}, {counts}, {len(rows) - len(judged)} not judged.", "",
             "| target | quantity | date | published interval | mean of five seeds | five seeds | verdict |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for row in rows:
        t = row.target.target
        own = f"{_n(row.mean)} ({_n(row.low)} to {_n(row.high)})" if row.seeds else ""
        seeds, verdict = (
            ", ".join(_n(v) for v in row.seeds),
            row.verdict.upper() if row.verdict == "outside" else row.verdict,
        )
        lines.append(f"| {t.id} | {t.about} | {t.date} | {_n(t.low)} to {_n(t.high)} | {own} | {seeds} | "
                     f"{verdict or 'not judged: ' + row.note} |")  # fmt: skip
    lines += ["", "Means of five seeds at smaller scales. z: difference over its standard error, of seeds and drawing",
              "persons; attention has no sampling error, its z is in thousandths.", "",
              f"| total | scale | mean | mean at 1:{fine} | ratio | z |", "|---|---|---|---|---|---|"]  # fmt: skip
    lines += [f"| {name} | 1:{s} | {_n(a)} | {_n(b)} | {a / b:.3f} | {z:+.1f} |" for name, s, a, b, z in scales]
    return "\n".join(lines) + "\n"


def _n(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"


def main() -> int:
    """Run everything, write the table and return 1 if something is off."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=int, default=10, help="the finest scale, 1:10 by default")
    options.add_argument("--out", type=Path, default=RESULTS, help="file of the tables")
    given = options.parse_args()
    began = time.monotonic()
    runs = {scale: at_scale(scale) for scale in sorted({given.scale, 100, 1000})}
    rows, scales = against_targets(runs[given.scale]), against_scale(runs, given.scale)
    text = written(rows, scales, given.scale, (time.monotonic() - began) / 60.0)
    given.out.write_text(text, encoding="utf-8")
    print(text)
    steady = ("called", "left_gross")
    close = all(abs(a / b - 1) < 0.05 for name, scale, a, b, _ in scales if scale == 100 and name in steady)
    outside = any(row.verdict == "outside" for row in rows)
    return 0 if close and not outside and all(abs(z) < 3.5 for *_, z in scales) else 1


if __name__ == "__main__":
    sys.exit(main())
