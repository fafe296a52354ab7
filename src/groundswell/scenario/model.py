"""The scenario as a value: frozen, complete, free of files."""

from dataclasses import dataclass
from datetime import date
from typing import Any

# Section of a scenario file -> module whose `Params` declares its parameters. Behaviour and events are found by kind.
SECTIONS = {
    "society": "groundswell.society.spec",
    "opinion": "groundswell.process.opinion",
    "attention": "groundswell.process.attend",
    "perception": "groundswell.process.perceive",
    "call": "groundswell.process.call",
    "policing": "groundswell.process.policing",
    "border": "groundswell.process.border",
    "concession": "groundswell.process.concede",
    "lives": "groundswell.process.lives",
    "observation": "groundswell.process.observe",
}


@dataclass(frozen=True)
class Chosen:
    """A behaviour by name, with its parameters."""

    kind: str
    params: Any  # the behaviour module's Params


@dataclass(frozen=True)
class Scenario:
    """Everything a run needs beside a seed; each section is the `Params` of the module named in `SECTIONS`."""

    name: str
    title: str
    description: str
    start: date
    days: int
    country: str  # ISO 3166-1 alpha-2
    persons: int  # simulated persons
    seed: int
    behaviour: Chosen
    events: tuple[Any, ...]  # groundswell.events.Event
    society: Any
    opinion: Any
    attention: Any
    perception: Any
    call: Any
    policing: Any
    border: Any
    concession: Any
    lives: Any
    observation: Any
    tuned: tuple[tuple[str, str], ...] = ()  # (parameter, what it was fitted to), shown in the report
    fixed_signs: tuple[str, ...] = ()  # which of the four free signs the scenario fixes
