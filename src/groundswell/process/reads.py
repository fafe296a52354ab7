"""What a rule looks at, read from its source: what no rule looks at need not be kept up to date.

Whatever cannot be read, or is not known, counts as looking at everything. So does a file that is not, or no more, what
a rule was made from.
"""

import ast
import builtins
import dis
import inspect
import math
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from groundswell import portable
from groundswell.process import person

_TAKE_ME = (person.opposition, person.otherwise, person.choose)  # look at no ties
# What gives the same for the same arguments on every day; of a person these look at what is fixed and his status.
_STEADY = (
    *(person.opposition, person.otherwise, person.lasting),
    *(portable.exp, portable.log, portable.normal_quantile, portable.logistic_quantile),
    *(abs, bool, float, int, max, min, range, round),
)
_LIGHT = (person.otherwise, abs, bool, float, int, max, min, round)
_TAKE_DRAW = (person.lasting,)  # look at no day
_DRAWN = ("opposition_rank", "boldness", "means", "attends")  # what of a person is drawn when it is asked for


# What changes or makes more than numbers of its own; `while` and `assert` have no end, or an error, for somebody.
_ODD = (ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.Lambda, ast.ClassDef, ast.Yield, ast.YieldFrom,
        ast.FunctionDef, ast.While, ast.Assert)  # fmt: skip
# What may fail for somebody of whom the rule is not meant: a list may be too short for him.
_FAILS = (ast.Subscript, ast.List, ast.Set, ast.Dict, ast.comprehension, ast.Starred, ast.Raise, ast.Try)


class _Source(NamedTuple):
    """The file of a rule."""

    tree: ast.Module
    functions: dict[str, ast.FunctionDef]  # at its top
    codes: dict[str, CodeType]  # what these become
    own: frozenset[str]  # names that mean something else in one of its functions


@cache
def _source(rule: Callable[..., Any]) -> _Source | None:
    """Return the source of a rule's file, None where there is none, or the rule was not made from it."""
    try:
        text = Path(inspect.getfile(rule)).read_bytes()
        tree, whole = ast.parse(text), compile(text, "rule", "exec", dont_inherit=True)
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    within = list(_within(whole))
    if getattr(rule, "__code__", None) not in within:
        return None
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    lines = {(name, node.lineno) for name, node in functions.items()}
    codes = {code.co_name: code for code in within[1:] if (code.co_name, code.co_firstlineno) in lines}
    return _Source(tree, functions, codes, frozenset(name for code in within for name in _own_names(code)))


def _within(code: CodeType) -> Generator[CodeType, None, None]:
    """Yield code, and all code inside it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _within(inner)


def _own_names(code: CodeType) -> tuple[str, ...]:
    return (*code.co_varnames, *code.co_cellvars, *code.co_freevars)


def reads(rule: Callable[..., Any], field: str) -> bool:
    """Tell whether a rule may look at a field of `Person`; True wherever that cannot be excluded.

    Excluded it is where the field is named nowhere in the rule's file, and a person is only asked for fields by name,
    or handed to functions of the same file, under the same name, or of `groundswell.process.person`.
    """
    named = _named(rule)
    return named is None or field in named


@cache
def _named(rule: Callable[..., Any]) -> frozenset[str] | None:
    """Return all names that a person may be asked for in a rule's file; None where he is handed to who knows what."""
    source = _source(rule)
    if source is None or _goes_astray(_parameters(rule)[0], source.tree, source, rule, _TAKE_ME):
        return None
    nodes = list(ast.walk(source.tree))
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return frozenset(asked | {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)})


def _goes_astray(name: str, where: ast.AST, source: _Source, rule: Any, known: tuple[Any, ...]) -> bool:
    """Tell whether something of this name is not only asked for fields, or handed on under its name.

    It may also be handed, as the first, to functions that are `known`.
    """
    plain = set[int]()
    for node in ast.walk(where):
        if isinstance(node, ast.Attribute) and not node.attr.startswith("_") and not hasattr(tuple, node.attr):
            plain.add(id(node.value))
        if isinstance(node, ast.Call) and not any(isinstance(given, ast.Starred) for given in node.args):
            takes = _takes(node.func, name, source, rule, known)
            plain |= {id(given) for given, taken in zip(node.args, takes, strict=False) if taken == name}
    return any(isinstance(node, ast.Name) and node.id == name and id(node) not in plain for node in ast.walk(where))


