"""What priors are stated on: shares that can be counted or argued about, each solved for one parameter.

Nobody has a view of a constant term of utility; many have one of how many come on an announced day. A draw gives the
observable and every other parameter; the one parameter that is left is solved for. A case may state a prior of its own
in parameters.toml, `[observables.turnout]`.
"""

from dataclasses import replace
from typing import Annotated, NamedTuple

from groundswell.params import P, Parameter, declared
from groundswell.scenario import Scenario


class Observables(NamedTuple):
    """[observables] in a case's parameters.toml: priors alone, no values."""

    expected: Annotated[float, P(
        "turnout a head expected where the call of the first announced day arrives in full, over the nation's", "1",
        1e-4, 1e4,
        prior=(0.2, 5), shape="lognormal",
        source="what participants-to-be believe of others' turnout scatters several times around it: Cantoni, Yang, "
        "Yuchtman and Zhang 2019; width assumed"
    )]  # fmt: skip
    turnout: Annotated[float, P(
        "adults in the street on the first announced day", "share", 1e-9, 0.5, prior=(1e-6, 5e-3), shape="lognormal",
        source="6,247 protests with a class of size in 154 countries, 2006-2020, over adults: those about politics 5 "
        "and 95 % points 8e-7 and 3e-3, about removing a politician 3e-6 and 8e-3 (Clark and Regan 2016, WPP 2024)"
    )]  # fmt: skip
    reproduction: Annotated[float, P(
        "per cent by which a crowd of 300 in a town of a million grows for each per cent more on the day before", "1",
        -2, 3, prior=(-0.5, 1.0),
        source="substitutes: Cantoni and others 2019; slopes of log turnout on that of the day before, upper bounds as "
        "what lasts raises both: 0.4 in towns, 0.8 in the nation (United States 2020), 0.7 (Leipzig 1989, Mondays)"
    )]  # fmt: skip
    detained: Annotated[float, P(
        "detained per thousand participants in a crowd of 300 in a town of a million", "per 1,000", 0, 1000,
        prior=(1, 250), shape="lognormal",
        source="about 1 (United States 2020: over 17,000 arrests in two weeks, Washington Post and IRW; 15 to 26 "
        "million took part, by polls) to hundreds (an unauthorised gathering in a capital, 6 December 2011: some 300 "
        "of some 1,000, RIA Novosti, or 569 of 2,000 to 5,000, RBC)"
    )]  # fmt: skip
    leaving: Annotated[float, P(
        "of those who may leave, who set out within 30 days if nobody they know has left and nobody waits", "share",
        0, 1, prior=(2e-4, 0.05), shape="lognormal",
        source="shares of inhabitants, episodes of exit without and with a war in the country: GDR, September 1989, "
        "0.2 % (35,970 of 16.4 million: State Security 450/89); Hungary, from 28 October 1956 until the border was "
        "sealed, 2 % (nearly 200,000, UNHCR); Ukraine, 24 February to 28 March 2022, a tenth (over 4 million, ACAPS)"
    )]  # fmt: skip
    hiding: Annotated[float, P(
        "of the liable without a notice, who hide within 30 days", "share", 0, 1, prior=(1e-4, 0.05),
        shape="lognormal", source="assumed: rarer than leaving where the border is open, no count was found"
    )]  # fmt: skip
    complying: Annotated[float, P(
        "of those served, who comply on the day of the notice", "share", 0, 1, prior=(0.4, 0.98),
        source="United States 1863-65: of those drawn 39,417 of 292,441 failed to report in the first draft (Official "
        "Records, series III, volume 5, page 626), 161,000 of 776,000 in all four (McPherson 1988); range assumed"
    )]  # fmt: skip


PREFIX = "observables."
SOLVES = {
    "expected": "perception.expected_rally",
    "turnout": "behaviour.protest",
    "reproduction": "behaviour.others",
    "detained": "policing.pmax",
    "leaving": "behaviour.leave",
    "hiding": "behaviour.evade",
    "complying": "behaviour.comply",
}


def known() -> dict[str, Parameter]:
    """Return every observable by its key, `observables.NAME`, as the engine declares it."""
    return {p.key: p for p in declared(Observables, PREFIX).values()}


def of_the_case(name: str, scenario: Scenario) -> Parameter:
    """Return an observable as the scenario's case states it, or else as the engine does."""
    parameter = known()[PREFIX + name]
    given = scenario.case.parameters.get(parameter.key)
    return replace(parameter, meta=given.declare(parameter.meta)) if given else parameter
