"""Two methods of `calibrate` beside each other, on evidence whose truth is known; writes results/agreement.md.

Run: python verification/agreement.py [--draws N] [--particles N] [--claim-draws N] [--claim-pairs N] (some two
hours of a processor). A run of toyland with parameters that are known makes five figures. The synthetic likelihood,
with waves and emulators, and sequential ABC, without either, fit all 140 parameters to them. Each person is simulated,
so that chance between runs is smaller than the stated errors: of single runs in which chance is larger, sequential ABC
makes a posterior only with far more of them. Claims are asked of one in ten. Passes if

- both posteriors are usable, and both 90 % intervals hold the truth of each coordinate that was learned, but one;
- where contraction is over .3 the two posteriors lie less than .25 sd of the prior apart (Wasserstein's distance), and
  the prior lies further than that from each: else the mark could not fail;
- both say of runs with fresh seeds that at most one figure lies outside nine tenths of them;
- of the flagship's fourteen claims, asked of toyland (`asked_of_toyland`), twelve have the same verdict, and some of
  these are decided.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats
from trust_table import RESULTS, TARGETS

import groundswell as gs
from groundswell.case import find
from groundswell.case.evidence import Target
from groundswell.computing.job import Done
from groundswell.computing.size import resized
from groundswell.inference.draws import to_normal
from groundswell.inference.posterior import Posterior
from groundswell.inference.posterior_folder import targets_text
from groundswell.running.figures import value_of
from groundswell.scenario import Scenario
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.claim_names import claims
from groundswell.verdicts.judgement import judge_claim

SCALE, CLAIMS, SEED, ERROR = "1:1", "1:10", 79, 0.1
TRUTH = {"observables.leaving": 0.85, "observables.detained": 0.75, "observables.turnout": 0.75}  # others: the middle
METHODS = ("synthetic-likelihood", "sequential-abc")
LEARNED, APART, SAME = 0.3, 0.25, 12
RENAMED = (  # what the flagship calls otherwise than toyland, and its sizes
    ('scenario = "mobilization-2022"', 'scenario = "toyland"'), ("days = 41", "days = 30"),
    ('"scenario.scale" = "1:100"', f'"scenario.scale" = "{CLAIMS}"'), ("[8, 40]", "[8, 29]"),
    ("decree.target=1000000.0", "decree.target=2000.0"), ("believed_total=300000.0", "believed_total=1200.0"),
    ("believed_total=1000000.0", "believed_total=4000.0"), ("strength = 0.87", "strength = 1.0"),
    ('  "border.gates.georgia.capacity *= 10",\n', '  "border.gates.bridge.capacity *= 10",\n'),
    ('  "border.gates.kazakhstan.capacity *= 10",\n', '  "border.gates.ferry.capacity *= 10",\n'),
    ('  "border.gates.finland.capacity *= 10",\n', ""), ('  "border.gates.elsewhere.capacity *= 10",\n', ""),
    ("border.gates.elsewhere", "border.gates.ferry"), ('  "-rally-24",\n', ""),
    ('"-rally-21", "-rally-24"', '"-saturdays"'), ("-rally-21", "-saturdays"),
    ('  "events.rally-24.strength *= 0.5",\n', ""), ("events.rally-21", "events.saturdays"),
)  # fmt: skip
RETURNS = '[set]\n"events.returns.kind" = "concession"\n"events.returns.day" = 8\n"events.returns.level" = 0\n'


def asked_of_toyland(name: str, folder: Path) -> Path:
    """Write the flagship's claim with toyland's names and sizes into a folder and return the file."""
    text = (find("russia-2022").folder / "claims" / f"{name}.toml").read_text(encoding="utf-8")
    for theirs, own in RENAMED:
        text = text.replace(theirs, own)
    if "returns" in text:  # the flagship's third event of that kind is toyland's first
        text = text.replace("[set]\n", RETURNS, 1)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def evidence(scenario: Scenario, folder: Path) -> tuple[Path, dict[str, float]]:
    """Write the table of figures that a run with known parameters made; return it and the true coordinates."""
    prior = gs.joint_prior(scenario)
    unit = np.array([TRUTH.get(key, 0.5) for key in prior.keys])
    run = gs.run(scenario.with_({**prior.values(unit), "seed": SEED}))
    made = list[Target]()
    for target in (each for each in TARGETS if each.role == "fit"):
        value = max(value_of(run, target), 0.01)
        made.append(replace(target, value=value, low=value * (1 - ERROR), high=min(value * (1 + ERROR), 1e9)))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "targets.csv"
    file.write_text(targets_text(made), encoding="utf-8")
    return file, dict(zip(prior.keys, to_normal(unit).tolist(), strict=True))


def posteriors(folder: Path, runs: dict[str, int]) -> tuple[dict[str, Posterior], dict[str, float]]:
    """Fit toyland by each method; return the posteriors and the truth in normal coordinates."""
    scenario = resized(gs.load("toyland"), SCALE)
    table, truth = evidence(scenario, folder)
    found = {method: gs.calibrate(scenario, folder / method, evidence=table, budget=f"{count} draws", method=method,
                                  progress=told(method)) for method, count in runs.items()}  # fmt: skip
    return found, truth


def told(name: str) -> Callable[[Done, int, int], None]:
    """Return what tells every hundredth run."""
    began = time.monotonic()

    def tell(done: Done, count: int, of: int) -> None:
        if count % 100 == 0 and not done.found:
            left = (time.monotonic() - began) / count * (of - count)
            print(f"{name}: {count} of {of} runs, {left / 60:.0f} minutes left", file=sys.stderr, flush=True)

    return tell


def marginals(found: dict[str, Posterior], truth: dict[str, float]) -> tuple[list[str], list[tuple[str, str, bool]]]:
    """Return rows of the coordinates that were learned, and the marks that they are held against."""
    one, two = found.values()
    sure = {*one.learned, *two.learned}  # beyond chance: of few effective draws idle coordinates seem to contract too
    keys = [key for key in one.coordinates if key in sure and max(e.contraction[key] for e in (one, two)) > LEARNED]
    lines = ["| coordinate | contraction | apart | from the prior | truth at |", "|---|---|---|---|---|"]
    near, far, outside = list[float](), list[float](), 0
    for key in keys:
        at = one.coordinates.index(key)
        z = [to_normal(each.table.units[:, at]) for each in (one, two)]
        w = [each.weights for each in (one, two)]
        prior = to_normal((np.arange(2000) + 0.5) / 2000)
        near.append(_distance(z[0], z[1], w[0], w[1]))
        own = [_distance(z[i], prior, w[i], np.ones(len(prior))) for i in range(2)]
        far.append(min(own))
        places = [float(w[i] @ (z[i] <= truth[key])) for i in range(2)]
        outside += any(not 0.05 <= place <= 0.95 for place in places)
        lines.append(f"| {key} | {one.contraction[key]:.2f}, {two.contraction[key]:.2f} | {near[-1]:.2f} | "
                     f"{own[0]:.2f}, {own[1]:.2f} | {places[0]:.2f}, {places[1]:.2f} |")  # fmt: skip
    marks = [
        (f"a coordinate with a contraction over {LEARNED}", f"{len(keys)}", bool(keys)),
        (f"they lie less than {APART} sd of the prior apart", f"at most {max(near, default=0.0):.2f}",
         max(near, default=9.0) < APART),
        (f"found out: the prior in the place of a posterior, {APART} or more", f"{min(far, default=0.0):.2f} or more",
         min(far, default=0.0) >= APART),
        ("both 90 % intervals hold the truth, but one", f"{outside} do not", outside <= 1),
    ]  # fmt: skip
    return lines, marks


def _distance(x: np.ndarray, y: np.ndarray, wx: np.ndarray, wy: np.ndarray) -> float:
    law: Any = stats
    return float(law.wasserstein_distance(x, y, wx, wy))


def fresh(found: dict[str, Posterior]) -> tuple[list[str], list[tuple[str, str, bool]]]:
    """Return rows of figures beside runs with fresh seeds of each posterior, and how many lie outside."""
    lines, missed = ["| figure | published | " + " | ".join(found) + " |", "|---|---|---|---|"], dict.fromkeys(found, 0)
    targets = next(iter(found.values())).targets
    for target in targets:
        cells = list[str]()
        for method, posterior in found.items():
            band = posterior.bands(target.id)["fresh"]
            if band is None:
                cells.append("none")
                continue
            inside = band[0] <= target.high and band[2] >= target.low
            missed[method] += not inside
            cells.append(f"{band[0]:,.3g} to {band[2]:,.3g}{'' if inside else ' OUTSIDE'}")
        lines.append(f"| {target.about} | {target.value:,.3g} | {' | '.join(cells)} |")
    marks = [(f"{method}: at most 1 figure outside runs with fresh seeds", f"{n}", n <= 1)
             for method, n in missed.items()]  # fmt: skip
    return lines, marks


def verdicts(found: dict[str, Posterior], folder: Path, draws: int,
             pairs: int) -> tuple[list[str], list[tuple[str, str, bool]]]:  # fmt: skip
    """Ask the flagship's claims of toyland by each posterior; return rows and the mark."""
    names, same, decided = claims("russia-2022"), 0, 0
    lines = ["| claim | by the prior | " + " | ".join(found) + " | |", "|---|---|---|---|---|"]
    for name in names if draws else ():
        claim = read(asked_of_toyland(name, folder / "claims"))
        by = [judge_claim(claim, folder / "store", draws, pairs, points=0, posterior=each, progress=told(name))
              for each in found.values()]  # fmt: skip
        own = [j.verdict for j in by]
        equal = own[0].answer == own[1].answer
        same += equal
        decided += equal and own[0].answer != "undecided"
        before = by[0].weighing.prior if by[0].weighing else own[0]
        cells = [f"{v.answer}, {v.share:.0%} ({v.low:.0%} to {v.high:.0%})" for v in (before, *own)]
        lines.append(f"| {name} {claim.title} | {' | '.join(cells)} | {'same' if equal else 'DIFFERENT'} |")
        print(lines[-1], flush=True)
    asked = f"{SAME} of {len(names)} claims have the same verdict, and some are decided"
    found_out = f"{same}, of them decided: {decided}" if draws else "not asked"
    return lines, [(asked, found_out, same >= SAME and decided > 0)]


