"""Could each shipped claim have come out otherwise? Writes results/could_fail.md.

Run: python verification/could_fail.py [--persons N] [NAME ...]
Runs are kept in runs/could_fail, so that it goes on where it was; half an hour on two processors at 50,000 persons.
Ends with code 1 if a claim is foregone or is not known.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from groundswell.computing.job import Done
from groundswell.resolution import weight
from groundswell.verdicts import could_fail
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.claim_names import claims
from groundswell.verdicts.could_fail import CouldFail, Share

RESULTS = Path(__file__).parent / "results" / "could_fail.md"
RUNS = Path("runs", "could_fail")
ANY = {"valve": "toyland", "deterrence": "toyland"}  # claims of any case, and the case they are tested on here
PLACEBO = "placebo"

INTRODUCTION = """# Could the claims have come out otherwise?

`{command}`, {date}, {minutes:.0f} minutes with what was kept from before

Each claim at {points} points of a Latin hypercube over all values that its drawn parameters are allowed: half of each
parameter's points in its declared range, the rest out to the hard limits; {persons:,} simulated persons at most. Share
of the points that tell something in which the claim holds, with its 90 % interval (each end at 95 %); then what decides
there, and conditions that decide nothing. Pass mark: none is foregone (holds in none or all of 59 points or more), and
none is not known.

| claim | | person stands for | could fail | holds in | points that tell | depends on | conditions foregone alone |
|---|---|---|---|---|---|---|---|"""


def share(s: Share) -> str:
    """Return a share with its interval."""
    return f"{s.share:.0%} ({s.low:.1%} to {s.high:.1%})" if s.points else "not known"


def row(name: str, found: CouldFail) -> str:
    """Return a line of the table."""
    c = found.claim
    keys = ", ".join(key for key, _ in found.discovery.parameters) or "no parameter alone"
    alone = "; ".join(s.text for s in found.conditions if s.state == "foregone") if len(found.conditions) > 1 else ""
    size = weight(c.scenario.case.population.total, c.scenario.persons)
    told = f"{found.whole.points} of {found.asked}"
    return (
        f"| {name} | {c.title} | {size:,.0f} | {found.whole.state} | {share(found.whole)} | {told} | {keys} | {alone} |"
    )


def progress(name: str, started: float) -> could_fail.Progress:
    """Return what tells every tenth run."""

    def tell(done: Done, count: int, of: int) -> None:
        if count % 10 == 0 or count == of:
            left = (time.monotonic() - started) / count * (of - count)
            print(f"{name}: {count} of {of} runs, {left:,.0f} s left", file=sys.stderr, flush=True)

    return tell


def main() -> int:
    """Ask every claim, write and print the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--persons", type=int, default=could_fail.PERSONS)
    given = asked.parse_args()
    began, rows, bad = time.monotonic(), list[str](), list[str]()
    names = given.names or [name for name in claims() if name != PLACEBO]
    for name in names:
        chosen = read(name, case=ANY.get(name, ""))
        found = could_fail.could_fail(chosen, RUNS, persons=given.persons, progress=progress(name, time.monotonic()))
        rows.append(row(name, found))
        bad += [name] if found.whole.state != "could fail" else []
        print(rows[-1], flush=True)
    command = " ".join(["python verification/could_fail.py", *sys.argv[1:]])
    head = INTRODUCTION.format(command=command, date=date.today(), minutes=(time.monotonic() - began) / 60.0,
                               points=could_fail.POINTS, persons=given.persons)  # fmt: skip
    passed = "All pass." if not bad else f"Do not pass: {', '.join(bad)}."
    RESULTS.write_text("\n".join([head, *rows, "", passed]) + "\n", encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
