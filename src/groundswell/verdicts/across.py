"""One claim tested on several cases: their verdicts side by side, and in what the cases differ."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundswell.arguments import AnyPath, as_path
from groundswell.comparisons.format_comparison import number
from groundswell.computing.job import Done
from groundswell.errors import InputError
from groundswell.events.announcement import Announcement
from groundswell.events.rally import Rally
from groundswell.files import as_input_errors, read_own, write_text
from groundswell.json_text import json_text
from groundswell.overwrite import refuse_existing
from groundswell.scenario import Scenario
from groundswell.scenario.meanings import with_key
from groundswell.verdicts import verdict_folder
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.claim_file import read
from groundswell.verdicts.could_fail import POINTS
from groundswell.verdicts.format_verdict import MEANING, answer, could_fail_words, effects, spread, weight
from groundswell.verdicts.judgement import Judgement, judge_claim

TABLE, RECORD = "cases.csv", "cases.json"
Progress = Callable[[str], Callable[[Done, int, int], None]]  # of a case's name


@dataclass(frozen=True)
class Across:
    """The verdicts on one claim by case, in the order in which the cases were named."""

    judgements: Mapping[str, Judgement]

    def rows(self) -> list[dict[str, Any]]:
        """Return a plain dictionary a case: verdict, share of draws with interval, effect, size, what decides."""
        return [_row(case, j) for case, j in self.judgements.items()]

    def differences(self) -> list[str]:
        """Return a sentence for each property in which the cases differ, and one on the verdicts."""
        facts = {case: _facts(j.claim.scenario) for case, j in self.judgements.items()}
        lines = [self._verdicts()]
        for name in next(iter(facts.values())):
            values = {case: known[name] for case, known in facts.items()}
            if len(set(values.values())) > 1:
                lines.append(f"{name}: " + "; ".join(f"{case} {value}" for case, value in values.items()))
        return lines

    def _verdicts(self) -> str:
        answers: dict[str, list[str]] = {}
        for case, j in self.judgements.items():
            answers.setdefault(j.verdict.answer, []).append(case)
        if len(answers) == 1:
            return f"The verdict is the same in all {len(self.judgements)} cases: {next(iter(answers))}."
        return "The verdicts differ: " + "; ".join(f"{a} in {', '.join(cases)}" for a, cases in answers.items()) + "."

    def as_text(self) -> str:
        """Return the table and the differences for a terminal."""
        first = next(iter(self.judgements.values())).claim
        lines = [f"{first.name}: {first.title}", f'"{first.text}"', ""]
        for row in self.rows():
            lines.append(f"{row['case']:<16}{row['verdict']:<12}holds in {row['share']:.0%} of {row['draws']} draws "
                         f"({row['low']:.0%} to {row['high']:.0%}); 1:{row['scale_1_to']:,.0f}")  # fmt: skip
            lines.append(f"{'':<16}{row['effect_about']}: {number(row['effect'])} {row['unit']}, median of the draws "
                         f"({number(row['effect_low'])} to {number(row['effect_high'])} in 90 % of them)")  # fmt: skip
            lines += [f"{'':<16}{words}" for words in could_fail_words(self.judgements[row["case"]])[:1]]
            if row["verdict"] == "undecided":
                lines.append(f"{'':<16}{answer(self.judgements[row['case']])}")
            if row["depends_on"]:
                scenario = self.judgements[row["case"]].claim.scenario
                named = (with_key(key, scenario) for key in row["depends_on"].split(", "))
                lines.append(f"{'':<16}depends most on {'; '.join(named)}")
        used = dict.fromkeys(row["verdict"] for row in self.rows())
        return "\n".join([*lines, "", *(f"{a}: {MEANING[a]}" for a in used), "", *self.differences()])

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON values."""
        first = next(iter(self.judgements.values())).claim
        answers = {case: answer(j) for case, j in self.judgements.items()}
        return {"claim": first.name, "title": first.title, "text": first.text, "cases": self.rows(),
                "answers": answers, "differences": self.differences()}  # fmt: skip

    def save(self, folder: AnyPath) -> Path:
        """Write cases.csv and cases.json into a folder and return the former. Raises InputError."""
        place, rows, stream = as_path(folder), self.rows(), io.StringIO(newline="")
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        with as_input_errors(place):
            place.mkdir(parents=True, exist_ok=True)
            write_text(place / TABLE, stream.getvalue())
            write_text(place / RECORD, json_text(self.as_dict()) + "\n")
        return place / TABLE


