"""The parameters of the exit-voice-loyalty choice; utilities are relative to staying put."""

from typing import Annotated, NamedTuple

from groundswell.params import ASSUMED, P


class Params(NamedTuple):
    """[behaviour] of kind "exit_voice_loyalty"."""

    protest: Annotated[float, P(
        "constant term of protest", "utility", -60, 60, prior=(-22, -6), status=ASSUMED, symbol="a_v",
        source="assumed: from one in 20,000 to one in fifty on the largest day, as in the shipped cases",
        plain="baseline propensity to protest"
    )] = -14.6  # fmt: skip
    grievance: Annotated[float, P(
        "grievance: private opposition plus stake", "utility per standard deviation", 0, 20, prior=(0.5, 2),
        symbol="b_g", source="sets the unit of utility; starting value of a prototype of this model: 1",
        plain="how strongly grievance moves people to protest"
    )] = 1.0  # fmt: skip
    others: Annotated[float, P(
        "turnout seen; the sign is free: complements or substitutes", "utility per log unit", -10, 10,
        prior=(-0.5, 1.5), symbol="c", source="substitutes: Cantoni and others 2019; mixed: Hager and others 2022",
        plain="whether others' turnout encourages protest or replaces one's own"
    )] = 0.1  # fmt: skip
    protest_trend: Annotated[float, P(
        "slow change of protest; the sign is free", "utility per 30 days", -10, 10, prior=(-0.5, 0.5),
        source="the rival of a suddenly imposed grievance, Walsh 1981; size assumed",
        plain="how readiness to protest changes slowly, without a shock"
    )] = 0.0  # fmt: skip
    rest_day: Annotated[float, P(
        "a day of rest on protest; the sign is free", "utility", -10, 10, prior=(-0.5, 2),
        source="time at hand: biographical availability, McAdam 1986; size assumed",
        plain="whether more or fewer protest on days of rest"
    )] = 0.0  # fmt: skip
    rally: Annotated[float, P(
        "an announced day that reaches one's place", "utility", 0, 30, prior=(2, 9), status=ASSUMED, symbol="sync",
        source="assumed: the calendar of announced days is an input",
        plain="how strongly an announced day draws people to protest"
    )] = 5.0  # fmt: skip
    cost: Annotated[float, P(
        "certain detention, for a timid person", "utility", 0, 30, prior=(0.5, 5), status=ASSUMED, source="assumed",
        plain="how much certain detention deters"
    )] = 2.0  # fmt: skip
    cost_floor: Annotated[float, P(
        "part of that cost which counts for the boldest", "share", 0, 1, prior=(0.4, 0.9),
        source="without a floor the bold protest and deterrence vanishes; value of a prototype of this model: 0.6",
        plain="how much of that deters even the boldest"
    )] = 0.6  # fmt: skip
    provocation: Annotated[float, P(
        "certain detention, as a provocation, whoever one is; below 0 it deters; the sign is free", "utility", -30, 30,
        prior=(-2, 2), source="deterrence or escalation: Lichbach 1987; both at once: Opp and Roehl 1990; size assumed",
        plain="whether the chance of detention provokes protest or deters it, beyond its cost"
    )] = 0.0  # fmt: skip
    ties_protested: Annotated[float, P(
        "if all of one's ties protested yesterday", "utility", -30, 30, prior=(0, 10),
        source="assumed; thresholds among ties: Granovetter 1978",
        plain="how strongly protest of people one knows encourages protest"
    )] = 3.0  # fmt: skip
    ties_detained: Annotated[float, P(
        "fear after a close tie was detained", "utility", 0, 10, prior=(0, 1),
        source="starting value of a prototype of this model: 0.1"
    )] = 0.1  # fmt: skip
    fear_half_life: Annotated[float, P(
        "days in which half of that fear is forgotten", "days", 0.5, 100, prior=(1, 10),
        source="starting value of a prototype of this model: 3"
    )] = 3.0  # fmt: skip
    exit_signal_voice: Annotated[float, P(
        "if all of one's ties left: signal or lost company; the sign is free", "utility", -30, 30, prior=(-5, 5),
        symbol="gamma", source="signal or erosion: Pfaff and Kim 2003; erosion: Sellars 2019, Miller and Peters 2020",
        plain="whether the exit of people one knows encourages or discourages protest"
    )] = 0.0  # fmt: skip
    exit_hump: Annotated[float, P(
        "exit from one's region on voice where it is at its peak: a hump, or below 0 a dip; the sign is free",
        "utility", -30, 30, prior=(-1, 2), source="inverted U of protest over exit: Pfaff and Kim 2003; size assumed",
        plain="whether some exit from one's region brings more protest than none or much, or less"
    )] = 0.0  # fmt: skip
    exit_peak: Annotated[float, P(
        "share of a region abroad at that peak; at twice as much the effect is gone, beyond it turns", "share", 1e-5, 1,
        prior=(0.0005, 0.05), shape="loguniform",
        source="assumed: from one in 2,000 to more than left the GDR in 1989, about one in fifty"
    )] = 0.01  # fmt: skip
    border_signal: Annotated[float, P(
        "closed borders on voice; the sign is free", "utility", -10, 10, prior=(-1, 1),
        source="closing raises voice: Hirschman 1993; it strengthens control: Aleman and Woods 2014",
        plain="whether a closed border encourages or discourages protest"
    )] = 0.0  # fmt: skip
    stake_close: Annotated[float, P(
        "a close tie called or gone", "readiness a tie", 0, 5, prior=(0.02, 0.15),
        source="draft risk moved parents to vote, 7-9 points in towns with a casualty: Davenport 2015",
        plain="how much the call-up or exit of a close relation matters to a person"
    )] = 0.08  # fmt: skip
    stake_friend: Annotated[float, P(
        "a friend called", "readiness a tie", 0, 5, prior=(0, 0.05), only_with="call",
        source="assumed: between close and weak ties",
        plain="how much the call-up of a friend matters to a person"
    )] = 0.02  # fmt: skip
    stake_weak: Annotated[float, P(
        "a called acquaintance for sure", "readiness", 0, 5, prior=(0, 0.03), only_with="call",
        source="assumed: far below a close tie",
        plain="how much the call-up of an acquaintance matters to a person"
    )] = 0.015  # fmt: skip
    voice_threat: Annotated[float, P(
        "threat on protest: ln(1 + believed chance of being called, per cent), one's own or one's family's; the sign is"
        " free", "utility", -20, 20, prior=(-0.2, 1), only_with="call",
        source="who is at risk acts: Davenport 2015; exit rather than voice: Sellars 2019; size as leave_threat",
        plain="whether the threat of a call-up makes people protest or keeps them from it"
    )] = 0.0  # fmt: skip
    leave: Annotated[float, P(
        "constant term of leaving", "utility", -60, 60, prior=(-12, -2), status=ASSUMED, symbol="a_x",
        source="assumed: from one in 100,000 to one in ten over an episode",
        plain="baseline propensity to leave"
    )] = -4.0  # fmt: skip
    leave_threat: Annotated[float, P(
        "threat: ln(1 + believed chance of being called, per cent)", "utility", 0, 20, prior=(0.2, 2), symbol="b_t",
        only_with="call", source="starting value of a prototype of this model: 0.5",
        plain="how strongly the threat of a call-up makes people leave"
    )] = 0.5  # fmt: skip
    leave_motive: Annotated[float, P(
        "a motive to leave beside a call-up", "utility", 0, 20, prior=(0, 4),
        source="assumed, as large as a certain call-up at most; no such motive in the flagship"
    )] = 2.0  # fmt: skip
    leave_trend: Annotated[float, P(
        "slow change of leaving; the sign is free", "utility per 30 days", -10, 10, prior=(-0.5, 0.5),
        source="as protest_trend",
        plain="how readiness to leave changes slowly, without a shock"
    )] = 0.0  # fmt: skip
    leave_means: Annotated[float, P(
        "lack of means", "utility", 0, 20, prior=(0.5, 3), symbol="b_m",
        source="starting value of a prototype of this model: 1.5"
    )] = 1.5  # fmt: skip
    leave_opposition: Annotated[float, P(
        "private opposition on leaving: who would protest leaves first, or last; the sign is free",
        "utility per standard deviation", -10, 10, prior=(-0.5, 1.5),
        source="who minds most leaves first, or stays out of loyalty: Hirschman 1970; size assumed, as grievance",
        plain="whether those who oppose the authorities leave first or last"
    )] = 0.0  # fmt: skip
    leave_wait: Annotated[float, P(
        "a day's wait at the border", "utility a day", 0, 5, prior=(0.01, 0.3), symbol="b_q",
        source="starting value of a prototype of this model: 0.03; size assumed",
        plain="how much a day's wait at the border deters"
    )] = 0.15  # fmt: skip
    leave_ties: Annotated[float, P(
        "if all of one's ties left", "utility", -30, 30, prior=(-2, 8),
        source="exit as a signal: Exit as Voice 2025; size assumed",
        plain="how strongly the exit of people one knows makes people leave"
    )] = 3.0  # fmt: skip
    evade: Annotated[float, P(
        "constant term of hiding", "utility", -60, 60, prior=(-9, -2), symbol="a_e", only_with="call",
        source="assumed",
        plain="baseline propensity to hide"
    )] = -5.5  # fmt: skip
    evade_threat: Annotated[float, P(
        "threat on hiding", "utility", 0, 20, prior=(0.1, 2), only_with="call", source="assumed, as leave_threat",
        plain="how strongly the threat of a call-up makes people hide"
    )] = 0.8  # fmt: skip
    penalty: Annotated[float, P(
        "perceived penalty for not complying", "utility", 0, 20, prior=(0.5, 4), only_with="call",
        source="assumed: what is feared can exceed what is done"
    )] = 1.5  # fmt: skip
    comply: Annotated[float, P(
        "complying when called: duty and pay", "utility", -20, 20, prior=(-2, 3), status=ASSUMED, only_with="call",
        source="assumed: most of those served comply"
    )] = 0.5  # fmt: skip
    comply_loyalty: Annotated[float, P(
        "private opposition against complying", "utility per standard deviation", 0, 10, prior=(0, 1), only_with="call",
        source="assumed"
    )] = 0.4  # fmt: skip
    comply_kin: Annotated[float, P(
        "each close tie that was called", "utility a tie", -5, 5, prior=(-0.2, 0.5), only_with="call",
        source="assumed: a norm among kin"
    )] = 0.1  # fmt: skip
    daily: Annotated[float, P(
        "largest daily draw, either way", "utility", 0, 2, prior=(0.1, 0.3), status=ASSUMED,
        source="bounded, so that skipping people is exact; starting value of a prototype of this model: 0.19"
    )] = 0.19  # fmt: skip
