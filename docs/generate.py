"""Write those parts of the documentation that follow from the code: `make docs`. A test holds that they are current.

Whole pages: parameters.md, evidence.md. Parts of odd.md stand between `<!-- begin NAME -->` and `<!-- end NAME -->`.
"""

import re
import textwrap
from importlib import import_module
from pathlib import Path

from groundswell import behaviour, events, rng, simulate
from groundswell.case import Case, cases
from groundswell.process.count import ALWAYS
from groundswell.scenario.catalogue import catalogue
from groundswell.scenario.listing import as_markdown
from groundswell.types import Environment, Fields, State, Status

DOCS = Path(__file__).parent
_FIELD = re.compile(r"^    (\w+): [^#\n]*(?:\n        np\.\w+\n    \])?  # (.+)$", re.MULTILINE)
_PURPOSE = re.compile(r"^([A-Z]+) = np\.uint64\(\d+\)  # (.+)$", re.MULTILINE)
_OBSERVED = (
    ("obs_NAME", "flow", "persons that the monitor NAME hears of"),
    ("obs_NAME_places", "places", "places with any that the monitor NAME hears of"),
    ("obs_NAME", "nation", "share that the poll NAME reports"),
)
_HEAD = "<!-- written by `make docs`; do not edit -->\n\n"


def pages() -> dict[str, str]:
    """Return the generated pages, and odd.md with its generated parts in place, by file name."""
    odd = (DOCS / "odd.md").read_text(encoding="utf-8")
    for name, text in parts().items():
        block = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        odd, found = block.subn(lambda m, text=text: f"{m[1]}\n{text}\n\n{m[2]}", odd)
        if found != 1:
            raise ValueError(f"odd.md: part {name!r} stands there {found} times; once is the rule")
    return {"parameters.md": _parameters(), "evidence.md": _evidence(), "odd.md": odd}


def parts() -> dict[str, str]:
    """Return the generated parts of odd.md, by name."""
    return {
        "persons": _table(("column", "what it is"), _fields(State)),
        "statuses": ", ".join(status.name.lower() for status in Status) + ".",
        "surroundings": _table(("field", "what it is"), [*_fields(Environment), *_fields(Fields)]),
        "step": f"```\n{_listing(simulate.__doc__ or '')}\n```",
        "measures": _table(("measure", "kind", "what it is"), _measures()),
        "draws": _table(("purpose", "what its words are for"), _PURPOSE.findall(_text(rng.__file__))),
        "behaviours": _table(("kind", "source"), [(k, behaviour.resolve(k).SOURCE) for k in behaviour.kinds()]),
        "events": _table(("kind", "what it does"), [(kind, _first(f"events.{kind}")) for kind in events.kinds()]),
    }  # fmt: skip


def _measures() -> list[tuple[str, ...]]:
    return [*((name, *what) for name, what in ALWAYS.items()), *_OBSERVED]


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
    tags = _table(("tag", "citation"), list(case.evidence.citations.items()))
    return f"## {case.name}: {case.head.title}\n\n{_table(head, figures)}\n\n{tags}\n"


def _fields(columns: type) -> list[tuple[str, str]]:
    """Return name and comment of each column that a class of groundswell.types declares, in order."""
    body = _text(import_module("groundswell.types").__file__).split(f"class {columns.__name__}(NamedTuple):")[1]
    return _FIELD.findall(body.split("\nclass ")[0])


def _listing(text: str) -> str:
    """Return the indented list of a docstring."""
    return textwrap.dedent("\n".join(line for line in text.splitlines() if line.startswith("   ")))


def _first(module: str) -> str:
    return (import_module(f"groundswell.{module}").__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()


def _text(file: str | None) -> str:
    return Path(str(file)).read_text(encoding="utf-8")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    for name, page in pages().items():
        (DOCS / name).write_text(page, encoding="utf-8")
