"""Could each shipped claim have come out otherwise? Writes results/could_fail.csv and could_fail.md.

Run: python verification/could_fail.py [--persons N] [--workers N] [NAME ...]
A claim is asked at 16 points; if both answers are not seen there beyond the noise of pairs, at 64. Runs are kept in
runs/could_fail, so that it goes on where it was; rows of claims that are not asked stay in the table. About ten minutes
on two processors. Ends with code 1 if a claim is foregone or is not known.
"""

import argparse
import csv
import sys
import time
from datetime import date
from pathlib import Path

from groundswell.computing.job import Done
from groundswell.resolution import weight
from groundswell.verdicts import could_fail
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.claim_names import claims
from groundswell.verdicts.could_fail import CouldFail

RESULTS = Path(__file__).parent / "results" / "could_fail.md"
TABLE = RESULTS.with_suffix(".csv")
RUNS = Path("runs", "could_fail")
ANY = {"valve": "toyland", "deterrence": "toyland"}  # claims of any case, and the case they are tested on here
PLACEBO = "placebo"
COMMON = 20_000  # persons simulated at a point,
FINER = {"H3": 200_000}  # or more: of a claim that lives stay within 1 % a person of the common size is 2 %

FEW = 16  # points that are asked first
COLUMNS: tuple[str, ...] = (
    "claim", "title", "person_stands_for", "could_fail", "holds_in", "low", "high", "hits", "told", "asked",
    "depends_on", "foregone_alone", "date", "minutes",
)  # fmt: skip

INTRODUCTION = f"""# Could the claims have come out otherwise?

`python verification/could_fail.py`; when and how long: in could_fail.csv

Each claim at {FEW} points, and where these do not tell at {could_fail.POINTS}: a Latin hypercube over all values that
the parameters it asks about are allowed, half of each parameter's points in its declared range, the rest out to the
hard limits; every other uncertain parameter is drawn from the joint prior. Share of the points that tell something in
which the claim holds, with its 90 % interval; then what decides there, and conditions that decide nothing. Pass mark:
none is foregone (holds in none or all of 59 points or more), and none is not known.

| claim | | person stands for | could fail | holds in | points that tell | depends on | conditions foregone alone |
|---|---|---|---|---|---|---|---|"""

Row = dict[str, str]


def row(name: str, found: CouldFail, minutes: float) -> Row:
    """Return a line of the table."""
    c, s = found.claim, found.whole
    alone = [k.text for k in found.conditions if k.state == "foregone"] if len(found.conditions) > 1 else []
    size = weight(c.scenario.case.population.total, c.scenario.persons)
    values = (name, c.title, f"{size:.0f}", s.state, f"{s.share:.4f}" if s.points else "", f"{s.low:.4f}",
              f"{s.high:.4f}", s.hits, s.points, found.asked, "; ".join(key for key, _ in found.discovery.parameters),
              " ".join(alone), date.today(), f"{minutes:.1f}")  # fmt: skip
    return dict(zip(COLUMNS, map(str, values), strict=True))


def line(r: Row) -> str:
    """Return a row for the page."""
    middle, low, high = (float(r[key] or 0.0) for key in ("holds_in", "low", "high"))
    share = f"{middle:.0%} ({low:.1%} to {high:.1%})" if r["holds_in"] else "none"
    held, keys = f"{r['told']} of {r['asked']}", r["depends_on"] or "no parameter alone"
    cells = (r["claim"], r["title"], f"{int(r['person_stands_for']):,}", r["could_fail"], share, held, keys)
    return f"| {' | '.join(cells)} | {r['foregone_alone']} |"


def kept() -> dict[str, Row]:
    """Return the rows of before, by claim."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {r["claim"]: r for r in csv.DictReader(file)}


def write(rows: dict[str, Row]) -> list[str]:
    """Write table and page, and return the claims that do not pass."""
    names = [name for name in claims() if name in rows]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name] for name in names)
    bad = [name for name in names if rows[name]["could_fail"] != "could fail"]
    missing = [name for name in claims() if name not in rows and name != PLACEBO]
    last = [f"Do not pass: {', '.join(bad)}." if bad else f"All {len(names)} pass."]
    last += [f"Not asked yet: {', '.join(missing)}."] if missing else []
    text = "\n".join([INTRODUCTION, *(line(rows[name]) for name in names), "", *last])
    RESULTS.write_text(text + "\n", encoding="utf-8")
    return bad


def asked(name: str, persons: int, workers: int | None) -> CouldFail:
    """Ask one claim, at few points first."""
    chosen = read(name, case=ANY.get(name, ""))
    for points in (FEW, could_fail.POINTS):
        tell = progress(name, time.monotonic())
        found = could_fail.could_fail(chosen, RUNS, points, persons=persons, workers=workers, progress=tell)
        if found.whole.state == "could fail":
            break
    return found  # pyright: ignore[reportPossiblyUnboundVariable]


def progress(name: str, started: float) -> could_fail.Progress:
    """Return what tells every tenth run."""

    def tell(done: Done, count: int, of: int) -> None:
        if count % 10 == 0 or count == of:
            left = (time.monotonic() - started) / count * (of - count)
            print(f"{name}: {count} of {of} runs, {left:,.0f} s left", file=sys.stderr, flush=True)

    return tell


def main() -> int:
    """Ask every claim, write and print the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*")
    options.add_argument("--persons", type=int, help=f"simulated at a point; default: {COMMON:,}, of some claims more")
    options.add_argument("--workers", type=int)
    given = options.parse_args()
    rows = kept()
    for name in given.names or [name for name in claims() if name != PLACEBO]:
        began = time.monotonic()
        found = asked(name, given.persons or FINER.get(name, COMMON), given.workers)
        rows[name] = row(name, found, (time.monotonic() - began) / 60.0)
        write(rows)
        print(line(rows[name]), flush=True)
    return 1 if write(rows) else 0


if __name__ == "__main__":
    sys.exit(main())
