"""What a rule looks at, read from its source: what no rule looks at need not be kept up to date.

Whatever cannot be read, or is not known, counts as looking at everything.
"""

import ast
import builtins
import inspect
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, cast

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
_DRAWN = ("opposition_rank", "boldness", "means", "attends")  # what of a person is drawn when it is asked for


@cache
def _tree(rule: Callable[..., Any]) -> ast.Module | None:
    """Return the source of a rule's file, None where there is none."""
    try:
        return ast.parse(Path(inspect.getfile(rule)).read_text(encoding="utf-8"))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None


def _functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


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
    tree = _tree(rule)
    if tree is None:
        return None
    me = next(iter(inspect.signature(rule).parameters))
    functions, plain, named = _functions(tree), set[int](), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            named.add(node.attr)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named.add(node.value)
        if isinstance(node, ast.Attribute) and not node.attr.startswith("_"):
            plain.add(id(node.value))
        called = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(called, ast.Name) and _takes_me(called.id, me, functions, rule):
            plain.add(id(cast(ast.Call, node).args[0]))
    handed = any(isinstance(node, ast.Name) and node.id == me and id(node) not in plain for node in ast.walk(tree))
    return None if handed else frozenset(named)


def _takes_me(name: str, me: str, functions: dict[str, ast.FunctionDef], rule: Callable[..., Any]) -> bool:
    """Tell whether a function calls its first argument `me` too, or is one that looks at no ties."""
    if name in functions:
        first = functions[name].args.args[:1]
        return bool(first) and first[0].arg == me
    called = getattr(rule, "__globals__", {}).get(name)
    return called is not None and called in _TAKE_ME


def repeats(rule: Any) -> bool:
    """Tell whether a rule surely answers the same when all that it is given is the same, but for the day's draws.

    Beside its arguments and what it makes of them it may name numbers of its file, functions of the same file of which
    this holds too, `math`, and those of `groundswell.behaviour` that draw nothing of the day.
    """
    return _stands_on(rule, _STEADY)


def is_light(rule: Any) -> bool:
    """Tell whether a rule draws nothing at all and calls next to nothing, so that asking it costs little."""
    return _stands_on(rule, _LIGHT, _DRAWN)


@cache
def _stands_on(rule: Any, known: tuple[Any, ...], without: tuple[str, ...] = ()) -> bool:
    """Tell whether a rule, and all functions of its file that it calls, name numbers, `math` and `known` alone.

    Nor may they ask for a field `without` which they are to do.
    """
    tree = _tree(rule)
    functions, sure, left = _functions(tree) if tree else {}, set[str](), [rule]
    while left:
        function = left.pop()
        written = functions.get(function.__name__)
        if written is None or written.lineno != function.__code__.co_firstlineno or not _is_simple(written):
            return False
        if any(isinstance(node, ast.Attribute) and node.attr in without for node in ast.walk(written)):
            return False
        sure.add(function.__name__)
        for name in _from_outside(written) - sure:
            found = rule.__globals__.get(name, vars(builtins).get(name))
            if isinstance(found, FunctionType) and found.__globals__ is rule.__globals__:
                left.append(found)
            elif not isinstance(found, int | float) and not any(found is each for each in (math, *known)):
                return False
    return True


def _is_simple(function: ast.FunctionDef) -> bool:
    """Tell whether a function changes and makes nothing but numbers of its own, whomever it is asked of."""
    odd = (ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.Lambda, ast.ClassDef, ast.Yield, ast.FunctionDef)
    odd += (ast.While, ast.Assert)  # no end, or an error, for somebody of whom it is not meant
    inside = (node for part in function.body for node in ast.walk(part))
    return not function.decorator_list and not any(isinstance(node, odd) for node in inside)


def _from_outside(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function takes from its file, but for the types that it is annotated with."""
    parts = (*function.body, *function.args.defaults, *filter(None, function.args.kw_defaults))
    names = [node for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    given = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    return {node.id for node in names} - own - given
