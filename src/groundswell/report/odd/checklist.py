"""What the published checklist asks of each element, in our words, and what of it a protocol leaves empty.

Supplement S1 of Grimm and others (2020), JASSS 23(2) 7, "ODD Guidance and Checklists": a list of topics an element.
"""

import re
from typing import NamedTuple

from groundswell.report.odd import CONCEPTS, ELEMENTS, Element, elements


class Topic(NamedTuple):
    """A topic that the description of an element must address, and the words by which it is found there."""

    element: str
    asks: str
    where: str  # a pattern that matches what addresses it


_PURPOSE, _ENTITIES, _PROCESS = ELEMENTS[:3]
TOPICS = tuple(Topic(*row) for row in (
    (_PURPOSE, "the purpose of the model, of a kind that is named", r"Purpose: description"),
    (_PURPOSE, "the patterns by which it is judged fit for that", r"\| id \| pattern|no published figures"),
    (_ENTITIES, "the kinds of entities and what each stands for", r"\| entity \|"),
    (_ENTITIES, "why these kinds and no others", r"are left out"),
    (_ENTITIES, "each variable: of what, meaning, unit, type, range", r"\| variable \| of"),
    (_ENTITIES, "which variables change", r"\| dynamic"),
    (_ENTITIES, "extent and resolution of time and space", r"Time: .+Space: "),
    (_PROCESS, "the schedule of a step, complete and in order", r"11 count"),
    (_PROCESS, "who does each process, and what it moves", r"\| process \| reads"),
    (_PROCESS, "how order and updating are decided", r"synchronous"),
    ("Basic principles", "theories and hypotheses, and where they enter the model", r"\d{4}\)"),
    ("Emergence", "which results emerge, and which are imposed", r"Emergent: .+Imposed"),
    ("Adaptation", "the alternatives, what they depend on, how one is chosen", r"alternatives|rule says"),
    ("Objectives", "the measure of success, what it stands for, what drives it", r"[Oo]bjective|rule"),
    ("Learning", "what agents learn, or that they do not", r"learn|remembers"),
    ("Prediction", "what agents expect, and by what", r"beliefs|None beyond"),
    ("Sensing", "which variables of whom are sensed, and how exactly", r"sense"),
    ("Interaction", "direct and mediated interaction, its range", r"Direct: .+Mediated"),
    ("Stochasticity", "which processes are stochastic and why", r"\| purpose \|"),
    ("Collectives", "collectives, imposed or emergent", r"imposed"),
    ("Observation", "which outputs are collected, and how an observer sees them", r"obs_.+\| measure"),
    ("Initialization", "what is made at the start, how many, by which values", r"persons are made.+\| parameter"),
    ("Initialization", "whether it is specific to a case, and what differs between runs", r"specific to the case"),
    ("Input data", "whether data drive the model while it runs, and from where they are", r"while days pass.+\| part"),
    ("Submodels", "each process of the schedule in full: equations, rules, rationale", r"7\.2 One day"),
    ("Submodels", "each parameter: meaning, unit, value, source", r"\| parameter \| value"),
    ("Submodels", "how submodels were tested", r"Tests of submodels"),
))  # fmt: skip


def gaps(text: str) -> list[str]:
    """Return what a protocol's Markdown lacks: elements, concepts, rationales, topics; none if it is complete."""
    found = {element.name: element for element in elements(text)}
    names = [*ELEMENTS, *CONCEPTS]
    missing = [f"{name}: not there" for name in names if name not in found]
    missing += [f"{name}: empty" for name in names if name in found and len(found[name].text) < 80]
    missing += [f"{name}: no rationale" for name in found if name != "Design concepts" and not found[name].rationale]
    return missing + [f"{topic.element}: not {topic.asks}" for topic in TOPICS if not _addressed(topic, found)]


def _addressed(topic: Topic, found: dict[str, Element]) -> bool:
    element = found.get(topic.element)
    return element is not None and re.search(topic.where, element.text, re.DOTALL) is not None
