"""The lab's pages as HTML: a stage that the scripts fill, and beside it what the paper printed and what came out."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from html import escape
from importlib.metadata import version
from string import Template
from typing import Any, NamedTuple

from groundswell.arguments import AnyPath, as_path
from groundswell.classics.format_results import show, show_source, show_test
from groundswell.classics.kept import kept, when
from groundswell.classics.lab.bundle import FOLDER, bundled
from groundswell.classics.playing import Choice, parameters
from groundswell.classics.replicate import KINDS, MARKS, Check, Paper, Status, Target, paper
from groundswell.files import as_input_errors
from groundswell.overwrite import refuse_existing

__all__ = ["LABS", "Lab", "Served", "body", "index", "page", "write"]

Row = tuple[Target, Any, Status]
Links = Iterable[tuple[str, str]]  # addresses and words


class Lab(NamedTuple):
    """A page of the lab: the paper it shows, its script, its title, and what to try first."""

    name: str
    script: str
    title: str
    tries: tuple[str, ...]

    @property
    def file(self) -> str:
        """Name of the stand-alone page."""
        return f"lab-{self.name}.html"


LABS = {
    lab.name: lab
    for lab in (
        Lab("granovetter_1978", "granovetter_view", "Granovetter's crowd", (
            "Take the crowd 0, 1, 2, ..., 99, then move the 1 to 2. One threshold moves by one; how many act?",
            "Keep the mean at 25 and raise the spread from 12.2 to 12.3. Which average would have told you?",
            "Draw crowds from the same distribution a few times: where has the sharp jump gone?",
        )),
        Lab("epstein_2002", "epstein_view", "Epstein's lattice", (
            "Let run 2 go as printed. How long until an outburst? Then read C/A as NetLogo does, rounded down.",
            "Show grievance in place of action: who is aggrieved and quiet, and what do they see?",
            "Let legitimacy fall at once, then in small steps: which fills the streets, which fills the jails?",
            "Choose Model II. Run 7 has no cops, run 8 has: how long do both groups live, and who is left?",
        )),
        Lab("kuran_1991", "kuran_view", "Kuran's cascade", (
            "Lower the second person's threshold from 20 to 10 per cent in society A, then in society B.",
            "What could an observer see on the day before? Look at the hidden opposition, not at the public one.",
            "Move one threshold at a time: which single person could have stopped the revolution?",
        )),
        Lab("watts_2002", "watts_view", "Watts's window", (
            "Set off sparks at z = 3, then near the upper edge at z = 5.7: how often, and how large?",
            "Move the threshold across 1/5 and 1/6: why does the window change in steps?",
            "Go to z = 6.14, where the paper saw one cascade in 1,000 trials. What comes out here?",
        )),
        Lab("exit_voice_2017", "exit_voice_view", "Exit and voice", (
            "Raise the value of exit from below 0 to above 1: in which order do loyalty, voice and exit come?",
            "Make the state not dependent (L at most 1). What is a credible exit worth then?",
            "Find a silent citizen of a dependent state. Is silence contentment?",
        )),
    )
}  # fmt: skip


def body(lab: Lab, rows: Iterable[Row] | None = None, origin: str = "") -> str:
    """Return the inside of a lab's page: stage, things to try, equations, checks, what did not reproduce.

    rows : the checks with what they obtained; by default those kept from the last full replication
    origin : when the numbers were obtained, in words
    """
    of, checks = paper(lab.name), tuple(rows or kept(lab.name))
    origin = origin or "replicated in full on {}, version {}".format(*when())
    tries = "".join(f"<li>{escape(each)}</li>" for each in lab.tries)
    equations = "".join(f"<li>{escape(each)}</li>" for each in of.equations)
    data = json.dumps(_data(lab, checks)).replace("<", "\\u003c")
    return (
        f'<section id="stage" data-lab="{lab.name}" aria-label="{escape(lab.title)}: try it">'
        "<noscript><p>This part needs JavaScript; the tables below do not.</p></noscript></section>\n"
        f'<script type="application/json" id="lab-data">{data}</script>\n'
        f'<section id="tries"><h2>Things to try</h2><ol>{tries}</ol></section>\n'
        f'<h2>Equations</h2><ul class="equations">{equations}</ul>\n'
        f'<p class="meta">{_citation(of)}</p>\n'
        f"{_table(checks, origin)}\n{_missed(checks)}\n"
        f'<h2>The same elsewhere</h2><pre><code id="command">groundswell classics play {lab.name}</code>\n'
        f"<code>groundswell replicate {lab.name}</code></pre>"
        f"<p>In Python: <code>groundswell.classics.{lab.name}</code>. The model on this page is written in JavaScript"
        " and is run against the Python one in the tests, with the same random draws.</p>"
    )


def _citation(of: Paper) -> str:
    doi = f' doi <a href="https://doi.org/{escape(of.doi)}" rel="noreferrer">{escape(of.doi)}</a>.' if of.doi else ""
    head = f"{of.authors} ({of.year}). {of.title}. {of.citation}."
    return f"{escape(head)}{doi} Replicated: {escape(of.status)}."


def _data(lab: Lab, rows: Iterable[Row]) -> dict[str, Any]:
    """Return what the scripts need: declared parameters, and the checks by id."""
    turned = {
        key: {"about": p.meta.about, "source": p.meta.source, "value": p.default}
        | ({"words": p.meta.words} if isinstance(p.meta, Choice)
           else {"unit": p.meta.unit, "low": p.meta.low, "high": p.meta.high})
        for key, p in parameters(lab.name).items()
    }  # fmt: skip
    checks = {t.id: {"expected": t.expected, "obtained": obtained, "status": status} for t, obtained, status in rows}
    return {"parameters": turned, "checks": checks}


def _table(rows: tuple[Row, ...], origin: str) -> str:
    published = [row for row in rows if row[0].kind == "published"] or list(rows[:8])
    kind = published[0][0].kind
    asked = "the paper prints" if kind == "published" else "follows from the model"
    asks = _in_full(rows)
    lines = "".join(
        f"<tr><td>{escape(asks[t.id])}<small>{escape(show_source(t))}{_note(t, status)}</small></td>"
        f'<td data-label="Expected">{escape(show(t.expected))}<small>{escape(show_test(t))}</small></td>'
        f'<td data-label="Obtained">{escape(show(obtained))}</td><td>{_mark(status)}</td></tr>'
        for t, obtained, status in published
    )
    return (
        f'<h2>What {asked}, and what comes out here</h2><table class="checks">'
        f"<caption>Each row is {escape(KINDS[kind][1])}; {escape(origin)}. {escape(MARKS)}.</caption>"
        "<thead><tr><th>Quantity</th><th>Expected</th>"
        f"<th>Obtained</th><th>Result</th></tr></thead><tbody>{lines}</tbody></table>"
    )


def _in_full(rows: tuple[Row, ...]) -> dict[str, str]:
    """Return what each check asks; one that says "the same" begins with what is the same."""
    asks, before = dict[str, str](), ""
    for target, _, _ in rows:
        again = target.quantity.startswith("the same")
        asks[target.id] = f"{before}: {target.quantity}" if again else target.quantity
        before = before if again else target.quantity
    return asks


def _note(target: Target, status: Status) -> str:
    """Return the note of a check that came out; that of another stands among those that did not."""
    return f". {escape(target.note)}" if target.note and status == "pass" else ""


def _mark(status: Status) -> str:
    return f'<span class="status {"pass" if status == "pass" else "known"}">{escape(status)}</span>'


def _missed(rows: tuple[Row, ...]) -> str:
    asks = _in_full(rows)
    items = "".join(
        f"<li><b>{escape(t.id)}: {escape(asks[t.id])}.</b> Expected {escape(show(t.expected))}, obtained"
        f" {escape(show(obtained))}. {escape(t.note)}</li>"
        for t, obtained, status in rows
        if status != "pass"
    )
    none = "<p>Every check of this paper that can be stated came out; its notes say what could not be checked.</p>"
    return f"<h2>What did not reproduce</h2>{f'<ul>{items}</ul>' if items else none}"


class Served(NamedTuple):
    """A server that gives the page's script and style as files: their address, and a notice that stands above all."""

    files: str
    notice: str


