"""Fits the flagship to its evidence and says how well that went; writes results/calibration.md.

Run: python verification/calibration.py [--posterior FOLDER] [--draws N]. The folder is gone on with, or read if it is
finished. Pass marks: the posterior is usable (50 effective draws, k at most 0.7); of the figures it was fitted to at
most two lie outside nine tenths of runs with fresh seeds. Figures of role check were not fitted to, and stand apart.
Draws that are weighed are run at a finer scale than the waves. Some forty minutes of a processor.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

import groundswell as gs
from groundswell.case.evidence import Target
from groundswell.inference.format_posterior import band_words, number

SCENARIO, SCALE, LAST, DAYS, METHOD = "mobilization-2022", "1:100", "1:10", 41, "synthetic-likelihood"
MISSES = 2
RESULTS = Path(__file__).parent / "results" / "calibration.md"
FOLDER = Path("runs", "verification", "calibration")


def line(posterior: gs.Posterior, target: Target) -> tuple[str, bool | None]:
    """Return a target's row, and whether its published figure lies among nine tenths of fresh runs; None: no such."""
    bands = posterior.bands(target.id)
    fresh = bands["fresh"]
    inside = None if fresh is None else fresh[0] <= target.value <= fresh[2]
    words = {None: "not told", True: "inside", False: "OUTSIDE"}[inside]
    published = f"{number(target.value)} ({number(target.low)} to {number(target.high)})"
    row = (
        f"{target.id} {target.about}",
        str(target.date),
        published,
        band_words(bands["prior"]),
        band_words(fresh),
        words,
    )
    return f"| {' | '.join(row)} |", inside


def table(posterior: gs.Posterior, targets: list[Target]) -> tuple[list[str], int]:
    """Return rows of targets, and how many of them lie outside."""
    rows = [line(posterior, target) for target in targets]
    head = ["| figure | date | published | prior, 90 % of runs | posterior, 90 % of runs with fresh seeds | |",
            "|---|---|---|---|---|---|"]  # fmt: skip
    return [*head, *(text for text, _ in rows), ""], sum(inside is False for _, inside in rows)


def command(posterior: gs.Posterior) -> str:
    """Return the command that makes a posterior: both scales if they differ."""
    about, people = posterior.about, float(posterior.scenario.case.population.total)
    early, last = (f"1:{people / persons:.0f}" for persons in (about["early_persons"], posterior.scenario.persons))
    scales = f"--scale {early}" + (f" --last-scale {last}" if last != early else "")
    return (f"`groundswell calibrate {SCENARIO} --set scenario.days={posterior.scenario.days} {scales} --method "
            f"{about['method']} --budget \"{about['budget']}\" --out FOLDER`,")  # fmt: skip


def main() -> int:
    """Fit or read, write the page and return 1 if a mark is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--posterior", type=Path, default=FOLDER)
    options.add_argument("--draws", type=int, default=10000)
    given = options.parse_args()
    if not (given.posterior / "manifest.json").exists():
        scenario = gs.load(SCENARIO).with_(days=DAYS)
        gs.calibrate(
            scenario, given.posterior, budget=f"{given.draws} draws", method=METHOD, scale=SCALE, last_scale=LAST
        )
    posterior = gs.open_posterior(given.posterior)
    fitted, missed = table(posterior, [t for t in posterior.targets if t.id in posterior.used])
    checked, off = table(posterior, [t for t in posterior.targets if t.role == "check"])
    passed = posterior.usable and missed <= MISSES
    k = f"{posterior.khat:.2f}"
    text = [
        "# The flagship fitted to its evidence", "",
        command(posterior),
        f"then `python verification/calibration.py --posterior FOLDER`; {date.today()}.", "",
        f"{len(posterior.weights)} weighted draws worth {posterior.ess:.0f}, shape k of their tail {k}: "
        f"{posterior.why_not or 'usable'}. Of {len(posterior.used)} fitted figures {missed} lie outside nine tenths of",
        f"runs with fresh seeds (mark: {MISSES} at most): {'PASS' if passed else 'FAIL'}.", "",
        "## Fitted", "", *fitted,
        "## Not fitted to", "", f"{off} outside; part of them was known when parameters were declared.", "", *checked,
        "## What was learned", "",
        "Contraction (1 - variance of the posterior over that of the prior) over .1 beyond three standard errors.", "",
        "| coordinate | contraction | posterior, 5 to 95 % | prior, 5 to 95 % |", "|---|---|---|---|",
    ]  # fmt: skip
    for key in posterior.learned:
        low, _, high = posterior.interval(key)
        start, end = posterior.ends(key)
        text.append(f"| {key} | {posterior.contraction[key]:.2f} ± {posterior.contraction_error[key]:.2f} | "
                    f"{low:.3g} to {high:.3g} | {start:.3g} to {end:.3g} |")  # fmt: skip
    rest = len(posterior.coordinates) - len(posterior.learned)
    text += ["", f"Of the other {rest} coordinates nothing was learned.", "", "Left out:", ""]
    text += [f"- {id_}: {why}" for id_, why in posterior.left_out.items()]
    RESULTS.write_text("\n".join(text) + "\n", encoding="utf-8")
    print("\n".join(text))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
