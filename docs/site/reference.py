"""Pages of the site's reference that are written when it is built: what `groundswell` itself lists at any time."""

import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import typer

from groundswell import behaviour, events
from groundswell.case import Case, cases
from groundswell.cli import app
from groundswell.report.odd.tables import table
from groundswell.scenario.catalogue import catalogue, group
from groundswell.scenario.listing import as_markdown
from groundswell.scenario.load import load
from groundswell.scenario.presets import presets, scenarios
from groundswell.verdicts.claim_names import claims, described

_COMMON = {"--json", "-q", "-v", "-h", "--help"}
_COMMANDS = (
    "Every command has `-h` (help), `--json` (one JSON object on standard output, errors too), `-q` (no progress) and\n"
    "`-v` (what is done, with times)."
)
_CLAIMS = (
    "`groundswell claim NAME` tests one; [how](../claims.md), and\n"
    "[what was found](../../verification/results/claims.md)."
)
_CLAIM_TEXTS = (("claim", "text"), ("said", "said"), ("read as", "reading"), ("literature", "literature"),
                ("refuted if", "refuted_if"))  # fmt: skip


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    return {
        "commands.md": f"# Commands\n\n{_COMMANDS}\n\n" + "\n".join(_of_commands("groundswell", _root())),
        "cases.md": "# Cases and scenarios\n\n" + "\n".join(_of_listed_case(case) for case in cases()),
        "claims.md": f"# Claims\n\n{_CLAIMS}\n\n" + "\n".join(_of_claim(name) for name in claims()),
        "events.md": "# Events\n\n" + "\n".join(_of_kind("event", kind) for kind in events.kinds()),
        "behaviours.md": "# Behaviours\n\n" + "\n".join(_of_kind("behaviour", kind) for kind in behaviour.kinds()),
    }


def _root() -> Any:
    return typer.main.get_command(app)


def _of_commands(path: str, command: Any) -> Iterator[str]:
    """Tell one command, or each of a group: its sentence, and what it takes."""
    if inner := getattr(command, "commands", None):
        for name, each in inner.items():
            yield from _of_commands(f"{path} {name}", each)
    if path != "groundswell":
        context = typer.Context(command)
        rows = [record for each in command.params if (record := each.get_help_record(context))]
        rows = [(f"`{name}`", text) for name, text in rows if name.split(",")[0] not in _COMMON]
        usage = " ".join(command.collect_usage_pieces(context))
        about = inspect.cleandoc(command.help or "").replace("\n\n", "\f").replace("\n", " ").replace("\f", "\n\n")
        yield f"## {path}\n\n{about}\n\n    {path} {usage}\n\n{table(('argument', 'meaning'), rows) if rows else ''}\n"


def _of_listed_case(case: Case) -> str:
    head, people = case.head, case.population
    facts = [("country", head.country), ("first day", str(head.start)), ("status", head.status),
             ("people", f"{people.total:,} in {len(people.codes)} regions"),
             ("published figures", f"{len(case.evidence.targets):,}"), ("licence", head.licence)]  # fmt: skip
    own = [(f"`{name}`", f"{p.title}: {p.description}") for name, p in zip(scenarios(), presets(), strict=True)
           if case.name in (_case_of(name), name.partition("/")[0])]  # fmt: skip
    card = f"[card](../../src/groundswell/cases/{case.name}/README.md)"
    lists = f"{table(('fact', 'value'), facts)}\n\n{table(('scenario', 'what it is'), own)}"
    return f"## {case.name}: {head.title}\n\n{head.description} Its {card} says how well it fits.\n\n{lists}\n"


@cache
def _case_of(scenario: str) -> str:
    return load(scenario).case.name


def _of_claim(name: str) -> str:
    texts = described(name)
    rows = [(label, " ".join(texts[key].split())) for label, key in _CLAIM_TEXTS if texts[key]]
    return f"## {name}: {texts['title']}\n\n{table(('', ''), [('about', texts['about']), *rows])}\n"


def _of_kind(what: str, kind: str) -> str:
    module = behaviour.resolve(kind) if what == "behaviour" else import_module(f"groundswell.events.{kind}")
    text = inspect.cleandoc(module.__doc__ or "")
    keys = as_markdown(group(kind) if what == "event" else _behaviours(kind)).partition("\n\n")[2]
    source = f"\n\nSource: {module.SOURCE}" if what == "behaviour" else ""
    return f"## {kind}\n\n{_paragraphs(text)}{source}\n\n{keys}\n"


def _behaviours(kind: str) -> list[Any]:
    return [each for each in catalogue() if each.name == f"behaviour {kind}"]


def _paragraphs(text: str) -> str:
    """Return a docstring as Markdown: what is indented is a listing."""
    return "\n\n".join(f"```\n{part}\n```" if part.startswith(" ") else part for part in text.split("\n\n"))
