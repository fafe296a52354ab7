"""The options --shard and --merge: many runs in parts, on machines that share a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundswell.cli.output import answer
from groundswell.errors import InputError

if TYPE_CHECKING:
    from groundswell.computing.shard import Part, Shard

ShardText = Annotated[
    str | None,
    typer.Option("--shard", metavar="I/N", help="Run part I of N alone; all parts have one --out (docs/cluster.md)."),
]
Merge = Annotated[bool, typer.Option("--merge", help="Run nothing: put together what all shards ran.")]


def part_of(text: str | None, merge: bool, executor: str, whole: str = "") -> "Shard | None":
    """Return the part that is asked for, None for the whole.

    `whole`: an option of the same command that knows no parts. Raises InputError for options that exclude each other.
    """
    if text is None and not merge:
        return None
    if whole:
        problem = f"both {'--merge' if merge else '--shard'} and {whole}"
        raise InputError(problem, place="command line", remedy=f"with {whole} nothing is shared out: leave out one")
    if text is not None and merge:
        raise InputError("both --shard and --merge", place="command line", remedy="merge when all shards have ended")
    if executor != "processes":
        raise InputError(f"'{executor}'", place="executor", remedy="shards run on processes of their own machine")
    if text is None:
        return None
    from groundswell.computing.shard import parse

    return parse(text)


def tell_part(part: "Part", folder: Path) -> None:
    """Print how a part ended; one that failed ends the command with 1."""
    about = {"folder": folder, "shard": str(part.shard), "runs": part.runs, "found": part.found,
             "failures": part.failures}  # fmt: skip
    lines = [str(part), *(f"    {key}: {why}" for key, why in part.failures.items())]
    answer(lambda: about, lambda: "\n".join(lines))
    if part.failures:
        raise typer.Exit(1)


def tell_all_ended(part: "Shard", folder: Path) -> None:
    """Print that all runs have ended, this part's and those it helped with."""
    said = f"shard {part}: all runs have ended; the same command with --merge in place of --shard puts them together"
    answer(lambda: {"folder": folder, "shard": str(part)}, lambda: said)
