"""What a parameter means in a reader's words: one key, one meaning, on a page and on a terminal."""

from groundswell.params import Parameter
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions

# Where the declared sentence is written for those who know the model; all others keep it
_MEANING = {
    "attention.exposure_gain": "daily rise of attention where people one knows of are called up",
    "attention.trend": "how attention changes slowly, without a shock",
    "behaviour.border_signal": "whether a closed border encourages or discourages protest",
    "behaviour.cost": "how much certain detention deters",
    "behaviour.cost_floor": "how much of that deters even the boldest",
    "behaviour.evade": "baseline propensity to hide",
    "behaviour.evade_threat": "how strongly the threat of a call-up makes people hide",
    "behaviour.exit_hump": "whether some exit from one's region brings more protest than none or much, or less",
    "behaviour.exit_signal_voice": "whether the exit of people one knows encourages or discourages protest",
    "behaviour.grievance": "how strongly grievance moves people to protest",
    "behaviour.leave": "baseline propensity to leave",
    "behaviour.leave_opposition": "whether those who oppose the authorities leave first or last",
    "behaviour.leave_threat": "how strongly the threat of a call-up makes people leave",
    "behaviour.leave_ties": "how strongly the exit of people one knows makes people leave",
    "behaviour.leave_trend": "how readiness to leave changes slowly, without a shock",
    "behaviour.leave_wait": "how much a day's wait at the border deters",
    "behaviour.others": "whether others' turnout encourages protest or replaces one's own",
    "behaviour.protest": "baseline propensity to protest",
    "behaviour.protest_trend": "how readiness to protest changes slowly, without a shock",
    "behaviour.provocation": "whether the chance of detention provokes protest or deters it, beyond its cost",
    "behaviour.rally": "how strongly an announced day draws people to protest",
    "behaviour.rest_day": "whether more or fewer protest on days of rest",
    "behaviour.stake_close": "how much the call-up or exit of a close relation matters to a person",
    "behaviour.stake_friend": "how much the call-up of a friend matters to a person",
    "behaviour.stake_weak": "how much the call-up of an acquaintance matters to a person",
    "behaviour.ties_protested": "how strongly protest of people one knows encourages protest",
    "behaviour.voice_threat": "whether the threat of a call-up makes people protest or keeps them from it",
    "call.replacement": "share of those missing whose notices go to others instead",
    "call.served": "share of notices that reach a person at home",
    "call.unlawful": "share called against the rules and sent home later",
    "concession.appeasement": "how much a concession calms protest, or encourages it",
    "concession.demand": "how much an unfilled call-up keeps the state from conceding",
    "concession.disruption": "how readily disruption brings a concession",
    "concession.exponent": "how much more than in proportion larger protest brings a concession",
    "concession.scaled_down": "share of concessions that scale the call-up down",
    "concession.stopped": "share of concessions that stop the call-up",
    "concession.unfilled": "how readily the state concedes when nobody can be called",
    "lives.risk_first_year": "risk of a called person to die within a year",
    "lives.substitution": "share of the called that volunteers replace after a concession",
    "perception.acquaintances": "number of acquaintances of a person",
    "perception.call_exponent": "how much more or less than in proportion a stronger call draws",
    "perception.call_repeat": "how much less each further call draws",
    "perception.death_gain": "how much local deaths multiply what is at stake",
    "perception.death_scale": "local deaths that make half of that effect",
    "perception.detention_belief": "how strongly police numbers raise the believed risk of detention",
    "perception.elsewhere": "how much people go by turnout in other places",
    "perception.expected_rally": "turnout expected of the first announced day",
    "perception.learning": "how strongly the last announced day sets what is expected of the next",
    "perception.overdispersion": "how evenly the called are spread over circles of acquaintances",
    "policing.backlash": "whether visible force raises or lowers protest elsewhere",
    "policing.capacity_per_million": "how many more the police can detain on a day, per million inhabitants",
    "policing.deadly": "how deadly force is above its usual level",
    "policing.fear": "how long fear lasts where many were detained",
    "policing.force_scale": "force at which anger gives way to fright",
    "policing.pmax": "largest share of participants that can be detained",
}

# The last scenario asked about, with its parameters by key: tables and pages ask about one of them many times
_last: list[tuple[Scenario, dict[str, Parameter]]] = []


def _parameters(scenario: Scenario) -> dict[str, Parameter]:
    for known, found in _last:
        if known is scenario:
            return found
    found = {a.parameter.key: a.parameter for a in assumptions(scenario)}
    _last[:] = [(scenario, found)]
    return found


def meaning(key: str, scenario: Scenario) -> str:
    """Return what a parameter means; one that is not known stays its key."""
    if key in _MEANING:
        return _MEANING[key]
    found = _parameters(scenario).get(key)
    if found is None:
        return key
    about = found.meta.about.replace("`", "")
    section, name, *item = key.split(".")
    if section == "events":
        return f"{about} (event {name})"
    if len(item) != 2:
        return about
    which = next(each for each in getattr(getattr(scenario, section), name) if each.name == item[0])
    return f"{about} ({getattr(which, 'label', '') or which.name})"


def with_key(key: str, scenario: Scenario) -> str:
    """Return what a parameter means, with its key behind: "baseline propensity to leave (behaviour.leave)"."""
    words = meaning(key, scenario)
    return f"{words} ({key})" if words != key else key
