"""Options that several commands share, and how they become changes of a scenario."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypeVar

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output and nothing else there.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a key, such as behaviour.others=0.5 (may be repeated)."),
]
Value = TypeVar("Value")


def once(pairs: Iterable[tuple[str, Value]], option: str) -> dict[str, Value]:
    """Return pairs of a repeated option by their key. Raises InputError for a key that is given twice."""
    found: dict[str, Value] = {}
    for key, value in pairs:
        if key in found:
            from groundswell.errors import InputError

            raise InputError(f"'{key}' is given twice", place=option, remedy=f"give {option} once for each key")
        found[key] = value
    return found


def collect(sets: Sequence[str] | None, scale: str = "", *, option: str = "--set",
            **more: Any) -> tuple[dict[str, Any], str]:  # fmt: skip
    """Return the changes that the options ask for, by dotted key, and the place that errors name.

    `option` is the one that `sets` came with. Raises InputError, also for a key that is given twice.
    """
    from groundswell.errors import InputError
    from groundswell.scenario.document import parse_set

    if scale and more.get("persons") is not None:
        raise InputError("both --scale and --persons", place="command line", remedy="give one of the two")
    changes = once((parse_set(text) for text in sets or ()), option)
    given = {"scenario.scale": scale} if scale else {}
    given |= {f"scenario.{key}": value for key, value in more.items() if value is not None}
    for key in given:
        name = key.removeprefix("scenario.")
        if key in changes:
            raise InputError(f"'{key}' is given twice", place=option, remedy=f"give it by {option} or by --{name}")
    return {**changes, **given}, "command line"
