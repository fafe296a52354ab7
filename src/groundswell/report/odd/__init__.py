"""A scenario as an ODD protocol: the seven elements of Grimm and others (2020), from the scenario and the code.

`text.txt` holds what is true of every scenario, with a mark where a part made from the scenario or the code belongs;
`submodels.txt` holds the model page's equations, put there by `make docs`; nothing of it is written twice by hand.
"""

import re
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from groundswell.report.odd import concepts, details, overview, tables
from groundswell.scenario import Scenario

_HERE = Path(__file__).parent
_MARK = re.compile(r"\{\{ (\w+) \}\}")
_HEADING = re.compile(r"^(##|###) (?:(\d)\. )?(.+)$", re.MULTILINE)
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip
ELEMENTS = (
    "Purpose and patterns", "Entities, state variables, and scales", "Process overview and scheduling",
    "Design concepts", "Initialization", "Input data", "Submodels",
)  # fmt: skip


class Element(NamedTuple):
    """An element of the protocol, or one of the eleven design concepts (number 4)."""

    number: int
    name: str
    text: str  # Markdown, without the heading

    @property
    def rationale(self) -> str:
        """Return the paragraph that says why, "" if there is none."""
        found = re.search(r"\*\*Rationale\.\*\* (.+?)(?:\n\n|\Z)", self.text, re.DOTALL)
        return found[1] if found else ""


def protocol(scenario: Scenario) -> str:
    """Return the whole protocol of a scenario, as Markdown."""
    parts = {
        "title": scenario.title or scenario.name,
        "made": f"Scenario `{scenario.name}` of the case `{scenario.case.name}`, hash {scenario.hash[:12]}, written by "
        f"groundswell {version('groundswell')} (`groundswell odd`).",
        **overview.parts(scenario), **concepts.parts(scenario), **details.parts(scenario), **tables.parts(scenario),
        "submodels": (_HERE / "submodels.txt").read_text(encoding="utf-8").strip(),
    }  # fmt: skip
    text = (_HERE / "text.txt").read_text(encoding="utf-8")
    return _MARK.sub(lambda mark: parts[mark[1]].strip(), text)


def elements(text: str) -> tuple[Element, ...]:
    """Return the elements of a protocol's Markdown, and after the fourth its design concepts, as they stand there."""
    found: list[Element] = []
    headings = list(_HEADING.finditer(text))
    for at, heading in enumerate(headings):
        name = heading[3].strip()
        if heading[1] == "##":
            end = next((h.start() for h in headings[at + 1 :] if h[1] == "##"), len(text))
        elif name in CONCEPTS:
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
        else:
            continue
        number = int(heading[2] or 0) if heading[1] == "##" else 4
        if number:
            found.append(Element(number, name, text[heading.end() : end].strip()))
    return tuple(found)
