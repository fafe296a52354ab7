"""Files and functions stay short: a longer one holds two ideas."""

import ast
from pathlib import Path

import pytest

import groundswell

ROOT = Path(groundswell.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
MOST_OF_A_FILE, MOST_OF_A_FUNCTION = 300, 50


def lengths(text: str) -> dict[str, int]:
    """Return the lines of each function of a text, its decorators left out."""
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return {f"{f.name}, line {f.lineno}": (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lines = {str(f.relative_to(ROOT)): len(f.read_text(encoding="utf-8").splitlines()) for f in FILES}
    assert {f: n for f, n in lines.items() if n > MOST_OF_A_FILE} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    found = {f"{f.relative_to(ROOT)}: {name}": n for f in FILES for name, n in lengths(f.read_text("utf-8")).items()}
    assert len(found) > 1000
    assert {name: n for name, n in found.items() if n > MOST_OF_A_FUNCTION} == {}


@pytest.mark.parametrize(("before", "lines"), [("", 2), ("@property\n", 2), ("async ", 2)])
def test_a_function_is_as_long_as_its_lines(before: str, lines: int) -> None:
    assert list(lengths(f"{before}def f():\n    return 1\n").values()) == [lines]
