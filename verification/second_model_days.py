"""The ten steps of a day of the second model (second_model.py), in the order of docs/model.md, section 2."""

from math import exp, log
from types import SimpleNamespace
from typing import Any

import numpy as np
from second_model_people import (
    ABROAD,
    CALLED,
    COMPLY,
    DEAD,
    EVADE,
    EVADING,
    HELD,
    HOME,
    LEAVE,
    NEVER,
    PREPARING,
    PROTEST,
    QUEUEING,
    SERVING,
    STAY,
    People,
)  # fmt: skip
from second_model_ties import philox, told

SIZES = (5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7)


class Second(People):
    """A method a step."""

    def surroundings(self, day: int) -> SimpleNamespace:
        """Step 1: the timeline of Toyland, and the concession in force."""
        decree, c = self.events["decree"], self.c.concession
        left = [1.0, c.targeted_left, c.scaled_down_left, 0.0][self.level]
        elapsed = [min(max(t, 0) / decree.duration, 1.0) for t in (day + 1 - decree.day, day - decree.day)]
        f1, f0 = (1.0 - (1.0 - t) ** decree.front_loading for t in elapsed)
        quota = decree.target * (f1 - f0)
        excess = self.events["excess"]
        rally = self.events["saturdays"]
        return SimpleNamespace(
            in_force=self.level < 3 and day >= decree.day,
            quota=quota * left, waived=quota * (1.0 - left), grievance=self.events["announcement"].grievance * left,
            shock=float(day == 0), returns=self.level > 0,
            called=day >= rally.day and (day - rally.day) % rally.every == 0,
            force=excess.force if excess.day <= day <= excess.until else 1.0,
            capacity=sum(g.capacity * (self.events["bridge"].capacity
                                       if g.name == "bridge" and day >= self.events["bridge"].day else 1.0)
                         for g in self.c.border.gates))  # fmt: skip

    def call(self, day: int, env: Any) -> float:
        """Step 2; return how many were served."""
        p, w, served_today = self.c.call, self.w, 0.0
        _, served, replaced, _ = philox(self.s.seed, "CALL", 0, self.ids)
        if not env.in_force:
            self.due[:] = 0.0
            void = self.status == CALLED
            self.status[void] = HOME
            self.before_held[self.before_held == CALLED] = HOME
            return 0.0
        liable = np.array([len(order) for order in self.order], float)
        self.asked += env.quota
        self.waived += env.waived
        self.due += env.quota * liable / liable.sum()
        for r, order in enumerate(self.order):
            places = int(self.due[r] // w)
            self.due[r] -= places * w
            while places > 0 and self.position[r] < len(order):
                i = order[self.position[r]]
                self.position[r] += 1
                if self.status[i] in (CALLED, SERVING, HELD, DEAD):
                    continue
                if self.status[i] in (HOME, PREPARING) and served[i] < p.served:
                    self.status[i], self.notice_day[i], self.noticed[i] = CALLED, day, True
                    self.notices[r] += w
                    served_today += w
                    places -= 1
                elif replaced[i] >= p.replacement:
                    places -= 1
        return served_today

    def gives_up_notice(self, who: np.ndarray) -> None:
        """Who had a notice and leaves or hides is due again with chance rho."""
        again = who[self.draw("CALL", 0, 2)[who] < self.c.call.replacement]
        np.add.at(self.due, self.region[again], self.w)

    def perceive(self, day: int, env: Any, goes_on: np.ndarray) -> SimpleNamespace:
        """Steps 3 to 5."""
        a, p, s = self.c.attention, self.c.perception, self.s
        people = s.regions.population
        weak = 1.0 - (1.0 + self.notices / people * p.acquaintances / p.overdispersion) ** -p.overdispersion
        kept = a.base + (self.salience - a.base) * 2.0 ** (-1.0 / a.half_life)
        self.salience = np.clip(kept + a.jump * env.shock + a.exposure_gain * weak, 0.0, 1.0)
        x = self.deaths / people * 100_000.0
        deaths = 1.0 + p.death_gain * x / (x + p.death_scale)
        liable = self.w * self.liable.sum()
        threat = np.where(goes_on, log(1.0 + 100.0 * self.events["decree"].believed_total / liable), 0.0)
        y = self.arrived * self.events["saturdays"].strength if env.called else np.zeros(len(self.turnout))
        expected = np.minimum(y * self.learned + self.turnout, s.place_population)
        capacity = self.capacity()
        believed = 1.0 - np.exp(-p.detention_belief * (capacity / (1.0 + expected)) ** self.c.policing.crowding)
        queue = self.w * (self.status == QUEUEING).sum()
        return SimpleNamespace(weak=weak, deaths=deaths, threat=threat, y=y, expected=expected, believed=believed,
                               wait=min(queue / env.capacity, p.longest_wait), rest=(day % 7) in (5, 6))  # fmt: skip

    def capacity(self) -> np.ndarray:
        p = self.c.policing
        return p.capacity_floor + p.capacity_per_million * self.s.place_population / 1e6

    def decide(self, day: int, env: Any, seen: Any, goes_on: np.ndarray) -> np.ndarray:
        """Step 6: the action of everybody."""
        b, r, q = self.b, self.region, self.place
        abroad = self.status == ABROAD
        close = told(self.close, self.noticed | abroad)
        friends = told(self.friends, self.noticed)
        left, marched = (told(self.close + self.friends, news) for news in (abroad, self.protested))
        holds = self.status == CALLED
        stake = b.stake_close * close + b.stake_friend * friends + b.stake_weak * seen.weak[r]
        p = seen.believed[q]
        threat = np.where(holds, log(101.0), seen.threat[r])
        days = day - self.tie_detained
        u = philox(self.s.seed, "DAILY", day, self.ids)
        noise = self.taste + b.daily * (2.0 * u - 1.0)
        voice = (b.protest + b.grievance * (self.theta + env.grievance) + b.grievance * seen.deaths[r] * stake
                 + b.others * np.log(1.0 + seen.expected[q]) + b.rally * seen.y[q] + self.backlash[r] - self.fear[q]
                 - b.cost * p * (b.cost_floor + (1.0 - b.cost_floor) * (1.0 - self.bold))
                 + (b.ties_protested * marched + b.exit_signal_voice * left) / self.ties
                 - np.where(days < NEVER, b.ties_detained * 2.0 ** (-days / b.fear_half_life), 0.0)
                 + b.provocation * p + b.voice_threat * seen.threat[r] + b.rest_day * seen.rest
                 + b.protest_trend * day / 30.0 + noise[0])  # fmt: skip
        leave = (b.leave + b.leave_threat * threat - b.leave_means * (1.0 - self.means) - b.leave_wait * seen.wait
                 + b.leave_ties * left / self.ties + b.leave_opposition * self.theta + b.leave_trend * day / 30.0
                 + noise[1])  # fmt: skip
        hide = b.evade + b.evade_threat * threat - b.penalty + noise[2]
        comply = b.comply + b.penalty - b.comply_loyalty * self.theta + b.comply_kin * close + noise[3]
        asked = self.adult & np.isin(self.status, (HOME, CALLED))
        asked &= (self.attend < self.salience[r]) | holds | (close > 0)
        out = self.liable & goes_on[r]
        open_to = [np.zeros(self.n, bool) | True, asked, asked & out, asked & out, asked & holds]
        utility = np.stack([np.zeros(self.n), voice, leave, hide, comply])
        return np.where(np.stack(open_to), utility, -np.inf).argmax(axis=0)

    def act(self, day: int, action: np.ndarray) -> None:
        """What was chosen becomes status, but for protest; notices that run out count as hiding."""
        p, held = self.c.call, self.status == CALLED
        late = held & (action == STAY) & (day - self.notice_day >= p.grace)
        self.gives_up_notice(np.flatnonzero(held & ((action == LEAVE) | (action == EVADE) | late)))
        self.status[action == LEAVE] = PREPARING
        self.status[(action == EVADE) | late] = EVADING
        who = np.flatnonzero(action == COMPLY)
        self.status[who] = SERVING
        self.complied += self.w * len(who)
        serve, lives = philox(self.s.seed, "SERVE", 0, who), self.c.lives
        risk = -log(1.0 - lives.risk_first_year) / (365.0 - lives.first_weeks)
        self.dies_on[who] = day + (lives.first_weeks - np.log(serve[0]) / risk).astype(int)
        unlawful = self.draw("CALL", 0, 3)[who] < p.unlawful
        self.returns_on[who] = np.where(unlawful, day + (1.0 + serve[1] * p.unlawful_days).astype(int), NEVER)

    def pooled(self, marching: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the participants of each place, or of one of its settlements, and what one simulated one adds."""
        s, a = self.s, self.c.perception.pooling * (self.w - 1.0)
        count = self.w * np.bincount(self.place[marching], minlength=len(self.turnout)) / s.place_count
        size = np.searchsorted(SIZES, s.place_population, side="left")
        took_part = np.bincount(size, count * s.place_count, len(SIZES) + 1)
        rate = took_part / np.maximum(np.bincount(size, s.inhabitants, len(SIZES) + 1), 1.0)
        mean = rate[size] * s.place_population
        weight = np.where(mean > 0.0, mean / np.maximum(a + mean, 1e-300), 0.0)
        return (a + count) * weight, self.w * weight / s.place_count

    def enforce(self, day: int, env: Any, seen: Any, marching: np.ndarray) -> np.ndarray:
        """Step 7; return who is detained."""
        p, s = self.c.policing, self.s
        out = self.out_on == day
        self.status[out] = self.before_held[out]
        self.out_on[out] = NEVER
        self.notice_day[out] = day  # of who has one: its days of grace begin anew
        count, lump = self.pooled(marching)
        room = self.capacity()
        met = count
        for _ in range(4):
            itself = lump * (1.0 - 1.0 / self.w) * (1.0 - 0.5 * (1.0 + p.crowding) * met / (room + met))
            met = np.maximum(count - itself, 0.0)
        share = p.pmax * (1.0 + met / room) ** -p.crowding
        u = philox(s.seed, "ENFORCE", day, marching)
        caught = u[0] < share[self.place[marching]]
        who, long = marching[caught], u[1][caught] < p.long_share
        self.before_held[who], self.status[who] = self.status[who], HELD
        self.out_on[who] = day + np.where(long, p.long_days, p.short_days)
        x = count / s.place_population * 1e5
        forgotten = 2.0 ** (-1.0 / p.fear_half_life)
        self.fear = np.maximum(self.fear * forgotten, p.fear * env.force * share * x / (x + p.visible))
        total = np.bincount(s.place_region, count * s.place_count, self.regions)
        x = total / s.regions.population * 1e5
        anger = p.backlash * env.force * self.salience * exp(-env.force / p.force_scale) * x / (x + p.visible)
        self.backlash = np.maximum(self.backlash * forgotten, anger)
        y, learning = seen.y, self.c.perception.learning
        shown = np.minimum(count / np.where(y > 0, y, 1.0), s.place_population)
        self.learned = np.where(y > 0, self.learned + learning * (shown - self.learned), self.learned)
        self.turnout = count
        return who

    def border(self, day: int, env: Any, goes_on: np.ndarray) -> int:
        """Step 8; return how many crossed."""
        p = self.c.border
        give_up = np.isin(self.status, (PREPARING, QUEUEING)) & ~goes_on[self.region]
        self.status[give_up] = HOME
        u = philox(self.s.seed, "EXIT", day, self.ids)
        ready = (self.status == PREPARING) & (u[0] < 1.0 / p.preparation)
        self.status[ready], self.joined[ready] = QUEUEING, day
        queue = np.flatnonzero(self.status == QUEUEING)
        queue = queue[np.lexsort((self.draw("EXIT", 0, 1)[queue], self.joined[queue]))]
        self.gate_due += env.capacity
        through = queue[: int(self.gate_due // self.w)]
        self.gate_due = min(self.gate_due - self.w * len(through), self.w)
        back = np.flatnonzero((self.status == ABROAD) & (u[2] < p.comes_back))
        self.status[through], self.status[back] = ABROAD, HOME
        return len(through)

    def come_back(self, day: int, env: Any, goes_on: np.ndarray) -> None:
        """Step 9: deaths, returns of those called unlawfully, the end of hiding."""
        dead = (self.status == SERVING) & (self.dies_on <= day)
        self.status[dead] = DEAD
        np.add.at(self.deaths, self.region[dead], self.w)
        if env.returns:
            self.status[(self.status == SERVING) & (self.returns_on <= day)] = HOME
        hidden = (self.status == EVADING) & ~goes_on[self.region]
        self.status[hidden & (self.draw("SERVE", day, 3) < 1.0 / self.c.call.hiding)] = HOME

    def concede(self, day: int, participants: float, goes_on: np.ndarray) -> None:
        """The chance of a concession, and what comes of it from tomorrow on."""
        p = self.c.concession
        self.disruption += (participants - self.disruption) / p.memory
        if not goes_on.any():
            return
        notices = self.w * (self.status == CALLED).sum()
        unfilled = 1.0 - (self.complied + notices) / self.asked
        open_share = 1.0 - (self.complied + self.waived) / self.events["decree"].target
        hazard = p.disruption * (self.disruption / 1000.0) ** p.exponent + p.unfilled * unfilled - p.demand * open_share
        hazard = min(max(hazard, 0.0), 1.0)
        u = philox(self.s.seed, "CONCEDE", day, np.zeros(1, int))[0, 0]
        if u < hazard:
            far = u / hazard
            self.level = max(self.level, 3 if far < p.stopped else 2 if far < p.scaled_down else 1)

    def day(self, day: int) -> dict[str, float]:
        """Live a day and return its counts, full-size persons."""
        env = self.surroundings(day)
        served = self.call(day, env)
        holders = np.bincount(self.region[self.status == CALLED], minlength=self.regions)
        goes_on = env.in_force & ((env.quota > 0) | (self.due >= self.w) | (holders > 0))
        seen = self.perceive(day, env, goes_on)
        action = self.decide(day, env, seen, goes_on)
        marching = np.flatnonzero(action == PROTEST)
        self.act(day, action)
        caught = self.enforce(day, env, seen, marching)
        crossed = self.border(day, env, goes_on)
        self.come_back(day, env, goes_on)
        self.concede(day, self.w * len(marching), goes_on)
        self.protested[:] = False
        self.protested[marching] = True
        taken = np.zeros(self.n, bool)
        taken[caught] = True
        self.tie_detained[told(self.close, taken) > 0] = day
        here = {"abroad": self.status == ABROAD, "evading": self.status == EVADING, "complied": action == COMPLY}
        counts = {name: self.w * float(who.sum()) for name, who in here.items()}
        counts |= {"participants": self.w * len(marching), "detained": self.w * len(caught), "called": served}
        return counts | {"left_gross": self.w * crossed}
