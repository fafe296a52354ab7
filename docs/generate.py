"""Write those pages of the documentation that follow from the code: `make docs`. A test holds that they are current.

parameters.md, evidence.md, odd.md, odd-checklist.md; and into the package the equations of model.md, which the ODD
protocol of any scenario holds.
"""

import re
from pathlib import Path

from groundswell.case import Case, cases
from groundswell.report import odd as protocol_package
from groundswell.report.odd import protocol
from groundswell.report.odd.checklist import TOPICS, gaps
from groundswell.report.odd.tables import table
from groundswell.scenario.catalogue import catalogue
from groundswell.scenario.listing import as_markdown
from groundswell.scenario.load import load

DOCS = Path(__file__).parent
ODD = Path(protocol_package.__file__).parent
_ASKED = """\
What is asked: the checklists of supplement S1, *ODD Guidance and Checklists*, to V. Grimm and others (2020), JASSS
23(2) 7, doi:10.18564/jasss.4259: every row, in its order, in our words; of each concept of element 4 what stands there
under "Describe". Read and held against it row by row on 29 November 2026, in a stored public copy of its text.

Whether the protocol of the flagship ([odd.md](odd.md)) has it is looked up in its words; a test does the same for
every shipped case, asks that each element has text and a rationale, and that the protocol opens with the sentence that
S1 asks for (`groundswell.report.odd.checklist`). Whether the words are good enough a reader must tell. What S1
recommends and this protocol does not have: curves of each submodel alone over all conditions (element 7 names tests
instead).

`groundswell odd SCENARIO --out FILE` writes the protocol of any scenario: Markdown, or a page that a browser prints as
a PDF (FILE.html).
"""
_HEAD = "<!-- written by `make docs`; do not edit -->\n\n"


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    return {
        "parameters.md": _parameters(),
        "evidence.md": _evidence(),
        "odd.md": _odd(),
        "odd-checklist.md": _checklist(),
    }


def submodels() -> str:
    """Return the model page's equations (sections 1 to 5) as the ODD protocol holds them: no links, deeper headings."""
    model = (DOCS / "model.md").read_text(encoding="utf-8")
    text = "## 1. " + model.split("\n## 1. ", 1)[1].split("\n## 6. ", 1)[0]
    text = re.sub(r"<!--.*?-->\n?|^!\[[^\]]*\]\([^)]*\)\n", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\[([^\]]+)\]\([^)\s]+\)", r"\1", text)
    text = re.sub(r"^##(#*) ", r"###\1 ", text, flags=re.MULTILINE)
    return re.sub(r"^(###) (\d)\. ", r"\1 7.\2 ", text, flags=re.MULTILINE)


def _odd() -> str:
    head, body = protocol(load("mobilization-2022")).split("\n\n", 1)
    return f"{head}\n\n{_HEAD}{body}"


def _checklist() -> str:
    text = protocol(load("mobilization-2022"))
    rows = [(t.element, t.asks, "missing" if f"{t.element}: not {t.asks}" in gaps(text) else "there") for t in TOPICS]
    return f"# The ODD checklist\n\n{_HEAD}{_ASKED}\n{table(('element or concept', 'what is asked', 'met'), rows)}\n"


def _parameters() -> str:
    intro = (
        "The engine's neutral values, limits and priors of every parameter. A case knows some of them better: its\n"
        "`parameters.toml` has value, prior, status and source. A scenario may set others: its report lists them, and\n"
        "`groundswell check` those outside their prior.\n\n"
    )
    return f"# Parameters\n\n{_HEAD}{intro}{as_markdown(catalogue())}\n"


def _evidence() -> str:
    intro = (
        "Published figures of each case, and what the tags in its sources stand for (`evidence/` in its folder). An\n"
        "interval holds the credible values; it is the fact, not its middle. Role: `fit`, parameters were fitted to\n"
        "it; `check`, they were not; `held-out`, it was kept back until they were fixed.\n"
    )
    found = [case for case in cases() if case.evidence.targets or case.evidence.citations]
    return f"# Evidence\n\n{_HEAD}{intro}\n" + "\n".join(_of_case(case) for case in found)


def _of_case(case: Case) -> str:
    figures = [(t.id, t.about, f"{t.since}/{t.date}" if t.since else str(t.date), f"{t.value:,.10g}",
                f"{t.low:,.10g} to {t.high:,.10g}", t.role, t.source) for t in case.evidence.targets]  # fmt: skip
    head = ("id", "what", "date", "published", "interval", "role", "source")
    tags = table(("tag", "citation"), list(case.evidence.citations.items()))
    return f"## {case.name}: {case.head.title}\n\n{table(head, figures)}\n\n{tags}\n"


if __name__ == "__main__":
    (ODD / "submodels.txt").write_text(submodels(), encoding="utf-8")
    for name, page in pages().items():
        (DOCS / name).write_text(page, encoding="utf-8")
