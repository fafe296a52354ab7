"""Does anything transfer? Each case with evidence is predicted from the others, and held against what was observed.

For each case three predictions of the same evidence are scored:

- `neutral prior`: the engine's priors of behaviour, the case's own of everything else
- `pooled from the others`: shared coordinates are drawn from what the others taught (groundswell.inference.pooling)
- `own posterior, in sample`: draws weighed by the case's own targets of role fit

The case left out gives nothing to the first two: its targets of every role, and its observations, are only scored. A
difference between the first two is what was learned elsewhere; the third tells what fitting here would add, in sample.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundswell.arguments import MOST_RUNS, AnyPath, as_path, as_whole
from groundswell.case import cases as known_cases
from groundswell.case import find as known_case
from groundswell.errors import InputError
from groundswell.extras import need
from groundswell.files import as_input_errors
from groundswell.inference.learned import Case, study
from groundswell.inference.pooling import Pooled, pooled
from groundswell.inference.predicted import ARMS, Line, lines
from groundswell.inference.table import Places, Progress
from groundswell.inputs.problems import ScenarioError
from groundswell.locks import hold
from groundswell.running import memory
from groundswell.scenario import Scenario
from groundswell.scenario.load import load
from groundswell.scoring.summary import Interval, jackknife, ratio

DRAWS, PERSONS = 300, 100_000  # of each case, unless other numbers are given
FEWEST_CASES, FEWEST_DRAWS = 2, 20
ProgressOf = Callable[[str], Progress]  # of a case's name
_INVENTED = "X"  # codes XAA to XZZ are no country's (ISO 3166-1)


@dataclass(frozen=True)
class Transfer:
    """Every case predicted from the others; `priors` are the pooled ones by case left out and key of the coordinate."""

    lines: tuple[Line, ...]
    priors: dict[str, dict[str, Pooled]]
    power: dict[str, float]  # of each case's likelihood: below 1 its draws do not carry all of its evidence
    persons: dict[str, int]
    draws: int
    folder: Path

    def of(self, case: str, arm: str) -> Line:
        """Return the line of a case and arm."""
        return next(each for each in self.lines if (each.case, each.arm) == (case, arm))

    @property
    def cases(self) -> tuple[str, ...]:
        """The names of the cases."""
        return tuple(self.priors)

    def gain(self, case: str, arm: str = ARMS[1]) -> tuple[float | None, Interval]:
        """Return 1 - CRPS over that of the neutral prior, of a case's targets: above 0 the arm predicts better.

        With its 90 % interval, by leaving out one target after the other; None for fewer than three.
        """
        own, other = (np.array([each.crps for each in self.of(case, name).held]) for name in (arm, ARMS[0]))
        return ratio(own, other), jackknife(own, other, np.arange(len(own), dtype=float), ratio)


def transfer(scenarios: Sequence[Scenario | str | Path], folder: AnyPath, *, draws: int = DRAWS, persons: int = PERSONS,
             executor: str = "processes", workers: int | None = None, address: str = "",
             progress: ProgressOf | None = None) -> Transfer:  # fmt: skip
    """Predict each of these scenarios' cases from the others; the folder keeps every run, so the call can be repeated.

    Each case is run `draws` times from its neutral prior and `draws` / 2 times from what the others taught, with at
    most `persons` simulated persons. Raises InputError for fewer than two cases, one that comes twice, one without a
    target that can be fitted, and too few draws; GroundswellError when the extra `calibrate` is not installed.
    """
    need("calibrate")
    folder, draws = as_path(folder, "out"), as_whole(draws, "draws", FEWEST_DRAWS, MOST_RUNS)
    every = [_small(each, persons) for each in chosen(scenarios)]
    where = Places(executor, workers, address)
    with as_input_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with hold(folder):
        found = {s.case.name: study(s, folder / s.case.name, draws, where, progress and progress(s.case.name))
                 for s in every}  # fmt: skip
        priors = {name: others(found, name) for name in found}
        found_lines = list[Line]()
        for name, each in found.items():
            if progress:
                progress(name)  # the same progress is told another case's runs
            found_lines += lines(each, priors[name], draws)
    return Transfer(tuple(found_lines), priors, {name: each.power for name, each in found.items()},
                    {s.case.name: s.persons for s in every}, draws, folder)  # fmt: skip


def with_evidence() -> list[Scenario]:
    """Return the base scenarios of all cases that are not invented and have targets to be fitted."""
    cases = (c for c in known_cases() if not c.head.country.startswith(_INVENTED))
    return [load(c.scenario) for c in cases if any(t.role == "fit" for t in c.evidence.targets)]


def chosen(scenarios: Sequence[Scenario | str | Path]) -> list[Scenario]:
    """Return one scenario a case: of a case's name or folder its base scenario, else the scenario that is named.

    Raises InputError for fewer than two cases, one that comes twice, and one without a target that can be fitted.
    """
    found = [each if isinstance(each, Scenario) else _base(each) for each in scenarios]
    names = [s.case.name for s in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(f"{', '.join(twice)} twice", place="case", remedy="give each case once")
    if len(found) < FEWEST_CASES:
        raise InputError(f"{len(found)} case", place="case", remedy=f"give {FEWEST_CASES} or more: --case A --case B")
    for s in found:
        if not any(t.role == "fit" for t in s.case.evidence.targets):
            raise InputError(f"'{s.case.name}' has no target of role fit", place="case", remedy="leave it out")
    return found


def _base(name: str | Path) -> Scenario:
    try:
        return load(known_case(name).scenario)
    except InputError as no_case:
        if isinstance(no_case, ScenarioError):
            raise
        try:
            return load(name)
        except InputError as error:
            if isinstance(error, ScenarioError) or Path(name).exists():
                raise
            raise InputError(no_case.problem, place="case", remedy=no_case.remedy, value=str(name)) from None


def _small(scenario: Scenario, persons: int) -> Scenario:
    people = scenario.case.population.total
    memory.check(min(persons, people), people)
    return scenario.with_(persons=min(persons, people))


def others(found: Mapping[str, Case], left_out: str) -> dict[str, Pooled]:
    """Return the prior of each shared coordinate of a case from all cases but that one."""
    taught = [each.learned() for name, each in found.items() if name != left_out]
    keys = found[left_out].learned()
    return {key: pooled([each[key] for each in taught if key in each]) for key in keys}
