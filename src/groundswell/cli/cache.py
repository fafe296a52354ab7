"""The commands `cache` and `cache prune`."""

from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.options import common
from groundswell.cli.output import answer

if TYPE_CHECKING:
    from groundswell.storage.kept import Entry

_app = typer.Typer(help="What is kept between runs: societies, compiled code.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the main command line."""
    app.add_typer(_app, name="cache", short_help=_app.info.help)


@_app.callback()
@common
def cache(context: typer.Context) -> None:
    """List what is kept between runs, with size and age; all of it can be removed."""
    from groundswell.storage.kept import entries

    if context.invoked_subcommand is None:
        _tell(entries(), "kept")


@_app.command()
@common
def prune(
    everything: Annotated[bool, typer.Option("--all", help="Remove everything.")] = False,
    older_than: Annotated[
        float | None, typer.Option(metavar="DAYS", min=0, help="Remove what was not used for so many days.")
    ] = None,
    max_size: Annotated[
        float | None, typer.Option(metavar="GB", min=0, help="Remove the longest unused until so much is left.")
    ] = None,
) -> None:
    """Remove what is kept: all of it, the old, or what exceeds a size."""
    from groundswell.errors import InputError
    from groundswell.storage.kept import prune as prune_

    if not everything and older_than is None and max_size is None:
        raise InputError("nothing said", place="cache prune", remedy="give --all, --older-than DAYS or --max-size GB")
    _tell(prune_(everything, older_than, max_size), "removed")


def _tell(found: "list[Entry]", what: str) -> None:
    rows = [{"kind": e.kind, "folder": e.folder, "bytes": e.size, "age_days": e.age} for e in found]
    lines = [f"{e.size / 1e6:10.1f} MB  {e.age:6.1f} days  {e.kind:14}  {e.folder}" for e in found]
    lines.append(f"{sum(e.size for e in found) / 1e6:10.1f} MB in {len(found)} entries {what}")
    answer(lambda: {what: rows}, lambda: "\n".join(lines))
