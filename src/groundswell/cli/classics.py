"""The commands `classics`, `classics play`, `replicate` and `gallery`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import Force, add, common
from groundswell.cli.output import answer, say
from groundswell.errors import InputError

if TYPE_CHECKING:
    from groundswell.classics.replicate import Check, Paper

__all__ = ["classics", "gallery", "play", "register", "replicate"]

_app = typer.Typer(help="The founding models that are replicated here, and one to play with.",
                   invoke_without_command=True)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of the classics to the main command line."""
    app.add_typer(_app, name="classics", short_help=_app.info.help)
    add(app, replicate, gallery)


@_app.callback()
@common
def classics(context: typer.Context) -> None:
    """List the founding models that are replicated here, with what each paper claims."""
    if context.invoked_subcommand is not None:
        return
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


@_app.command("play", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
@common
def play(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A classic, as `groundswell classics` names it.")],
) -> None:
    """Turn the parameters of one classic and see what it gives, such as: play granovetter_1978 --sd 12.2.

    Every option is a parameter that the replication declares; without options it is the paper's setting, and all
    parameters are listed with limits and sources.
    """
    from groundswell.classics import playing
    from groundswell.classics.kept import kept

    full, played = playing.play(name, playing.parse(name, context.args))
    missed = [t for t, _, status in kept(name) if status == "not reproduced"]
    answer(
        lambda: {"classic": name, "parameters": full, **played.numbers, "sentences": played.sentences,
                 "not_reproduced": [{"id": t.id, "quantity": t.quantity, "note": t.note} for t in missed]},
        lambda: "\n".join([*_settings(name, full), "", *played.sentences,
                           *(f"not reproduced, {t.id}: {t.quantity}. {t.note}" for t in missed)]),
    )  # fmt: skip


def _settings(name: str, full: dict[str, Any]) -> list[str]:
    """Return a line for each parameter: value, meaning, limits and source."""
    from groundswell.classics import playing

    return [
        f"--{key.replace('_', '-')} {full[key]}: {of.meta.about} ({of.allowed}; {of.meta.source})"
        for key, of in playing.parameters(name).items()
    ]


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
    lab: Annotated[bool, typer.Option("--lab", help="Only the lab's pages, at once: nothing is replicated.")] = False,
    force: Force = False,
) -> None:
    """Write offline pages: each paper's claim and equations, our figures and the check table; and the lab's pages.

    The lab holds five models to turn and watch in a browser. With --lab its tables show what the last full
    replication obtained.
    """
    if lab:
        if only:
            raise InputError("both --lab and --only", place="gallery", remedy="give one of the two")
        from groundswell.classics.lab import write

        files = write(out, force=force)
        answer(lambda: {"folder": out, "page": out / "lab.html", "files": files}, lambda: str(out / "lab.html"))
        return
    from groundswell.classics import gallery as g

    done = g.write(out, only or (), _progress, force)
    failed, page = sum(d.count("fail") for d in done), out / "index.html"
    answer(lambda: {"folder": out, "page": page, "papers": [d.paper.name for d in done], "failed": failed},
           lambda: f"{len(done)} papers, {failed} checks failed: {page}")  # fmt: skip


def _progress(check: "Check") -> None:
    say(f"{check.word:<15}{check.target.id:<6}{check.seconds:6.1f} s  {check.target.quantity}")
