"""What a parameter means in a reader's words: one key, one meaning, on a page and on a terminal."""

from functools import cache

from groundswell.params import Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions, catalogue

# The last scenario asked about, with its parameters by key: tables and pages ask about one of them many times
_last: list[tuple[Scenario, dict[str, Parameter]]] = []


def _parameters(scenario: Scenario) -> dict[str, Parameter]:
    for known, found in _last:
        if known is scenario:
            return found
    found = {a.parameter.key: a.parameter for a in assumptions(scenario)}
    _last[:] = [(scenario, found)]
    return found


@cache
def _plain() -> dict[str, str]:
    """Return the words for readers of parameters that a scenario need not have."""
    return {p.key: p.meta.plain for group in catalogue() for p in group.parameters if p.meta.plain}


def meaning(key: str, scenario: Scenario) -> str:
    """Return what a parameter means; one that is not known stays its key."""
    found = _parameters(scenario).get(key)
    if found is None:
        return _plain().get(key, key)
    if found.meta.plain:
        return found.meta.plain
    about = found.meta.about.replace("`", "")
    section, name, *item = key.split(".")
    if section == "events":
        return f"{about} (event {name})"
    if len(item) != 2:
        return about
    which = next(each for each in getattr(getattr(scenario, section), name) if each.name == item[0])
    return f"{about} ({getattr(which, 'label', '') or which.name})"


def with_key(key: str, scenario: Scenario) -> str:
    """Return what a parameter means, with its key behind: "baseline propensity to leave (behaviour.leave)"."""
    words = meaning(key, scenario)
    return f"{words} ({key})" if words != key else key
