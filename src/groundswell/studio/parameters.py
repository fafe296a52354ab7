"""What may be changed in a scenario: each parameter as it declares itself, and the events with their days."""

import dataclasses
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell import events
from groundswell.case.tags import spelled_out
from groundswell.params import declared
from groundswell.scenario import Scenario
from groundswell.scenario.arms import SHARED
from groundswell.scenario.catalogue import Assumption, assumptions
from groundswell.scenario.meanings import meaning
from groundswell.scenario.own_code import kind_of
from groundswell.studio.answers import got
from groundswell.studio.cases import quick_scale
from groundswell.studio.state import Studio

# What a reader calls the sections, in the order of the page
SECTIONS = {
    "behaviour": "How people choose", "attention": "Who notices", "perception": "What people know and expect",
    "opinion": "Opinion and fear", "policing": "Police", "border": "The border", "call": "The call-up",
    "concession": "When the state gives way", "lives": "Lives", "observation": "Who counts",
}  # fmt: skip
_OFTEN = (
    "behaviour.protest", "behaviour.others", "behaviour.rally", "behaviour.cost", "behaviour.leave", "behaviour.evade",
    "policing.capacity_per_million", "concession.disruption", "call.served",
)  # fmt: skip


def routes(studio: Studio) -> list[BaseRoute]:
    """Return what this part answers."""

    def give(request: Request) -> dict[str, Any]:
        return changeable(studio.scenario(request.query_params.get("scenario", "")))

    return [got("/api/parameters", give)]


def changeable(scenario: Scenario) -> dict[str, Any]:
    """Return everything that an arm of this scenario may change, with what is known of it."""
    known = [a for a in assumptions(scenario) if a.acts and a.parameter.key.split(".")[0] not in SHARED]
    listed = [_told(a, scenario) for a in known]
    inside = [each for each in listed if not each["key"].startswith("events.")]
    by_key = {each["key"]: each for each in inside}
    groups = [{"name": "often", "title": "Often changed", "parameters": [by_key[k] for k in _OFTEN if k in by_key]}]
    groups += [
        {"name": name, "title": title, "parameters": [p for p in inside if p["key"].split(".")[0] == name]}
        for name, title in SECTIONS.items()
    ]
    return {
        "scenario": scenario.name, "title": scenario.title or scenario.name, "case": scenario.case.name,
        "start": scenario.start, "days": scenario.days, "scale": quick_scale(scenario.case),
        "people": scenario.case.population.total,
        "groups": [group for group in groups if group["parameters"]],
        "events": [_event(event, scenario, listed) for event in scenario.events],
        "kinds": [kind for kind in map(_kind, events.kinds()) if not kind["needs"] or scenario.call is not None],
    }  # fmt: skip


def _event(event: events.Event, scenario: Scenario, listed: list[dict[str, Any]]) -> dict[str, Any]:
    at = f"events.{event.name}."
    own = [p for p in listed if p["key"].startswith(at) and not p["key"].endswith((".day", ".until"))]
    return {
        "name": event.name, "kind": kind_of(event), "day": event.day, "until": event.until,
        "source": _spelled(event.source, scenario), "parameters": own,
    }  # fmt: skip


def _told(a: Assumption, scenario: Scenario) -> dict[str, Any]:
    p = a.parameter
    return {
        "key": p.key, "about": meaning(p.key, scenario), "declared": p.meta.about, "unit": p.meta.unit,
        "low": p.meta.low, "high": p.meta.high, "prior": p.meta.prior, "status": p.meta.status,
        "source": _spelled(p.meta.source, scenario), "value": a.value, "whole": isinstance(a.value, int),
        "switch": isinstance(a.value, bool), "outside": a.outside_prior,
    }  # fmt: skip


def _spelled(source: str, scenario: Scenario) -> str:
    return spelled_out(source, scenario.case.evidence.citations)


def _kind(name: str) -> dict[str, Any]:
    """Return a kind of event that can be added: what it is, and the fields that have a meaning of their own."""
    kind = events.resolve(name)
    given = {f.name for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING}
    fields = [
        {"name": key, "about": p.meta.about, "unit": p.meta.unit, "low": p.meta.low, "high": p.meta.high,
         "value": (p.meta.prior or (p.meta.low, p.meta.high))[0] if key in given else p.default,
         "needed": key in given, "whole": p.kind is int}
        for key, p in declared(kind).items() if key not in ("day", "until") and (key in given or p.default is not None)
    ]  # fmt: skip
    about = " ".join((kind.__doc__ or name).split("\n\n")[0].split())
    return {"kind": name, "about": about, "fields": fields, "needs": getattr(kind, "needs", "")}
