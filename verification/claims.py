"""Tests the flagship's claims over the joint prior, or by a posterior; writes results/claims.csv and claims.md.

Run: python verification/claims.py [--posterior FOLDER] [--draws N] [--pairs N] [--scale 1:N] [--workers N] [NAME ...]
Runs are kept in runs/verification, so that it goes on where it was; rows of claims that are not asked stay in the
table. With --posterior it writes results/claims_posterior.csv and .md, and the row of the joint prior, of which as many
draws are run beside it, where that is of a finer scale than the row there is. Ends with code 1 if a placebo is not
exactly zero. Then `python verification/readme_table.py` brings README.md up to date. Some twenty minutes on two
processors.
"""

import argparse
import csv
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from groundswell.inference.posterior_folder import open_posterior
from groundswell.verdicts import format_verdict
from groundswell.verdicts.claim_names import claims
from groundswell.verdicts.judgement import Judgement, judge_claim
from groundswell.verdicts.verdict import Verdict

RESULTS = Path(__file__).parent / "results"
RUNS = Path("runs", "verification")
COLUMNS: tuple[str, ...] = (
    "claim", "title", "answer", "share", "low", "high", "draws", "silent", "pairs", "person_stands_for", "placebo",
    "date", "minutes",
)  # fmt: skip
INTRODUCTION = """# The claims{by}

`python verification/claims.py{option}`; when, how long, at which scale and by how many pairs a draw: in {table}

Each claim over draws of {of}; one draw in four has two pairs at least. Share of draws in which the claim holds,
with its 90 % interval. Left out: draws in which nobody did what a condition counts. A share says what follows from the
assumptions, not how probable it is. What each claim says and what would refute it: `groundswell claims`.

| claim | | draws | left out | a person stands for | verdict | holds in | placebo |
|---|---|---|---|---|---|---|---|"""

Row = dict[str, str]


def row(j: Judgement, minutes: float, prior: Verdict | None = None) -> Row:
    """Return a line of the table; `prior`: that of the joint prior, run beside a posterior."""
    v, silent = (prior, j.sizes.draws - prior.draws) if prior else (j.verdict, j.silent)
    answer = format_verdict.answer(replace(j, verdict=v, discovery=j.discovery._replace(parameters=())) if prior else j)
    values = (j.claim.name, j.claim.title, answer, f"{v.share:.4f}", f"{v.low:.4f}", f"{v.high:.4f}", v.draws, silent,
              min(len(d.seeds) for d in j.draws), f"{format_verdict.weight(j):.0f}", j.placebo or "exactly zero",
              date.today(), f"{minutes:.1f}")  # fmt: skip
    return dict(zip(COLUMNS, map(str, values), strict=True))


def finer(j: Judgement, before: Row | None) -> bool:
    """Tell whether a person stands for fewer in a judgement than in a row of before."""
    return before is None or format_verdict.weight(j) < float(before["person_stands_for"]) - 0.5


def line(r: Row) -> str:
    """Return a row for the page."""
    share = f"{float(r['share']):.0%} ({float(r['low']):.0%} to {float(r['high']):.0%})"
    stands = f"{int(r['person_stands_for']):,}"
    cells = (r["claim"], r["title"], r["draws"], r["silent"], stands, r["answer"], share, r["placebo"])
    return f"| {' | '.join(cells)} |"


def kept(table: Path) -> dict[str, Row]:
    """Return the rows of before, by claim."""
    if not table.exists():
        return {}
    with table.open(encoding="utf-8", newline="") as file:
        return {r["claim"]: r for r in csv.DictReader(file)}


def write(table: Path, rows: dict[str, Row]) -> None:
    """Write table and page."""
    names = [name for name in claims("russia-2022") if name in rows]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[name] for name in names)
    weighed = "posterior" in table.stem
    of = "the joint prior and of a posterior, weighed by published figures" if weighed else "the joint prior"
    by, option = (", weighed by evidence", " --posterior FOLDER") if weighed else ("", "")
    head = INTRODUCTION.format(by=by, option=option, table=table.name, of=of)
    missing = [name for name in claims("russia-2022") if name not in rows]
    last = ["", f"Not tested yet: {', '.join(missing)}."] if missing else []
    text = "\n".join([head, *(line(rows[name]) for name in names), *last])
    table.with_suffix(".md").write_text(text + "\n", encoding="utf-8")


def main() -> int:
    """Judge the claims, write and print the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*")
    options.add_argument("--posterior", type=Path)
    options.add_argument("--draws", type=int, default=64)
    options.add_argument("--pairs", type=int, default=1, help="pairs of runs a draw")
    options.add_argument("--scale", default="1:1000")
    options.add_argument("--workers", type=int)
    given = options.parse_args()
    evidence = open_posterior(given.posterior) if given.posterior else None
    table = RESULTS / ("claims_posterior.csv" if evidence else "claims.csv")
    rows, before = kept(table), kept(RESULTS / "claims.csv")
    for name in given.names or claims("russia-2022"):
        began = time.monotonic()
        j = judge_claim(name, RUNS, given.draws, given.pairs, scale=given.scale, points=0, posterior=evidence,
                        workers=given.workers)  # fmt: skip
        minutes = (time.monotonic() - began) / 60.0
        rows[name] = row(j, minutes)
        write(table, rows)
        if j.weighing and finer(j, before.get(name)):
            before[name] = row(j, minutes, j.weighing.prior)
            write(RESULTS / "claims.csv", before)
        print(line(rows[name]), flush=True)
    return 1 if any(r["placebo"] != "exactly zero" for r in rows.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
