"""A protocol as a file: Markdown, or one HTML page that opens without a network and prints as a PDF."""

from pathlib import Path

from groundswell.errors import InputError
from groundswell.extras import need
from groundswell.files import as_input_errors, write_text
from groundswell.overwrite import refuse_existing_file
from groundswell.report.odd import protocol
from groundswell.scenario import Scenario

_KINDS = (".md", ".html")


def check(out: Path, force: bool = False) -> None:
    """Refuse a file of another kind, one that exists (unless `force`), and HTML without its library.

    Raises InputError, GroundswellError for the library.
    """
    if out.suffix not in _KINDS:
        problem = f"'{out.suffix}' is no kind of protocol"
        raise InputError(
            problem, place="out", remedy="name a file that ends in .md or .html", allowed=", ".join(_KINDS)
        )
    refuse_existing_file(out, force)
    if out.suffix == ".html":
        need("report")


def write(scenario: Scenario, out: Path, force: bool = False) -> str:
    """Write the protocol of a scenario into `out` (.md or .html) and return its Markdown. Raises as `check` does."""
    check(out, force)
    text = protocol(scenario)
    with as_input_errors(out, remedy="name another file"):
        out.parent.mkdir(parents=True, exist_ok=True)
        write_text(out, as_html(text) if out.suffix == ".html" else text)
    return text


def as_html(text: str) -> str:
    """Return a protocol's Markdown as one page; raw HTML in it stays text. Needs the extra "report"."""
    need("report")
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    from groundswell.report.page import template

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    title = text.split("\n", 1)[0].removeprefix("# ")
    return template("odd.html").render(title=title, body=Markup(body))
