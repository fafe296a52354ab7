"""Whether a claim could have come out otherwise: in words, and as plain JSON values."""

import math
from typing import Any

from groundswell.inference import observables
from groundswell.resolution import sentence
from groundswell.scenario import Scenario
from groundswell.scenario.meanings import meaning, with_key
from groundswell.verdicts.could_fail import RARE, CouldFail, Range, Share
from groundswell.verdicts.plan import weight

_STATE = {
    "could fail": "it could fail (it could have come out otherwise)",
    "foregone": "it is foregone (it could not have come out otherwise, and is no finding)",
    "not known": "whether it could fail is not known",
}


def share_words(s: Share) -> str:
    """Return a share with its interval: "31 % of 64 points (90 % interval 22 % to 42 %)"."""
    if not s.points:
        return "no point tells anything"
    return f"{s.share:.0%} of {s.points} points (90 % interval {s.low:.1%} to {s.high:.1%})"


def words(found: CouldFail) -> list[str]:
    """Return what the design says, a sentence each: the whole, what decides, conditions that decide nothing."""
    s = found.whole
    said = [f"over all allowed values it holds in {share_words(s)}: {_STATE[s.state]}"]
    if s.state == "not known":
        said.append(missing(found))
    if found.discovery.parameters:
        named = [with_key(key, found.claim.scenario) for key, _ in found.discovery.parameters]
        said.append(f"there it depends on {'; '.join(named)}")
    if len(found.conditions) > 1:
        said += [f"foregone by itself, so it decides nothing: {c.text} ({share_words(c)})"
                 for c in found.conditions if c.state == "foregone"]  # fmt: skip
    return said


def missing(found: CouldFail) -> str:
    """Return what keeps the design from an answer, and what would help."""
    s, silent = found.whole, found.asked - found.whole.points
    if 0 < s.hits < s.points:
        return "the rarer answer is within the noise of pairs: give more points (--could-fail --draws N)"
    least = math.ceil(math.log(RARE) / math.log(1.0 - RARE))
    return f"{silent} of {found.asked} points tell nothing, and {least} must: give more points (--could-fail --draws N)"


def how(found: CouldFail) -> list[str]:
    """Return how the design was made and what it cost, a sentence each."""
    lines = [f"a Latin hypercube of {found.asked} points: half of each parameter's values in its declared range, "
             f"the rest out to the hard limits, {found.runs} pairs of runs"]  # fmt: skip
    if found.rest:
        lines.append(f"{found.rest} more uncertain parameters are drawn from the joint prior")
    if scale := sentence(weight(found.claim)):
        lines.append(scale)
    if endless := [with_key(r.prior.key, found.claim.scenario) for r in found.ranges if r.endless]:
        lines.append(f"an infinite limit is taken to lie a thousand widths of the range away: {'; '.join(endless)}")
    if found.refused:
        lines.append(f"{len(found.refused)} points are no valid scenario, such as {found.refused[0]}")
    silent = found.asked - len(found.refused) - found.whole.points
    if silent:
        lines.append(f"{silent} points tell nothing: nobody is counted, or less than one simulated person is asked for")
    return lines


def as_text(found: CouldFail) -> str:
    """Return the design's answer for a terminal."""
    c = found.claim
    lines = [f"{c.name}  {c.title}", f'"{c.text}" ({c.said})', "", *(f"Could it fail? {w}" for w in words(found)[:1])]
    lines += [f"  {each}" for each in [*words(found)[1:], *how(found)]]
    lines += ["", "Conditions"]
    lines += [f"  {s.state:<11} {share_words(s)}: {s.text}" for s in found.conditions]
    lines += ["", f"{'All allowed values of':<34}{'from':>12}{'to':>12}   {'declared':<18}meaning"]
    lines += [_range(r, c.scenario) for r in found.ranges]
    return "\n".join([*lines, *(f"no result: {why}" for why in found.failures[:10])])


def _range(r: Range, scenario: Scenario) -> str:
    declared = f"{r.prior.low:g} to {r.prior.high:g}"
    words = meaning(r.prior.key, scenario)
    if words == r.prior.key and (solved := observables.known().get(r.prior.key)):
        words = solved.meta.plain or solved.meta.about
    return f"{r.prior.key:<34}{r.low:>12g}{r.high:>12g}   {declared:<18}{words}"


def as_dict(found: CouldFail) -> dict[str, Any]:
    """Return the design's answer as JSON values."""
    return {
        "state": found.whole.state, **_dict(found.whole), "in_words": words(found), "how": how(found),
        "conditions": [{"text": s.text, "state": s.state, **_dict(s)} for s in found.conditions],
        "depends_on": [{"key": key, "weight": weight} for key, weight in found.discovery.parameters],
        "ranges": [{"key": r.prior.key, "allowed": [r.low, r.high], "declared": [r.prior.low, r.prior.high]}
                   for r in found.ranges],
        "asked": found.asked, "refused": list(found.refused), "failures": list(found.failures), "runs": found.runs,
        "person_stands_for": weight(found.claim),
    }  # fmt: skip


def _dict(s: Share) -> dict[str, Any]:
    return {"share": s.share if s.points else None, "hits": s.hits, "points": s.points, "interval90": [s.low, s.high]}
