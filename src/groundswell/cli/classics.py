"""The commands `classics`, `replicate` and `gallery`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.errors import GroundswellError

if TYPE_CHECKING:
    from groundswell.classics.replicate import Check

__all__ = ["classics", "gallery", "register", "replicate"]

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add the commands of the classics to the main command line."""
    app.command()(classics)
    app.command()(replicate)
    app.command()(gallery)


def classics(as_json: _Json = False) -> None:
    """List the founding models that are replicated here, with what each paper claims."""
    from groundswell.classics import names
    from groundswell.classics import replicate as r

    papers = [r.paper(name) for name in names()]
    if as_json:
        keys = ("name", "title", "authors", "year", "citation", "doi", "claim", "status")
        rows = [{**{key: getattr(p, key) for key in keys}, "checks": len(p.targets)} for p in papers]
        typer.echo(json.dumps({"classics": rows}, indent=2, ensure_ascii=False))
        return
    for p in papers:
        typer.echo(
            f"{p.name}: {len(p.targets)} checks, {p.status}\n    {p.authors} ({p.year}). {p.title}\n    {p.claim}"
        )


def replicate(
    name: Annotated[str, typer.Argument(help="A classic, as `groundswell classics` names it.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All classics.")] = False,
    as_json: _Json = False,
) -> None:
    """Run the checks of one classic, or of all: expected, obtained, and whether they agree.

    Ends with code 1 when a check fails (one that is published as not reproduced does not fail).
    """
    from groundswell.classics import replicate as r

    if bool(name) == every:
        raise _refused(GroundswellError("name one classic, or give --all; `groundswell classics` lists them"))
    try:
        done = r.replicate_all([name] if name else [], _say)
    except GroundswellError as error:
        raise _refused(error) from None
    typer.echo(r.to_json(done) if as_json else r.text(done))
    if not all(d.ok for d in done):
        raise typer.Exit(1)


def gallery(
    out: Annotated[Path, typer.Argument(help="Folder to write; made when missing.")],
    only: Annotated[list[str] | None, typer.Option(help="Only this classic (may be repeated).")] = None,
) -> None:
    """Write offline pages: each paper's claim and equations, our figures and the check table."""
    from groundswell.classics import gallery as g

    try:
        done = g.write(out, only or (), _say)
    except (GroundswellError, OSError) as error:
        raise _refused(error) from None
    failed = sum(d.count("fail") for d in done)
    typer.echo(f"{len(done)} papers, {failed} checks failed: {out / 'index.html'}", err=True)


def _say(check: "Check") -> None:
    typer.echo(f"{check.status:<15}{check.target.id:<6}{check.seconds:6.1f} s  {check.target.quantity}", err=True)


def _refused(error: Exception) -> typer.Exit:
    typer.echo(f"error: {error}", err=True)
    return typer.Exit(2)
