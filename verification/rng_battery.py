"""Puts the random stream, as the model draws from it, through a battery of tests; writes results/rng.md.

Run: python verification/rng_battery.py (two minutes). Nothing is random here: the same p-values come out each time.
Ends with code 1 if the stream fails, or if a weakened stream passes (then the battery would prove nothing).
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from randomness import crossed, draws, single

from groundswell import rng

LEVEL = 0.01  # for the whole battery, by Holm's step-down
N = 2**22
RESULTS = Path(__file__).parent / "results" / "rng.md"
PURPOSES = np.array([number for name, number in vars(rng).items() if name.isupper() and name != "STREAM_VERSION"
                     and not name.startswith("_")], np.uint64)  # fmt: skip


class Outcome(NamedTuple):
    """One test: of what, which, and how probable a result at least as odd is if the stream is random."""

    order: str
    test: str
    p: float


def orders(draw: draws.Draw) -> dict[str, single.Sequence]:
    """Return sequences of N words in the orders in which a run, a sweep or an analysis meets them."""
    people, days, seeds = np.arange(N), np.arange(128), np.arange(N)
    found = {
        f"person after person, word {w}": words
        for w, words in enumerate(draw(2022, rng.DAILY, 5, people))
    }  # fmt: skip
    found["all four words of person after person"] = draw(2022, rng.TRAITS, 0, people[: N // 4]).T.ravel()
    found["day after day of each person"] = draw(7, rng.ENFORCE, days, people[: N // 128, None])[0]
    found["purpose after purpose of each person"] = draw(7, PURPOSES, 3, people[: N // len(PURPOSES), None])[0]
    found["seed after seed, one person"] = draw(seeds, rng.CALL, 1, 12345)[0]
    found["seeds far apart (times 2**40 + 1)"] = draw(seeds * (2**40 + 1), rng.TASTES, 0, 0)[0]
    found["every 35th person (a sparse group)"] = draw(1, rng.EXIT, 30, people * 35)[0]
    found["sub-streams of the replicated models"] = draw(
        1, rng.CLASSICS, (np.arange(64) << 16)[:, None], people[: N // 64]
    )[2]
    return found


def battery(draw: draws.Draw) -> list[Outcome]:
    """Return the outcome of every test on one stream."""
    done = [
        Outcome(order, test.__name__.replace("_", " "), test(words))
        for order, words in orders(draw).items()
        for test in single.TESTS
    ]
    people, few = np.arange(2**18), np.arange(48)
    one_bit = 1 << few[:, None]
    groups = {
        "between purposes and words": draw(3, PURPOSES[:, None], 2, people).reshape(4 * len(PURPOSES), -1),
        "between days": draw(3, rng.DAILY, few[:, None], people)[0].reshape(len(few), -1),
        "between persons, over days": draw(3, rng.DAILY, people, few[:, None])[0].reshape(len(few), -1),
        "between neighbouring seeds": draw(few[:, None], rng.TRAITS, 0, people)[0].reshape(len(few), -1),
        "between seeds one bit apart": draw(one_bit, rng.TRAITS, 0, people)[0].reshape(len(few), -1),
    }
    for order, rows in groups.items():
        together, largest = crossed.correlations(rows)
        done += [Outcome(order, "all correlations", together), Outcome(order, "largest correlation", largest)]
        done += [Outcome(order, "equal bits", crossed.equal_bits(rows[:, : 2**13]))]
    for part, (name, bits) in enumerate([("seed", 64), ("purpose", 5), ("day", 32), ("person", 32)]):
        done.append(Outcome(f"one bit of the {name} turned", "avalanche", crossed.avalanche(draw, part, bits)))
    return done


def holm(p: list[float]) -> list[float]:
    """Return p-values adjusted for their number (Holm 1979)."""
    order = np.argsort(p)
    adjusted = np.maximum.accumulate((len(p) - np.arange(len(p))) * np.array(p)[order]).clip(max=1.0)
    return [float(adjusted[rank]) for rank in np.argsort(order)]


def page(outcomes: list[Outcome], adjusted: list[float], weak: dict[str, tuple[int, int]]) -> str:
    """Return the report in Markdown."""
    spread = single.stats.kstest([o.p for o in outcomes], "uniform").pvalue
    tests = list(dict.fromkeys(o.test for o in outcomes))
    rejected = "; ".join(f"{name}: {failed} of {total} fail" for name, (failed, total) in weak.items())
    lines = [
        "# The random stream under test",
        "",
        f"`make verification` writes this page (`verification/rng_battery.py`). Philox4x32-10, stream version "
        f"{int(rng.STREAM_VERSION)},\n{len(outcomes)} tests, {N:,} words a sequence.",
        "",
        f"Smallest p-value {min(o.p for o in outcomes):.2g}, after Holm's adjustment {min(adjusted):.2g}; a test fails "
        f"below {LEVEL} after adjustment:\n**{sum(a < LEVEL for a in adjusted)} of {len(outcomes)} fail**. "
        f"The p-values themselves are uniform with p = {spread:.2f}.",
        "",
        f"The same battery on weakened streams, which it has to reject:\n{rejected}.",
        "",
    ]
    for columns in (tests[:9], tests[9:]):
        rows = dict.fromkeys(o.order for o in outcomes if o.test in columns)
        lines += [f"| p-value | {' | '.join(columns)} |", "|---|" + "---|" * len(columns)]
        for order in rows:
            found = {o.test: f"{o.p:.3f}" for o in outcomes if o.order == order}
            lines.append(f"| {order} | {' | '.join(found.get(test, '') for test in columns)} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    outcomes = battery(draws.used)
    adjusted = holm([o.p for o in outcomes])
    weak: dict[str, tuple[int, int]] = {}
    for name, draw in {
        "Philox with 4 rounds in place of 10": draws.few_rounds,
        "a linear congruence": draws.linear,
    }.items():
        bad = holm([o.p for o in battery(draw)])
        weak[name] = (sum(p < LEVEL for p in bad), len(bad))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(page(outcomes, adjusted, weak), encoding="utf-8")
    failed = [o for o, p in zip(outcomes, adjusted, strict=True) if p < LEVEL]
    print(f"{len(outcomes)} tests, {len(failed)} fail: {failed}; weakened streams: {weak}; see {RESULTS}")
    return int(bool(failed) or any(found < 10 for found, _ in weak.values()))


if __name__ == "__main__":
    sys.exit(main())