def page(lab: Lab, links: Links, rows: Iterable[Row] | None = None, origin: str = "",
         served: Served | None = None) -> str:  # fmt: skip
    """Return a lab's page, whole in itself: style and script are in it, and their digests are all that may run.

    links : (address, words) of other pages beside it
    rows, origin : as in `body`
    served : by whom script and style are given as files instead; what may run is then said by that server
    """
    claim, inside = paper(lab.name).claim, body(lab, rows, origin)
    if served:
        head = f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{served.files}/lab.css">'
        script = f'<script type="module" src="{served.files}/{lab.script}.js"></script>'
        banner = f'<aside class="banner" id="banner" aria-label="What this is">{escape(served.notice)}</aside>\n'
        return _whole(lab.title, claim, f"{inside}\n{script}", links, head, banner)
    script = bundled(lab.script)
    inside = f'{inside}\n<script type="module">{script}</script>'
    return _whole(lab.title, claim, inside, links, _own_head(script))


def index(links: Links = ()) -> str:
    """Return the first page of the lab: its pages with what each paper claims."""
    items = "".join(
        f'<li><a href="{lab.file}"><b>{escape(lab.title)}</b></a>: {escape(paper(lab.name).claim)}</li>'
        for lab in LABS.values()
    )
    lead = "Five founding models to turn and watch, each with its equations and what did not reproduce."
    return _whole("Classics lab", lead, f"<ul>{items}</ul>", links, _own_head(""))


