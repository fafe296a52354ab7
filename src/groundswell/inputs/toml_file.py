"""TOML from a file or a command line, read in one way: what cannot be read is reported with its line and a remedy."""

import re
import tomllib
from pathlib import Path
from typing import Any

from groundswell.errors import InputError
from groundswell.inputs.toml_places import key_lines
from groundswell.textfile import read_text

_LINE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
_COMMA = re.compile(r"=\s*(-?[0-9]+),([0-9]+)\s*(?:#.*)?$")
_SPACED = re.compile(r"=\s*(-?[0-9]{1,3}(?:[ '\u00a0\u202f][0-9]{3})+)\s*(?:#.*)?$")
_USUAL = "TOML wants key = value, text in quotes, each key once"


def read_toml(
    file: Path, place: str = "", remedy: str = "name a readable file"
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the tables of a TOML file, and where each dotted key stands ("war.toml:12").

    `place` is where the file was named. Raises InputError for what `read_text` refuses and for what is no valid TOML.
    """
    text = read_text(file, place, remedy=remedy)
    places = {key: f"{file.name}:{line}" for key, line in key_lines(text, file.name).items()}
    return _parsed(text, file.name), places


def parse_value(text: str) -> Any:
    """Return the value that a text writes as TOML does, or the text itself when it is none."""
    try:
        key_lines(f"x = {text}")
        table = tomllib.loads(f"x = {text}")
    except (ValueError, RecursionError, InputError):
        return text.strip()
    return table["x"] if table.keys() == {"x"} else text.strip()


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError("tables too deep within one another", place=name, remedy="write [table] headers") from None
    except ValueError as error:  # TOMLDecodeError, and numbers of more digits than Python reads
        at = _LINE.search(str(error))
        lines = text.splitlines() or [""]
        number = min(int(at.group(1)) if at and at.group(1) else len(lines), len(lines))
        what = _LINE.sub("", str(error)).strip().split(";")[0]
        if not isinstance(error, tomllib.TOMLDecodeError):
            raise InputError(f"no valid TOML: {what}", place=name, remedy="give a smaller number") from None
        column = f" in column {at.group(2)}" if at and at.group(2) else " at the end"
        remedy = _remedy(lines[number - 1])
        raise InputError(f"no valid TOML{column}: {what}", place=f"{name}:{number}", remedy=remedy) from None


def _remedy(line: str) -> str:
    """Return what would mend a line that is no TOML: the commonest are numbers as other languages write them."""
    if comma := _COMMA.search(line):
        whole, part = comma.groups()
        if len(part) != 3 or whole in ("0", "-0"):
            return f"did you mean {whole}.{part}? Numbers have a decimal point"
        return f"write {whole}.{part} or {whole}{part}, whichever you mean"
    if spaced := _SPACED.search(line):
        return f"did you mean {re.sub('[^-0-9]', '_', spaced.group(1))}?"
    return _USUAL