def refuse_other(folder: Path, claims: Sequence[Claim], force: bool) -> None:
    """Refuse a folder with the answer to another question, or of a case not asked for, unless `force`.

    More draws, and more cases, go on with what is there. Raises InputError.
    """
    asked = {claim.scenario.case.name: claim for claim in claims}
    for case, claim in asked.items():
        verdict_folder.refuse_other(folder / case, claim, force)
    try:
        kept: Any = json.loads(read_own(folder / RECORD))
        same = {row["case"] for row in kept["cases"]} <= set(asked)
    except (OSError, ValueError, KeyError, TypeError):
        same = False
    if not same:
        refuse_existing(folder / TABLE, force)


def judge_cases(claim: str | Path, cases: Sequence[str | Path], folder: AnyPath, draws: int = 200, pairs: int = 1, *,
                changes: Mapping[str, Any] | None = None, fix: Mapping[str, Any] | None = None, points: int = POINTS,
                executor: str = "processes", workers: int | None = None, address: str = "",
                progress: Progress | None = None) -> Across:  # fmt: skip
    """Test a claim on the base scenario of each case, with the same seeds and draws, and return the verdicts.

    Every case has a folder of its own in `folder`; `changes` (scale, persons, days, seed) and `fix` hold for all.
    Raises InputError for a case that is named twice, and whatever `judge_claim` raises; all cases are read before
    the first run begins.
    """
    place = as_path(folder)
    read_all = [read(claim, changes, case) for case in cases]
    names = [c.scenario.case.name for c in read_all]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"case '{min(twice)}' is named twice", place="--case", remedy="name each case once")
    found: dict[str, Judgement] = {}
    for name, chosen in zip(names, read_all, strict=True):
        found[name] = judge_claim(chosen, place / name / "store", draws, pairs, fix=fix, points=points,
                                  executor=executor, workers=workers, address=address,
                                  progress=progress(name) if progress else None)  # fmt: skip
    return Across(found)


def _row(case: str, j: Judgement) -> dict[str, Any]:
    first, v = j.claim.conditions[0], j.verdict
    effect = spread(effects(j, 0), j.weights)
    return {
        "case": case, "scenario": j.claim.scenario.name, "verdict": v.answer, "share": v.share, "low": v.low,
        "high": v.high, "draws": v.draws, "pairs": min(len(d.seeds) for d in j.draws),
        "effect_about": f"change of {first.outcome.about}, '{first.arm}' against '{first.against}'",
        "effect": effect["median"], "effect_low": effect["low90"], "effect_high": effect["high90"],
        "unit": first.outcome.unit, **_otherwise(j),
        "depends_on": ", ".join(key for key, weight in j.discovery.parameters[:3] if weight > 0.0),
        "scale_1_to": weight(j), "days": j.claim.scenario.days, "seed": j.claim.scenario.seed,
    }  # fmt: skip


def _otherwise(j: Judgement) -> dict[str, Any]:
    """Return whether a claim could have come out otherwise in a case; None where that was not asked."""
    s = j.could_fail.whole if j.could_fail else None
    keys = ("could_fail", "could_fail_share", "could_fail_low", "could_fail_high", "could_fail_points")
    values = (s.state, s.share if s.points else None, s.low, s.high, s.points) if s else (None,) * len(keys)
    return dict(zip(keys, values, strict=True))


def _facts(s: Scenario) -> dict[str, str]:
    """Return what tells one case from another, in words that any case has."""
    announced = {day for event in s.events if isinstance(event, Rally) for day in event.days(s.days)}
    constant = getattr(s.behaviour.params, "protest", None)
    return {
        "people": f"{s.case.population.total:,}",
        "days": f"{s.days}",
        "call-up": "no" if s.call is None or not any(event.ordered() > 0 for event in s.events) else "yes",
        "who may leave": "nobody" if not s.border.gates else "every adult" if s.border.everybody else "the liable",
        "ways out": f"{len(s.border.gates)}",
        "announced days": f"{len(announced)}",
        "shocks": f"{sum(isinstance(event, Announcement) for event in s.events)}",
        "constant term of the utility of protest": "none" if constant is None else f"{constant:g}",
    }
