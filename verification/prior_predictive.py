"""What the priors of the flagship say before any evidence is used. Writes results/prior_predictive.md.

Run: python verification/prior_predictive.py [--draws 500] [--scale 1:100] [--out FOLDER] (about 20 minutes on two
processors; with a FOLDER it goes on after an interrupt).

Passes if nine tenths of turnout on the first announced day lie within 300 and 100,000, at most 2 % above a million, and
every fitted figure between the 1 and 99 % points of the draws. The priors are stated without these figures
(docs/priors.md); a failure is published like a pass.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import groundswell as gs
from groundswell.inference.prior_predictive import POINTS, PriorPredictive, quantiles

RESULTS = Path(__file__).parent / "results" / "prior_predictive.md"
LOW, HIGH, WITHIN = 300.0, 100_000.0, 0.9
MOST, ABOVE = 1e6, 0.02


def marks(found: PriorPredictive) -> list[tuple[str, str, bool]]:
    """Return what is asked, what was found, and whether it passes."""
    turnout = found.street[:, found.first_day or 0]
    within, above = float(np.mean((turnout >= LOW) & (turnout <= HIGH))), float(np.mean(turnout > MOST))
    fitted = [h for h in found.held if h.target.role == "fit"]
    outside = [h.target.id for h in fitted if not h.inside]
    return [
        (f"turnout within {LOW:,.0f} and {HIGH:,.0f}, at least {WITHIN:.0%}", f"{within:.1%}", within >= WITHIN),
        (f"turnout above {MOST:,.0f}, at most {ABOVE:.0%}", f"{above:.1%}", above <= ABOVE),
        (f"{len(fitted)} fitted figures between the 1 and 99 % points", ", ".join(outside) or "all", not outside),
    ]


def page(found: PriorPredictive, command: str, minutes: float) -> str:
    """Return the page: marks, then the quantiles."""
    heads = " | ".join(f"{q:.0%}" for q in POINTS)
    lines = [
        "# The prior predictive of the flagship", "",
        f"{time.strftime('%Y-%m-%d')}, `{command}`, {minutes:.0f} minutes; {len(found.numbers)} draws of "
        f"{len(found.prior.keys)} coordinates, one simulated person for {found.weight:,.0f}; "
        f"{len(found.failures)} draws without a run.", "",
        "| asked | found | |", "|---|---|---|",
        *(f"| {asked} | {what} | {'pass' if good else 'FAIL'} |" for asked, what, good in marks(found)), "",
        f"| | role | published | below it | {heads} |", "|---|---|---|---|" + "---|" * len(POINTS),
    ]  # fmt: skip
    turnout = found.street[:, found.first_day or 0]
    lines.append(f"| in the street on the first announced day | | | | {_cells(quantiles(turnout))} |")
    for h in found.held:
        t = h.target
        lines.append(
            f"| {t.id} {t.about}, {t.date} | {t.role} | {_number(t.value)} | {h.below:.0%} | {_cells(h.quantiles)} |"
        )
    lines += ["", *(f"Not held against draws: {id_}, {why}." for id_, why in found.left_out.items()), ""]
    lines += [f"`{name}`: in {k} draws no allowed value gives it, and the nearest limit stands." for name, k
              in found.clamped.items()]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def _cells(quantiles: tuple[float, ...]) -> str:
    return " | ".join(_number(q) for q in quantiles)


def _number(value: float) -> str:
    return f"{value:.3f}" if 0.0 < abs(value) < 10.0 else f"{value:,.0f}"


def main() -> int:
    """Run the draws and write the page; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--scale", default="1:100")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    began = time.monotonic()
    scenario = gs.load("mobilization-2022").with_(scale=given.scale)
    with tempfile.TemporaryDirectory() as scratch:
        found = gs.prior_predictive(scenario, given.draws, out=given.out or scratch)
    command = f"python verification/prior_predictive.py --draws {given.draws} --scale {given.scale}"
    text = page(found, command, (time.monotonic() - began) / 60.0)
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0 if all(good for _, _, good in marks(found)) else 1


if __name__ == "__main__":
    sys.exit(main())
