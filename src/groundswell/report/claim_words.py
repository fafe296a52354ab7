"""A claim's result in plain words, every number from the runs: a paragraph that can be read aloud."""

from collections.abc import Sequence
from math import exp
from typing import Any

from groundswell.comparisons.compare import BASE
from groundswell.report import names
from groundswell.report.evidence import checked
from groundswell.report.numbers import amount, percent
from groundswell.running.targets import totals
from groundswell.scenario.card import notice
from groundswell.scenario.header import FREE_SIGNS
from groundswell.scenario.meanings import meaning
from groundswell.verdicts import format_verdict, format_weighing, stated
from groundswell.verdicts.could_fail import Share
from groundswell.verdicts.format_could_fail import how
from groundswell.verdicts.format_verdict import effects, near_evidence, spread
from groundswell.verdicts.format_verdict import quotable as sentence
from groundswell.verdicts.judgement import Judgement
from groundswell.verdicts.margins import Coarse

_ANSWER = {
    "supported": "The simulation supports it.",
    "refuted": "The simulation refutes it.",
    "depends on": "The simulation cannot decide it: the answer depends on parameters whose values are not known.",
    "undecided": "These runs do not decide it: more are needed.",
    "foregone": "It is no finding: it could not have come out otherwise in this model, whatever its parameters are.",
    "withheld": "No answer is given, because the placebo, which must be exactly zero, is not.",
}
_MEANING = {
    "supported": "it holds in more than nine tenths of the draws",
    "refuted": "it holds in less than a tenth of the draws",
    "depends on": "it holds in some of the parameters' ranges and not in others",
    "undecided": "these runs cannot tell",
    "foregone": "it holds in none, or in all, of all values that its parameters are allowed",
    "withheld": "the placebo, which must be exactly zero, is not, so no verdict is given",
}
_STATE = {
    "could fail": "It could fail: it could have come out otherwise.",
    "foregone": "It is foregone: it could not have come out otherwise.",
    "not known": "Whether it could fail is not known: too few points tell, or they are too noisy.",
}


def heading(j: Judgement) -> str:
    """Return the verdict in a few words, with the meanings of what it depends on."""
    v = j.verdict
    if v.answer == "depends on" and j.discovery.parameters:
        return "depends on " + names.listed([about(j, key) for key, _ in j.discovery.parameters])
    if v.answer == "depends on":
        return "depends on parameters that these draws cannot name"
    if v.why:
        return f"{v.answer}: {v.why}"
    if v.answer == "undecided" and j.coarse:
        return f"undecided: {too_coarse(j.coarse[0])}"
    if v.answer == "undecided":
        more = f"{v.more_draws:,} draws" if v.more_draws else f"{v.more_pairs:,} pairs of runs a draw"
        return f"undecided: needs {more}"
    return v.answer


def too_coarse(c: Coarse) -> str:
    """Return why no verdict is given on a condition that asks for less than one simulated person shows."""
    of = c.condition.outcome
    asked, step = (names.figure(size, of.unit).removeprefix("+") for size in (c.wanted, c.step))
    more = f"; {amount(c.persons)} simulated persons would do" if c.persons else ""
    return f"the claim asks for a change of {asked} in {of.about}, less than one simulated person adds ({step}){more}"


def stated_words(j: Judgement) -> list[str]:
    """Return what is drawn, cut and held, a sentence each, by what the parameters mean."""
    last = [_sentence(stated.fixed(j.joint)), *(_sentence(line) for line in format_verdict.silence(j))]
    if j.weighing:
        return [*(_sentence(line) for line in format_weighing.stated(j.weighing)), *last]
    said = [f"All {j.joint.count} uncertain parameters are drawn from the joint prior."]
    if j.joint.solved:
        counted = names.listed([c.parameter.meta.about for c in j.joint.solved[:1]])
        said.append(f"{len(j.joint.solved)} of them are solved for from what can be counted, such as {counted}.")
    for d in (d for d in stated.drawn(j.joint) if d.cut):
        was = f"declared: {d.declared.low:g} to {d.declared.high:g}" if d.declared else "none is declared"
        said.append(f"The claim's file sets a range of its own for one: {about(j, d.prior.key)}, {d.prior.low:g} to "
                    f"{d.prior.high:g} ({was}).")  # fmt: skip
    return [*said, *last]


def moved(j: Judgement) -> list[str]:
    """Say how evidence moved the verdict, and which published figure most; nothing without evidence."""
    return [_sentence(line) for line in format_weighing.words(j.weighing)] if j.weighing else []


def _sentence(line: str) -> str:
    return f"{line[0].upper()}{line[1:].removesuffix('.')}."


def verdict_meaning(j: Judgement) -> str:
    """Return what the verdict means."""
    return _MEANING[j.verdict.answer]


