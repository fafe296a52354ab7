"""Who there is at the start of the second model (second_model.py): opinion, tastes, ties, and empty columns."""

from typing import Any

import numpy as np
from scipy.special import ndtri
from second_model_ties import philox, ties

from groundswell.types import ADULT_BAND, BAND_BITS, BAND_MIDDLES, LIABLE_BIT

HOME, CALLED, PREPARING, QUEUEING, ABROAD, EVADING, SERVING, HELD, DEAD = range(9)
STAY, PROTEST, LEAVE, EVADE, COMPLY = range(5)
NEVER = 10**6


class People:
    """The model's state."""

    def __init__(self, scenario: Any, society: Any) -> None:
        self.c, self.s, self.w = scenario, society, society.weight
        s, self.b = society, scenario.behaviour.params
        self.n, self.ids = s.n, np.arange(s.n)
        self.place = np.searchsorted(s.place_start, self.ids, side="right") - 1
        self.region = s.place_region[self.place]
        self.regions = len(s.regions.codes)
        self.close, self.friends = ties(s)
        self.events = {e.name: e for e in scenario.events}
        self.who_they_are()
        self.status = np.zeros(self.n, int)
        self.before_held = np.zeros(self.n, int)  # what a person in detention returns to
        self.out_on, self.notice_day = np.full(self.n, NEVER), np.full(self.n, NEVER)
        self.dies_on, self.returns_on = np.full(self.n, NEVER), np.full(self.n, NEVER)
        self.joined = np.full(self.n, NEVER)
        self.noticed, self.protested = np.zeros(self.n, bool), np.zeros(self.n, bool)
        self.tie_detained = np.full(self.n, -NEVER)
        self.salience = np.full(self.regions, scenario.attention.base)
        self.backlash, self.fear = np.zeros(self.regions), np.zeros(len(s.place_region))
        self.turnout = np.zeros(len(s.place_region))
        self.learned = scenario.perception.expected_rally / 1000.0 * s.place_population
        self.due = philox(s.seed, "CALL", 1, np.arange(self.regions))[0] * self.w
        self.position = [0] * self.regions
        self.order = [self.by_priority(r) for r in range(self.regions)]
        self.notices, self.deaths = np.zeros(self.regions), np.zeros(self.regions)
        self.asked = self.waived = self.complied = self.disruption = self.gate_due = 0.0
        self.level = 0

    def draw(self, purpose: str, day: int, word: int) -> np.ndarray:
        return philox(self.s.seed, purpose, day, self.ids)[word]

    def who_they_are(self) -> None:
        """Section 1: opinion, boldness, attention, means, tastes, who is adult and liable."""
        s, o = self.s, self.c.opinion
        band = s.kind & BAND_BITS
        self.adult, self.liable = band >= ADULT_BAND, (s.kind & LIABLE_BIT) != 0
        z, bold, attend, means = philox(s.seed, "TRAITS", 0, self.ids)
        share = self.c.society.neighbourhood_share
        hood = self.ids >> 8
        shift = np.sqrt(share) * ndtri(philox(s.seed, "NEIGHBOURHOOD", 0, np.arange(hood[-1] + 1))[0])
        size = o.town_gradient * np.log10(np.maximum(s.place_population, o.gradient_from))
        size -= np.average(size, weights=s.inhabitants)
        age = np.array(BAND_MIDDLES)[band] - s.adult_age
        self.theta = np.sqrt(1.0 - share) * ndtri(z) + shift[hood] + size[self.place] + o.age_slope * age
        self.bold, self.attend = bold, attend
        y = s.regions.means[self.region]
        middle = y / (1.0 + y)
        self.means = middle + (2.0 * means - 1.0) * np.minimum(middle, 1.0 - middle)
        u = philox(s.seed, "TASTES", 0, self.ids)
        self.taste = np.log(u / (1.0 - u))
        mean = self.c.society.household_mean - 1.0
        chances = [mean**k / np.prod(range(1, k + 1)) for k in range(8)]
        sizes = np.arange(1, 9)
        met = float(np.dot(chances, sizes**2) / np.dot(chances, sizes)) - 1.0
        p = self.c.society
        self.ties = met + p.near_kin + p.far_kin + p.friends
        arrival = philox(s.seed, "ARRIVAL", 0, np.arange(len(s.place_region)))[0]
        rally = self.events["saturdays"]
        chance = 1.0 / (1.0 + (rally.reach / s.place_population) ** self.c.perception.reach_exponent)
        town = np.array([name != "" for name in s.place_name])
        self.arrived = np.where(s.place_count == 1, arrival < chance, chance)
        self.town = town

    def by_priority(self, r: int) -> np.ndarray:
        start, end = self.s.region_start[r : r + 2]
        who = np.flatnonzero(self.liable[start:end]) + start
        return who[np.argsort(self.draw("CALL", 0, 0)[who])]
