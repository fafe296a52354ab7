"""What people know before they choose: exposure, threat, expected turnout, chance of detention, wait at the border."""

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell import portable
from groundswell.params import ASSUMED, P
from groundswell.process import elsewhere
from groundswell.process import policing as police
from groundswell.process.calendar import WEEK, Today, months
from groundswell.process.reach import arriving
from groundswell.types import Environment, Fields, Floats, Perception, Society


class Params(NamedTuple):
    """[perception] in a scenario file."""

    acquaintances: Annotated[float, P(
        "weak ties", "ties", 0, 2000, prior=(150, 610), status=ASSUMED, symbol="d",
        source="network scale-up: about 290 (Killworth and others) to 611 (McCormick, Salganik and Zheng 2010)",
        only_with="call", plain="number of acquaintances of a person"
    )] = 290.0  # fmt: skip
    overdispersion: Annotated[float, P(
        "how evenly the called are spread over acquaintance circles (large: evenly)", "1", 0.05, 1e6, prior=(1, 20),
        shape="loguniform", symbol="omega", source="assumed, from strong clustering to even spread", only_with="call",
        plain="how evenly the called are spread over circles of acquaintances"
    )] = 3.0  # fmt: skip
    death_gain: Annotated[float, P(
        "most that local deaths multiply a stake by, less one", "1", 0, 10, prior=(0, 3),
        source="draft risk moved parents only in towns with a casualty: Davenport 2015; size assumed",
        only_with="call", plain="how much local deaths multiply what is at stake"
    )] = 1.0  # fmt: skip
    death_scale: Annotated[float, P(
        "deaths per 100,000 inhabitants that make half of that gain", "per 100,000", 0.01, 1000, prior=(1, 20),
        source="assumed", only_with="call", plain="local deaths that make half of that effect"
    )] = 5.0  # fmt: skip
    expected_rally: Annotated[float, P(
        "turnout expected of the first announced day", "per 1,000 inhabitants", 0, 100, prior=(0.05, 2),
        shape="loguniform", source="assumed; people learn from what happens",
        plain="turnout expected of the first announced day"
    )] = 0.2  # fmt: skip
    learning: Annotated[float, P(
        "weight of the last announced day in what is expected of the next", "share", 0, 1, prior=(0.3, 1.0),
        source="starting value of a prototype of this model: 0.7",
        plain="how strongly the last announced day sets what is expected of the next"
    )] = 0.7  # fmt: skip
    elsewhere: Annotated[float, P(
        "weight of other places in the turnout that people expect; 0: they look at their own place alone", "share", 0,
        1, prior=(0, 1),
        source="spread between towns: Andrews and Biggs 2006, Bonnasse-Gahot and others 2018; size assumed",
        plain="how much people go by turnout in other places"
    )] = 0.0  # fmt: skip
    nation_news: Annotated[float, P(
        "weight of the nation, rather than of one's own region, in what is heard of other places", "share", 0, 1,
        prior=(0, 1),
        source="newspapers carried the sit-ins of 1960 farther than ties: Andrews and Biggs 2006; size assumed"
    )] = 0.5  # fmt: skip
    detention_belief: Annotated[float, P(
        "slope of the believed chance of detention in capacity per participant", "1", 0, 20, prior=(0.3, 3),
        status=ASSUMED, symbol="k_p", source="assumed: what is believed follows what can be seen, not in proportion",
        plain="how strongly police numbers raise the believed risk of detention"
    )] = 1.0  # fmt: skip
    pooling: Annotated[float, P(
        "simulated participants that the rate of places of a size weighs against a place's own count, below 1:1",
        "simulated persons", 0, 100, status=ASSUMED,
        source="numerical: keeps shares the same at every scale, docs/decisions/0008"
    )] = 0.3  # fmt: skip
    reach_exponent: Annotated[int, P(
        "how steeply the chance that a call arrives in a town rises with its population", "1", 1, 8, prior=(2, 6),
        source="value of a prototype of this model"
    )] = 4  # fmt: skip
    call_exponent: Annotated[float, P(
        "curvature of a call's strength: 1 in proportion, below 1 small calls count for more than their share", "1",
        0.1, 4, prior=(0.4, 1.3),
        source="production functions decelerate or accelerate: Oliver, Marwell and Teixeira 1985; size assumed",
        plain="how much more or less than in proportion a stronger call draws"
    )] = 1.0  # fmt: skip
    call_repeat: Annotated[float, P(
        "how fast calls weigh less with each day called before (below 0: more); the sign is free", "1", -3, 3,
        prior=(-0.3, 1), source="fatigue or momentum: protest cycles, Tarrow 1989; size assumed",
        plain="how much less each further call draws"
    )] = 0.0  # fmt: skip
    rest_from: Annotated[int, P(
        "first day of rest of a week; 0: Monday", "weekday", 0, 6, source="Saturday in most countries, Friday in some"
    )] = 5  # fmt: skip
    rest_days: Annotated[int, P("days of rest of a week", "days", 0, 7, source="two in most countries")] = 2
    longest_wait: Annotated[
        float,
        P("wait at the border beyond which more makes no difference", "days", 1, 365, prior=(10, 40), source="assumed"),
    ] = 20.0


