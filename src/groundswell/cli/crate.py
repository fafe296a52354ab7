"""The commands `crate ...`: a result as an RO-Crate, checked, and run again elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from groundswell.cli.options import Force, Workers, add, common
from groundswell.cli.outcome import Threads, going_on
from groundswell.cli.output import answer, say
from groundswell.cli.progress import Eta, Progress

_DIFFERS = 1  # exit code when a crate does not come out as it is


class _Default(TyperGroup):
    """A group whose first word may be a result: `groundswell crate RUN` is `groundswell crate write RUN`."""

    default = "write"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `write` in front of what is no command of the group."""
        known: Any = self.commands
        at = next(
            (at for at, word in enumerate(args) if not word.startswith("-")), len(args)
        )  # the group has flags only
        named = at < len(args) and args[at] not in known
        return super().parse_args(ctx, [*args[:at], self.default, *args[at:]] if named else args)


_app = typer.Typer(help="Results as RO-Crates.", invoke_without_command=True, cls=_Default)
_Crate = Annotated[Path, typer.Argument(help="A crate's folder or ZIP file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    add(_app, write, loads=True)
    add(_app, check, rerun)
    app.add_typer(_app, name="crate", short_help=_app.info.help)


@_app.callback()
@common
def crate(context: typer.Context) -> None:
    """Results as RO-Crates: written (`groundswell crate RESULT`), checked, run again."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def write(
    result: Annotated[Path, typer.Argument(help="The folder of a run, a claim or a posterior.")],
    out: Annotated[Path | None, typer.Option(help="New folder, or a file .zip; default: RESULT-crate.")] = None,
    author: Annotated[str, typer.Option(help="Who ran it, if that is to be told.")] = "",
    orcid: Annotated[str, typer.Option(help="The author's ORCID iD: 0000-0002-1825-0097.")] = "",
    force: Force = False,
) -> None:
    """Write the crate of a result (the word `write` may be left out): what it is, what made it, all digests."""
    from groundswell.crates.write import crate as crate_

    made = crate_(result, out, author=author, orcid=orcid, force=force)
    answer(lambda: {"crate": made}, lambda: f"crate: {made}; to run it again: groundswell crate rerun {made}")


def check(crate: _Crate) -> None:
    """List all that is wrong with a crate: metadata, references, digests, the result's own manifest; code 2 if any."""
    from groundswell.crates.check import check_crate
    from groundswell.inputs.problems import refuse

    refuse(check_crate(crate))
    answer(lambda: {"crate": crate, "problems": []}, lambda: f"{crate}: whole and well formed")


def rerun(
    crate: _Crate,
    out: Annotated[Path | None, typer.Option(help="New folder for what is made again; default: none is kept.")] = None,
    posterior: Annotated[Path | None, typer.Option(help="Folder of the posterior that weighed the claim.")] = None,
    threads: Threads = None,
    workers: Workers = None,
) -> None:
    """Run again what a crate holds and compare the bytes; code 1 if they differ. No code is loaded from the crate."""
    from groundswell.crates.rerun import rerun_crate

    say(f"{crate}: checking, then running again")
    with going_on(out / "store" if out else None, "--out"), Progress() as days, Eta() as runs:
        progress: Callable[..., None] = lambda *told: days(*told) if len(told) == 2 else runs(*told)  # noqa: E731
        found = rerun_crate(crate, out, posterior=posterior, threads=threads, workers=workers, progress=progress)
    words = "\n".join(f"  {name}: {'same bytes' if same else 'DIFFERS'}" for name, same in found.same.items())
    head = f"{found.kind} made by groundswell {found.made_by}, run again:"
    answer(lambda: {**found._asdict(), "agrees": found.agrees}, lambda: f"{head}\n{words}")
    if not found.agrees:
        raise typer.Exit(_DIFFERS)
