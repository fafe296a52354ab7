"""A page for each source file, with an anchor at each definition: where the reference and other pages lead."""

import ast
import html
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.util import ClassNotFound
from tree import LINKED, ROOT

Definition = ast.FunctionDef | ast.ClassDef


def anchors(text: str) -> dict[int, str]:
    """Return the name of what each line of a Python source begins to define: `f`, `Class`, `Class.method`."""
    found: dict[int, str] = {}

    def visit(node: ast.AST, before: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Definition):
                first = child.decorator_list[0].lineno if child.decorator_list else child.lineno
                found[first] = before + child.name
                visit(child, f"{before}{child.name}.")

    visit(ast.parse(text), "")
    return found


def listing(file: Path) -> str:
    """Return a source as highlighted HTML, each line with its number as anchor (`L12`), definitions with their name."""
    text = file.read_text(encoding="utf-8")
    try:
        lexer = get_lexer_for_filename(file.name, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    lines = highlight(text, lexer, HtmlFormatter(nowrap=True)).splitlines()
    named = anchors(text) if file.suffix == ".py" else {}
    numbered = [
        f'<span id="{html.escape(named[n]) if n in named else f"L{n}"}">{line}</span>'
        for n, line in enumerate(lines, 1)
    ]
    return '<div class="highlight"><pre>' + "\n".join(numbered) + "</pre></div>"


def _pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    linked = (Path(app.srcdir) / LINKED).read_text(encoding="utf-8").splitlines()
    own = [str(p.relative_to(ROOT)) for p in (ROOT / "src" / "groundswell").rglob("*.py")]
    for name in sorted({*own, *linked}):
        title = html.escape(name)
        body = f"<h1>{title}</h1>\n{listing(ROOT / name)}"
        yield name, {"title": title, "body": body}, "page.html"


def resolve(domain: str, info: dict[str, str]) -> str | None:
    """Return where the reference, all of whose pages lie in docs/api, finds the source of an object."""
    module = sys.modules.get(info["module"])
    found: Any = module
    owner = info["module"]
    for part in info["fullname"].split("."):
        found = inspect.getattr_static(found, part, None) if inspect.isclass(found) else getattr(found, part, None)
    if inspect.isfunction(found) or inspect.isclass(found):
        owner = found.__module__
    file = getattr(sys.modules.get(owner), "__file__", None)
    if domain != "py" or file is None or not Path(file).is_relative_to(ROOT):
        return None
    name = found.__qualname__ if inspect.isfunction(found) or inspect.isclass(found) else ""
    here = Path(file).relative_to(ROOT)
    return f"../../{here}.html" + (f"#{name}" if name else "")


def setup(app: Any) -> dict[str, bool]:
    """Add the pages of sources."""
    app.connect("html-collect-pages", _pages)
    app.config.linkcode_resolve = resolve
    return {"parallel_read_safe": True}
