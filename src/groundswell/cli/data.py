"""The command `data`: what is shipped, from whom, on what terms, and what to beware of."""

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import add
from groundswell.cli.output import answer

if TYPE_CHECKING:
    from groundswell.data import Source

__all__ = ["data", "register"]


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, data)


def data(
    name: Annotated[str, typer.Argument(help="One source, as the list names it; all if left out.")] = "",
) -> None:
    """List the data that are shipped; with a name, show that source with its files and where they lie."""
    from groundswell.data import source, sources

    chosen = (source(name),) if name else sources()
    answer(
        lambda: {"data": [_record(s) for s in chosen]},
        lambda: _page(chosen[0]) if name else "\n\n".join(_summary(s) for s in chosen),
    )


def _record(source: "Source") -> dict[str, Any]:
    keys = ("name", "title", "citation", "licence", "retrieved", "caveats")
    files = [
        {
            "name": file.name,
            "about": file.about,
            "path": str(source.folder.parent / file.name),
            "columns": dict(file.columns),
        }
        for file in source.files
    ]
    return {**{key: getattr(source, key) for key in keys}, "files": files}


def _summary(source: "Source") -> str:
    caveats = "\n".join(_wrapped("beware", caveat) for caveat in source.caveats)
    cite, terms = _wrapped("cite", source.citation), _wrapped("licence", source.licence)
    return f"{source.name}: {source.title} (retrieved {source.retrieved})\n{cite}\n{terms}\n{caveats}"


def _page(source: "Source") -> str:
    files = (
        f"{source.folder.parent / file.name}\n{_wrapped('', file.about)}"
        + "".join(f"\n      {column} ({kind})" for column, kind in file.columns.items())
        for file in source.files
    )
    return "\n\n".join((_summary(source), *files))


def _wrapped(label: str, sentence: str) -> str:
    return textwrap.fill(
        f"{label}: {sentence}" if label else sentence, 100, initial_indent="    ", subsequent_indent="      "
    )
