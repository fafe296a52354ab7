"""What is wrong with a command line as such: an unknown command or option, a word where a number belongs."""

import re
import sys
from typing import Any

from groundswell.cli import output
from groundswell.errors import InputError, shown

_THOUSANDS = re.compile(r"[0-9]{1,3}([,._' \u00a0\u202f])[0-9]{3}(\1[0-9]{3})*")
_LARGEST = 1e15  # a number with an exponent that is still taken for a whole one


def tell(error: Any) -> int:
    """Print an error of the library that reads the command line, and return the exit code."""
    parameter, context = getattr(error, "param", None), getattr(error, "ctx", None)
    name = str(parameter.opts[-1]) if parameter else ""
    remedy = f"see {context.command_path if context else 'groundswell'} --help"
    given, found = _given(name), _finding(error)
    if given is None or not found:
        if not output.wants_json():
            error.show()
            return int(error.exit_code)
        problem = str(error.format_message()).rstrip(".")
        output.refuse(InputError(problem, place=name or "command line", value=given, remedy=remedy))
        return int(error.exit_code)
    allowed = _allowed(found)
    problem = f"{shown(given)} is " + ("not a " if allowed.endswith("number") else "outside ") + allowed
    output.refuse(InputError(problem, place=name, value=given, allowed=allowed, remedy=_meant(given) or remedy))
    return int(error.exit_code)


def _finding(error: Any) -> dict[str, Any]:
    """Return what the validator found of a value, {} where it is not one that says a number's kind or range."""
    cause: Any = error.__cause__
    found: dict[str, Any] = cause.errors()[0] if hasattr(cause, "errors") else {}
    return found if found.get("type", "").startswith(("int_", "float_", "greater_than", "less_than")) else {}


def _allowed(found: dict[str, Any]) -> str:
    """Return what a value may be: "whole number", "1 or more"."""
    limits: dict[str, Any] = found.get("ctx", {})
    if "ge" in limits:
        return f"{limits['ge']:,} or more"
    if "le" in limits:
        return f"{limits['le']:,} or less"
    return "whole number" if found["type"].startswith("int_") else "number"


def _meant(given: str) -> str:
    """Return the whole number that was meant, where that is plain: "1,000" or "1e5"."""
    text = given.strip()
    if _THOUSANDS.fullmatch(text):
        return f"did you mean {re.sub('[^0-9]', '', text)}?"
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]{1,2}", text) and float(text) <= _LARGEST:
        return f"did you mean {float(text):.0f}?" if float(text).is_integer() else ""
    return ""


def _given(option: str) -> str | None:
    """Return what the command line gives to an option."""
    words = sys.argv[1:]
    for word, after in zip(words, [*words[1:], None], strict=True):
        if option and word == option:
            return after
        if option and word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return None
