"""A claim's result in plain words, every number from the runs: a paragraph that can be read aloud."""

from groundswell.experiments.compare import BASE
from groundswell.experiments.judgement import Judgement
from groundswell.experiments.verdict_told import effects, near_evidence, spread
from groundswell.report.numbers import amount, percent
from groundswell.scenario.header import FREE_SIGNS

_PLAIN = {"person-days": "days that somebody spends in the street", "chance": "points of chance", "share": "of a share"}
_ANSWER = {
    "supported": "The simulation supports it.",
    "refuted": "The simulation does not bear it out.",
    "depends on": "The simulation cannot decide it: the answer hangs on what nobody knows.",
    "undecided": "These runs do not decide it: more are needed.",
    "withheld": "No answer is given, because a check that must give exactly zero did not.",
}


def paragraph(j: Judgement) -> str:
    """Return the result for a listener: what was asked, how, the answer, how sure, what would change it."""
    c, v = j.claim, j.verdict
    told = [
        f"Somebody said: {c.text}",
        f"To test it, one made-up society was run through the same weeks {len(c.arms) + 1} times with the same luck.",
        f"Only one thing was changed each time. {_ANSWER[v.answer]}",
    ]
    if v.answer != "withheld":
        told.append(
            f"Of {v.draws} sets of assumptions that the evidence leaves open, the claim held in {percent(v.share)}; "
            f"all such sets taken together, that is {percent(v.low)} to {percent(v.high)}."
        )
        told.append(_effect(j))
        told += _turning(j)
    told.append("This is a thought experiment about the past. It is no forecast, and it does not count the course of "
                "the war or the lives lost on the other side.")  # fmt: skip
    return " ".join(filter(None, told))


def _effect(j: Judgement) -> str:
    """Say what the first condition's arm changed."""
    c, s = j.claim.conditions[0], spread(effects(j, 0))
    against = "" if c.against == BASE else f" instead of '{c.against}'"
    what = _PLAIN.get(c.outcome.unit, c.outcome.unit)
    low, middle, high = (_figure(s[end], c.outcome.unit) for end in ("low90", "median", "high90"))
    return (f"With '{c.arm}'{against}, the change in {c.outcome.about} was {middle} {what} in the middle case, and "
            f"between {low} and {high} in nine cases of ten.")  # fmt: skip


def _turning(j: Judgement) -> list[str]:
    """Say which assumption turns the answer, and that an open sign is one."""
    if not j.flip.parameters:
        return []
    key = j.flip.parameters[0][0]
    told = [f"What turns the answer is above all one assumption, {about(j, key)}."]
    if key in FREE_SIGNS:
        told.append("Whether that number is above or below zero is open in the literature.")
        told.append("Who assumes its sign assumes the answer.")
    return told


def about(j: Judgement, key: str) -> str:
    """Return what a parameter means: the sign's meaning if it is one of the four, else its declared sentence."""
    from groundswell.experiments.design import parameters

    found = parameters(j.claim.scenario).get(key)
    return FREE_SIGNS.get(key) or (found.meta.about if found else key)


def fit(j: Judgement) -> str:
    """Say how many draws come near what was counted, and what the claim does there."""
    near = near_evidence(j)
    told = (f"{near['draws']} of {len(j.draws)} draws come within a factor of ten of the 2,333 detained to 26 "
            f"September (C05) and the 300,000 gone by 31 October (C18)")  # fmt: skip
    share = near["share"]
    return told + ("." if share is None else f"; in these the claim holds in {percent(float(share))}.")


def _figure(value: float, unit: str) -> str:
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    size = abs(value)
    return sign + (amount(size) if size >= 10 else f"{size:.2g}")
