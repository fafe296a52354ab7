"""Both methods of `calibrate` and pyABC on formulas whose posterior is known; writes results/pyabc_oracle.md.

Run: python verification/pyabc_oracle.py --python PYTHON (a minute). pyABC is not among this project's requirements:
PYTHON is an interpreter of an environment that has it (python -m venv FOLDER; FOLDER/bin/pip install pyabc). Two
parameters, two figures with chance between runs and a stated error; the posterior is integrated on a grid. pyABC draws
from the same posterior by its stochastic acceptor (Schaelte and Hasenauer 2020, Bioinformatics 36). Passes if for every
formula, parameter and method, pyABC too, the distance (Wasserstein) to the exact posterior is under a tenth of the
prior's sd.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

RESULTS = Path(__file__).parent / "results" / "pyabc_oracle.md"
SLOPES = np.array([[1.0, 0.5], [0.3, -1.0]])
CHANCE, ERROR, MOST = 0.1, 0.25, 0.1
MISSING = "pyABC is not installed here"
FORMULAS = {"line": (0.0, (1.0, 0.5)), "wave": (0.6, (0.8, -0.4)), "far from the prior's middle": (0.3, (2.2, -1.5))}
Array = Any


def figures(z: Array, wave: float) -> Array:
    """Return both figures without chance, (points, 2), at points in normal coordinates (points, 2)."""
    y = z @ SLOPES.T
    return y + wave * np.sin(2.0 * y)


def oracle() -> None:
    """Print pyABC's weighted draws of every formula as JSON: runs in the interpreter that has it."""
    try:
        import pyabc  # pyright: ignore[reportMissingImports]
    except ImportError:
        sys.exit(f"{MISSING}: python -m venv FOLDER; FOLDER/bin/pip install pyabc")
    np.random.seed(1)  # noqa: TID251 - pyABC draws from numpy's global state
    abc: Any = pyabc
    found = dict[str, Any]()
    for name, (wave, data) in FORMULAS.items():

        def model(p: Any, wave: float = wave) -> dict[str, float]:
            chance = CHANCE * np.random.standard_normal(2)  # noqa: TID251 - as pyABC itself does
            y = figures(np.array([[p["a"], p["b"]]]), wave)[0] + chance
            return {"y0": float(y[0]), "y1": float(y[1])}

        prior = abc.Distribution(a=abc.RV("norm", 0.0, 1.0), b=abc.RV("norm", 0.0, 1.0))
        smc = abc.ABCSMC(model, prior, abc.IndependentNormalKernel(var=[ERROR**2] * 2), population_size=1000,
                         eps=abc.Temperature(), acceptor=abc.StochasticAcceptor(),
                         sampler=abc.sampler.SingleCoreSampler())  # fmt: skip
        smc.new("sqlite://", dict(zip(("y0", "y1"), data, strict=True)))
        history = smc.run(max_nr_populations=8)
        draws, weights = history.get_distribution()
        found[name] = {"z": draws[["a", "b"]].to_numpy().tolist(), "w": np.asarray(weights).tolist(),
                      "runs": int(history.total_nr_simulations)}  # fmt: skip
    print(json.dumps({"version": abc.__version__, "found": found}))


class Draws(NamedTuple):
    """Weighted draws in normal coordinates, (draws, 2) and (draws,), and how many runs they took."""

    z: Array
    w: Array
    runs: int


def exact(wave: float, data: tuple[float, float]) -> Draws:
    """Return the posterior on a grid."""
    line = np.linspace(-4.5, 4.5, 361)
    z = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    away = (figures(z, wave) - np.array(data)) ** 2 / (CHANCE**2 + ERROR**2)
    w = np.exp(-0.5 * (away.sum(axis=1) + np.sum(z**2, axis=1)))
    return Draws(z, w / w.sum(), 0)


