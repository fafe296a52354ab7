"""The checks of paper.toml, computed through the public functions."""

from statistics import mean, stdev

from groundswell.classics import centola_macy_2007 as c

_SEEDS = range(400)
_MANY = range(1000)


def c1() -> list[int]:
    return [_largest_on_ring(z) for z in (4, 6, 8, 10)]


def _largest_on_ring(degree: int) -> int:
    return max(a for a in range(1, degree + 1) if c.simulate("ring", 400, degree, a).success)


def c2() -> dict[str, list[int]]:
    return {shape: [_largest_on_torus(r, shape) for r in (1, 2, 3)] for shape in ("disc", "band")}


def _largest_on_torus(radius: int, shape: str) -> int:
    limit = c.front_threshold("moore", radius) + 2
    return max(a for a in range(1, limit + 1) if c.fills("moore", radius, a, shape))


def c4() -> list[int]:
    return [c.critical_threshold("von_neumann", r) for r in (1, 2)]


def c5() -> list[int]:
    return [c.simulate("ring", 2000, 4, a).steps for a in (1, 2)]


def c6() -> list[int]:
    return [c.simulate("moore", 45, 1, a).steps for a in (1, 2, 3)]


def _steps(threshold: int, rewiring: float) -> dict[str, float]:
    steps = [c.simulate("moore", 45, 1, threshold, rewiring, seed).steps for seed in _SEEDS]
    return {"mean": mean(steps), "se": stdev(steps) / len(steps) ** 0.5}


def c7() -> dict[str, dict[str, float]]:
    return {f"{p:g}": _steps(1, p) for p in (0.01, 0.1, 1.0)}


def c8() -> dict[str, dict[str, int]]:
    runs = {p: [c.simulate("moore", 45, 1, 2, p, seed).success for seed in _MANY] for p in (0.01, 0.03, 0.1, 0.3, 1.0)}
    return {f"{p:g}": {"successes": sum(done), "trials": len(done)} for p, done in runs.items()}


def c8b() -> dict[str, dict[str, float]]:
    return {f"{p:g}": _steps(2, p) for p in (0.0, 0.1)}


def c11() -> dict[str, int]:
    """A win: rewiring stops the contagion, but speeds it up once 1 % a step join below the threshold."""
    wins = 0
    for seed in range(20):
        stopped = not c.simulate("ring", 1000, 4, 2, 0.1, seed).success
        noisy = [c.simulate("ring", 1000, 4, 2, p, seed, noise=0.01) for p in (0.0, 0.1)]
        wins += stopped and noisy[1].success and noisy[1].steps < noisy[0].steps
    return {"wins": wins, "trials": 20}
