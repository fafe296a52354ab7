"""What of a person's view a rule looks at, read from its source: what no rule looks at need not be kept up to date."""

import ast
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from groundswell.process import person


@cache
def reads(rule: Callable[..., Any], field: str) -> bool:
    """Tell whether a rule may look at a field of `Person`; True wherever that cannot be excluded.

    Excluded it is where the field is named nowhere in the rule's file, and a person is only asked for fields by name,
    or handed to functions of the same file, under the same name, or of `groundswell.process.person`.
    """
    try:
        tree = ast.parse(Path(inspect.getfile(rule)).read_text(encoding="utf-8"))
    except (OSError, TypeError, SyntaxError, ValueError):
        return True
    me = next(iter(inspect.signature(rule).parameters))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    plain: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == field:
            return True
        if isinstance(node, ast.Constant) and node.value == field:
            return True
        if isinstance(node, ast.Attribute) and not node.attr.startswith("_"):
            plain.add(id(node.value))
        called = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(called, ast.Name) and _takes_me(called.id, me, functions, rule):
            plain.add(id(cast(ast.Call, node).args[0]))
    return any(isinstance(node, ast.Name) and node.id == me and id(node) not in plain for node in ast.walk(tree))


def _takes_me(name: str, me: str, functions: dict[str, ast.FunctionDef], rule: Callable[..., Any]) -> bool:
    """Tell whether a function calls its first argument `me` too, or is one that looks at no ties."""
    if name in functions:
        first = functions[name].args.args[:1]
        return bool(first) and first[0].arg == me
    called = getattr(rule, "__globals__", {}).get(name)
    return called is not None and called in (person.opposition, person.otherwise, person.choose)