def main() -> int:
    """Fit, compare, write and print the page; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/agreement"), help="folder of the runs; they are kept")
    parser.add_argument("--draws", type=int, default=4000, help="of the synthetic likelihood")
    parser.add_argument("--particles", type=int, default=28000, help="runs of sequential ABC")
    parser.add_argument("--claim-draws", type=int, default=240, help="0: no claim is asked, and a mark missed")
    parser.add_argument("--claim-pairs", type=int, default=3, help="pairs of runs a draw: fewer leave claims undecided")
    given = parser.parse_args()
    found, truth = posteriors(given.out, dict(zip(METHODS, (given.draws, given.particles), strict=True)))
    marks = [(f"{method}: usable", f"{each!r}".partition(": ")[2], each.usable) for method, each in found.items()]
    page = ["# Two methods beside each other", "",
            f"{time.strftime('%Y-%m-%d')}, `python verification/agreement.py --draws {given.draws} --particles "
            f"{given.particles} --claim-draws {given.claim_draws} --claim-pairs {given.claim_pairs}`. "
            f"Toyland at {SCALE}, claims at {CLAIMS}; five "
            f"figures that a run with known parameters made; {METHODS[0]} beside {METHODS[1]}.", ""]  # fmt: skip
    parts, asked = list[str](), (given.claim_draws, given.claim_pairs)
    if all(len(each.table.units) for each in found.values()):
        for title, (lines, more) in (
            ("Coordinates that were learned, in sd of the prior", marginals(found, truth)),
            ("Runs with fresh seeds, nine tenths of them", fresh(found)),
            (
                "The flagship's claims, asked of toyland",
                verdicts(found, given.out, *asked),
            ),
        ):
            parts += [f"## {title}", "", *lines, ""]
            marks += more
    page += [
        "| asked | found | |",
        "|---|---|---|",
        *(f"| {asked} | {what} | {'pass' if good else 'FAIL'} |" for asked, what, good in marks),
        "",
        *parts,
    ]
    (RESULTS / "agreement.md").write_text("\n".join(page).rstrip() + "\n", encoding="utf-8")
    print("\n".join(page))
    return 0 if all(good for *_, good in marks) else 1


if __name__ == "__main__":
    sys.exit(main())
