"""Stubs of the API reference: one page for `groundswell` itself, one for each room, from docstrings by autodoc."""

import ast
from pathlib import Path

import groundswell

PACKAGE = Path(groundswell.__file__).parent
_LEFT_OUT = {"cli", "bench", "cases"}  # commands have a page of their own, the benchmark no callers, cases no code


def stubs() -> dict[str, str]:
    """Return the pages of the reference by path from the root: each names what autodoc is to describe."""
    found = {"docs/api/index.md": _top()}
    found["docs/api/foundations.md"] = _page("Foundations", [f"groundswell.{p.stem}" for p in _files(PACKAGE)])
    for room in sorted(p for p in PACKAGE.iterdir() if (p / "__init__.py").exists()):
        if room.name not in _LEFT_OUT:
            found[f"docs/api/{room.name}.md"] = _page(room.name, modules(room))
    return found


def modules(room: Path) -> list[str]:
    """Return the modules of a room that say something, by name."""
    inner = sorted(p for p in room.rglob("*.py") if p.name not in ("__main__.py", "conftest.py"))
    return [_name(p) for p in inner if _says(p)]


def _name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _says(file: Path) -> bool:
    return bool(ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))))


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.py") if not p.stem.startswith("__"))


def _top() -> str:
    names = [name for name in groundswell.__all__ if name != "classics"]
    calls = [name for name in names if not name[0].isupper()]
    text = "# groundswell: what a program calls\n\n`import groundswell as gs`. Each room has a page of its own.\n"
    text += "\n## Calls\n\n" + _directives("autofunction", [f"groundswell.{n}" for n in calls])
    values = [f"groundswell.{n}" for n in names if n not in calls]
    return text + "\n## Values\n\n" + _directives("autoclass", values, "   :members:\n   :no-inherited-members:\n")


def _page(title: str, names: list[str]) -> str:
    parts = [f"## {name}\n\n" + _directives("automodule", [name], "   :members:\n") for name in names]
    return f"# {title}\n\n" + "\n".join(parts)


def _directives(kind: str, names: list[str], options: str = "") -> str:
    return "".join(f"```{{eval-rst}}\n.. {kind}:: {name}\n{options}```\n\n" for name in names)
