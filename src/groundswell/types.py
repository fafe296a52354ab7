"""The nouns of the package: who there is, what moves, what an event may touch, what a person sees.

Shapes: n persons, P places, R regions. Persons are numbered by region, place and household, so that
neighbours in life are neighbours in memory. A person of a 1:100 society stands for 100 (`Society.weight`).
"""

from collections.abc import Mapping
from enum import IntEnum
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Ids = NDArray[np.uint32]  # persons; 4.29e9 of them at most
Ints = NDArray[np.int64]


class Status(IntEnum):
    """Where a person is; every person has exactly one status at every day's end."""

    HOME = 0
    CALLED = 1  # notice served, has not yet complied, hidden or gone
    PREPARING = 2  # has decided to leave, still at home
    QUEUEING = 3  # on the way to a border post
    ABROAD = 4
    EVADING = 5
    SERVING = 6
    HELD = 7
    DEAD = 8


class Action(IntEnum):
    """What a person does on a day."""

    STAY = 0
    PROTEST = 1  # voice
    LEAVE = 2  # exit
    EVADE = 3
    COMPLY = 4  # loyalty


for _enumeration in (Status, Action):
    for _name, _member in _enumeration.__members__.items():
        # Python 3.11 goes a long way to each look at a member: thirty looks a day were a thirtieth of a small run.
        type.__setattr__(_enumeration, _name, _member)

ADULT_BAND = 4  # first of the age bands of 18 and over
BAND_STARTS = (0, 5, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80)  # years; the last is open
BAND_MIDDLES = (*((a + b) / 2 for a, b in pairwise(BAND_STARTS)), BAND_STARTS[-1] + 5.0)  # years

BAND_BITS, MALE_BIT, LIABLE_BIT = 0x1F, 0x20, 0x40  # of Society.kind


class Regions(NamedTuple):
    """The country's statistical units, in the census's order."""

    codes: tuple[str, ...]  # ISO 3166-2 as the sources publish them
    names: tuple[str, ...]
    population: Floats  # (R,) persons, full size
    adults: Floats  # (R,) persons of 18 and over, full size
    means: Floats  # (R,) means to leave over the national mean
    capitals: NDArray[np.bool_]  # (R,) a monitor hears best of these
    covariate_names: tuple[str, ...]
    covariates: Floats  # (K, R) whatever else is known of a region, each in its own unit; NaN: not known

    def covariate(self, name: str) -> Floats:
        """Return a covariate of the regions (R,), NaN where not known. Raises ValueError for one that there is not."""
        if name not in self.covariate_names:
            raise ValueError(f"covariate = {name!r}: there are {list(self.covariate_names)}")
        return self.covariates[self.covariate_names.index(name)]

    def relative(self, name: str) -> Floats:
        """Return a covariate over its mean over the population (R,), 1 where it is not known.

        Raises ValueError for one that there is not, or whose mean is not above 0.
        """
        column = self.covariate(name)
        known = np.isfinite(column)
        mean = float(np.average(column[known], weights=self.population[known])) if known.any() else 0.0
        if mean <= 0.0:
            raise ValueError(f"covariate = {name!r}: its mean, {mean}, is not above 0")
        return np.where(known, column / mean, 1.0)


class Society(NamedTuple):
    """Who there is and who knows whom: built once, read-only."""

    seed: int  # of all draws from which it is built
    weight: float  # full-size persons a simulated person stands for
    regions: Regions  # names, inhabitants, means and covariates
    region_start: Ints  # (R+1,) first person of each region
    place_region: NDArray[np.int32]  # (P,) region of each place
    place_start: Ints  # (P+1,) first person of each place
    place_population: Floats  # (P,) persons, full size, of a town or of one settlement
    place_count: Floats  # (P,) settlements that the place stands for; a small society pools them, a town counts as 1
    place_name: tuple[str, ...]  # (P,) a town's name, "" for a settlement of a region's remainder
    place_arrived: NDArray[np.bool_]  # (P,) a call for protest is known to have arrived in the town
    tie_low: Ints  # (P,) friends and near kin of a place's persons live in [tie_low, tie_high)
    tie_high: Ints  # (P,) end of that range
    kind: Bytes  # (n,) age band | male | liable
    household: Bytes  # (n,) place within the household (low half), size (high half)
    neighbourhood: NDArray[
        np.float32
    ]  # (n/256+1,) a neighbourhood's shift of private opposition, in standard deviations
    neighbourhood_place: NDArray[np.int32]  # (n/256+1,) place of a neighbourhood's first person
    tie_keys: NDArray[np.uint64]  # (layers, 6) keys of the involutions that make ties
    tie_scope: NDArray[
        np.int8
    ]  # (layers,) where a layer's partners live: 0 the place's range, 1 the region, 2 the nation
    kin_layers: int  # the first layers are kin, the others friends
    alike_years: float  # difference of age at which half of the friendships are lost
    adult_age: float  # mean age of adults, years
    residuals: dict[str, float]  # how far margins were missed; see groundswell.society.margins

    @property
    def n(self) -> int:
        """Simulated persons."""
        return len(self.kind)

    @property
    def inhabitants(self) -> Floats:
        """Full-size persons of each place (P,), all its settlements together."""
        return self.place_population * self.place_count


