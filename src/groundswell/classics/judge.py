"""How a number obtained is judged against a number published: every test of the classics, once.

| test     | expected                | obtained                       | passes when                                    |
|----------|-------------------------|--------------------------------|------------------------------------------------|
| exact    | anything                | the same shape                 | equal                                          |
| absolute | number, list, table     | the same shape                 | each number differs by `tolerance` at most     |
| relative | number, list, table     | the same shape                 | each differs by `tolerance` x its target       |
| interval | [low, high], or a table | numbers, in a list or table    | each within, ends included; of a sample        |
|          |                         |                                | {"mean", "se"}: the mean                       |
| ordinal  | true                    | bools, or {"holds": bool, ...} | all hold                                       |
| z        | number                  | {"mean", "se"}                 | abs(mean - expected) <= z(level) se + slack    |
| binomial | p, or [low, high]       | {"successes", "trials"}        | two-sided exact p-value >= level; an interval  |
|          |                         |                                | must overlap the Clopper-Pearson interval      |
| sign     | anything (shown only)   | {"wins", "trials"}             | one-sided p-value of wins > half is <= level   |

The three statistical tests also take a table of named parts, all of which must pass. For z and binomial, where chance
alone can fail a true model, each part is judged at level / parts (Bonferroni), so that the check as a whole keeps its
stated level; the sign test, where chance can only pass a false one, needs no such share. A number that is not finite
never passes.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

__all__ = ["STATISTICAL", "TESTS", "Verdict", "binomial_p_value", "clopper_pearson", "judge", "parts", "sign_p_value"]

STATISTICAL = frozenset({"z", "binomial", "sign"})


class Verdict(NamedTuple):
    """Whether the number passes and, when it does not (or when a test statistic is worth showing), why."""

    passed: bool
    why: str = ""


def judge(test: str, expected: Any, obtained: Any, tolerance: Any = 0.0, level: float | None = None) -> Verdict:
    """Judge `obtained` against `expected` by the named test (table at the top of this file).

    Raises ValueError when the test is unknown, a statistical test has no level within (0, 1), or the shapes of the two
    do not fit: a check that cannot be judged is a fault of the check, not a pass.
    """
    if test not in TESTS:
        raise ValueError(f"test={test!r} is not one of {', '.join(sorted(TESTS))}")
    if test not in STATISTICAL:
        return TESTS[test](expected, obtained, tolerance)
    if level is None or not 0.0 < level < 1.0:
        raise ValueError(f"level={level!r} of a {test} test must lie within (0, 1)")
    split = parts(expected, obtained)
    each = level if test == "sign" else level / len(split)
    verdicts = {name: TESTS[test](want, got, tolerance, each) for name, (want, got) in split.items()}
    why = "; ".join(f"{name}: {v.why}" if name else v.why for name, v in verdicts.items())
    return Verdict(all(v.passed for v in verdicts.values()), why)


def parts(expected: Any, obtained: Any) -> dict[str, tuple[Any, Any]]:
    """Split a table of named samples into its parts; one sample is a single part without a name."""
    if not isinstance(obtained, Mapping) or not obtained:
        raise ValueError(f"a statistical test needs a table of its sample, not {obtained!r}")
    if not all(isinstance(value, Mapping) for value in obtained.values()):
        return {"": (expected, obtained)}
    if isinstance(expected, Mapping):
        _same_keys(expected, obtained)
        return {name: (expected[name], sample) for name, sample in obtained.items()}
    return {name: (expected, sample) for name, sample in obtained.items()}


def _same_keys(expected: Mapping[str, Any], obtained: Any) -> None:
    if not isinstance(obtained, Mapping) or set(expected) - set(obtained):
        raise ValueError(f"expected the entries {sorted(expected)}, obtained {obtained!r}")


def _pairs(expected: Any, obtained: Any, place: str = "") -> list[tuple[str, Any, Any]]:
    """Pair the leaves of two values of one shape; a table obtained may hold more entries than were published."""
    if isinstance(expected, Mapping):
        _same_keys(expected, obtained)
        return [pair for key, want in expected.items() for pair in _pairs(want, obtained[key], f"{place}{key} ")]
    if isinstance(expected, Sequence) and not isinstance(expected, str):
        if not isinstance(obtained, Sequence) or isinstance(obtained, str) or len(obtained) != len(expected):
            raise ValueError(f"expected {len(expected)} numbers, obtained {obtained!r}")
        both = enumerate(zip(expected, obtained, strict=True))
        return [pair for i, (want, got) in both for pair in _pairs(want, got, f"{place}[{i}] ")]
    if isinstance(obtained, Mapping) and len(obtained) == 1:
        obtained = next(iter(obtained.values()))
    return [(place, expected, obtained)]


def _each(good: Callable[[Any, Any], bool], pairs: list[tuple[str, Any, Any]], what: str) -> Verdict:
    bad = [f"{place}obtained {got!r}, expected {want!r}{what}" for place, want, got in pairs if not good(want, got)]
    return Verdict(not bad, "; ".join(bad))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a number was needed, not {value!r}")
    return float(value)


def _exact(expected: Any, obtained: Any, tolerance: Any) -> Verdict:
    # 1 == True in Python: a count must not pass for a truth.
    return _each(lambda want, got: isinstance(want, bool) == isinstance(got, bool) and want == got,
                 _pairs(expected, obtained), "")  # fmt: skip


def _tolerances(expected: Any, tolerance: Any, pairs: list[tuple[str, Any, Any]]) -> list[float]:
    if isinstance(tolerance, Mapping):
        return [float(t) for _, _, t in _pairs(expected, tolerance)]
    return [float(tolerance)] * len(pairs)


def _near(expected: Any, obtained: Any, tolerance: Any, *, relative: bool) -> Verdict:
    pairs = _pairs(expected, obtained)
    bad: list[str] = []
    for (place, want, got), tol in zip(pairs, _tolerances(expected, tolerance, pairs), strict=True):
        room = tol * abs(_number(want)) if relative else tol
        # decimal targets are not binary numbers: a difference of exactly the tolerance must not fail by rounding
        if not abs(_number(got) - _number(want)) <= room + 1e-12 * max(1.0, abs(want)):
            bad.append(f"{place}obtained {got:.7g}, expected {want:.7g} within {room:.3g}")
    return Verdict(not bad, "; ".join(bad))


def _absolute(expected: Any, obtained: Any, tolerance: Any) -> Verdict:
    return _near(expected, obtained, tolerance, relative=False)


def _relative(expected: Any, obtained: Any, tolerance: Any) -> Verdict:
    return _near(expected, obtained, tolerance, relative=True)


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _interval(expected: Any, obtained: Any, tolerance: Any) -> Verdict:
    if isinstance(expected, Mapping):
        _same_keys(expected, obtained)
        verdicts = {key: _interval(limits, obtained[key], tolerance) for key, limits in expected.items()}
        return Verdict(
            all(v.passed for v in verdicts.values()), "; ".join(f"{k}: {v.why}" for k, v in verdicts.items() if v.why)
        )
    low, high = (_number(limit) for limit in expected)
    if isinstance(obtained, Mapping) and set(obtained) == {"mean", "se"}:
        obtained = obtained["mean"]
    numbers = [_number(leaf) for leaf in _leaves(obtained)]
    if not numbers:
        raise ValueError("no number was obtained")
    outside = [f"{x:.6g}" for x in numbers if not low <= x <= high]
    return Verdict(not outside, f"outside [{low:g}, {high:g}]: {', '.join(outside)}" if outside else "")


def _ordinal(expected: Any, obtained: Any, tolerance: Any) -> Verdict:
    stated = obtained["holds"] if isinstance(obtained, Mapping) and "holds" in obtained else obtained
    truths = _leaves(stated)
    if expected is not True or not truths or not all(isinstance(t, bool) for t in truths):
        raise ValueError(f"an ordinal check expects true and bools, not {expected!r} and {obtained!r}")
    return Verdict(all(truths), "" if all(truths) else "does not hold")


def _z(expected: Any, sample: Mapping[str, Any], tolerance: Any, level: float) -> Verdict:
    mean, se = _number(sample["mean"]), _number(sample["se"])
    if not se >= 0.0:
        raise ValueError(f"se={se!r} must be 0 or more")
    room = NormalDist().inv_cdf(1.0 - level / 2.0) * se + float(tolerance)
    miss = abs(mean - _number(expected))
    return Verdict(miss <= room, f"|mean - expected| = {miss:.4g}, allowed {room:.4g}")


def _counts(sample: Mapping[str, Any], name: str) -> tuple[int, int]:
    k, n = sample[name], sample["trials"]
    if isinstance(k, bool) or int(k) != k or int(n) != n or not 0 <= k <= n or n < 1:
        raise ValueError(f"{name}={k!r} of trials={n!r} are not counts with 0 <= {name} <= trials, trials >= 1")
    return int(k), int(n)


def _binomial(expected: Any, sample: Mapping[str, Any], tolerance: Any, level: float) -> Verdict:
    k, n = _counts(sample, "successes")
    if isinstance(expected, Sequence):
        low, high = clopper_pearson(k, n, level)
        return Verdict(low <= _number(expected[1]) and _number(expected[0]) <= high,
                       f"{1 - level:.4g} interval of the share {low:.4g} to {high:.4g}")  # fmt: skip
    p = binomial_p_value(k, n, _number(expected))
    return Verdict(p >= level, f"p-value {p:.3g}, level {level:.3g}")


def _sign(expected: Any, sample: Mapping[str, Any], tolerance: Any, level: float) -> Verdict:
    p = sign_p_value(*_counts(sample, "wins"))
    return Verdict(p <= level, f"p-value {p:.3g}, level {level:.3g}")


def _pmf(k: int, n: int, p: float) -> float:
    if p in (0.0, 1.0):
        return float(k == (n if p else 0))
    choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(choose + k * math.log(p) + (n - k) * math.log1p(-p))


def binomial_p_value(successes: int, trials: int, p: float) -> float:
    """Return the two-sided exact p-value: the chance of all counts that are no likelier than the one seen."""
    seen = _pmf(successes, trials, p) * (1.0 + 1e-7)  # as likely, up to rounding
    return min(1.0, math.fsum(x for k in range(trials + 1) if (x := _pmf(k, trials, p)) <= seen))


def sign_p_value(wins: int, trials: int) -> float:
    """Return P(at least `wins` of `trials` fair coins): the one-sided sign test."""
    return min(1.0, math.fsum(_pmf(k, trials, 0.5) for k in range(wins, trials + 1)))


def clopper_pearson(successes: int, trials: int, level: float) -> tuple[float, float]:
    """Return the exact interval of a share with coverage of 1 - level at least (Clopper and Pearson 1934)."""

    def solve(tail: Callable[[float], float], rising: bool) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            mid = (low + high) / 2.0
            low, high = (mid, high) if (tail(mid) < level / 2.0) == rising else (low, mid)
        return (low + high) / 2.0

    k, n = successes, trials
    lower = solve(lambda p: math.fsum(_pmf(j, n, p) for j in range(k, n + 1)), True) if k > 0 else 0.0
    upper = solve(lambda p: math.fsum(_pmf(j, n, p) for j in range(k + 1)), False) if k < n else 1.0
    return lower, upper


TESTS: dict[str, Callable[..., Verdict]] = {
    "exact": _exact,
    "absolute": _absolute,
    "relative": _relative,
    "interval": _interval,
    "ordinal": _ordinal,
    "z": _z,
    "binomial": _binomial,
    "sign": _sign,
}
