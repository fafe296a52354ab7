"""Element 4 of the protocol from a scenario: what differs with the behaviour and with what the scenario imposes."""

from groundswell import behaviour
from groundswell.report.odd.prose import said
from groundswell.scenario import Scenario
from groundswell.usercode import label

CHOICE = "exit_voice_loyalty"
_DIFFER = ("principles", "adaptation", "objectives", "learning", "prediction")


def parts(scenario: Scenario) -> dict[str, str]:
    """Return these parts by the name of their mark."""
    kind = scenario.behaviour.kind
    which = "choice" if kind == CHOICE else "rule"
    about = {"kind": label(kind), "source": source_of(kind)}
    found = {name: said(f"{name} of {which}", **(about if which == "rule" else {})) for name in _DIFFER}
    return {**found, "imposed": _imposed(scenario)}


def source_of(kind: str) -> str:
    """Return whom a behaviour is from."""
    return str(getattr(behaviour.resolve(kind), "SOURCE", "the scenario's author"))


def _imposed(scenario: Scenario) -> str:
    imposed = [f"the calendar of events ({len(scenario.events)} here, element 6)", "the jump of attention"]
    if scenario.call is not None:
        imposed += ["quotas and who is liable", "the risk of the first year of service"]
    imposed += ["capacities of gates"] if scenario.border.gates else ["that there is no way out"]
    fixed = f" Signs that this scenario fixes: {', '.join(scenario.fixed_signs)}." if scenario.fixed_signs else ""
    return ", ".join(imposed) + f".{fixed}"
