"""A page with cells as a notebook to take away: `python docs/site/notebooks.py PAGE.md NOTEBOOK.ipynb`.

A page is a notebook if its head says so (`file_format: mystnb`): Markdown with `{code-cell}` blocks, which the site
runs when it is built. The notebook holds the same cells, not run.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

# A cell: its options as lines that begin with a colon, or between two lines of dashes; then its source
_CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?P<options>^---\n.*?^---\n|(?:^:[^\n]*\n)*)(?P<source>.*?)^```\n?",
    re.MULTILINE | re.DOTALL,
)
_HEAD = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def is_notebook(text: str) -> bool:
    """Tell whether a page has cells to run."""
    head = _HEAD.match(text)
    return head is not None and "file_format: mystnb" in head[0]


def cells(text: str) -> list[tuple[str, str]]:
    """Return the cells of a page in order: "markdown" or "code", and its source."""
    body = _HEAD.sub("", text)
    found: list[tuple[str, str]] = []
    at = 0
    for cell in _CELL.finditer(body):
        found += [("markdown", body[at : cell.start()].strip()), ("code", cell["source"].strip())]
        at = cell.end()
    found.append(("markdown", body[at:].strip()))
    return [(kind, source) for kind, source in found if source]


def as_notebook(text: str) -> str:
    """Return a page as the text of an .ipynb file (nbformat 4.5)."""
    parts = [_cell(kind, source, number) for number, (kind, source) in enumerate(cells(text))]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": _KERNEL, "cells": parts}, indent=1) + "\n"


def _cell(kind: str, source: str, number: int) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | {"outputs": [], "execution_count": None} if kind == "code" else cell


if __name__ == "__main__":
    page, notebook = map(Path, sys.argv[1:])
    notebook.write_text(as_notebook(page.read_text(encoding="utf-8")), encoding="utf-8")
