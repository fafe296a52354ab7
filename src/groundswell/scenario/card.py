"""Cards in a notebook: a scenario's, and the frame of those of what was run, with the banner of responsible use."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from groundswell.case import Case
from groundswell.usercode import label

if TYPE_CHECKING:  # its parameters belong to kernels, which take a second to import
    from groundswell.scenario.model import Scenario

NOTICE = "A counterfactual simulation of the past, not a forecast. It counts nothing outside the society it simulates."


def notice(case: Case) -> str:
    """Return what a reader of any result must know first: the case's own sentences, or the general ones."""
    return case.head.notice or NOTICE


def framed(title: str, body: str, case: Case) -> str:
    """Return a card of results: its title and the case's notice, escaped, above `body`, which is HTML."""
    return f"<div><strong>{escape(title)}</strong><p><em>{escape(notice(case))}</em></p>{body}</div>"


def card(scenario: "Scenario") -> str:
    """Return the card's HTML: what it is, how large, which behaviour, what happens when."""
    rows = {
        "from": f"{scenario.start}, {scenario.days} days",
        "persons": f"{scenario.persons:,}",
        "seed": str(scenario.seed),
        "behaviour": label(scenario.behaviour.kind),
        "hash": scenario.hash[:12],
    }
    events = "".join(f"<li>{event.when()}: {escape(event.name)}</li>" for event in scenario.events)
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


def html_rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a heading, escaped."""
    top = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
