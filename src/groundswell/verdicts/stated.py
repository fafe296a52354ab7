"""The stated assumptions of a claim: what is drawn and from what, what has a range of its own, and what is fixed."""

from collections.abc import Collection
from typing import Any, NamedTuple

from groundswell.comparisons.design import Prior
from groundswell.inference.prior import uncertain
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.meanings import with_key
from groundswell.verdicts.joint import Joint


class Drawn(NamedTuple):
    """A parameter that the claim names, beside its declared prior.

    `cut`: the claim's file gives it a range or shape of its own; `by`: the observable that it is solved for from.
    """

    prior: Prior
    declared: Prior | None  # None: none is declared
    cut: bool
    by: Prior | None


class Held(NamedTuple):
    """A parameter that acts and has a range, but keeps one value in all draws: the file or the user fixes it."""

    key: str
    value: Any
    low: float
    high: float
    unit: str
    fitted_to: str  # the figures it was fitted to; "" for none


def drawn(joint: Joint) -> tuple[Drawn, ...]:
    """Return the parameters that a claim names, in the order of its file."""
    found: list[Drawn] = []
    for p, known in zip(joint.claim.priors, joint.claim.declared(), strict=True):
        by = joint.coordinate(p.key)
        found.append(Drawn(p, known, p != known, by.prior if by and by.solves else None))
    return tuple(found)


def held(joint: Joint, also: Collection[str] = ()) -> tuple[Held, ...]:
    """Return the parameters that act and are uncertain, but are not drawn: all draws share their value.

    `also`: keys that evidence draws beside these.
    """
    varied = {*(key for c in joint.prior.coordinates for key in (c.key, c.solves)), *(p.key for p in joint.own), *also}
    found: list[Held] = []
    for a in assumptions(joint.claim.scenario):
        if a.acts and uncertain(a.parameter) and a.parameter.key not in varied:
            low, high = a.parameter.prior
            found.append(Held(a.parameter.key, a.value, low, high, a.parameter.meta.unit, a.fitted_to))
    return tuple(found)


def words(joint: Joint) -> list[str]:
    """Return what is drawn, what has a range of its own and what is fixed, a sentence each, for a first screen."""
    if not joint.count:
        return ["nothing is drawn"]
    lines = [f"all {joint.count} uncertain parameters are drawn from the joint prior{_solved(joint)}"]
    if named := [with_key(p.key, joint.claim.scenario) for p in joint.claim.priors]:
        lines.append(f"the claim asks about {'; '.join(named)}")
    if cut := [_cut(d, joint.claim.scenario) for d in drawn(joint) if d.cut]:
        lines.append(f"of a range of the claim's file: {'; '.join(cut)}")
    return [*lines, fixed(joint)]


def fixed(joint: Joint) -> str:
    """Return what is fixed, by the claim's file and by the user, by meaning and key."""
    values = {key: value for key, value in joint.claim.settings.items() if not key.startswith("scenario.")}
    some = [
        f"{with_key(key, joint.claim.scenario)} = {value}" for key, value in {**values, **joint.claim.fixed}.items()
    ]
    return f"fixed: {'; '.join(some) or 'nothing that is uncertain'}"


def _solved(joint: Joint) -> str:
    names = [c.key.partition(".")[2] for c in joint.solved]
    if not names:
        return ""
    return f", {len(names)} of them solved for from what can be counted ({', '.join(names)})"


def _cut(d: Drawn, scenario: Scenario) -> str:
    own = f"{with_key(d.prior.key, scenario)} {d.prior.low:g} to {d.prior.high:g}"
    return f"{own} (declared {d.declared.low:g} to {d.declared.high:g})" if d.declared else f"{own} (none declared)"
