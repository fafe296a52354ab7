"""The commands `classics`, `replicate` and `gallery`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import Force, add
from groundswell.cli.output import answer, say
from groundswell.errors import InputError

if TYPE_CHECKING:
    from groundswell.classics.replicate import Check, Paper

__all__ = ["classics", "gallery", "register", "replicate"]


def register(app: typer.Typer) -> None:
    """Add the commands of the classics to the main command line."""
    add(app, classics, replicate, gallery)


def classics() -> None:
    """List the founding models that are replicated here, with what each paper claims."""
    from groundswell.classics import names
    from groundswell.classics import replicate as r

    papers = [r.paper(name) for name in names()]
    keys = ("name", "title", "authors", "year", "citation", "doi", "claim", "status")
    answer(
        lambda: {
            "classics": [
                {**{key: getattr(p, key) for key in keys}, "checks": len(p.targets), "kinds": _kinds(p)} for p in papers
            ]
        },
        lambda: "\n".join(
            f"{p.name}: {len(p.targets)} checks ({', '.join(f'{n} {kind}' for kind, n in _kinds(p).items() if n)}), "
            f"{p.status}\n    {p.authors} ({p.year}). {p.title}\n    {p.claim}"
            for p in papers
        ),
    )


def _kinds(paper: "Paper") -> dict[str, int]:
    """Return how many checks of each kind a paper has."""
    from groundswell.classics.replicate import KINDS

    return {kind: sum(target.kind == kind for target in paper.targets) for kind in KINDS}


def replicate(
    name: Annotated[str, typer.Argument(help="A classic, as `groundswell classics` names it.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All classics.")] = False,
) -> None:
    """Run the checks of one classic, or of all: expected, obtained, and whether they agree.

    Published numbers, closed forms and kept numbers of programs are counted apart; a fact of data is no test of a
    model. A check that chance may fail says what difference it would find.

    Ends with code 1 when a check fails (one that is published as not reproduced does not fail).
    """
    from groundswell.classics import format_results
    from groundswell.classics import replicate as r

    if bool(name) == every:
        remedy = "name one classic, or give --all; `groundswell classics` lists them"
        raise InputError("both a name and --all" if name else "nothing named", place="replicate", remedy=remedy)
    done = r.replicate_all([name] if name else [], _progress)
    answer(lambda: format_results.as_dict(done), lambda: format_results.text(done))
    if not all(d.ok for d in done):
        raise typer.Exit(1)


def gallery(
    out: Annotated[Path, typer.Argument(help="Folder to write; made when missing.")],
    only: Annotated[list[str] | None, typer.Option(help="Only this classic (may be repeated).")] = None,
    force: Force = False,
) -> None:
    """Write offline pages: each paper's claim and equations, our figures and the check table."""
    from groundswell.classics import gallery as g

    done = g.write(out, only or (), _progress, force)
    failed, page = sum(d.count("fail") for d in done), out / "index.html"
    answer(lambda: {"folder": out, "page": page, "papers": [d.paper.name for d in done], "failed": failed},
           lambda: f"{len(done)} papers, {failed} checks failed: {page}")  # fmt: skip


def _progress(check: "Check") -> None:
    say(f"{check.word:<15}{check.target.id:<6}{check.seconds:6.1f} s  {check.target.quantity}")