def paragraph(j: Judgement) -> str:
    """Return the result for a listener: what was asked, how, the answer, how sure, what would change it."""
    c, v = j.claim, j.verdict
    lines = [
        f"The claim, from {c.said}: “{c.text.rstrip()}”",
        f"To test it, one simulated society went through the same weeks {len(c.arms) + 1} times with the same random "
        f"draws; only one thing was changed each time. {_ANSWER[v.answer]}",
    ]
    if v.answer != "withheld":
        lines.append(
            f"Of {v.draws} sets of assumptions {_drawn(j)}, the claim held in "
            f"{percent(v.share)}; for all such sets together that is {percent(v.low)} to {percent(v.high)} (90 % "
            "interval)."
        )
        lines.append(effect(j))
        lines += _turning(j)
    lines.append(f"This is a thought experiment. {notice(j.claim.scenario.case)}")
    return " ".join(filter(None, lines))


def _drawn(j: Judgement) -> str:
    if j.weighing:
        return f"weighed by {len(j.weighing.about.targets)} published figures"
    return "drawn from the joint prior of all uncertain parameters"


def effect(j: Judgement) -> str:
    """Say what the first condition's arm changed."""
    c, s = j.claim.conditions[0], spread(effects(j, 0), j.weights)
    against = "" if c.against == BASE else f" instead of '{c.against}'"
    if c.outcome.unit == "log ratio":
        low, middle, high = (f"{exp(s[end]):.3g}" for end in ("low90", "median", "high90"))
        return (
            f"With '{c.arm}'{against}, {c.outcome.about} were {middle} times as many in the median "
            f"draw, and {low} to {high} times in nine tenths of the draws."
        )
    low, middle, high = (names.figure(s[end], c.outcome.unit) for end in ("low90", "median", "high90"))
    what, of = c.outcome.about, names.unit(c.outcome.unit).text.removesuffix(", summed over people")
    return (
        f"With '{c.arm}'{against}, the change in {what} was {middle} {of} in the median draw, and {low} to {high} in "
        "nine tenths of the draws."
    )


def _turning(j: Judgement) -> list[str]:
    """Say which assumption turns the answer, and that an open sign is one."""
    if not j.discovery.parameters:
        return []
    key = j.discovery.parameters[0][0]
    lines = [f"The answer depends above all on one assumption: {about(j, key)}."]
    if key in FREE_SIGNS:
        lines.append("Whether that number is above or below zero is open in the literature.")
        lines.append("Who assumes its sign assumes the answer.")
    return lines


def about(j: Judgement, key: str) -> str:
    """Return what a drawn parameter means."""
    return meaning(key, j.claim.scenario)


def where(j: Judgement, sides: Sequence[Any]) -> str:
    """Return a range of parameters in words, by what they mean."""
    return "; ".join(f"{about(j, s.key)}: {names.bounds(s.low, s.high)}" for s in sides) or "everywhere"


def fit(j: Judgement) -> str:
    """Say how many draws come near what was counted, and what the claim does there; by evidence, how it moved."""
    if j.weighing:
        return " ".join(moved(j))
    near = near_evidence(j)
    if not totals(j.claim.scenario):
        return "The case has no published sums to hold draws against."
    made, left = checked(totals(j.claim.scenario), j.claim.scenario)
    if near["draws"] is None:
        return f"No draw is held against published figures. {left}."
    lines = f"{near['draws']} of {len(j.draws)} draws come within a factor of {near['factor']:g} of {made}"
    held = ""
    if near["share"] is not None:
        low, high = (percent(end) for end in near["interval90"])
        held = f"; in these the claim holds in {percent(float(near['share']))} (90 % interval {low} to {high})"
    return f"{lines}{held}." + (f" {left}." if left else "")


def otherwise(j: Judgement) -> list[str]:
    """Say whether the claim could have come out otherwise, over all values that its parameters are allowed."""
    found = j.could_fail
    if found is None:
        return [] if j.claim.placebo else ["Whether it could fail was not asked."]
    s = found.whole
    held = f"Over all values that the drawn parameters are allowed, the claim holds in {_of_points(s)}."
    said = [f"{held} {_STATE[s.state]}"]
    if keys := [about(j, key) for key, _ in found.discovery.parameters]:
        said.append(f"There it depends on {names.listed(keys)}.")
    if len(found.conditions) > 1:
        said += [f"This condition decides nothing, for by itself it is foregone: {c.text}"
                 for c in found.conditions if c.state == "foregone"]  # fmt: skip
    return said


def made(j: Judgement) -> list[str]:
    """Say how the design over all allowed values was made, what it cost and what it does not tell."""
    return [_sentence(line) for line in how(j.could_fail)] if j.could_fail else []


def points(j: Judgement) -> list[dict[str, str]]:
    """Return each condition with its share of the points over all allowed values, none for one condition alone."""
    some = j.could_fail.conditions if j.could_fail else ()
    return [{"text": s.text, "share": _of_points(s), "state": s.state} for s in some] if len(some) > 1 else []


def _of_points(s: Share) -> str:
    if not s.points:
        return "no point that tells anything"
    return f"{percent(s.share)} of {s.points} points (90 % interval {percent(s.low)} to {percent(s.high)})"


def quotable(j: Judgement) -> list[str]:
    """Return sentences that may be quoted: the verdict, and the effect with its interval."""
    if j.verdict.answer == "withheld" or j.coarse:
        return []
    if j.verdict.answer == "foregone":
        return [f"{j.claim.title} ({j.claim.name}). {sentence(j)}"]
    return [f"{j.claim.title} ({j.claim.name}). {sentence(j)}", f"In the same simulation: {effect(j)}"]
