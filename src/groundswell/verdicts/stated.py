"""The stated assumptions of a claim: what is drawn, from which range, what is cut, and what stays at one value."""

from collections.abc import Collection
from typing import Any, NamedTuple

from groundswell.comparisons.design import Prior, parameters
from groundswell.params import Parameter
from groundswell.scenario.arms import apply
from groundswell.verdicts.claim import Claim


class Drawn(NamedTuple):
    """A drawn parameter beside its declared prior; `cut`: the claim's file gives it a range or shape of its own."""

    prior: Prior
    declared: Prior | None  # None: none is declared
    cut: bool


class Held(NamedTuple):
    """A parameter that has a prior, but keeps one value in all draws."""

    key: str
    value: Any
    low: float
    high: float
    unit: str
    fitted_to: str  # the figures it was fitted to; "" for none


def drawn(claim: Claim) -> tuple[Drawn, ...]:
    """Return the drawn parameters in the order of the claim's file."""
    known = _known(claim)
    return tuple(_drawn(p, known.get(p.key)) for p in claim.priors)


def held(claim: Claim, also: Collection[str] = ()) -> tuple[Held, ...]:
    """Return the parameters whose declared prior is a range, but which are not drawn: all draws share their value.

    `also`: keys that evidence draws beside those of the claim's file.
    """
    from groundswell.scenario.catalogue import assumptions

    varied = {*(p.key for p in claim.priors), *also}
    found: list[Held] = []
    for a in assumptions(claim.scenario):
        prior, key = a.parameter.meta.prior, a.parameter.key
        if prior is not None and prior[0] < prior[1] and key not in varied:
            found.append(Held(key, a.value, prior[0], prior[1], a.parameter.meta.unit, a.fitted_to))
    return tuple(found)


def words(claim: Claim) -> list[str]:
    """Return what is drawn, cut and held, a sentence each, for a first screen."""
    some, rest = drawn(claim), held(claim)
    drawn_words = "1 parameter is drawn from its stated range"
    if len(some) != 1:
        drawn_words = f"{len(some)} parameters are drawn from their stated ranges"
    lines = [drawn_words]
    if cut := [_cut(d) for d in some if d.cut]:
        lines.append(f"cut by this claim's file: {'; '.join(cut)}")
    lines.append(f"{len(rest)} more that have a range stay at the scenario's value in every draw")
    return lines


def _cut(d: Drawn) -> str:
    own = f"{d.prior.key} {d.prior.low:g} to {d.prior.high:g}"
    return f"{own} (declared {d.declared.low:g} to {d.declared.high:g})" if d.declared else f"{own} (none declared)"


def _drawn(p: Prior, parameter: Parameter | None) -> Drawn:
    meta = parameter.meta if parameter else None
    if meta is None or meta.prior is None:
        return Drawn(p, None, True)
    declared = Prior(p.key, float(meta.prior[0]), float(meta.prior[1]), meta.shape, p.whole)
    return Drawn(p, declared, p != declared)


def _known(claim: Claim) -> dict[str, Parameter]:
    """Return the parameters of the scenario and of its arms, which may have events of their own."""
    known = parameters(claim.scenario)
    for arm in claim.arms:
        known = {**parameters(apply(claim.scenario, arm, late=claim.placebo)), **known}
    return known