def _own_head(script: str) -> str:
    """Return policy and style of a page that is whole in itself: nothing runs but this style and this script."""
    style = (FOLDER / "lab.css").read_text(encoding="utf-8")
    allowed = f"script-src {_digest(script)}; " if script else ""
    policy = f"default-src 'none'; {allowed}style-src {_digest(style)}; base-uri 'none'; form-action 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'


def _whole(title: str, claim: str, inside: str, links: Links, head: str, banner: str = "") -> str:
    return Template((FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        head=head,
        title=escape(title),
        banner=banner,
        claim=escape(claim),
        links="".join(f'<li><a href="{escape(address)}">{escape(words)}</a></li>' for address, words in links),
        body=inside,
        footer=f"groundswell {version('groundswell')}. This page asks no host.",
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def write(out: AnyPath, fresh: Mapping[str, Iterable[Check]] | None = None, beside: bool = False,
          force: bool = False) -> tuple[str, ...]:  # fmt: skip
    """Write the lab's pages and their index, lab.html, into a folder; return the names of the files.

    fresh : checks that were just made, by paper, in place of the kept ones
    beside : the pages of the papers of `fresh` are in the folder too, and replacing is agreed upon

    Raises InputError when pages are there and `force` is not given, or the folder cannot be written.
    """
    folder, done = as_path(out), dict[str, tuple[Row, ...]]()
    for name, checks in (fresh or {}).items():
        done[name] = tuple((c.target, c.obtained, c.status) for c in checks)
    if not beside:
        refuse_existing(folder / "lab.html", force, str(folder))
    home = [("index.html", "All classics")] if beside else []
    files = {"lab.html": index(home)}
    for lab in LABS.values():
        own = [(f"{lab.name}.html", "All figures and checks of this paper")] if beside and lab.name in done else []
        others = [(each.file, each.title) for each in LABS.values() if each is not lab]
        origin = "replicated when this page was written" if lab.name in done else ""
        files[lab.file] = page(lab, [*home, ("lab.html", "Classics lab"), *others, *own], done.get(lab.name), origin)
    with as_input_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    return tuple(files)
