"""The scenario as a value: frozen, complete, free of files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from groundswell.case import Case
from groundswell.events import Event
from groundswell.process.attend import Params as Attention
from groundswell.process.border import Params as Border
from groundswell.process.call import Params as Call
from groundswell.process.concede import Params as Concession
from groundswell.process.lives import Params as Lives
from groundswell.process.observe import Params as Observation
from groundswell.process.opinion import Params as Opinion
from groundswell.process.perceive import Params as Perception
from groundswell.process.policing import Params as Policing
from groundswell.society.spec import Params as Society

# Section of a scenario file -> what declares its parameters. Behaviour and events are found by kind.
SECTIONS: dict[str, type] = {
    "society": Society,
    "opinion": Opinion,
    "attention": Attention,
    "perception": Perception,
    "call": Call,
    "policing": Policing,
    "border": Border,
    "concession": Concession,
    "lives": Lives,
    "observation": Observation,
}
OPTIONAL = ("call",)  # sections that are None where a scenario does not write them: there is no such thing then


@dataclass(frozen=True)
class Chosen:
    """A behaviour by name, with its parameters."""

    kind: str
    params: Any  # the behaviour module's Params


@dataclass(frozen=True, repr=False)
class Scenario:
    """Everything a run needs beside a seed; each section is the `Params` that `SECTIONS` names."""

    name: str
    title: str
    description: str
    start: date
    days: int
    case: Case
    persons: int  # simulated persons
    seed: int
    behaviour: Chosen
    events: tuple[Event, ...]
    society: Society
    opinion: Opinion
    attention: Attention
    perception: Perception
    call: Call | None  # None: nobody is called up, and a decree is refused
    policing: Policing
    border: Border
    concession: Concession
    lives: Lives
    observation: Observation
    fixed_signs: tuple[str, ...] = ()  # which of the free signs the scenario fixes

    def with_(self, changes: Mapping[str, Any] | None = None, **more: Any) -> "Scenario":
        """Return this scenario with keys changed, validated as a file is.

        `scenario.with_({"events.rally-21.strength": 0.8})`, `scenario.with_(behaviour={"others": 0.5}, persons=10**6)`.
        A behaviour of the caller's own that is named here may be imported: the caller's word is the user's.
        Raises ScenarioError with everything that is wrong.
        """
        from groundswell.scenario.load import change
        from groundswell.trust import trusting

        with trusting():
            return change(self, {**(changes or {}), **more})

    @property
    def country(self) -> str:
        """Code of the nation, as its rows bear it in tables."""
        return self.case.head.country

    @property
    def hash(self) -> str:
        """SHA-256 of everything that a run needs, seed and persons too."""
        from groundswell.scenario.lock import scenario_hash

        return scenario_hash(self)

    def __repr__(self) -> str:
        events = ", ".join(f"{event.name} ({event.when()})" for event in self.events)
        what = f"{self.days} days from {self.start}, {self.persons:,} persons"
        return f"Scenario '{self.name}': {what}, events: {events or 'none'}"

    def _repr_html_(self) -> str:
        from groundswell.scenario.card import card

        return card(self)
