"""Whether anything transfers, as text, as JSON values, and as tables: transfer.csv and priors.csv."""

import csv
import io
from pathlib import Path
from typing import Any

from groundswell.files import as_input_errors, write_text
from groundswell.inference.predicted import ARMS, Line
from groundswell.inference.transfer import DRAWS, Transfer
from groundswell.scoring.baselines import NAMES
from groundswell.scoring.summary import Group, Skill

METHOD = (
    "Each case is predicted from the others. CRPS: mean over its targets, of log counts and log odds, errors of "
    "observation and model added; gain: 1 - CRPS over that of the neutral prior, above 0 is better, with its 90 % "
    "interval from leaving out one target after the other. Skill: 1 - CRPS of logs over that of a baseline, on the "
    "observed counts that the baseline can score. The own posterior is in sample: it was fitted to these targets."
)
_NOTHING = 1e-3  # power of a likelihood: below it the draws are weighed nearly alike, whatever the evidence
SUMMARY, PRIORS = "transfer.csv", "priors.csv"


def as_dict(found: Transfer) -> dict[str, Any]:
    """Return everything as JSON values."""
    return {
        "method": METHOD, "draws": found.draws, "persons": found.persons, "power": found.power,
        "lines": rows(found), "priors": prior_rows(found),
    }  # fmt: skip


def rows(found: Transfer) -> list[dict[str, Any]]:
    """Return a row a case and arm; what is not known is None."""
    return [_row(found, line) for line in found.lines]


def prior_rows(found: Transfer) -> list[dict[str, Any]]:
    """Return a row a case left out and coordinate of which others taught something, in normal coordinates."""
    return [{"case": case, "coordinate": key, **each._asdict()} for case, own in found.priors.items()
            for key, each in own.items() if each.cases]  # fmt: skip


def _row(found: Transfer, line: Line) -> dict[str, Any]:
    gain, interval = found.gain(line.case, line.arm) if line.held else (None, None)
    group, exact = line.counts, len(line.exact)
    own: dict[str, Any] = {
        "case": line.case, "prediction": line.arm, "persons": found.persons[line.case],
        "likelihood_power": found.power[line.case], "effective_draws": line.ess,
        "targets": len(line.held), "targets_no_bound": exact,
        "targets_in_50": sum(each.inside(50) for each in line.exact),
        "targets_in_90": sum(each.inside(90) for each in line.exact),
        "crps": line.crps if line.held else None, "gain": gain,
        "gain_low": interval and interval[0], "gain_high": interval and interval[1],
        "rows_no_bound": group.rows - group.bounds if group else 0,
        "bounds": group.bounds if group else 0, "bounds_met": group.met if group else 0,
    }  # fmt: skip
    for level in (50, 90):
        of = next((c for c in group.coverage if c.level == level), None) if group else None
        own |= {f"rows_in_{level}": of and of.share, f"rows_in_{level}_low": of and of.low,
                f"rows_in_{level}_high": of and of.high}  # fmt: skip
    for name in NAMES:
        skill = _skill(group, name)
        ends = skill.interval if skill and skill.interval else (None, None)
        short = name.replace(" ", "_")
        own |= {f"skill_{short}": skill and skill.value, f"skill_{short}_low": ends[0],
                f"skill_{short}_high": ends[1], f"skill_{short}_rows": skill.rows if skill else 0}  # fmt: skip
    return own


def _skill(group: Group | None, baseline: str) -> Skill | None:
    skills = group.skills if group else ()
    return next((s for s in skills if s.baseline == baseline and s.rule == "crps_log"), None)


def as_text(found: Transfer) -> str:
    """Return the table as text, in Markdown."""
    taught = {case: sum(each.cases > 0 for each in own.values()) for case, own in found.priors.items()}
    lines = [
        "| case | prediction | targets in 50 % | in 90 % | CRPS | gain (90 %) | counts in 90 % (interval) "
        "| bounds met | " + " | ".join(f"skill over {name}" for name in NAMES) + " |",
        "|---" * (8 + len(NAMES)) + "|",
        *(_line(row) for row in rows(found)), "", METHOD, "",
        *(f"{case}: {draws_too_few(found, power)}" for case, power in found.power.items() if power < _NOTHING),
        *(f"{case}: others taught something of {count} of {len(found.priors[case])} shared coordinates; its own "
          f"evidence counts with power {found.power[case]:.2g} (1: in full), {found.persons[case]:,} persons."
          for case, count in taught.items()), "",
        verdict(found),
    ]  # fmt: skip
    return "\n".join(lines)


def draws_too_few(found: Transfer, power: float) -> str:
    """Return what to say of a case whose likelihood is flattened to nothing, or nearly so, and what would help."""
    taught = "what others are said to have learned from it is chance" if power > 0.0 else "others learn nothing from it"
    return (f"{found.draws} draws are too few for its evidence to teach anything (power {power:.2g}), so {taught}; "
            f"give more (--draws), {DRAWS} or more")  # fmt: skip


def verdict(found: Transfer) -> str:
    """Say in how many cases the pooled prior predicts better than the neutral one, and in how many that is sure."""
    gains = [found.gain(case) for case in found.cases if found.of(case, ARMS[1]).held]
    better = sum(value is not None and value > 0.0 for value, _ in gains)
    sure = sum(interval is not None and interval[0] > 0.0 for _, interval in gains)
    worse = sum(interval is not None and interval[1] < 0.0 for _, interval in gains)
    what = "Something transfers" if sure > worse and better > len(gains) / 2 else "Nothing is seen to transfer"
    return (f"{what}: what the others taught predicts better than the neutral prior in {better} of {len(gains)} cases, "
            f"for sure in {sure}, and worse for sure in {worse}.")  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    exact = row["targets_no_bound"]
    cells = [
        row["case"], row["prediction"], f"{row['targets_in_50']} of {exact}", f"{row['targets_in_90']} of {exact}",
        _number(row["crps"]), _with(row["gain"], row["gain_low"], row["gain_high"]),
        f"{_share(row, 'rows_in_90')} of {row['rows_no_bound']}", f"{row['bounds_met']} of {row['bounds']}",
    ]  # fmt: skip
    for name in NAMES:
        short = f"skill_{name.replace(' ', '_')}"
        cells.append(_with(row[short], row[f"{short}_low"], row[f"{short}_high"]))
    return "| " + " | ".join(cells) + " |"


def _share(row: dict[str, Any], key: str) -> str:
    return "-" if row[key] is None else f"{row[key]:.0%} ({row[f'{key}_low']:.0%} to {row[f'{key}_high']:.0%})"


def _with(value: float | None, low: float | None, high: float | None) -> str:
    return _number(value) + ("" if low is None or high is None else f" ({low:.2f} to {high:.2f})")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def write(found: Transfer) -> Path:
    """Write transfer.csv, a row a case and arm, and priors.csv into the folder; return the first."""
    for name, table in ((SUMMARY, rows(found)), (PRIORS, prior_rows(found))):
        text = io.StringIO()
        if table:
            writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
        with as_input_errors(found.folder):
            write_text(found.folder / name, text.getvalue())
    return found.folder / SUMMARY
