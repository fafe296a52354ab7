"""What a scenario leaves without meaning: where nobody can be called up or nobody can leave, a zero is no finding."""

from groundswell.scenario import Scenario

# Measures, entries of the ledger and responses
_OF_CALL_UPS = frozenset((
    "asked", "waived", "called", "complied", "serving", "evading", "returned", "deaths_called", "obs_called",
    "deaths_first_year", "deaths_substitutes", "hide", "comply",
))  # fmt: skip
_OF_EXIT = frozenset((
    "preparing", "queueing", "left_gross", "came_back", "abroad", "obs_exit_gross", "obs_exit_net", "years_abroad",
    "exit",
))  # fmt: skip


def calls_up(scenario: Scenario) -> bool:
    """Tell whether anybody can be called up: a case without a call-up knows no hiding and no service."""
    return scenario.call is not None


def can_leave(scenario: Scenario) -> bool:
    """Tell whether there is a way out."""
    return len(scenario.border.gates) > 0


def meaningless(scenario: Scenario) -> frozenset[str]:
    """Return the measures, entries of the ledger and responses that are zero in a scenario by what it leaves out."""
    none = frozenset[str]()
    return (none if calls_up(scenario) else _OF_CALL_UPS) | (none if can_leave(scenario) else _OF_EXIT)
