"""The command `bench`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from groundswell.cli.options import Force, add
from groundswell.cli.output import answer, say
from groundswell.json_text import json_text


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, bench)


def bench(
    full: Annotated[bool, typer.Option("--full", help="The whole society too, 1:1.")] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="The same rules here and in five other packages, instead.")
    ] = False,
    regimes: Annotated[
        bool, typer.Option("--regimes", help="Calm and mass movements alone: how speed falls with who acts.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes once: whether it works, not how fast.")] = False,
    repeats: Annotated[int, typer.Option(min=1, help="Repetitions of each measurement; medians are given.")] = 3,
    out: Annotated[Path | None, typer.Option(help="Write all measurements to this JSON file too.")] = None,
    force: Force = False,
) -> None:
    """Measure this machine, and the engine on it: speed, memory, how cost grows."""
    from groundswell.bench import engine, table
    from groundswell.bench.machine import describe
    from groundswell.bench.peers import compare
    from groundswell.bench.thresholds import compare as thresholds
    from groundswell.files import as_input_errors, write_text
    from groundswell.overwrite import refuse_existing_file

    if out:
        refuse_existing_file(out, force)

    if peers:
        found: dict[str, Any] = {"machine": describe(), **compare(quick, say), "thresholds": thresholds(quick, say)}
    elif regimes:
        found = engine.regimes(200_000 if quick else 2_000_000, 1 if quick else repeats, say)
    elif quick:
        found = engine.bench(full, (20_000, 40_000), 1, say)
    else:
        found = engine.bench(full, repeats=repeats, say=say)
    if out:
        with as_input_errors(out):
            write_text(out, json_text(found) + "\n")
    text = table.peers_text if peers else table.regimes_text if regimes else table.as_text
    answer(lambda: found, lambda: text(found))
