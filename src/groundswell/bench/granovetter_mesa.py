"""Granovetter's (1978) thresholds in complete mixing for Mesa 3; run by groundswell.bench.thresholds.

Usage: granovetter_mesa.py THRESHOLDS.npy DAYS; prints one JSON line.
"""

import json
import resource
import sys
import time

import mesa
import numpy as np


class Person(mesa.Agent):
    """Somebody with a threshold."""

    def __init__(self, model, threshold):
        super().__init__(model)
        self.threshold, self.protests = threshold, False

    def step(self):
        """Protest if yesterday's share is at least the threshold."""
        self.protests = self.threshold <= self.model.share


class Crowd(mesa.Model):
    """Everybody sees everybody."""

    def __init__(self, thresholds):
        super().__init__(rng=1)
        self.share = 0.0
        Person.create_agents(self, len(thresholds), thresholds)

    def day(self):
        """Let all decide, and count them."""
        self.agents.do("step")
        self.share = sum(a.protests for a in self.agents) / len(self.agents)
        return self.share


def main(thresholds, days):
    """Run and print the share of every day, the time of the days, and the peak memory."""
    crowd = Crowd(np.load(thresholds).tolist())
    start = time.process_time()
    series = [crowd.day() for _ in range(days)]
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": len(crowd.agents), "megabytes": memory, "series": series}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