def ours(wave: float, data: tuple[float, float]) -> dict[str, Draws]:
    """Return what both methods of `calibrate` find."""
    from threadpoolctl import threadpool_limits

    from groundswell.case.evidence import Target
    from groundswell.inference import abc, weights
    from groundswell.inference.draws import normals, to_normal, uniforms
    from groundswell.inference.goals import Goals
    from groundswell.inference.problem import Problem
    from groundswell.inference.smoothed import smooth

    targets = tuple(
        Target(f"T{at}", "a count", "counted", "day", (), None, date(2001, 3, 5), y, y, y, "fit", "", "invented",
               discrepancy=ERROR, scale="log")
        for at, y in enumerate(np.exp(data).tolist())
    )  # fmt: skip
    goals = Goals(targets, 0.0)

    def simulate(name: str, units: Array, last: bool = False, fresh: bool = False) -> Array:
        del last, fresh
        return np.exp(figures(to_normal(units), wave) + CHANCE * normals(1, f"chance, {name}", len(units), 2))

    problem = Problem(lambda count: uniforms(1, "prior", count, 2), simulate, goals, goals, 1)
    found = dict[str, Draws]()
    with threadpool_limits(1):
        one, other = weights.by_history(problem, [200, 100, 100], 1600), abc.sequential(problem, 12000)
    kernels = goals.log_kernels(goals.scaled(one.figures)).sum(axis=1)
    found["history-matching"] = Draws(to_normal(one.units), np.exp(smooth(kernels - one.log_proposal).log), 2000)
    count = len(other.units)
    found["sequential-abc"] = Draws(to_normal(other.units), np.full(count, 1.0 / max(count, 1)), 12000)
    return found


def distances(one: Draws, other: Draws) -> list[float]:
    """Return the Wasserstein distance of each parameter, in sd of its prior."""
    from scipy import stats

    law: Any = stats
    return [float(law.wasserstein_distance(one.z[:, at], other.z[:, at], one.w, other.w)) for at in range(2)]


def main() -> int:
    """Compare, write and print the page; 1 when a mark is missed. Without pyABC say so, and leave the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has pyABC")
    parser.add_argument("--oracle", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.oracle:
        oracle()
        return 0
    asked = subprocess.run([given.python, __file__, "--oracle"], capture_output=True, text=True, check=False)
    if asked.returncode:
        print(asked.stderr.strip().splitlines()[-1] if asked.stderr else "pyABC failed", file=sys.stderr)
        return 0 if MISSING in asked.stderr else 1
    theirs: Any = json.loads(asked.stdout.strip().splitlines()[-1])
    lines, worst = list[str](), 0.0
    for name, (wave, data) in FORMULAS.items():
        of: Any = theirs["found"][name]
        methods = {**ours(wave, data), "pyABC": Draws(np.array(of["z"]), np.array(of["w"]), of["runs"])}
        known = exact(wave, data)
        for method, draws in methods.items():
            away = distances(draws, known)
            worst = max(worst, *away)
            lines.append(f"| {name} | {method} | {draws.runs:,} | {away[0]:.3f} | {away[1]:.3f} | "
                         f"{'pass' if max(away) < MOST else 'FAIL'} |")  # fmt: skip
    page = [
        "# Both methods and pyABC where the answer is known", "",
        f"{time.strftime('%Y-%m-%d')}, `python verification/pyabc_oracle.py --python PYTHON`. "
        f"pyABC {theirs['version']}. Asked: every distance to the exact posterior under {MOST} sd of the prior.", "",
        "| formula | method | runs | distance, first parameter | second | |", "|---|---|---|---|---|---|", *lines, "",
        f"{'All pass' if worst < MOST else 'Not all pass'}: the largest distance is {worst:.3f}.",
    ]  # fmt: skip
    RESULTS.write_text("\n".join(page) + "\n", encoding="utf-8")
    print("\n".join(page))
    return 0 if worst < MOST else 1


if __name__ == "__main__":
    sys.exit(main())