def weak_exposure(society: Society, fields: Fields, env: Environment, p: Params) -> Floats:
    """Return the chance (R,) of having a called acquaintance, E = 1 - (1 + m d/omega)^-omega.

    m is the share of the region called so far. The region, not the place: within it calls are drawn evenly, and the
    share of a small place would depend on the scale of the simulation.
    """
    m = fields.called / society.regions.population
    d = p.acquaintances * env.connected
    return 1.0 - 1.0 / portable.power_of(1.0 + m * d / p.overdispersion, p.overdispersion)


def call_strength(fields: Fields, env: Environment, p: Params) -> Floats:
    """Return what today's call weighs in each region (R,), where it arrives: strength^a (1 + k)^-b.

    k is on how many days before people were called. At a = 1 and b = 0 it is the strength that gets through.
    """
    if not env.rally.any():
        return env.rally
    strength = env.rally * env.connected
    if p.call_exponent != 1.0:
        strength = portable.power_of(strength, p.call_exponent)
    if p.call_repeat != 0.0:
        strength = strength * portable.power_of(1.0 + fields.calls, -p.call_repeat)
    return strength


def perceive(today: Today, society: Society, fields: Fields, env: Environment, exposure: Floats, liable: Floats,
             wait: float, exit_open: bool, p: Params, policing: police.Params, detention: bool = True
             ) -> Perception:  # fmt: skip
    """Return what everybody sees today; `exposure` (R,) is `weak_exposure`, `liable` (R,) in full-size persons.

    `wait` is in days. The chance of `detention` is 0 where nobody looks at it.
    """
    regions = society.regions
    strength, known = call_strength(fields, env, p), society.place_arrived
    rally = arriving(society, strength, env.rally_reach, p.reach_exponent, word=0, known=known)
    trigger = arriving(society, env.trigger, env.trigger_reach, p.reach_exponent, word=1)
    yesterday = fields.turnout
    if p.elsewhere > 0.0 and yesterday.any():
        news = elsewhere.rates(society, yesterday, np.ones_like(yesterday), p.nation_news)
        yesterday = elsewhere.mixed(society, yesterday, news, p.elsewhere)
    expected = np.where(rally > 0, rally * fields.expected_rally, 0.0) + yesterday
    expected = np.minimum(expected, society.place_population)
    per_head = 1e5 * fields.deaths / regions.population
    chance = 100.0 * env.believed_total / max(liable.sum(), 1.0) * _quota_share(env, liable)
    return Perception(
        attention=fields.salience,
        issue=env.issue,
        threat=portable.log_of(1.0 + np.where(env.calling > 0, chance, 0.0)),
        weak_exposure=exposure,
        death_factor=1.0 + p.death_gain * per_head / (per_head + p.death_scale),
        penalty=env.penalty,
        calling=env.calling,
        exit_motive=env.exit_motive,
        grievance=env.grievance,
        exit_open=env.exit_open * exit_open,
        abroad=fields.abroad / regions.population,
        wait=min(wait, p.longest_wait),
        turnout=expected,
        rally=rally,
        trigger=trigger,
        detention=_detention(society, env, expected, p, policing) if detention else np.zeros_like(expected),
        backlash=fields.backlash,
        fear=fields.fear,
        place_means=regions.means / (1.0 + regions.means),
        appeased=fields.appeased[0],
        months=months(today.day),
        rest_day=float((today.weekday - p.rest_from) % WEEK < p.rest_days),
    )


def _detention(society: Society, env: Environment, expected: Floats, p: Params, policing: police.Params) -> Floats:
    """Return the believed chance (P,) of being detained, given that one protests among so many `expected` (P,)."""
    a_head = police.capacity(society, env, policing) / (1.0 + expected)
    return 1.0 - portable.exp_of(-p.detention_belief * portable.power_of(a_head, policing.crowding))


def _quota_share(env: Environment, liable: Floats) -> Floats:
    """Return each region's quota per liable person over the nation's; 1 on days without quotas."""
    if env.quota.sum() <= 0:
        return np.ones(len(liable))
    return (env.quota / np.maximum(liable, 1.0)) / (env.quota.sum() / max(liable.sum(), 1.0))


def learn(society: Society, fields: Fields, env: Environment, rally: Floats, turnout: Floats, p: Params) -> None:
    """Update what people expect of an announced day from what happened today; a place's turnout becomes yesterday's.

    Nobody expects more than the people of a place. Who hears of other places learns from their calls as well, called or
    not. A day with a call counts as one more.
    """
    fields.calls[:] += env.rally > 0
    called = rally > 0
    if called.any():
        _expect(society, fields, called, rally, turnout, p)
    fields.turnout[:] = turnout


def _expect(
    society: Society, fields: Fields, called: NDArray[np.bool_], rally: Floats, turnout: Floats, p: Params
) -> None:
    """Move what people expect of an announced day towards what they saw of today's (P,)."""
    seen = np.divide(turnout, rally, out=np.zeros_like(turnout), where=called)
    seen = np.minimum(seen, society.place_population)
    if p.elsewhere > 0.0:
        news = elsewhere.rates(society, turnout, rally, p.nation_news)
        seen = elsewhere.mixed(society, np.where(called, seen, fields.expected_rally), news, p.elsewhere)
        called = np.ones_like(called)
    fields.expected_rally[called] += p.learning * (seen - fields.expected_rally)[called]
