"""What the published checklist asks of each element, and what of it a protocol leaves empty.

Supplement S1, "ODD Guidance and Checklists", of Grimm and others (2020), JASSS 23(2) 7: its checklists row by row, in
its order and in our words; of each concept what stands there under "Describe".
"""

import re
from typing import NamedTuple

from groundswell.report.odd import CONCEPTS, ELEMENTS, Element, elements

OPENING = "The model description follows the ODD (Overview, Design concepts, Details) protocol"


class Topic(NamedTuple):
    """A topic that the description of an element must address, and the words by which it is found there."""

    element: str
    asks: str
    where: str  # a pattern that matches what addresses it


_ASKED = {
    "Purpose and patterns": (
        ("the model's purpose, specific to it", r"Purpose: description.+compares two versions"),
        ("the patterns by which it is judged fit for that", r"\| id \| pattern|no published figures"),
    ),
    "Entities, state variables, and scales": (
        ("the kinds of entities and what each stands for", r"\| entity \|"),
        ("why these kinds and no others", r"Persons, because.+are left out"),
        ("each variable: what it is, unit, static or dynamic, type, range", r"\| kind \| type \| range \| what it is"),
        ("time: steps or continuous, their length, how much time", r"discrete steps of one day, \d+ days"),
        ("space: units or continuous, their shape and size, how much space", r"Space: .+size of a unit.+Extent: "),
        ("whether there are other dimensions", r"No other dimension"),
        ("why these scales of space and time", r"Why these\s+scales"),
    ),
    "Process overview and scheduling": (
        ("the whole schedule: who does what, which variables move, in which order of those who act",
         r"11 count.+\| process \| who, in which order \| reads \| moves"),
        ("what happens in continuous time", r"continuous time"),
        ("why these processes", r"These processes and no others"),
        ("why in this order", r"Why in this order"),
    ),
    "Basic principles": (
        ("theories, hypotheses and approaches of persons and of the whole", r"\d{4}\)"),
        ("where they enter, and whether the model is to tell something of themselves", r"made to\s+tell|model tells"),
        ("whether theory of behaviour is new or existing, and from where", r"existing theory"),
    ),
    "Emergence": (
        ("which results emerge", r"Emergent: "),
        ("from what they emerge", r"They emerge from"),
        ("which results are imposed", r"Imposed by the scenario"),
        ("by what they are imposed", r"Imposed by the scenario.+calendar of events"),
        ("why these and not others", r"What many persons decide emerges"),
    ),
    "Adaptation": (
        ("what is decided", r"decides"),
        ("the alternatives", r"alternatives"),
        ("the inputs of the decision", r"Inputs"),
        ("direct or indirect objective seeking", r"(?:in)?direct objective seeking"),
        ("if direct, how an alternative is chosen", r"the largest is taken|indirect objective"),
    ),
    "Objectives": (
        ("what the objective measure stands for", r"stands for|no measure"),
        ("what drives it", r"weighs|follow the rule"),
        ("how it is calculated", r"element\s+7|computes no"),
        ("why so", r"\*\*Rationale"),
    ),
    "Learning": (
        ("which decisions learn, or that none does", r"[Nn]ot implemented"),
        ("how", r"perception\.learning|kept by the engine"),
        ("why learning is in or left out", r"left out|rule's source"),
    ),
    "Prediction": (
        ("explicit or implicit prediction, and how", r"Explicit|Implicit"),
        ("why so: as people predict, or because it works", r"what people do believe|rule's source"),
    ),
    "Sensing": (
        ("what is sensed of oneself and of others, within which range", r"themselves.+of their region.+do not sense"),
        ("how exactly", r"know exactly"),
        ("why so", r"\*\*Rationale"),
    ),
    "Interaction": (
        ("the kinds, direct or mediated", r"Direct: .+Mediated"),
        ("the range, and who meets whom", r"among those of a place"),
        ("why so", r"\*\*Rationale"),
    ),
    "Stochasticity": (
        ("which processes are stochastic", r"\| purpose \|"),
        ("why in each", r"Fixed draws.+Daily draws.+Chance of persons"),
    ),
    "Collectives": (
        ("which there are", r"Households"),
        ("emergent or explicit", r"explicit"),
        ("how they act on persons and on each other", r"act on each other"),
    ),
    "Observation": (
        ("the outputs, and how they are observed", r"Counted by region and day.+\| measure"),
        ("a virtual scientist, or the like", r"virtual scientist.+obs_"),
    ),
    "Initialization": (
        ("what is made, how many, and all first values", r"persons are made.+everybody is at home.+\| parameter"),
        ("where it is placed", r"each region and place"),
        ("first collectives and networks", r"households.+ties of kin and friends"),
        ("data of the case: kind, source, preparation, bias", r"Data from which the state is made.+\| caveats"),
        ("whether scenarios begin differently", r"the same in every arm"),
        ("why so, and why persons differ as they do", r"Persons differ at the start"),
    ),
    "Input data": (
        ("whether series or events drive the model", r"Input data are the events"),
        ("what they are, their unit and source", r"units stand with.+(?:\| source|None\.)"),
        ("how they were collected", r"compiled by hand"),
        ("whether they are from another model", r"nothing from another model"),
    ),
    "Submodels": (
        ("each submodel under a heading of its own", r"7\.2 One day.+\*\*2 Call\*\*.+\*\*9 Return\*\*"),
        ("its equations, algorithms, parameters, and how values were chosen", r"\| parameter \| value"),
        ("how submodels were tried by themselves", r"Tests of submodels"),
    ),
}  # fmt: skip
TOPICS = tuple(Topic(element, *asked) for element, rows in _ASKED.items() for asked in rows)


def gaps(text: str) -> list[str]:
    """Return what a protocol's Markdown lacks: opening, elements, concepts, rationales, topics; none if complete."""
    found = {element.name: element for element in elements(text)}
    names = [*ELEMENTS, *CONCEPTS]
    missing = [] if OPENING in text else ["no opening sentence"]
    missing += [f"{name}: not there" for name in names if name not in found]
    missing += [f"{name}: empty" for name in names if name in found and len(found[name].text) < 80]
    missing += [f"{name}: no rationale" for name in found if name != "Design concepts" and not found[name].rationale]
    return missing + [f"{topic.element}: not {topic.asks}" for topic in TOPICS if not _addressed(topic, found)]


def _addressed(topic: Topic, found: dict[str, Element]) -> bool:
    element = found.get(topic.element)
    return element is not None and re.search(topic.where, element.text, re.DOTALL) is not None
