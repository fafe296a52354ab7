"""What is wrong with a rule of the user's own, in words: what it returns, and what its compiler says of it."""

import dis
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from groundswell.errors import InputError, closest, shown
from groundswell.process.person import Fixed, Person

GUIDE = "see docs/behaviour.md; NUMBA_DISABLE_JIT=1 in front of the command runs it as plain Python"
_ACTIONS = ("STAY", "PROTEST", "LEAVE", "EVADE", "COMPLY")
_ALL = "STAY, PROTEST, LEAVE, EVADE or COMPLY"
_KINDS = {"unicode_type": "a text", "Literal[str]": "a text", "list": "a list", "reflected list": "a list",
          "array": "an array", "set": "a set", "DictType": "a dictionary", "none": "nothing (None)",
          "UniTuple": "several things", "Tuple": "several things"}  # fmt: skip
_TYPE = "|".join(map(re.escape, sorted(_KINDS, key=len, reverse=True)))
RULE, LEANING = "rule", "leaning"  # as the user's file calls them
_PAIR = 2  # an action, and what is remembered
Function = Callable[..., Any]


def _wants(name: str, remembers: bool) -> str:
    """Return what a rule, or a leaning, may return."""
    if name == LEANING:
        return "a number"
    return f"{_ALL}, and a number that it remembers" if remembers else _ALL


def no_action(rule: Function, remembers: bool, persons: int, day: int) -> InputError:
    """Return the error for a rule whose answer is no action for some persons."""
    odd = next(_odd(rule, RULE, remembers), None)
    what = f"what it returns is no action for {persons:,} persons on day {day}"
    problem, line, remedy = odd or (what, 0, f"return {_ALL}")
    return InputError(f"{problem}: {what}" if odd else problem, place=where(rule, line=line), remedy=remedy)


def no_number(leaning: Function) -> InputError:
    """Return the error for a leaning that is no number (NaN) for somebody."""
    remedy = "look at logarithms and divisions by 0, and return a number for everybody"
    return InputError("`leaning` returns what is no number (NaN)", place=where(leaning), remedy=remedy)


def refused(function: Function, name: str, message: str, params: Any, remembers: bool) -> InputError:
    """Return the error for a function, RULE or LEANING by `name`, that its compiler refuses with a message."""
    known = {"Person": Person._fields, "Fixed": Fixed._fields, type(params).__name__: getattr(params, "_fields", ())}
    named = re.findall(r"Unknown attribute '(\w+)' of type (\w+)", message)
    place = where(function, message)
    if named and (likely := closest(named[-1][0], known.get(named[-1][1], ()))):
        return InputError(_compiler(message), place=place, remedy=f"did you mean '{likely}'?")
    if not named and (odd := next(_odd(function, name, remembers), None)):
        return InputError(odd[0], place=where(function, line=odd[1]), remedy=odd[2])
    if said := _returned(name, message, remembers):
        return InputError(said[0], place=place, remedy=said[1])
    return InputError(_compiler(message), place=place, remedy=GUIDE)


def where(function: Function, message: str = "", line: int = 0) -> str:
    """Return file and line of a function: that line, or the last of its file that a message of the compiler names."""
    code: Any = function.__code__
    name = re.escape(Path(code.co_filename).name)
    engine = Path(__file__).with_name("rule.py")
    found = re.findall(rf'File "((?:[^"]*/)?{name})", line (\d+)', message)
    named = [at for file, at in found if Path(file).resolve() not in (engine, Path(__file__))]
    return f"{code.co_filename}:{line or (named[-1] if named else code.co_firstlineno)}"


def _odd(function: Function, name: str, remembers: bool) -> Iterator[tuple[str, int, str]]:
    """Yield what a function returns as it is written and may not: problem, line and remedy."""
    may = _wants(name, remembers)
    for value, line in _constants(function):
        pair = remembers and isinstance(value, tuple) and len(value) == _PAIR
        first: Any = value[0] if pair else value
        if value is None:
            yield f"`{name}` returns nothing (None) here or where its last line ends", line, f"return {may}"
        elif isinstance(first, str):
            plain = first.upper() in _ACTIONS and name != LEANING
            remedy = f"write return {first.upper()} without quotes, and import it from groundswell.behaviour"
            yield f"`{name}` returns the text {shown(first)}", line, remedy if plain else f"return {may}"
        elif remembers and isinstance(value, tuple) and not pair:
            yield f"`{name}` returns {len(value)} things", line, f"return {may}"


def _constants(function: Function) -> Iterator[tuple[Any, int]]:
    """Yield each constant that a function returns as it is written, and its line; None where it ends without a word."""
    line, before = 0, None
    for step in dis.get_instructions(inspect.unwrap(function)):
        line = step.starts_line if type(step.starts_line) is int else getattr(step, "line_number", None) or line
        if step.opname == "RETURN_CONST":
            yield step.argval, line
        elif step.opname == "RETURN_VALUE" and before is not None and before.opname == "LOAD_CONST":
            yield before.argval, line
        before = step


def _returned(name: str, message: str, remembers: bool) -> tuple[str, str] | None:
    """Return what a function returns by what the compiler says of it, and a remedy; None if that is not the matter."""
    may = _wants(name, remembers)
    if "unify return type" in message:
        if "Tuple(" not in message and (kind := re.search(rf"following types:.*?({_TYPE})", message)):
            return f"`{name}` returns {_KINDS[kind[1]]} in one place and not in another", f"return {may}"
        return "it returns one thing in one place and two in another", "return the same kind of thing everywhere"
    if not remembers and "ne(Tuple(" in message:
        return (
            "it returns two things, and its file has no REMEMBERS",
            "add `REMEMBERS = 0.0`, or return the action alone",
        )
    if remembers and "failed to unpack" in message:
        return (
            "its file has REMEMBERS, and it returns one thing",
            "return an action and a number, or take REMEMBERS away",
        )
    if remembers and (many := re.search(r"wrong tuple length.*?got (\d+)", message)):
        return f"`{name}` returns {many[1]} things", f"return {may}"
    if remembers and re.search(rf"setitem\(array\(float32, 1d, C\), uint64, (?:{_TYPE})", message):
        return f"what `{name}` returns to be remembered is no number", f"return {may}"
    of_rule = rf"(?:ne\(|Cannot unify (?:\S+ and )?|setitem\(array\(uint8, 1d, C\), uint64, )({_TYPE})"
    of_leaning = rf"setitem\(array\(float64, 1d, C\), int64, ({_TYPE})"
    kind = re.search(of_leaning if name == LEANING else of_rule, message)
    return (f"`{name}` returns {_KINDS[kind[1]]}", f"return {may}") if kind else None


def _compiler(message: str) -> str:
    """Return the innermost of the reasons that the compiler gives."""
    reasons = re.findall(
        r"^\W*((?:Unknown|expected|Untyped|Invalid|Cannot|Unsupported|No impl|NameError|Use of).*)$", message, re.M
    )
    reason = reasons[-1] if reasons else message.strip().split("\n")[0]
    return f"the rule cannot be compiled: {re.sub(r'(?:Person|Fixed)[(].*', 'what a person sees', reason)[:300]}"
