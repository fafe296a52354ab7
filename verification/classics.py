"""Replicates every classic and draws its pages in full; writes results/classics.md and the classics' obtained.json.

Run: python verification/classics.py [--out FOLDER] (see the table for its time). Published numbers, closed forms, kept
numbers of programs and facts of data are counted apart. Every check that chance may fail stands with the smallest
difference it would find nine times in ten. Ends with code 1 if a check fails.
"""

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from groundswell.classics import gallery, kept
from groundswell.classics.format_results import totals
from groundswell.classics.power import words
from groundswell.classics.replicate import KINDS, Replication, tally

RESULTS = Path(__file__).parent / "results" / "classics.md"


def written(done: tuple[Replication, ...], minutes: float) -> str:
    """Return the tables as Markdown."""
    counts = ", ".join(f"{n} {status}" for status, n in totals(done).items())
    head = f"`python verification/classics.py`, {date.today()}, {minutes:.0f} minutes. Checks of models: {counts}."
    lines = ["# The classics, replicated", "", head, "", "| kind | came out | of | what it is |", "|---|---|---|---|"]
    lines += [f"| {KINDS[kind][0]} | {n} | {m} | {KINDS[kind][1]} |" for kind, (n, m) in tally(done).items()]
    lines += ["", f"| paper | {' | '.join(KINDS)} |", "|---" * (len(KINDS) + 1) + "|"]
    for each in done:
        counted = " | ".join(f"{n} of {m}" if m else "" for n, m in each.tally().values())
        lines.append(f"| {each.paper.name} | {counted} |")
    checks = [(f"{d.paper.name} {c.target.id}", c) for d in done for c in d.checks]
    lines += ["", "Published numbers that do not come out:", ""]
    lines += [
        f"- {name}: {c.target.quantity}. {c.target.note or c.why}"
        for name, c in checks
        if c.status != "pass" and c.target.kind == "published"
    ]
    lines += ["", "What each check that chance may fail would find, nine times in ten:", ""]
    lines += ["| check | kind | test | would find |", "|---|---|---|---|"]
    chance = [(name, c) for name, c in checks if c.finds is not None]
    lines += [f"| {name} | {c.target.kind} | {c.target.test} | {words(c.finds)} |" for name, c in chance]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the pages and the table; return 1 if a check fails."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, help="folder of the pages; thrown away when not given")
    given, began = options.parse_args(), time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        done = gallery.write(given.out or Path(scratch))
    text = written(done, (time.monotonic() - began) / 60.0)
    RESULTS.write_text(text, encoding="utf-8")
    kept.write(done)
    print(text)
    return 0 if all(d.ok for d in done) else 1


if __name__ == "__main__":
    sys.exit(main())
