"""The command `case import`: own tables and outlines into a case."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import add, once
from groundswell.cli.output import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundswell.importing.run import Imported

__all__ = ["register"]

_SHOWN = 40  # findings that are printed; --json has all


def register(app: typer.Typer) -> None:
    """Add the command to the sub-commands of `case`."""
    add(app, import_)


def import_(
    what: Annotated[str, typer.Argument(metavar="KIND", help="events, series, regions, towns, ages or outlines.")],
    file: Annotated[Path, typer.Argument(help="The file as you have it: CSV of any kind, or GeoJSON.")],
    case: Annotated[Path, typer.Option(help="The case's folder.")],
    column: Annotated[list[str] | None, typer.Option(metavar="FIELD=HEADER", help="Which column is what.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="WORD=KIND", help="Kind of event behind a word; WORD= leaves it out.")
    ] = None,
    region: Annotated[list[str] | None, typer.Option(metavar="SPELLING=CODE", help="Region behind a spelling.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="A TOML file with these options.")] = None,
    layout: Annotated[str, typer.Option(help="A known layout, if its header does not show it.")] = "",
    encoding: Annotated[str, typer.Option(help="Such as cp1251, where the file is not UTF-8.")] = "",
    delimiter: Annotated[str, typer.Option(help="The sign between cells, or tab.")] = "",
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether the first row names columns.")
    ] = None,
    dates: Annotated[str, typer.Option(help="dmy or mdy: how 03/04/2020 is read.")] = "",
    decimal: Annotated[str, typer.Option(help="comma or point: how 1,120 is read.")] = "",
    unit: Annotated[str, typer.Option(help="persons, thousands or millions.")] = "",
    country: Annotated[str, typer.Option(help="The rows to take from a table of several countries.")] = "",
    name: Annotated[str, typer.Option(help="Name of the observations.")] = "",
    cumulative: Annotated[bool, typer.Option("--cumulative", help="The numbers are totals so far.")] = False,
    skip_unknown: Annotated[bool, typer.Option("--skip-unknown", help="Leave out rows of no certain region.")] = False,
    skip_unreadable: Annotated[
        bool, typer.Option("--skip-unreadable", help="Take unreadable cells as unknown.")
    ] = False,
    allow_partial: Annotated[bool, typer.Option("--allow-partial", help="Take an age table that ends early.")] = False,
    licence: Annotated[str, typer.Option(help="The file's licence, for sources.toml.")] = "",
    citation: Annotated[str, typer.Option(help="Whose data they are, for sources.toml.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the case's file of this kind.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
) -> None:
    """Read your own regions, towns, ages, outlines, events or observed series into a case.

    What is certain is read, the rest is refused with line, column and remedy; then nothing is written.
    """
    from groundswell.importing.options import Options, checked, with_mapping
    from groundswell.importing.run import import_file

    options = Options(
        columns=_pairs(column, "--column"), kinds=_pairs(kind, "--kind"), regions=_pairs(region, "--region"),
        layout=layout, encoding=encoding, delimiter=delimiter, header=header, dates=dates, decimal=decimal, unit=unit,  # pyright: ignore[reportArgumentType]
        country=country, name=name, cumulative=cumulative, skip_unknown=skip_unknown, skip_unreadable=skip_unreadable,
        allow_partial=allow_partial, licence=licence, citation=citation,
    )  # fmt: skip
    options = with_mapping(options, mapping) if mapping else checked(options)
    found = import_file(what, file, case, options, force=force, dry_run=dry_run)
    answer(lambda: _as_dict(found), lambda: _as_text(found, case))


def _pairs(texts: "Sequence[str] | None", option: str) -> dict[str, str]:
    """Return the pairs of a repeated option. Raises InputError for one without "="."""
    from groundswell.errors import InputError, shown

    for text in texts or ():
        if "=" not in text.strip("="):
            if option == "--kind" and text.endswith("=") and text != "=":
                continue
            raise InputError(shown(text), place=option, remedy=f"write {option} NAME=VALUE")
    return once(((a.strip(), b.strip()) for a, _, b in (text.rpartition("=") for text in texts or ())), option)


def _as_dict(found: "Imported") -> dict[str, Any]:
    notes = [{"topic": note.topic, "text": note.text, "lines": list(note.lines)} for note in found.notes]
    return {**vars(found), "notes": notes}


def _as_text(found: "Imported", case: Path) -> str:
    lines = [f"read as: {found.read_as} ({found.about})"]
    if found.columns:
        lines.append("columns: " + ", ".join(f"{name} = {header}" for name, header in found.columns.items()))
    lines.append(f"kept: {found.kept:,} of {found.rows:,} rows")
    lines += [f"  {line}" for line in found.summary]
    lines += [str(note) for note in found.notes[:_SHOWN]]
    if len(found.notes) > _SHOWN:
        lines.append(f"and {len(found.notes) - _SHOWN:,} findings more (--json has all)")
    if not found.written:
        return "\n".join([*lines, f"nothing written (--dry-run); it would be {found.path}"])
    return "\n".join([*lines, f"written: {', '.join(found.written)}", f"next: groundswell case check {case}"])
