"""What must hold of a built site: links lead somewhere, no other host is asked, every cell has run."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from notebooks import cells, is_notebook

_FETCHED = {"src", "srcset", "data", "poster"}  # attributes that a browser follows by itself
_LINKED = {"stylesheet", "preload", "icon", "modulepreload", "preconnect", "dns-prefetch", "manifest", "prefetch"}
_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])(https?:)?//", re.IGNORECASE)


class Page(HTMLParser):
    """Collects what a page links to, fetches and can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        self.fetched += [values[name] for name in _FETCHED if name in values]
        if tag == "link" and _LINKED & set(values.get("rel", "").split()):
            self.fetched.append(values["href"])


def wrong(html: Path, tree: Path) -> list[str]:
    """Return what is wrong with the site in `html`, made from the pages of `tree`, a line each."""
    return [*_links(html), *_styles(html), *_left_out(html, tree)]


def _links(html: Path) -> Iterator[str]:
    @cache
    def page(file: Path) -> Page:
        return Page(file.read_text(encoding="utf-8"))

    for file in sorted(p for p in html.rglob("*.html") if "_static" not in p.parts):
        here = file.relative_to(html)
        for address in {*page(file).links, *page(file).fetched}:
            parts = urlsplit(address)
            if parts.scheme in ("data", "mailto", "javascript"):
                continue
            if parts.scheme or parts.netloc:
                if address in page(file).fetched:
                    yield f"{here}: fetches {address}"
                continue
            to = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not to.exists():
                yield f"{here}: leads nowhere: {address}"
            elif parts.fragment and to.suffix == ".html" and unquote(parts.fragment) not in page(to).ids:
                yield f"{here}: no such place: {address}"


def _styles(html: Path) -> Iterator[str]:
    for file in sorted(html.rglob("*.css")):
        if found := _STYLE.search(file.read_text(encoding="utf-8")):
            yield f"{file.relative_to(html)}: fetches {found[0]}"


def _left_out(html: Path, tree: Path) -> Iterator[str]:
    """Tell pages whose cells are not all there. That none failed is Sphinx's own check."""
    for page in sorted(tree.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if is_notebook(text):
            wanted = sum(kind == "code" for kind, _ in cells(text))
            built = (html / page.relative_to(tree)).with_suffix(".html").read_text(encoding="utf-8")
            if (there := built.count("cell_input docutils")) < wanted:
                yield f"{page.relative_to(tree)}: {there} of {wanted} cells"
