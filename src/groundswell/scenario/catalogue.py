"""All declared parameters, by the key a scenario file uses; and a scenario's assumptions, one line each."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from groundswell import behaviour as behaviours
from groundswell import events
from groundswell.errors import InputError, nearest
from groundswell.inputs.document import as_table
from groundswell.params import CALIBRATED, Parameter, declared, value_of
from groundswell.scenario.header import Header
from groundswell.scenario.model import SECTIONS, Scenario


@dataclass(frozen=True)
class Group:
    """Parameters that stand in one table of a scenario file: "policing", "behaviour KIND" or "event KIND"."""

    name: str
    table: str  # as written: [policing], [behaviour], [events.NAME]
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Assumption:
    """A parameter as a scenario sets it."""

    parameter: Parameter
    value: Any
    fixed_sign: bool  # one of the free signs, fixed by this scenario
    acts: bool = True  # False: without a section that the scenario does not have it never does

    @property
    def fitted_to(self) -> str:
        """What the case fitted this value to, "" if it was not fitted."""
        return self.parameter.meta.source if self.parameter.meta.status == CALIBRATED and not self.changed else ""

    @property
    def outside_prior(self) -> bool:
        """Whether the value lies outside its declared range (a parameter without prior never does)."""
        prior = self.parameter.meta.prior
        return prior is not None and not prior[0] <= self.value <= prior[1]

    @property
    def changed(self) -> bool:
        """Whether the value differs from the case's, or where the case has none from the engine's."""
        return self.value != self.parameter.default


def catalogue() -> tuple[Group, ...]:
    """Return every parameter there is: [scenario], the sections, each behaviour, each kind of event."""
    groups = [Group("scenario", "scenario", tuple(declared(Header, "scenario.").values()))]
    groups += [Group(name, name, tuple(declared(params, f"{name}.").values())) for name, params in SECTIONS.items()]
    for kind in behaviours.kinds():
        found = declared(behaviours.resolve(kind).Params, "behaviour.")
        groups.append(Group(f"behaviour {kind}", "behaviour", tuple(found.values())))
    for kind in events.kinds():
        groups.append(
            Group(f"event {kind}", "events.NAME", tuple(declared(events.resolve(kind), "events.NAME.").values()))
        )
    return tuple(groups)


def group(name: str) -> tuple[Group, ...]:
    """Return the groups of a name: "policing", "behaviour", "event rally" or "event". Raises InputError."""
    groups = catalogue()
    found = tuple(g for g in groups if name in (g.name, g.name.split(" ")[0], g.name.split(" ")[-1]))
    if not found:
        raise InputError(f"no section '{name}'", place="section", remedy=nearest(name, [g.name for g in groups]))
    return found


def assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return what a scenario assumes: each declared parameter of its sections, behaviour and events.

    What its case knows better stands in the declarations: value, prior, status and source.
    """
    groups: list[tuple[str, Any]] = [(name, own) for name in SECTIONS if (own := getattr(scenario, name)) is not None]
    groups.append(("behaviour", scenario.behaviour.params))
    groups += [(f"events.{event.name}", event) for event in scenario.events]
    return tuple(
        Assumption(
            _of_the_case(parameter, scenario),
            value,
            parameter.key in scenario.fixed_signs,
            not parameter.meta.only_with or getattr(scenario, parameter.meta.only_with) is not None,
        )
        for prefix, values in groups
        for name, parameter in declared(values, f"{prefix}.").items()
        if (value := value_of(values, name)) is not None
    )


def _of_the_case(parameter: Parameter, scenario: Scenario) -> Parameter:
    if parameter.key.startswith("behaviour.") and scenario.behaviour.kind != scenario.case.head.behaviour:
        return parameter
    given, default = scenario.case.parameters.get(parameter.key), parameter.default
    if parameter.key.startswith("events."):
        default = _in_the_timeline(parameter, scenario)
    elif given is not None and given.value is not None:
        default = given.value
    return replace(parameter, default=default, meta=given.declare(parameter.meta) if given else parameter.meta)


def _in_the_timeline(parameter: Parameter, scenario: Scenario) -> Any:
    """Return an event's value as the case's timeline writes it, days counted from the start; else the declared one."""
    _, event, field = parameter.key.split(".", 2)
    written = as_table(scenario.case.timeline.events.get(event)) or {}
    value = written.get(field, parameter.default)
    return (value - scenario.start).days if isinstance(value, date) else value


def outside_prior(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return the parameters that a scenario sets outside their prior: allowed, and reported."""
    return tuple(a for a in assumptions(scenario) if a.acts and a.outside_prior)
