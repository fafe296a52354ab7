"""The pages of the site as a tree of Markdown in the shape of the repository, with its table of contents.

Pages stay what they are in the repository. What is added here: pages that the code writes (reference.py), stubs of
the API reference, an index for each section, and notebooks to take away.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import reference
from api import stubs
from notebooks import as_notebook, is_notebook

SITE = Path(__file__).parent
ROOT = SITE.parents[1]
HOLD = (  # pages of the site; other Markdown of the package is its data
    "*.md", "docs/**/*.md", "verification/results/*.md", "benchmarks/*.md", "src/groundswell/**/README.md",
    "src/groundswell/**/NOTES.md",
)  # fmt: skip
LINKED = "sources.txt"  # files that pages link to, for which the site has a page of their own
_LINK = re.compile(r"\]\(([^)\s#]+)(#[^)\s]*)?\)")
_FIRST = {"README", "index"}  # of a folder
_SHOWN = {".md", ".svg", ".png", ".ipynb"}  # what the site shows as it is


class Section(NamedTuple):
    """A part of the table of contents."""

    title: str
    about: str
    pages: list[str]  # paths from the repository's root


def pages() -> list[str]:
    """Return all pages that the repository holds, as paths from its root, in order."""
    return sorted(str(p.relative_to(ROOT)) for pattern in HOLD for p in ROOT.glob(pattern))


def contents(there: list[str]) -> list[Section]:
    """Return the sections with their pages; what no list names follows in the section that holds its folder."""
    stated = tomllib.loads((SITE / "contents.toml").read_text(encoding="utf-8"))["section"]
    named = {page for section in stated for page in section["pages"]}
    if missing := named - set(there):
        raise ValueError(f"contents.toml: no page {', '.join(sorted(missing))}")
    homes = {folder: section["title"] for section in stated for folder in section["rest"]}
    rest: dict[str, list[str]] = {section["title"]: [] for section in stated}
    order = list(homes)
    for page in sorted(there, key=lambda p: (order.index(_folder(p, homes)), Path(p).stem not in _FIRST, p)):
        if page not in named and page != "docs/index.md":
            rest[homes[_folder(page, homes)]].append(page)
    return [Section(s["title"], s["about"], [*s["pages"], *rest[s["title"]]]) for s in stated]


def _folder(page: str, homes: dict[str, str]) -> str:
    """Return the nearest folder of a page that belongs to a section."""
    folder = str(Path(page).parent)
    while folder not in homes:
        folder = str(Path(folder).parent)
    return folder


def assemble(into: Path) -> None:
    """Write the tree that Sphinx reads; a file that is what it was keeps its time, so that Sphinx passes over it."""
    files = {name: (ROOT / name).read_text(encoding="utf-8") for name in [*pages(), "CITATION.cff", "LICENSE"]}
    files |= {f"docs/reference/{name}": text for name, text in reference.pages().items()} | stubs()
    sources: set[str] = set()
    for name, text in list(files.items()):
        if name.endswith(".md"):
            files[name] = _to_sources(text, Path(name).parent, sources)
            if is_notebook(text):
                files[name.removesuffix(".md") + ".ipynb"] = as_notebook(text)
    there = [name for name in files if name.endswith(".md")]
    files |= {LINKED: "\n".join(sorted(sources))} | _index(files["docs/index.md"], contents(there))
    whole = {name: text.encode() for name, text in files.items()}
    pictures = [p for suffix in ("svg", "png") for p in (ROOT / "docs").rglob(f"*.{suffix}")]
    whole |= {str(p.relative_to(ROOT)): p.read_bytes() for p in pictures}
    for old in [p for p in into.rglob("*") if p.is_file() and str(p.relative_to(into)) not in whole]:
        old.unlink()
    for name, content in whole.items():
        file = into / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != content:
            file.write_bytes(content)


def _to_sources(text: str, folder: Path, sources: set[str]) -> str:
    """Return a page whose links to files lead to the site's pages of sources; adds these files to `sources`."""

    def page_of(link: re.Match[str]) -> str:
        target, anchor = link[1], link[2] or ""
        file = (ROOT / folder / target).resolve()
        if "://" in target or file.suffix in _SHOWN or not file.is_file():
            return link[0]
        sources.add(str(file.relative_to(ROOT)))
        return f"](source:{target}.html{anchor})"

    return _LINK.sub(page_of, text)


def _index(front: str, sections: list[Section]) -> dict[str, str]:
    """Return the front page with its table of contents, and a page for each section, by path."""
    found: dict[str, str] = {}
    for section in sections:
        inner = "\n".join(f"/{Path(page).with_suffix('')}" for page in section.pages)
        page = f"# {section.title}\n\n{section.about}\n\n```{{toctree}}\n:maxdepth: 1\n\n{inner}\n```\n"
        found[f"contents-{section.title.lower()}.md"] = page
    trees = "\n".join(f"/{name.removesuffix('.md')}" for name in found)
    return {**found, "docs/index.md": f"{front}\n```{{toctree}}\n:hidden:\n\n{trees}\n```\n"}
