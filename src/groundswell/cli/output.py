"""What the command line prints and where: the answer on standard output, all else on standard error.

With `--json` the answer, or the error, is one JSON object. Nobody's terminal and no colours wanted (a pipe, NO_COLOR,
TERM=dumb) means no escape codes.
"""

import contextlib
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from groundswell.cli.streams import OutputError
from groundswell.errors import GroundswellError
from groundswell.json_text import json_text

_LOG_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Interrupted(GroundswellError):  # noqa: N818, it is no error of the user's
    """Ctrl-C: what is kept, and how to go on. Ends the command with 130."""

    def __init__(self, kept: str, remedy: str) -> None:
        self.place, self.remedy = "", remedy
        super().__init__(f"interrupted: {kept}" + (f"; {remedy}" if remedy else ""))


class _Log(logging.Handler):
    """What the library logs: warnings as notes; with -v all that is done, with times."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record on standard error as it is now: a test's, a terminal's."""
        if _wanted.verbose:
            complain(self.format(record))
        elif record.levelno >= logging.WARNING:
            say(f"note: {record.getMessage().removeprefix('note: ')}")


class _Wanted:
    """What the options of this call ask for."""

    json = quiet = verbose = False


_wanted = _Wanted()
_logger, _log = logging.getLogger("groundswell"), _Log()
_log.setFormatter(logging.Formatter(_LOG_LINE))


def begin(arguments: Sequence[str]) -> None:
    """Forget an earlier call in this process, and look whether errors are to be JSON too, usage errors among them."""
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    _wanted.json, _wanted.quiet, _wanted.verbose = "--json" in own, False, False
    _logger.removeHandler(_log)
    _logger.addHandler(_log)
    _logger.setLevel(logging.WARNING)


def ask(as_json: bool, quiet: bool, verbose: bool) -> None:
    """Take up the options that every command has."""
    _wanted.json, _wanted.quiet = _wanted.json or as_json, _wanted.quiet or quiet
    if verbose:
        _wanted.verbose = True
        _logger.setLevel(logging.INFO)


def wants_json() -> bool:
    """Tell whether the answer is to be JSON."""
    return _wanted.json


def is_quiet() -> bool:
    """Tell whether progress and notes are to be left out."""
    return _wanted.quiet


def answer(value: Callable[[], Any], text: Callable[[], str]) -> None:
    """Print what a command has found, as JSON or as text; only the one that is wanted is made."""
    typer.echo(json_text(value()) if _wanted.json else text())


def say(text: str) -> None:
    """Print a note on standard error, unless none are wanted."""
    if not _wanted.quiet:
        complain(text)


def complain(text: str) -> None:
    """Print a line on standard error whatever is wanted. One that is closed or full must not end a run."""
    with contextlib.suppress(OSError, ValueError):
        typer.echo(text, err=True)


def refuse(error: GroundswellError) -> int:
    """Print an error, as words and with `--json` as an object too; return the exit code."""
    for line in str(error).splitlines():
        complain(line if isinstance(error, Interrupted) else f"error: {line}")
    if _wanted.json and not isinstance(error, OutputError):
        typer.echo(json_text(as_dict(error)))
    return 130 if isinstance(error, Interrupted) else 2


def as_dict(error: GroundswellError) -> dict[str, Any]:
    """Return an error as JSON values; where there are several problems, the first stands above all of them."""
    kind = {"Interrupted": "interrupted", "InputError": "input", "ScenarioError": "scenario", "CodeError": "code"}
    record: dict[str, Any] = {"error": str(error), "kind": kind.get(type(error).__name__, "error"), **_parts(error)}
    problems: Sequence[GroundswellError] = getattr(error, "problems", ())
    return record | ({"problems": [{"problem": str(p), **_parts(p)} for p in problems]} if problems else {})


def _parts(error: GroundswellError) -> dict[str, Any]:
    """Return where an error is, what was given and what may be; a value that words alone tell is what they quote."""
    value: Any = getattr(error, "value", None)
    quoted = re.search(r"'([^']*)'", str(getattr(error, "problem", "")))
    if value is None and quoted:
        value = quoted[1]
    known = isinstance(value, str | int | float | bool | None)  # whatever else a file may hold is shown as Python's
    return {
        "place": getattr(error, "place", "") or "command line",
        "value": value if known else repr(value),
        "allowed": getattr(error, "allowed", "") or None,
        "remedy": getattr(error, "remedy", "") or None,
    }


def is_terminal() -> bool:
    """Tell whether a line on standard error may be rewritten: somebody watches, on a terminal that knows how."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):  # none, or a closed one
        return False


def rewrite(line: str) -> None:
    """Put a line of progress in the place of the last one on a terminal, below it elsewhere."""
    if is_terminal():
        line = f"\r\033[K{line[: max(shutil.get_terminal_size().columns - 1, 20)]}"
    with contextlib.suppress(OSError, ValueError):
        print(line, end="" if is_terminal() else "\n", file=sys.stderr, flush=True)


def end_line() -> None:
    """Leave the line of progress as it is, and begin a new one."""
    if is_terminal() and not _wanted.quiet:
        with contextlib.suppress(OSError, ValueError):
            print(file=sys.stderr)
