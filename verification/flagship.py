"""Holds the flagship against the evidence and against itself at other scales; writes results/flagship.md.

Run: python verification/flagship.py (some five minutes). Five seeds at 1:10, 1:100 and 1:1000. Ends with code 1 if the
median of an observed series leaves its interval at 1:10, or if a smaller scale gives other shares.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

import groundswell as gs
from groundswell.run import Run

SEEDS = range(1, 6)
NATION = 146_780_720
RESULTS = Path(__file__).parent / "results" / "flagship.md"

# quantity -> (low, high): what the evidence leaves open for the median of five seeds (docs/evidence.md)
INTERVALS = {
    "detained on 21 September": (1100, 1700),
    "detained on 24 September": (600, 1100),
    "share of detentions on days other than 21-26 September": (0.0, 0.15),
    "share of detentions in the two capitals": (0.5, 0.8),
    "called up by day 37": (285_000, 315_000),
    "net exit by 31 October": (150_000, 600_000),
    "attention before": (0.48, 0.54),
    "attention on 28 September": (0.63, 0.69),
    "fall of support, points": (-8, 8),
}


class Row(NamedTuple):
    """One line of the table."""

    quantity: str
    low: float
    high: float
    median: float
    seeds: list[float]

    @property
    def inside(self) -> bool:
        """Whether the median lies in the interval."""
        return self.low <= self.median <= self.high


def quantities(run: Run) -> dict[str, float]:
    """Return the quantities of `INTERVALS` from the observed series of a run."""
    detained = run.series("obs_detained")
    capitals = run.series("obs_detained", "RU-MOW").sum() + run.series("obs_detained", "RU-SPE").sum()
    support = run.series("obs_support")
    values = [
        detained[0], detained[3], 1.0 - detained[:6].sum() / detained.sum(), capitals / detained.sum(),
        run.series("obs_called")[:38].sum(), run.series("obs_exit_net")[:41].sum(), run.scenario.attention.base,
        run.series("obs_attention")[7], 100.0 * (support[0] - support[-1]),
    ]  # fmt: skip
    return dict(zip(INTERVALS, map(float, values), strict=True))


def at_scale(scale: int) -> list[Run]:
    """Run the flagship at 1:scale with every seed."""
    scenario = gs.load("mobilization-2022").with_(persons=round(NATION / scale))
    return [gs.run(scenario, seed=seed) for seed in SEEDS]


def against_evidence(runs: list[Run]) -> list[Row]:
    """Return the table of intervals and medians."""
    found = [quantities(run) for run in runs]
    columns = {name: [f[name] for f in found] for name in INTERVALS}
    return [Row(name, *INTERVALS[name], float(np.median(v)), v) for name, v in columns.items()]


def against_scale(runs: dict[int, list[Run]]) -> list[tuple[str, int, float, float, float]]:
    """Return (quantity, scale, mean, mean at 1:10, z of their difference) for totals that must not depend on scale."""
    rows = []
    for name in ("called", "left_gross", "participants", "detained"):
        totals = {scale: np.array([run.series(name).sum() for run in group]) for scale, group in runs.items()}
        for scale in (100, 1000):
            a, b = totals[scale], totals[10]
            error = np.sqrt(sum((x.var(ddof=1) + x.mean() * s) / len(x) for x, s in ((a, scale), (b, 10))))
            rows.append((name, scale, a.mean(), b.mean(), (a.mean() - b.mean()) / error))
    for scale in (100, 1000):
        a, b = (np.mean([run.series("attention")[7] for run in runs[s]]) for s in (scale, 10))
        rows.append(("attention on day 7", scale, a, b, (a - b) / 1e-3))
    return rows


def written(evidence: list[Row], scales: list[tuple[str, int, float, float, float]]) -> str:
    """Return both tables as Markdown."""
    lines = ["# The flagship against the evidence and against itself", "", "`python verification/flagship.py`", ""]
    lines += ["Observed series at 1:10, five seeds.", "", "| quantity | interval | median | five seeds | |",
              "|---|---|---|---|---|"]  # fmt: skip
    for row in evidence:
        seeds = ", ".join(f"{value:,.4g}" for value in row.seeds)
        verdict = "inside" if row.inside else "OUTSIDE"
        lines.append(f"| {row.quantity} | {row.low:,g} to {row.high:,g} | {row.median:,.4g} | {seeds} | {verdict} |")
    lines += [
        "",
        "Means of five seeds at smaller scales. z: difference over its standard error, of seeds and drawing persons;",
        "attention has no sampling error, its z is in thousandths.",
        "",
        "| total | scale | mean | mean at 1:10 | ratio | z |",
        "|---|---|---|---|---|---|",
    ]
    for name, scale, a, b, z in scales:
        lines.append(f"| {name} | 1:{scale} | {a:,.4g} | {b:,.4g} | {a / b:.3f} | {z:+.1f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run everything, write the table and return 1 if something is off."""
    runs = {scale: at_scale(scale) for scale in (10, 100, 1000)}
    evidence, scales = against_evidence(runs[10]), against_scale(runs)
    RESULTS.write_text(written(evidence, scales), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
    steady = ("called", "left_gross")
    close = all(abs(a / b - 1) < 0.05 for name, scale, a, b, _ in scales if scale == 100 and name in steady)
    return 0 if close and all(row.inside for row in evidence) and all(abs(z) < 3.5 for *_, z in scales) else 1


if __name__ == "__main__":
    sys.exit(main())
