"""The step, in order, repeated: read day t, write day t+1.

    1 events     change the environment of regions
    2 call       serve notices in the order of personal priorities
    3 attend     salience and anxiety
    4 appraise   stakes and threat                        } perceive
    5 perceive   what everybody sees of place and region  }
    6 decide     stay, protest, leave, evade, comply
    7 enforce    detain; fear and anger
    8 border     set out, queue, cross, come back         } end of day
    9 return     releases, returns, deaths, concession    }
   10 contacts   counters of the ties of those who acted
   11 count      flows of the day, stocks at its end

Updates are synchronous: what changes today is seen tomorrow. Only notices, served first, are seen at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from groundswell import behaviour
from groundswell.behaviour import Chooser, Setting
from groundswell.events import environment
from groundswell.kernel import parallel_for
from groundswell.pages import untouched
from groundswell.process import (
    act,
    attend,
    border,
    calendar,
    call,
    concede,
    end_of_day,
    own_measures,
    perceive,
    policing,
    telling,
)
from groundswell.process.count import Day, Tally, count_day
from groundswell.process.opinion import Opposition, opposition
from groundswell.process.own_measures import Today
from groundswell.process.status_lists import StatusLists, clear, region_counts
from groundswell.scenario import Chosen, Scenario
from groundswell.society.synthesize import mean_ties
from groundswell.types import (
    LIABLE_BIT,
    Choice,
    Environment,
    Fields,
    Floats,
    Ints,
    Society,
    State,
    Status,
)


@dataclass
class World:
    """A society in motion."""

    society: Society
    state: State
    fields: Fields
    lists: StatusLists
    order: call.CallOrder
    behaviour: Chosen
    setting: Setting
    chooser: Chooser
    opposition: Opposition
    liable: Floats  # (R,) full-size persons
    told: bool  # people learn which of their ties protested: not where nobody asks
    day: int = 0
    choice: Choice | None = None  # of the day before `day`
    crowds: tuple[Ints, policing.Turnout] | None = None  # of that day: participants by place, and as turnout


def start(scenario: Scenario, society: Society, plain: bool = False, room: State | None = None) -> World:
    """Return the world on the eve of day 0; `plain` evaluates everybody every day, with the same result.

    `room` is a state of the society that nobody needs any more: it is written over, for new memory costs more.
    """
    liable = liable_pool(society)
    ordered = sum(event.ordered() for event in scenario.events)
    share = min(1.0, 4.0 * ordered / max(liable.sum(), 1.0) + 1e-3)  # of the liable to put in order: more if need be
    setting = setting_of(scenario, society)
    chooser = _chooser(scenario, setting, plain)
    return World(
        society,
        _at_rest(society.n, room),
        _calm(scenario, society),
        StatusLists(),
        call.call_order(society, share),
        scenario.behaviour,
        setting,
        chooser,
        opposition(society, scenario.opinion),
        liable,
        _told(scenario, chooser),
    )


def setting_of(scenario: Scenario, society: Society) -> Setting:
    """Return what a behaviour knows of a run beside its own parameters."""
    death_cap = 1.0 + scenario.perception.death_gain
    return Setting(
        society,
        scenario.opinion,
        scenario.society.neighbourhood_share,
        mean_ties(scenario.society),
        scenario.border.everybody,
        death_cap,
    )


def _told(scenario: Scenario, chooser: Chooser) -> bool:
    """Tell whether anybody looks at which ties protested: the behaviour, or code of the user's own."""
    return _asks(chooser, "asks_ties_protested") or bool(scenario.observation.measures)


def _asks(chooser: Chooser, method: str) -> bool:
    """Tell whether a chooser looks at something; one of the user's own need not say: then it does."""
    asks = getattr(chooser, method, None)
    return asks is None or asks()


def _chooser(scenario: Scenario, setting: Setting, plain: bool = False) -> Chooser:
    return behaviour.start(scenario.behaviour.kind, setting, scenario.behaviour.params, plain)


def fork(world: World, scenario: Scenario, room: State | None = None) -> World:
    """Return a world that goes on from the same morning under `scenario`, sharing nothing that moves; `room` as above.

    The two must agree on the past: same society, same seed, no event changed that has begun. On the eve of day 0 there
    is none, and the world begins as `scenario` has it.
    """
    setting = setting_of(scenario, world.society)
    alike = scenario.behaviour == world.behaviour and setting[1:] == world.setting[1:]
    if world.day == 0:
        begun = start(scenario, world.society, room=room)
        return replace(begun, chooser=world.chooser.copy()) if alike else begun
    state = room or _room(world.society.n)
    for copied, column in zip(state, world.state, strict=True):
        copied[:] = column
    if alike:
        chooser = world.chooser.copy()
    else:
        chooser = _chooser(scenario, setting)
        chooser.set_state({name: np.array(column) for name, column in world.chooser.get_state().items()})
    told = _told(scenario, chooser)
    if told != world.told:  # as if it had been so from the beginning
        telling.protested(world.society, state, world.lists.protesters, 1 if told else -1)
    return replace(
        world,
        state=state,
        fields=Fields._make(column.copy() for column in world.fields),
        lists=replace(world.lists),  # lists are replaced day by day, never written into
        behaviour=scenario.behaviour,
        setting=setting,
        chooser=chooser,
        opposition=opposition(world.society, scenario.opinion),
        told=told,
        crowds=None,
    )


def simulate(scenario: Scenario, society: Society, plain: bool = False) -> Iterator[Tally]:
    """Yield each day's counts, from day 0 on; stop asking whenever enough is known."""
    world = start(scenario, society, plain)
    while world.day < scenario.days:
        yield step(scenario, world)


