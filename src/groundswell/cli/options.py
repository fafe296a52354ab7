"""Options that several commands share, and how they become changes of a scenario."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output and nothing else there.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a key, such as behaviour.others=0.5 (may be repeated)."),
]


def collect(sets: Sequence[str] | None, scale: str = "", **more: Any) -> tuple[dict[str, Any], str]:
    """Return the changes that the options ask for, by dotted key, and the place that errors name. Raises InputError."""
    from groundswell.errors import InputError
    from groundswell.scenario.document import parse_set

    if scale and more.get("persons") is not None:
        raise InputError("both --scale and --persons", place="command line", remedy="give one of the two")
    changes = dict(parse_set(text) for text in sets or ())
    if scale:
        changes["scenario.scale"] = scale
    changes.update({f"scenario.{key}": value for key, value in more.items() if value is not None})
    return changes, "command line"
