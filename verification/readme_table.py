"""Writes README.md's table of claims from results/claims.csv, claims_posterior.csv and could_fail.csv.

Run: python verification/readme_table.py. Ends with code 1 if a claim of the table is foregone.
"""

import csv
import re
import sys
from pathlib import Path

import groundswell as gs
from groundswell.scenario.meanings import with_key
from groundswell.verdicts.claim_names import claims, described

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
NAMES = "claims.csv", "claims_posterior.csv", "could_fail.csv"
KEY = re.compile(r"(?<!\()\b[a-z]+(?:\.[a-z_]+)+\b(?!\))")  # of a parameter that stands without its meaning
BLOCK = re.compile(r"(<!-- begin claims -->\n).*?(<!-- end claims -->)", re.DOTALL)
HEAD: tuple[str, ...] = ("| claim | prior verdict | posterior verdict | could fail |", "|---|---|---|---|")

Row = dict[str, str]


def rows(name: str) -> dict[str, Row]:
    """Return a table of results by claim; empty where there is none yet."""
    path = HERE / "results" / name
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {r["claim"]: r for r in csv.DictReader(file)}


def verdict(r: Row | None) -> str:
    """Return a verdict with its share and 90 % interval."""
    if r is None:
        return "not tested yet"
    answer = KEY.sub(lambda key: with_key(key[0], gs.load("russia-2022")), r["answer"].partition(":")[0])
    return f"{answer}, {_share(r, 'share')} of {r['draws']} draws"


def otherwise(r: Row | None) -> str:
    """Return whether a claim could fail, with the share of points in which it holds."""
    if r is None:
        return "not asked yet"
    return (
        f"{r['could_fail']}, holds in {_share(r, 'holds_in')} of {r['told']} points" if r["holds_in"] else "not known"
    )


def table() -> str:
    """Return the table, a row a claim."""
    prior, posterior, fails = map(rows, NAMES)
    lines = list(HEAD)
    for name in claims("russia-2022"):
        title = f"{name}: {described(name)['title']}"
        cells = title, verdict(prior.get(name)), verdict(posterior.get(name)), otherwise(fails.get(name))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> int:
    """Put the table in its place."""
    text, found = BLOCK.subn(lambda m: f"{m[1]}{table()}\n{m[2]}", README.read_text(encoding="utf-8"))
    if found != 1:
        raise SystemExit(f"README.md: the place of the table stands there {found} times; once is the rule")
    README.write_text(text, encoding="utf-8")
    return 1 if any(r["could_fail"] == "foregone" for r in rows(NAMES[2]).values()) else 0


def _share(r: Row, key: str) -> str:
    return f"{float(r[key]):.0%} ({float(r['low']):.0%} to {float(r['high']):.0%})"


if __name__ == "__main__":
    sys.exit(main())
