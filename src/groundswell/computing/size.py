"""How large a scenario is run: from Python with the same words as on the command line."""

from typing import Any

from groundswell.errors import InputError
from groundswell.scenario import Scenario


def resized(scenario: Scenario, scale: str | None = None, persons: int | None = None, days: int | None = None,
            seed: int | None = None) -> Scenario:  # fmt: skip
    """Return a scenario with what is given in place of its own: "1:1000" or persons, days, seed.

    Raises InputError for both a scale and persons, ScenarioError for values out of range.
    """
    if scale and persons is not None:
        raise InputError("both scale and persons", place="arguments", remedy="give one of the two")
    given: dict[str, Any] = {"scale": scale or None, "persons": persons, "days": days, "seed": seed}
    changes = {key: value for key, value in given.items() if value is not None}
    return scenario.with_(changes) if changes else scenario
