"""What a user says of a file: which column is which, and what the file leaves open; by options or a mapping file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from groundswell.errors import InputError, nearest, shown
from groundswell.importing.dates import Order
from groundswell.inputs.document import as_table
from groundswell.inputs.toml_file import read_toml

Pairs = Mapping[str, str]
_CHOICES = {"dates": ("dmy", "mdy"), "decimal": ("comma", "point"), "unit": ("persons", "thousands", "millions")}


@dataclass(frozen=True)
class Options:
    """How a file is read; what is not given is found out, or asked for in an error where it is not certain."""

    columns: Pairs = field(default_factory=dict[str, str])  # header by field: {"date": "Datum"}
    kinds: Pairs = field(default_factory=dict[str, str])  # kind of event by the file's word: {"Protests": "rally"}
    regions: Pairs = field(default_factory=dict[str, str])  # code by the file's spelling
    gates: Pairs = field(default_factory=dict[str, str])  # gate by the file's name of a neighbour
    series: Pairs = field(default_factory=dict[str, str])  # measure by the name of a series
    where: Pairs = field(default_factory=dict[str, str])  # rows to take: {"year": "2020"}
    layout: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: bool | None = None
    dates: Order = ""
    decimal: str = ""  # comma | point
    unit: str = ""  # persons | thousands | millions
    country: str = ""  # the rows of a table of several countries
    name: str = ""  # of the observations' file
    cumulative: bool = False
    skip_unknown: bool = False
    skip_unreadable: bool = False
    allow_partial: bool = False
    licence: str = ""
    citation: str = ""
    force: bool = False  # replace what is there


def options_of(own: Mapping[str, Any], mapping: Path | None = None) -> Options:
    """Return options from values by name, with those of a mapping file below them. Raises InputError."""
    options = Options(**own)
    return with_mapping(options, mapping) if mapping else checked(options)


def with_mapping(options: Options, file: Path) -> Options:
    """Return options with what a mapping file says; what an option gives itself stays. Raises InputError."""
    tables, places = read_toml(file, "--mapping")
    known = {f.name: f for f in fields(Options)}
    given: dict[str, Any] = {}
    for key, value in tables.items():
        place = f"{places.get(key, file.name)}, {key}"
        if key not in known:
            raise InputError(f"unknown key {shown(key)}", place=place, remedy=nearest(key, known))
        own: Any = getattr(options, key)
        if isinstance(own, Mapping):
            given[key] = {**_pairs(value, place), **own}
        elif not own:
            given[key] = _single(key, value, place)
    return checked(replace(options, **given), file.name)


def checked(options: Options, place: str = "") -> Options:
    """Return the options, or raise InputError for a value that is none of its choices."""
    for key, choices in _CHOICES.items():
        value = getattr(options, key)
        if value and value not in choices:
            problem, remedy = f"{shown(value)} is none of the choices", f"use {' or '.join(choices)}"
            raise InputError(problem, place=place or key, remedy=remedy, value=value)
    mark = {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
    if len(mark) > 1 or mark in ('"', "\n", "\r"):
        problem = f"{shown(options.delimiter)} is no delimiter"
        raise InputError(problem, place=place or "delimiter", remedy="give one sign, or tab", value=options.delimiter)
    return replace(options, delimiter=mark)


def _pairs(value: Any, place: str) -> dict[str, str]:
    table = as_table(value)
    if table is None or not all(isinstance(v, str | int) and not isinstance(v, bool) for v in table.values()):
        remedy = 'write a table of texts, such as [columns] and date = "Datum"'
        raise InputError(f"{shown(value)} is no table of texts", place=place, remedy=remedy)
    return {key: str(text) for key, text in table.items()}


def _single(key: str, value: Any, place: str) -> Any:
    is_flag = key in ("header", "cumulative", "skip_unknown", "skip_unreadable", "allow_partial", "force")
    if isinstance(value, bool if is_flag else str):
        return value
    raise InputError(
        f"{shown(value)} is not {'true or false' if is_flag else 'a text'}", place=place, remedy="correct it"
    )
