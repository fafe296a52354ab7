"""The command `check`: see whether a scenario is valid, and where it leaves the evidence."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from groundswell.cli.options import Set, add, collect
from groundswell.cli.output import answer, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundswell.scenario.catalogue import Assumption
    from groundswell.scenario.model import Scenario


def register(app: typer.Typer) -> None:
    """Add the command to the main command line."""
    add(app, check, loads=True)


def check(
    file: Annotated[str, typer.Argument(help="A scenario file, or a shipped scenario's name.")],
    set_: Set = None,
) -> None:
    """List every error in a scenario; without any, what it contains and which values lie outside their priors."""
    from groundswell.inputs.problems import ScenarioError
    from groundswell.scenario.catalogue import outside_prior
    from groundswell.scenario.load import load
    from groundswell.trust import CodeError

    try:
        scenario = load(file, *collect(set_))
    except ScenarioError as error:
        if all(isinstance(problem, CodeError) for problem in error.problems):
            say("note: nothing else is wrong, as far as can be told without that module")
        raise
    outside = outside_prior(scenario)
    answer(lambda: _as_dict(scenario, outside), lambda: _as_text(scenario, outside))


def _as_dict(scenario: "Scenario", outside: "Sequence[Assumption]") -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "hash": scenario.hash,
        "days": scenario.days,
        "persons": scenario.persons,
        "events": [{"name": event.name, "day": event.day, "when": event.when()} for event in scenario.events],
        "outside_prior": [{"key": a.parameter.key, "value": a.value, "prior": a.parameter.prior} for a in outside],
    }


def _as_text(scenario: "Scenario", outside: "Sequence[Assumption]") -> str:
    lines = [f"valid: {scenario!r}"]
    for a in outside:
        low, high = a.parameter.prior
        unit = a.parameter.meta.unit
        lines.append(f"outside its prior: {a.parameter.key} = {a.value:g} ({unit}), declared {low:g}..{high:g}")
    return "\n".join(
        [*lines, *(f"assumed: the sign of {key} is fixed by this scenario" for key in scenario.fixed_signs)]
    )
