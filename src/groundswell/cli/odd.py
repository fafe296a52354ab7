"""The command `odd`: a scenario's model as an ODD protocol."""

from pathlib import Path
from typing import Annotated

import typer

from groundswell.cli.options import Force, ScenarioName, Set, add, collect
from groundswell.cli.output import answer


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, odd, loads=True)


def odd(
    scenario: ScenarioName,
    set_: Set = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file that ends in .md or .html; default: print it.")
    ] = None,
    force: Force = False,
) -> None:
    """Write the model as a scenario runs it in the ODD protocol: seven elements, with rationale and all parameters."""
    from groundswell.report.odd import elements, protocol
    from groundswell.report.odd.write import check, write
    from groundswell.scenario.load import load

    if out:
        check(out, force)
    chosen = load(scenario, *collect(set_))
    text = write(chosen, out, force) if out else protocol(chosen)
    answer(
        lambda: {"file": out, "scenario": chosen.name, "scenario_hash": chosen.hash,
                 "elements": [element._asdict() | {"rationale": element.rationale} for element in elements(text)]},
        lambda: f"ODD protocol of {chosen.name}: {out}" if out else text,
    )  # fmt: skip
