"""Elements 5 to 7 of the protocol from a scenario: how it begins, what comes from outside, values and tests."""

import textwrap
from importlib import import_module

from groundswell import behaviour
from groundswell.report.odd.concepts import CHOICE, source_of
from groundswell.report.odd.prose import said
from groundswell.report.odd.tables import sources, table
from groundswell.report.tables import MODEL_SOURCES, Row, assumption_row, happenings
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.usercode import label

_BEGIN = ("society.", "opinion.", "attention.base", "attention.anxiety_base", "perception.expected_rally")
_WORKS = (
    "V. Grimm and others (2006), A standard protocol for describing individual-based and agent-based models, "
    "Ecological Modelling 198: this protocol",
    "V. Grimm and others (2020), The ODD Protocol for Describing Agent-Based and Other Simulation Models: A Second "
    "Update to Improve Clarity, Replication, and Structural Realism, JASSS 23(2) 7, doi:10.18564/jasss.4259",
    "A. Downs (1972), Up and down with ecology: the issue-attention cycle, The Public Interest 28: attention",
    "D. Cantoni and others (2019), Protests as strategic games, QJE 134(2): others' turnout as substitute",
    *MODEL_SOURCES,
)


def parts(scenario: Scenario) -> dict[str, str]:
    """Return these parts by the name of their mark."""
    rows = [assumption_row(a) for a in assumptions(scenario)]
    kind = scenario.behaviour.kind
    return {
        "initialization": said(
            "initialization", persons=f"{scenario.persons:,}", case=scenario.case.name, seed=scenario.seed
        ),
        "initial": _values([row for row in rows if row.key.startswith(_BEGIN)]),
        "origins": sources(scenario, "population"),
        "timed": sources(scenario, "timeline"),
        "events": _events(scenario),
        "behaviour": f"`{label(kind)}`, from {source_of(kind)}.\n\n```\n{_docstring(kind)}\n```",
        "parameters": _values(rows),
        "limits": said("limits"),
        "references": "\n".join(f"- {work}" for work in (*_WORKS, f"{source_of(kind)}: the behaviour")),
    }


def _events(scenario: Scenario) -> str:
    return table(("event", "kind", "when", "where", "values", "source"), happenings(scenario, scenario.days))


def _values(rows: list[Row]) -> str:
    cells = [(f"`{r.key}`", r.value, r.unit, r.prior, r.status, r.about, r.source) for r in rows]
    return table(("parameter", "value", "unit", "prior", "status", "what it is", "source"), cells)


def _docstring(kind: str) -> str:
    """Return what a behaviour's module says of itself, and of the choice that lists its utilities."""
    module = behaviour.resolve(kind)
    texts = [module.__doc__, import_module(f"{module.__name__}.utilities").__doc__ if kind == CHOICE else ""]
    return "\n\n".join(textwrap.dedent(text).strip() for text in texts if text)