def _takes(called: ast.expr, name: str, source: _Source, rule: Any, known: tuple[Any, ...]) -> tuple[str, ...]:
    """Return the names of a called function's parameters; () where it is not surely one of the file, or `known`."""
    if not isinstance(called, ast.Name) or called.id in source.own:
        return ()
    found = rule.__globals__.get(called.id)
    if any(found is each for each in known):
        return (name,)
    return _parameters(found) if _is_of(source, rule, found, called.id) else ()


def _parameters(function: Any) -> tuple[str, ...]:
    return function.__code__.co_varnames[: function.__code__.co_argcount]


def _is_of(source: _Source, rule: Any, found: Any, name: str) -> bool:
    """Tell whether something is the function of this name of a rule's file."""
    here = isinstance(found, FunctionType) and found.__globals__ is rule.__globals__
    return here and source.codes.get(name) == found.__code__


def repeats(rule: Any) -> bool:
    """Tell whether a rule surely answers the same when all that it is given is the same, but for the day's draws.

    Beside its arguments and what it makes of them it may name numbers of its file, functions of the same file of which
    this holds too, `math`, and those of `groundswell.behaviour` that draw nothing of the day.
    """
    return _stands_on(rule, _STEADY) is not None


@cache
def is_light(rule: Any) -> bool:
    """Tell whether a rule draws nothing at all, calls next to nothing and fails for nobody: it may be asked of all."""
    functions = _stands_on(rule, _LIGHT) or ()
    nodes = [node for function in functions for node in ast.walk(function)]
    if any(isinstance(node, _FAILS) or (isinstance(node, ast.Attribute) and node.attr in _DRAWN) for node in nodes):
        return False
    return bool(functions) and _ends(functions)


def _ends(functions: tuple[ast.FunctionDef, ...]) -> bool:
    """Tell whether none of the functions calls itself, by itself or by others."""
    left = {f.name: {node.id for node in ast.walk(f) if isinstance(node, ast.Name)} for f in functions}
    while done := [name for name, calls in left.items() if not calls & left.keys()]:
        for name in done:
            del left[name]
    return not left


@cache
def _stands_on(rule: Any, known: tuple[Any, ...]) -> tuple[ast.FunctionDef, ...] | None:
    """Return a rule and all functions of its file that it calls, if they name numbers, `math` and `known` alone."""
    source, sure, left = _source(rule), dict[str, ast.FunctionDef](), [rule]
    if source is None:
        return None
    while left:
        function = left.pop()
        name = function.__code__.co_name
        if not _is_of(source, rule, function, name) or not _is_simple(function, source, rule):
            return None
        sure[name] = source.functions[name]
        for other in _from_outside(function.__code__) - sure.keys():
            found = rule.__globals__.get(other, vars(builtins).get(other))
            if _is_of(source, rule, found, other):
                left.append(found)
            elif not isinstance(found, int | float) and not any(found is each for each in (math, *known)):
                return None
    return tuple(sure.values())


def _is_simple(function: Any, source: _Source, rule: Any) -> bool:
    """Tell whether a function changes and makes nothing but numbers of its own, whomever and whenever it is asked."""
    written = source.functions[function.__code__.co_name]
    nodes = [node for part in written.body for node in ast.walk(part)]
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    if any(isinstance(node, _ODD) for node in nodes):
        return False
    if any(isinstance(node, ast.Name) and node.id in source.functions and id(node) not in called for node in nodes):
        return False
    given = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    draw = _parameters(rule)[2:3]
    astray = any(_goes_astray(name, written, source, rule, _TAKE_DRAW) for name in draw)
    return not astray and all(isinstance(value, int | float) for value in given)


def _from_outside(code: CodeType) -> set[str]:
    """Return the names that a function takes from its file, or that are Python's own."""
    return {str(each.argval) for inner in _within(code) for each in dis.get_instructions(inner)
            if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")}  # fmt: skip
