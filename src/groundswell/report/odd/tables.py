"""Parts of the protocol that follow from the code alone: variables, processes, draws, measures."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from groundswell import rng, simulate
from groundswell.process.count import ALWAYS, measures
from groundswell.scenario import Scenario
from groundswell.types import Environment, Fields, Society, State, Status

_FIELD = re.compile(r"^    (\w+): ([^#\n]*?)(?:\n        (np\.\w+)\n    \])?(?:  # (.+))?$", re.MULTILINE)
_PURPOSE = re.compile(r"^([A-Z]+) = np\.uint64\(\d+\)  # (.+)$", re.MULTILINE)
_SHAPE = re.compile(r"^\(([^)]+)\),? ?")
_OF = {
    "n": "person", "P": "place", "P+1": "place", "R": "region", "R+1": "region", "1": "nation",
    "n/256+1": "neighbourhood", "layers": "layer of ties", "layers, 6": "layer of ties",
}  # fmt: skip
_TYPES = (
    ("Bytes", "integer", "0 to 255"),
    ("uint16", "integer", "0 to 65,535"),
    ("bool", "yes or no", "0 or 1"),
    ("int", "integer", "0 or more"),
    ("Ints", "integer", "0 or more"),
    ("Floats", "real", "0 or more"),
    ("float", "real", "0 or more"),
    ("Regions", "table", "one row a region"),
    ("str", "text", "any"),
    ("Mapping", "real", "0 or more"),
    ("dict", "real", "0 or more"),
)  # the first whose mark stands in the annotation; fmt: skip
_RANGES = {  # where it is another than that of the type
    "status": "0 to 8", "close_called": "0 to 255, stops there", "friends_called": "0 to 255, stops there",
    "ties_left": "0 to 255, stops there", "ties_protested": "0 to 255, stops there", "tie_scope": "0, 1 or 2",
    **dict.fromkeys(("issue", "calling", "exit_open", "returns"), "0 or 1"),
    **dict.fromkeys(("connected", "exit_motive", "demand", "exempt", "salience", "anxiety", "hazard"), "0 to 1"),
    **dict.fromkeys(("concession", "level"), "0 to 3"),
    **dict.fromkeys(("neighbourhood", "appeased", "quota_due", "residuals"), "any"),
}  # fmt: skip
_PROCESSES = (
    ("events", "the environment, in the order of the scenario's file", "the scenario", "environment of regions",
     "events"),
    ("call", "the state, the liable of each region in the order of personal draws", "quotas, status, call order",
     "status (called), balances of quotas", "process/call.py"),
    ("attend", "regions, in any order", "shock, exposure", "salience, anxiety", "process/attend.py"),
    ("appraise, perceive", "regions and places, in any order", "environment, fields, counters of ties",
     "what persons see today", "process/perceive.py"),
    ("decide", "persons, in any order", "what persons see, traits, tastes, draws of the day", "choices", "behaviour"),
    ("enforce", "the state in each place, participants by draws of their own", "participants by place, capacity",
     "status (held), fear, backlash", "process/policing.py"),
    ("border", "gates, the queue by day of joining, then by personal draws", "status, capacity of gates",
     "status (preparing, queueing, abroad, home)", "process/border.py"),
    ("return", "persons, in any order; then the state", "days of release, return and death; disruption",
     "status (home, dead), concession", "process/end_of_day.py, lives.py, concede.py"),
    ("contacts", "ties of those who acted, in any order", "who acted today", "counters of the ties of those who acted",
     "process/contact_counters.py"),
    ("count", "the observer", "status, fields, who acted", "nothing: the observer's counts", "process/count.py"),
)  # fmt: skip


def parts(scenario: Scenario) -> dict[str, str]:
    """Return these parts by the name of their mark."""
    return {
        "statuses": ", ".join(status.name.lower() for status in Status),
        "variables": table(("variable", "of", "kind", "type", "range", "what it is, unit"), variables()),
        "step": f"```\n{_listing(simulate.__doc__ or '')}\n```",
        "processes": table(("process", "who, in which order", "reads", "moves", "code"), _PROCESSES),
        "draws": table(("purpose", "what its words are for"), draws()),
        "measures": table(("measure", "kind", "what it is"), _measures(scenario)),
    }


def variables() -> list[tuple[str, ...]]:
    """Return each declared state variable: name, of what, static or dynamic, type, range, what it is."""
    kinds = ((State, "dynamic"), (Environment, "dynamic, set by events"), (Fields, "dynamic"), (Society, "static"))
    return [_variable(*field, kind) for columns, kind in kinds for field in _fields(columns)]


def draws() -> list[tuple[str, ...]]:
    """Return each purpose of draws with what its words are for."""
    return _PURPOSE.findall(_text(rng.__file__))


def sources(scenario: Scenario, start: str) -> str:
    """Return a table of the case's sources whose names begin so: whom to cite, on what terms, what to beware of."""
    chosen = [source for source in scenario.case.sources if source.name.startswith(start)]
    rows = [(f"`{s.name}`", s.title, s.citation, s.licence, " ".join(s.caveats)) for s in chosen]
    return table(("part of the case", "what", "citation", "licence", "caveats"), rows) if rows else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, or a sentence where there is no row."""
    lines = [tuple(head), ("---",) * len(head), *rows]
    if len(lines) == 2:
        return "None."
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _variable(name: str, annotation: str, inner: str, about: str, kind: str) -> tuple[str, ...]:
    shape = _SHAPE.match(about)
    of = _OF.get(shape[1].rstrip(","), "nation") if shape else "gate" if "Mapping" in annotation else "nation"
    what = (about[shape.end() :] if shape else about).strip() or name.replace("_", " ")
    typed, span = next(words for mark, *words in _TYPES if mark in annotation + inner)
    return name, of, kind, typed, _RANGES.get(name, span), what


def _fields(columns: type) -> list[tuple[str, str, str, str]]:
    """Return name, annotation and comment of each column that a class of groundswell.types declares, in order."""
    body = _text(import_module("groundswell.types").__file__).split(f"class {columns.__name__}(NamedTuple):")[1]
    return _FIELD.findall(re.split(r"\n(?:class |    @property|    def )", body)[0])


def _measures(scenario: Scenario) -> list[tuple[str, ...]]:
    known = ALWAYS | measures(scenario.observation)
    return [(name, *what) for name, what in known.items()]


def _listing(text: str) -> str:
    """Return the indented list of a docstring."""
    return textwrap.dedent("\n".join(line for line in text.splitlines() if line.startswith("   ")))


def _text(file: str | None) -> str:
    return Path(str(file)).read_text(encoding="utf-8")