def step(scenario: Scenario, w: World) -> Tally:
    """Let one day happen and return what is counted on it."""
    society, state, fields, lists = w.society, w.state, w.fields, w.lists
    heard = partial(w.chooser.on_contacts_changed, state)
    calling_up = scenario.call or call.Params()  # without a call-up there is no notice on which these could act
    env = environment(w.day, scenario.events, society.regions, w.liable, border.names(scenario.border))
    level, quota = concede.in_force(env, fields), env.quota
    env = concede.soften(env, level, scenario.concession)
    concede.appease(fields, level, scenario.concession)

    void = act.lapse(society, env, state, lists)
    asked, waived = call.ask(society, fields, env, quota, void, level == concede.STOPPED)
    w.order, called = call.call(w.order, society, state, fields, calling_up)
    act.notice(w.day, called, state, lists)
    telling.called(society, state, called, heard)
    fields.called[:] += region_counts(society, called)
    env = env._replace(calling=call.going_on(society, fields, env, lists.called))

    exposure = perceive.weak_exposure(society, fields, env, scenario.perception)
    fields.salience[:], fields.anxiety[:] = attend.attend(w.day, fields, env, exposure, scenario.attention)
    capacity = border.capacity(env, scenario.border).sum()
    wait = len(lists.queue) * society.weight / max(capacity, 1e-9)
    today, is_open = calendar.of(scenario.start, w.day), bool(capacity > 0)
    seen = perceive.perceive(today, society, fields, env, exposure, w.liable, wait, is_open, scenario.perception,
                             scenario.policing, _asks(w.chooser, "asks_detention"))  # fmt: skip

    choice = w.choice = w.chooser.decide(w.day, state, seen, lists.called)
    acts = act.act(w.day, choice, society, state, fields, lists, calling_up, scenario.lives)

    there = _turnout(scenario, w, acts.there)
    share = policing.detained_share(society, there, env, scenario.policing)
    detained = policing.enforce(w.day, society, acts.protesters, acts.there, share, env, scenario.policing)
    end_of_day.detain(w.day, society, detained, state, lists, env.calling)
    policing.feel(society, fields, env, there.present, share, scenario.policing)
    moves = end_of_day.move(w.day, society, state, fields, lists, env, scenario.border, calling_up.hiding)
    fields.deaths[:] += region_counts(society, moves.died_in_service)
    fields.abroad[:] += region_counts(society, moves.crossed) - region_counts(society, moves.came_back)
    _concede(scenario, w, env, len(acts.protesters) * society.weight)

    telling.moves(w.day, society, state, lists, moves, detained, heard)
    telling.protest(society, state, lists, acts.protesters, w.told, heard)
    perceive.learn(society, fields, env, seen.rally, there.present, scenario.perception)
    gates = border.shares(env, scenario.border)
    day = Day(w.day, level, asked, waived, called, acts, moves, detained, gates)
    tally = count_day(day, society, fields, lists, seen, w.opposition, scenario.opinion, scenario.observation)
    today = Today(w.day, society, state, fields, lists, acts, moves, detained)
    tally.regional.update(own_measures.counts(scenario.observation.measures, today))
    w.day += 1
    return tally


def _turnout(scenario: Scenario, w: World, there: Ints) -> policing.Turnout:
    """Return today's turnout, which is yesterday's where a behaviour hands over what it did yesterday."""
    if w.crowds is None or w.crowds[0] is not there:
        w.crowds = there, policing.turnout(w.society, there, scenario.perception.pooling)
    return w.crowds[1]


def _concede(scenario: Scenario, w: World, env: Environment, protesters: float) -> None:
    """Let the state concede, or not, to so many protesters and to those who were called and have not gone."""
    called = len(w.lists.called) + np.count_nonzero(w.lists.held_from == Status.CALLED)
    concede.concede(
        w.day,
        w.society,
        w.fields,
        protesters,
        called * w.society.weight,
        sum(event.ordered() for event in scenario.events if event.day <= w.day),  # one to come weighs on no day
        env.demand,
        bool(env.calling.any()),
        scenario.concession,
    )


def liable_pool(society: Society) -> Floats:
    """Return the liable of each region (R,), in full-size persons."""
    ranges = pairwise(society.region_start)
    return np.array([float(np.count_nonzero(society.kind[a:b] & LIABLE_BIT)) for a, b in ranges]) * society.weight


def _room(n: int) -> State:
    status, close, friends, left, protested = (untouched(n, np.uint8) for _ in range(5))
    return State(status, close, friends, left, protested, untouched(n, np.uint16))


def _at_rest(n: int, room: State | None) -> State:
    state = room or _room(n)
    *many, protested, afraid = state
    parallel_for(clear, n, *many, grain=1 << 16)
    if room:  # what few persons' ties write to is not touched without need
        protested.fill(0)
        afraid.fill(0)
    return state


def _calm(scenario: Scenario, society: Society) -> Fields:
    regions, places = len(society.region_start) - 1, len(society.place_region)
    zero = np.zeros(regions)
    return Fields(
        salience=zero + scenario.attention.base,
        anxiety=zero + scenario.attention.anxiety_base,
        backlash=zero.copy(),
        fear=np.zeros(places),
        turnout=np.zeros(places),
        expected_rally=scenario.perception.expected_rally / 1000.0 * society.place_population,
        calls=zero.copy(),
        called=zero.copy(),
        abroad=zero.copy(),
        deaths=zero.copy(),
        quota_due=call.first_due(society),
        call_next=np.zeros(regions, np.int64),
        gate_due=np.zeros(1),
        asked=np.zeros(1),
        waived=np.zeros(1),
        complied=np.zeros(1),
        disruption=np.zeros(1),
        hazard=np.zeros(1),
        concession=np.zeros(1, np.int64),
        level=np.zeros(1, np.int64),
        appeased=np.zeros(1),
    )
