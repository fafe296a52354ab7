"""The docking reading of Epstein (2002) written for Mesa 3; run by groundswell.bench.peers in its own environment.

Diamond vision of radius 7, C/A rounded half to even, act before moving, the jailed stay on their site, term U{0..30}.
Usage: epstein_mesa.py WIDTH TICKS SEED...; prints one JSON line.
"""

import json
import resource
import sys
import time
from math import exp

import mesa
from mesa.discrete_space import CellAgent, OrthogonalVonNeumannGrid

VISION, K, T, L, J, DENSITY, COPS = 7, 2.3, 0.1, 0.82, 30, 0.7, 0.04


class Mover(CellAgent):
    """Somebody who stands on a cell and looks around."""

    def __init__(self, model, cell):
        super().__init__(model)
        self.cell = cell

    def look(self):
        """List who is in view and which cells are empty."""
        around = self.cell.get_neighborhood(radius=VISION)
        self.seen = list(around.agents)
        self.empty = [cell for cell in around if cell.is_empty]

    def walk(self):
        """Move to a random empty cell in view."""
        if self.empty:
            self.cell = self.random.choice(self.empty)


class Citizen(Mover):
    """Rule A."""

    def __init__(self, model, cell):
        super().__init__(model, cell)
        self.hardship, self.risk = self.random.random(), self.random.random()
        self.active, self.until = False, 0

    @property
    def jailed(self):
        """Whether the term still runs."""
        return self.until > self.model.now

    def step(self):
        """Decide, then move."""
        if self.jailed:
            return
        self.look()
        cops = sum(isinstance(a, Cop) for a in self.seen)
        actives = 1 + sum(isinstance(a, Citizen) and a.active for a in self.seen)
        p = 1.0 - exp(-K * round(cops / actives))
        self.active = self.hardship * (1.0 - L) - self.risk * p > T
        self.walk()


class Cop(Mover):
    """Rule C."""

    def step(self):
        """Arrest, then move."""
        self.look()
        suspects = [a for a in self.seen if isinstance(a, Citizen) and a.active]
        if suspects:
            suspect = self.random.choice(suspects)
            suspect.active, suspect.until = False, self.model.now + self.random.randint(0, J)
        self.walk()


class Society(mesa.Model):
    """A square torus of citizens and cops."""

    def __init__(self, width, seed):
        super().__init__(rng=seed)
        self.now = 0
        self.grid = OrthogonalVonNeumannGrid((width, width), torus=True, capacity=1, random=self.random)
        cells = list(self.grid.all_cells)
        self.random.shuffle(cells)
        citizens, cops = int(DENSITY * width * width + 0.5), int(COPS * width * width + 0.5)
        for cell in cells[:citizens]:
            Citizen(self, cell)
        for cell in cells[citizens : citizens + cops]:
            Cop(self, cell)
        self.people = list(self.agents_by_type[Citizen])

    def tick(self):
        """Activate everybody in a random order; return actives and jailed (Mesa's own `step` returns nothing)."""
        self.agents.shuffle_do("step")
        row = sum(a.active for a in self.people), sum(a.until > self.now for a in self.people)
        self.now += 1
        return row


def main(width, ticks, seeds):
    """Run every seed and print the series of actives and jailed, the time of the ticks, and the peak memory."""
    series, seconds = [], 0.0
    for seed in seeds:
        society = Society(width, seed)
        society.tick()
        start = time.process_time()
        series.append([society.tick() for _ in range(ticks)])
        seconds += time.process_time() - start
    agents = len(society.agents)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": agents, "megabytes": memory, "series": series}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(seed) for seed in sys.argv[3:]])
