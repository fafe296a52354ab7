"""A scenario as a card in a notebook."""

from html import escape

from groundswell.scenario.model import Scenario


def card(scenario: Scenario) -> str:
    """Return the card's HTML: what it is, how large, which behaviour, what happens when."""
    rows = {
        "from": f"{scenario.start}, {scenario.days} days",
        "persons": f"{scenario.persons:,}",
        "seed": str(scenario.seed),
        "behaviour": scenario.behaviour.kind,
        "hash": scenario.hash[:12],
    }
    events = "".join(f"<li>day {event.day}: {escape(event.name)}</li>" for event in scenario.events)
    return (
        f"<div><strong>{escape(scenario.title or scenario.name)}</strong><p>{escape(scenario.description)}</p>"
        f"{html_table(rows)}<ul>{events}</ul></div>"
    )


def html_table(rows: dict[str, str]) -> str:
    """Return a table of two columns, escaped."""
    cells = "".join(
        f"<tr><th style='text-align:left'>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows.items()
    )
    return f"<table>{cells}</table>"
