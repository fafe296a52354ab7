"""ro-crate-preview.html: what a crate holds, for somebody with a browser and without this program."""

from collections.abc import Sequence
from html import escape

from groundswell.crates.graph import File, Made, identifier

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}"
    "th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ccc;vertical-align:top}"
)


def preview(files: Sequence[File], made: Made) -> str:
    """Return the page: title, what it is of, how to check it and run it again, and every file with its digest."""
    rows = "".join(
        f'<tr><td><a href="{escape(identifier(f.name))}">{escape(f.name)}</a></td><td>{f.size:,}</td>'
        f"<td><code>{f.sha256[:16]}</code></td></tr>"
        for f in files
    )
    known = "".join(f"<tr><th>{escape(k)}</th><td>{escape(str(v))}</td></tr>" for k, v in made.facts.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(made.name)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(made.name)}</h1><p>{escape(made.description)}</p>"
        "<p>To check that nothing was changed: <code>groundswell crate check FOLDER</code>. To run it again and "
        "compare the bits: <code>groundswell crate rerun FOLDER</code>.</p>"
        f"<h2>Made by</h2><p><code>{escape(made.command)}</code></p><table>{known}</table>"
        f"<h2>Files</h2><table><tr><th>file</th><th>bytes</th><th>SHA-256, begins with</th></tr>{rows}</table>"
        "</body></html>\n"
    )
