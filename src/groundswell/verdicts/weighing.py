"""A claim before evidence, after it, and without each published figure: three verdicts side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundswell.comparisons import design
from groundswell.errors import GroundswellError
from groundswell.inference.draws import resample
from groundswell.inference.posterior import Posterior
from groundswell.types import Floats
from groundswell.verdicts.claim import Claim
from groundswell.verdicts.evidence import Choice, Weighed, check_case, choose, identity
from groundswell.verdicts.margins import Draw, asked, relative
from groundswell.verdicts.plan import Planned, all_planned, gathered
from groundswell.verdicts.verdict import Verdict, judge


class Plan(NamedTuple):
    """Draws of the joint prior and chosen draws of the posterior, with their runs."""

    prior: tuple[Planned, ...]
    posterior: tuple[Planned, ...]
    first: int  # number of the first of the posterior's draws
    refused: tuple[str, ...]  # why draws are left out that are no valid scenario
    choice: Choice
    about: "About"


class About(NamedTuple):
    """What was weighed by what: the posterior's scenario and targets, what it drew, and what came from elsewhere."""

    scenario: str
    folder: str  # where the posterior lies
    identity: str
    targets: tuple[str, ...]
    drawn: tuple[str, ...]  # parameters that the posterior's draws give
    own: tuple[str, ...]  # parameters of the claim's file that they do not: drawn from their stated range
    fixed: tuple[str, ...]  # parameters that they give and the user has fixed


@dataclass(frozen=True)
class Weighing:
    """The verdicts: of the joint prior, of the posterior, and of the posterior without each of its targets."""

    prior: Verdict
    posterior: Verdict
    without: Mapping[str, Verdict]
    weights: Floats  # (draws,) of the posterior's draws that were run; they add up to 1
    khat: float
    about: About
    even: tuple[int, ...]  # places in the draws that were run, resampled by their weights: each as likely as another

    @property
    def most_moved(self) -> str:
        """The target without which the share would be most unlike what it is; "" where there is none."""
        if not self.without:
            return ""
        return max(self.without, key=lambda target: abs(self.without[target].share - self.posterior.share))


def plan(claim: Claim, of: Posterior, draws: int, pairs: int) -> Plan:
    """Return `draws` draws of the joint prior and as many chosen ones of the posterior (one taken twice is run once).

    Numbers of the posterior's draws follow those of the prior's. Raises InputError for a posterior of another case, or
    one without draws.
    """
    check_case(of, claim.scenario)
    chosen = choose(of, draws, claim.scenario.seed)
    keys = tuple(of.prior.values)
    columns: list[Sequence[Any]] = list(of.prior.values.values())
    count = min(draws, len(columns[0]))
    rows: list[dict[str, Any]] = [
        {key: column[n] for key, column in zip(keys, columns, strict=True)} for n in range(count)
    ]
    known = design.parameters(claim.scenario)
    given = tuple(key for key in of.draws[0] if key in known and key not in claim.fixed)
    own = tuple(p for p in claim.priors if p.key not in given)
    about = About(of.scenario.name, str(of.folder), identity(of), of.used, given, tuple(p.key for p in own),
                  tuple(key for key in of.draws[0] if key in claim.fixed))  # fmt: skip

    rows += [dict(of.draws[int(at)]) for at in chosen.numbers]

    def values(n: int) -> dict[str, Any]:
        return {**design.draw(own, n, claim.scenario.seed), **{key: rows[n][key] for key in given}}

    made, refused = all_planned(claim, len(rows), values, pairs)
    prior, posterior = (tuple(each for each in made if (each.number >= count) is of_it) for of_it in (False, True))
    if not prior or not posterior:
        raise GroundswellError(f"no draw is a valid scenario; the first: {refused[0]}")
    return Plan(prior, posterior, count, tuple(refused), chosen, about)


def conclude(claim: Claim, of: Plan, folder: Path, draws: Sequence[Draw], pairs: int,
             silent: int = 0) -> Weighing:  # fmt: skip
    """Return the verdicts from the posterior's `draws`, which have a result, and the prior's, read from `folder`.

    `silent` draws of the posterior were left out.
    """
    before = gathered(claim, of.prior, folder)
    if not before.draws:
        raise GroundswellError(f"no run of the prior ended well; the first: {before.failures[0]}")
    kept = np.array([d.number - of.first for d in draws])
    margins, possible = relative(claim, draws)
    voiced = asked(claim, before.draws)

    def verdict(by: Weighed) -> Verdict:
        weights = by.weights[kept]
        if not weights.sum() > 0.0:
            weights = np.full(len(kept), 1.0 / len(kept))
        worth = max(min(by.ess, float(weights.sum() ** 2 / np.sum(weights**2))), 1.0)
        found = judge(margins, possible, pairs, weights, worth, silent)
        if why := by.trouble:
            return found._replace(answer="undecided", more_draws=0, more_pairs=0, why=why)
        return found

    weights = of.choice.posterior.weights[kept]
    return Weighing(
        judge(*relative(claim, voiced), pairs, silent=len(before.draws) - len(voiced)),
        verdict(of.choice.posterior),
        {target: verdict(by) for target, by in of.choice.without.items()},
        weights / weights.sum(),
        of.choice.posterior.khat,
        of.about,
        tuple(resample(weights, len(kept), claim.scenario.seed, "claim").tolist()),
    )
