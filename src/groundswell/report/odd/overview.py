"""Elements 1 and 2 of the protocol from a scenario: what it is for, by which patterns it is judged, what there is."""

from groundswell.report.odd.prose import said
from groundswell.report.odd.tables import sources, table
from groundswell.resolution import weight
from groundswell.scenario import Scenario


def parts(scenario: Scenario) -> dict[str, str]:
    """Return these parts by the name of their mark."""
    return {
        "purpose": _purpose(scenario),
        "patterns": _patterns(scenario),
        "entities": table(("entity", "how many here", "what it stands for"), _entities(scenario)),
        "scales": said("scales", days=scenario.days, start=scenario.start, persons=f"{scenario.persons:,}"),
    }


def _purpose(scenario: Scenario) -> str:
    head = scenario.case.head
    about = scenario.description or head.description
    words = f"Purpose: description and counterfactual comparison. {about}"
    notice = f" {head.notice}" if head.notice else ""
    return f"{words}{notice}\n\nThe case: {head.title}, status *{head.status}*. {head.description}"


def _patterns(scenario: Scenario) -> str:
    rows = [(t.id, t.about, f"{t.since}/{t.date}" if t.since else str(t.date), f"{t.low:,.10g} to {t.high:,.10g}",
             t.role, t.source) for t in scenario.case.evidence.targets]  # fmt: skip
    if not rows:
        return said("no patterns")
    listed = table(("id", "pattern", "date", "credible values", "role", "source"), rows)
    return f"{listed}\n\nWhere these figures are from:\n\n{sources(scenario, 'evidence')}"


def _entities(scenario: Scenario) -> list[tuple[str, ...]]:
    people = scenario.case.population
    towns, regions = len(people.towns.name), len(people.codes)
    gates = [gate.name for gate in scenario.border.gates]
    seen = scenario.observation
    watchers = [each.name for group in (seen.monitors, seen.polls, seen.estimates) for each in group]
    stands = weight(float(people.total), scenario.persons)
    settlement = f"{scenario.society.settlement:,.0f}"
    return [
        ("person", f"{scenario.persons:,}", f"one simulated person for {stands:,.4g} of {people.total:,} inhabitants"),
        ("household", "by draws", f"persons who live together, {scenario.society.household_mean:g} on average"),
        ("neighbourhood", f"{scenario.persons // 256 + 1:,}", "256 persons in order; opposition shifts in common"),
        ("place", f"{towns:,} towns, and settlements", "a town of the tables, or a settlement of the rest: "
         f"{settlement} persons; a small society pools settlements"),
        ("region", f"{regions:,}", "unit of census, decrees and report"),
        ("gate", _named(gates), "a way out of the country"),
        ("state", "1", "calls up, detains, shuts gates, yields; it has no persons of its own"),
        ("observer", _named(watchers), "monitors, polls and estimates: they see a part and change nothing"),
    ]  # fmt: skip


def _named(names: list[str]) -> str:
    return f"{len(names)}: {', '.join(names)}" if names else "none"
