"""The command `case import`: own tables and outlines into a case."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import add, once
from groundswell.cli.output import answer, say
from groundswell.errors import GroundswellError

if TYPE_CHECKING:
    from groundswell.importing.run import Imported

__all__ = ["register"]

_SHOWN = 40  # findings that are printed; --json has all
_Pairs = list[str] | None
_What = Annotated[str, typer.Argument(metavar="KIND", help="events, series, regions, towns, ages or outlines.")]
_File = Annotated[Path, typer.Argument(help="The file as you have it: CSV of any kind, or GeoJSON.")]
_Column = Annotated[_Pairs, typer.Option(metavar="FIELD=HEADER", help="Which column is what.")]
_Kind = Annotated[_Pairs, typer.Option(metavar="WORD=KIND", help="Kind of event behind a word; WORD= leaves it out.")]
_Region = Annotated[_Pairs, typer.Option(metavar="SPELLING=CODE", help="Region behind a spelling.")]
_Series = Annotated[_Pairs, typer.Option(metavar="NAME=MEASURE", help="Write a series as a measure of runs.")]
_Where = Annotated[_Pairs, typer.Option(metavar="HEADER=VALUE", help="Take only rows with this value.")]
_Gate = Annotated[_Pairs, typer.Option(metavar="NEIGHBOUR=GATE", help="Gate behind a neighbour's name.")]
_Header = Annotated[bool | None, typer.Option("--header/--no-header", help="Whether the first row names columns.")]
_Cumulative = Annotated[bool, typer.Option("--cumulative", help="The numbers are totals so far.")]
_SkipUnknown = Annotated[bool, typer.Option("--skip-unknown", help="Leave out rows of no certain region.")]
_SkipUnreadable = Annotated[bool, typer.Option("--skip-unreadable", help="Take unreadable cells as unknown.")]
_AllowPartial = Annotated[bool, typer.Option("--allow-partial", help="Take an age table that ends early.")]
_Licence = Annotated[str, typer.Option(help="The file's licence, for sources.toml.")]
_Citation = Annotated[str, typer.Option(help="Whose data they are, for sources.toml.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace what the case has of this kind.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


def register(app: typer.Typer) -> None:
    """Add the command to the sub-commands of `case`."""
    add(app, import_)


def import_(
    what: _What,
    file: _File,
    case: Annotated[Path, typer.Option(help="The case's folder.")],
    column: _Column = None,
    kind: _Kind = None,
    region: _Region = None,
    gate: _Gate = None,
    series: _Series = None,
    where: _Where = None,
    mapping: Annotated[Path | None, typer.Option(help="A TOML file with these options.")] = None,
    layout: Annotated[str, typer.Option(help="A known layout, if the header does not show it.")] = "",
    encoding: Annotated[str, typer.Option(help="Such as cp1251, where the file is not UTF-8.")] = "",
    delimiter: Annotated[str, typer.Option(help="The sign between cells, or tab.")] = "",
    header: _Header = None,
    dates: Annotated[str, typer.Option(help="dmy or mdy: how 03/04/2020 is read.")] = "",
    decimal: Annotated[str, typer.Option(help="comma or point: how 1,120 is read.")] = "",
    unit: Annotated[str, typer.Option(help="persons, thousands or millions.")] = "",
    country: Annotated[str, typer.Option(help="The case's country, as the file writes it.")] = "",
    name: Annotated[str, typer.Option(help="Name of the observations.")] = "",
    cumulative: _Cumulative = False,
    skip_unknown: _SkipUnknown = False,
    skip_unreadable: _SkipUnreadable = False,
    allow_partial: _AllowPartial = False,
    licence: _Licence = "",
    citation: _Citation = "",
    force: _Force = False,
    dry_run: _DryRun = False,
) -> None:
    """Read your own regions, towns, ages, outlines, events or observed series into a case.

    What is certain is read, the rest is refused with line, column and remedy; then nothing is written.
    """
    from groundswell.importing.options import options_of
    from groundswell.importing.run import import_file

    own = {"layout": layout, "encoding": encoding, "delimiter": delimiter, "header": header, "dates": dates,
           "decimal": decimal, "unit": unit, "country": country, "name": name, "cumulative": cumulative,
           "skip_unknown": skip_unknown, "skip_unreadable": skip_unreadable, "allow_partial": allow_partial,
           "licence": licence, "citation": citation}  # fmt: skip
    pairs = {"columns": column, "kinds": kind, "regions": region, "gates": gate}
    own |= {key: _pairs(texts, f"--{key.removesuffix('s')}") for key, texts in pairs.items()}
    own |= {"series": _pairs(series, "--series"), "where": _pairs(where, "--where")}
    try:
        found = import_file(what, file, case, options_of(own, mapping), force=force, dry_run=dry_run)
    except GroundswellError as error:
        for note in getattr(error, "__notes__", ())[:_SHOWN]:
            say(note)
        raise
    answer(lambda: _as_dict(found), lambda: _as_text(found, case))


def _pairs(texts: Sequence[str] | None, option: str) -> dict[str, str]:
    """Return the pairs of a repeated option. Raises InputError for one without "=" or with nothing before it."""
    from groundswell.errors import InputError, shown

    found = [text.rpartition("=") for text in texts or ()]
    for name, equals, value in found:
        if not (equals and name.strip() and (value.strip() or option == "--kind")):
            raise InputError(shown(name + equals + value), place=option, remedy=f"write {option} NAME=VALUE")
    return once(((name.strip(), value.strip()) for name, _, value in found), option)


def _as_dict(found: "Imported") -> dict[str, Any]:
    notes = [{"topic": note.topic, "text": note.text, "lines": list(note.lines)} for note in found.notes]
    return {**vars(found), "notes": notes}


def _as_text(found: "Imported", case: Path) -> str:
    lines = [f"read as: {found.read_as} ({found.about})"]
    if found.columns:
        lines.append("columns: " + ", ".join(f"{name} = {header}" for name, header in found.columns.items()))
    lines.append(f"kept: {found.kept:,} of {found.rows:,} {'rows' if found.columns else 'features'}")
    lines += [f"  {line}" for line in found.summary]
    lines += [str(note) for note in found.notes[:_SHOWN]]
    if len(found.notes) > _SHOWN:
        lines.append(f"and {len(found.notes) - _SHOWN:,} findings more (--json has all)")
    if not found.written:
        return "\n".join([*lines, f"nothing written (--dry-run); it would be {found.path}"])
    return "\n".join([*lines, f"written: {', '.join(found.written)}", f"next: groundswell case check {case}"])
