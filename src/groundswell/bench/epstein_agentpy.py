"""The docking reading of Epstein (2002) written for agentpy; run by groundswell.bench.peers in its own environment.

Diamond vision of radius 7, C/A rounded half to even, act before moving, the jailed stay on their site, term U{0..30}.
Usage: epstein_agentpy.py WIDTH TICKS SEED...; prints one JSON line.
"""

import json
import resource
import sys
import time
from math import exp

import agentpy as ap

VISION, K, T, L, J, DENSITY, COPS = 7, 2.3, 0.1, 0.82, 30, 0.7, 0.04
AROUND = [
    (dy, dx)
    for dy in range(-VISION, VISION + 1)
    for dx in range(-VISION, VISION + 1)
    if 0 < abs(dy) + abs(dx) <= VISION
]


class Mover(ap.Agent):
    """Somebody who stands on a site and looks around."""

    def look(self):
        """List who is in view and which sites are empty (the grid's own neighbours are a square, so by site)."""
        grid, width = self.model.grid, self.p.width
        y, x = grid.positions[self]
        self.seen, self.empty = [], []
        for dy, dx in AROUND:
            site = (y + dy) % width, (x + dx) % width
            there = self.model.at.get(site)
            if there is None:
                self.empty.append(site)
            else:
                self.seen.append(there)

    def walk(self):
        """Move to a random empty site in view."""
        if self.empty:
            site = self.model.random.choice(self.empty)
            del self.model.at[self.model.grid.positions[self]]
            self.model.grid.move_to(self, site)
            self.model.at[site] = self


class Citizen(Mover):
    """Rule A."""

    def setup(self):
        """Draw H and R."""
        self.hardship, self.risk = self.model.random.random(), self.model.random.random()
        self.active, self.until = False, 0

    def act(self):
        """Decide, then move."""
        if self.until > self.model.now:
            return
        self.look()
        cops = sum(isinstance(a, Cop) for a in self.seen)
        actives = 1 + sum(isinstance(a, Citizen) and a.active for a in self.seen)
        p = 1.0 - exp(-K * round(cops / actives))
        self.active = self.hardship * (1.0 - L) - self.risk * p > T
        self.walk()


class Cop(Mover):
    """Rule C."""

    def act(self):
        """Arrest, then move."""
        self.look()
        suspects = [a for a in self.seen if isinstance(a, Citizen) and a.active]
        if suspects:
            suspect = self.model.random.choice(suspects)
            suspect.active, suspect.until = False, self.model.now + self.model.random.randint(0, J)
        self.walk()


class Society(ap.Model):
    """A square torus of citizens and cops."""

    def setup(self):
        """Put everybody on a random site."""
        sites = self.p.width**2
        self.now = 0
        self.citizens = ap.AgentList(self, int(DENSITY * sites + 0.5), Citizen)
        self.everybody = self.citizens + ap.AgentList(self, int(COPS * sites + 0.5), Cop)
        self.grid = ap.Grid(self, (self.p.width, self.p.width), torus=True, track_empty=True)
        self.grid.add_agents(self.everybody, random=True, empty=True)
        self.at = {site: agent for agent, site in self.grid.positions.items()}

    def step(self):
        """Activate everybody in a random order."""
        self.everybody.shuffle().act()
        row = sum(a.active for a in self.citizens), sum(a.until > self.now for a in self.citizens)
        self.now += 1
        return row


def main(width, ticks, seeds):
    """Run every seed and print the series of actives and jailed, the time of the ticks, and the peak memory."""
    series, seconds = [], 0.0
    for seed in seeds:
        society = Society({"width": width, "seed": seed})
        society.sim_setup()
        society.step()
        start = time.process_time()
        series.append([society.step() for _ in range(ticks)])
        seconds += time.process_time() - start
    agents = len(society.everybody)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": agents, "megabytes": memory, "series": series}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(seed) for seed in sys.argv[3:]])
