"""The documentation's site, as far as it can be judged without a build; `make site` checks the rest."""

import ast
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "site"


def site(name: str) -> ModuleType:
    """Return a module of the folder docs/site, whose modules import one another by their bare names."""
    spec = importlib.util.spec_from_file_location(name, SITE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(SITE))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(SITE))
        for other in ("api", "notebooks", "reference"):
            sys.modules.pop(other, None)
    return module


def test_every_page_stands_in_the_contents_once() -> None:
    tree = site("tree")
    there = tree.pages()
    listed = [page for section in tree.contents(there) for page in section.pages]
    assert sorted(listed) == sorted(set(there) - {"docs/index.md"})
    assert len(listed) > 80


def test_a_new_page_is_found_without_a_line_in_the_contents() -> None:
    tree = site("tree")
    sections = {s.title: s.pages for s in tree.contents([*tree.pages(), "docs/new.md", "verification/results/new.md"])}
    assert "docs/new.md" in sections["Guides"]
    assert "verification/results/new.md" in sections["Science"]


def test_a_page_that_is_gone_is_named() -> None:
    tree = site("tree")
    with pytest.raises(ValueError, match=r"no page .*docs/model\.md"):
        tree.contents([page for page in tree.pages() if page != "docs/model.md"])


def test_every_module_of_the_reference_exists() -> None:
    named = [line.split()[-1] for text in site("api").stubs().values() for line in text.splitlines() if ":: " in line]
    modules = [name for name in named if "." in name and name[len("groundswell.")].islower()]
    assert len(modules) > 200
    for name in modules:
        base = ROOT / "src" / Path(*name.split("."))
        assert base.with_suffix(".py").is_file() or (base / "__init__.py").is_file() or name.count(".") == 1, name


PAGE = """---
file_format: mystnb
kernelspec:
  name: python3
---
# A lesson

```{code-cell}
:tags: [hide-input]
print(1 +
      1)
```

Words with ``` `code` ```.

```python
not_a_cell()
```

```{code-cell} ipython3
---
mystnb:
  image:
    alt: A picture
---
2
```
"""


def test_a_page_with_cells_becomes_a_notebook_with_the_same_cells() -> None:
    notebooks = site("notebooks")
    assert notebooks.is_notebook(PAGE)
    assert not notebooks.is_notebook("# A page\n\n```{code-cell}\n1\n```\n")
    made = json.loads(notebooks.as_notebook(PAGE))
    kinds = [cell["cell_type"] for cell in made["cells"]]
    sources = ["".join(cell["source"]) for cell in made["cells"]]
    assert kinds == ["markdown", "code", "markdown", "code"]
    assert sources[0] == "# A lesson"
    assert sources[1] == "print(1 +\n      1)"
    assert "not_a_cell()" in sources[2]
    assert sources[3] == "2"


def test_every_notebook_of_the_documentation_is_python() -> None:
    notebooks = site("notebooks")
    for page in site("tree").pages():
        text = (ROOT / page).read_text(encoding="utf-8")
        if notebooks.is_notebook(text):
            code = [source for kind, source in notebooks.cells(text) if kind == "code"]
            assert code, page
            for cell in code:
                ast.parse("\n".join(line for line in cell.splitlines() if not line.startswith(("!", "%"))))


def test_what_the_built_site_must_not_hold_is_found(tmp_path: Path) -> None:
    check = site("check")
    (tmp_path / "html").mkdir()
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "lesson.md").write_text(PAGE)
    (tmp_path / "html" / "lesson.html").write_text(
        '<h1 id="a">A</h1><a href="#a">here</a><a href="#b">no</a><a href="gone.html">no</a>'
        '<a href="https://example.org">a link is no request</a><script src="https://example.org/x.js"></script>'
        '<div class="cell_input docutils"></div>'
    )
    (tmp_path / "html" / "x.css").write_text("@font-face { src: url('//example.org/f.woff') }")
    assert sorted(check.wrong(tmp_path / "html", tmp_path / "tree")) == [
        "lesson.html: fetches https://example.org/x.js",
        "lesson.html: leads nowhere: gone.html",
        "lesson.html: no such place: #b",
        "lesson.md: 1 of 2 cells",
        "x.css: fetches url('//",
    ]


def test_the_pages_that_the_site_alone_holds_name_what_there_is() -> None:
    pages = site("reference").pages()
    assert "## groundswell case import" in pages["commands.md"]
    assert "`--seeds <int range>`" in pages["commands.md"]
    assert "## toyland: Toyland" in pages["cases.md"]
    assert "`no-call-up`" in pages["cases.md"].partition("## toyland")[2]
    assert "## rally" in pages["events.md"]
    assert "behaviour.willing" not in pages["behaviours.md"]
    assert "## granovetter" in pages["behaviours.md"]
    assert "## H6" in pages["claims.md"]
