"""The command `new`: a variant of a scenario, or a file of one's own code, to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import Force, add
from groundswell.cli.output import answer

_BASE, _SMALL = "mobilization-2022", "toyland"


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, new, loads=True)


def new(
    name: Annotated[str, typer.Argument(help="Its name, and that of the files that are written.")],
    behaviour: Annotated[bool, typer.Option("--behaviour", help="Write a behaviour: one function, and more.")] = False,
    event: Annotated[bool, typer.Option("--event", help="Write an event.")] = False,
    outcome: Annotated[bool, typer.Option("--outcome", help="Write an outcome.")] = False,
    measure: Annotated[bool, typer.Option("--measure", help="Write a measure.")] = False,
    claim: Annotated[bool, typer.Option("--claim", help="Write a claim.")] = False,
    extends: Annotated[
        str, typer.Option(help=f"Scenario or file to start from; default: {_BASE}, for code and claims {_SMALL}.")
    ] = "",
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
    force: Force = False,
) -> None:
    """Write a variant of a scenario, with every parameter as a comment; or a behaviour, event, outcome, measure, claim.

    What is written runs as it is: two commands to go on with are printed.
    """
    from groundswell import starters
    from groundswell.errors import InputError
    from groundswell.scenario.template import write_variant

    asked = dict(zip(starters.KINDS, (behaviour, event, outcome, measure, claim), strict=True))
    kinds = [kind for kind, wanted in asked.items() if wanted]
    if len(kinds) > 1:
        raise InputError(f"both --{kinds[0]} and --{kinds[1]}", place="command line", remedy="give one of them")
    if kinds:
        made = starters.write(kinds[0], name, extends or _SMALL, folder, force)
        files, commands = made.files, made.commands
    else:
        path = write_variant(name, extends or _BASE, folder, force)
        files, commands = (path,), (f"groundswell check {path}", f"groundswell run {path}")
    text = f"written: {starters.listed(files)}\nnext:\n  " + "\n  ".join(commands)
    answer(lambda: {"file": files[0], "files": list(files), "next": list(commands)}, lambda: text)