class State(NamedTuple):
    """What moves, a column a person; counters stop at 255."""

    status: Bytes  # (n,) where a person is: Status
    close_called: Bytes  # (n,) close ties (household and kin) that were called or are abroad, each counted once
    friends_called: Bytes  # (n,) friends that were called
    ties_left: Bytes  # (n,) ties of all kinds abroad
    ties_protested: Bytes  # (n,) ties of all kinds that protested yesterday
    afraid: NDArray[np.uint16]  # (n,) day after the latest detention of a close tie, 0: none


class Environment(NamedTuple):
    """Everything an event may touch, per region and day; an event never touches a person."""

    issue: Floats  # (R,) 1: the mobilization is known
    shock: Floats  # (R,) strength of today's announcement, 1 as announced on day 0 of the flagship
    calling: Floats  # (R,) 1: a call-up is in force
    quota: Floats  # (R,) full-size persons to be drawn today
    believed_total: Floats  # (R,) how many people think will be called, nation-wide
    rally: Floats  # (R,) strength of a protest day announced for today
    rally_reach: Floats  # (R,) population at which a call arrives in half of the towns
    trigger: Floats  # (R,) strength of a local occasion, in utility
    trigger_reach: Floats  # (R,) population at which it arrives in half of the towns
    policing: Floats  # (R,) factor on the capacity to detain
    force: Floats  # (R,) abstract violence, 1 as observed
    penalty: Floats  # (R,) factor on the perceived penalty for not complying
    connected: Floats  # (R,) share of calls and of news of acquaintances that get through, 0..1
    gates: Mapping[str, float]  # by gate: factor on its capacity
    exit_open: Floats  # (R,) 1: residents may leave
    exit_motive: Floats  # (R,) what makes people want to leave, beside a call-up; 0: nothing
    grievance: Floats  # (R,) added to everybody's opposition, in standard deviations
    demand: float  # what is asked of the state, beside the end of a call-up, 0..1; 0: nothing
    returns: Floats  # (R,) 1: those called unlawfully are sent home
    exempt: Floats  # (R,) share of the quota waived
    concession: int  # level that an event grants today: 0 none, 1 targeted, 2 scaled down, 3 stopped


class Fields(NamedTuple):
    """The moving part of places and regions: what today leaves for tomorrow."""

    salience: Floats  # (R,) share of persons attentive
    anxiety: Floats  # (R,) share of persons anxious
    backlash: Floats  # (R,) anger at visible force, in utility
    fear: Floats  # (P,) of detentions seen, in utility
    turnout: Floats  # (P,) yesterday's, full-size persons in a town or in one settlement
    expected_rally: Floats  # (P,) what people expect of an announced day, full-size persons
    calls: Floats  # (R,) days so far on which people were called to protest
    called: Floats  # (R,) so far, full-size persons
    abroad: Floats  # (R,) to stay away, full-size persons
    deaths: Floats  # (R,) so far among the called, full-size persons
    quota_due: Floats  # (R,) to be drawn, carried over, full-size persons
    call_next: Ints  # (R,) position in the region's call order
    gate_due: Floats  # (1,) crossings carried over, full-size persons
    asked: Floats  # (1,) persons that the quotas so far ask for, full-size persons
    waived: Floats  # (1,) persons whom exemptions and concessions took off the quotas so far, full-size persons
    complied: Floats  # (1,) persons who complied so far, full-size persons
    disruption: Floats  # (1,) mean participants of the last days, full-size persons
    hazard: Floats  # (1,) today's chance that the state yields of its own accord
    concession: Ints  # (1,) level to which the state has yielded of its own accord
    level: Ints  # (1,) of concession in force yesterday
    appeased: Floats  # (1,) what concessions take off protest, in utility


class Perception(NamedTuple):
    """What persons know of their place and region before they choose."""

    attention: Floats  # (R,) a person whose attention draw is below attends
    issue: Floats  # (R,)
    threat: Floats  # (R,) ln(1 + believed chance of being called, per cent) of a liable person
    weak_exposure: Floats  # (R,) chance of having a called acquaintance
    death_factor: Floats  # (R,) what local deaths make of a stake, 1..4
    penalty: Floats  # (R,)
    calling: Floats  # (R,) 1: a call-up goes on, so that there is something to hide from
    exit_motive: Floats  # (R,) beside a call-up
    grievance: Floats  # (R,) standard deviations of opposition
    exit_open: Floats  # (R,) 0 or 1
    abroad: Floats  # (R,) share of the region's people
    wait: float  # days at the border
    turnout: Floats  # (P,) persons expected in the street today
    rally: Floats  # (P,) strength of today's call that arrives
    trigger: Floats  # (P,)
    detention: Floats  # (P,) believed chance of being detained, given that one protests
    backlash: Floats  # (R,)
    fear: Floats  # (P,)
    place_means: Floats  # (R,) mean ability to leave
    appeased: float  # what concessions take off protest, in utility
    months: float  # of 30 days since the scenario's start
    rest_day: float  # 1: today is a day of rest


class Choice(NamedTuple):
    """Who does something other than stay today, in the order of persons; nobody writes into it later."""

    who: Ids
    action: Bytes
    there: Ints | None = None  # (P,) how many protest in each place, if the behaviour has counted them


Params = Any  # a behaviour's NamedTuple of floats
