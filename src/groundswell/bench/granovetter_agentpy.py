"""Granovetter's (1978) thresholds in complete mixing for agentpy; run by groundswell.bench.thresholds.

Usage: granovetter_agentpy.py THRESHOLDS.npy DAYS; prints one JSON line.
"""

import json
import resource
import sys
import time

import agentpy as ap
import numpy as np


class Person(ap.Agent):
    """Somebody with a threshold."""

    def setup(self):
        """Take the next threshold."""
        self.threshold, self.protests = next(self.model.left), False

    def act(self):
        """Protest if yesterday's share is at least the threshold."""
        self.protests = self.threshold <= self.model.share


class Crowd(ap.Model):
    """Everybody sees everybody."""

    def setup(self):
        """Make everybody."""
        self.share, self.left = 0.0, iter(self.p.thresholds)
        self.people = ap.AgentList(self, len(self.p.thresholds), Person)

    def day(self):
        """Let all decide, and count them."""
        self.people.act()
        self.share = sum(self.people.protests) / len(self.people)
        return self.share


def main(thresholds, days):
    """Run and print the share of every day, the time of the days, and the peak memory."""
    crowd = Crowd({"thresholds": np.load(thresholds).tolist()})
    crowd.sim_setup()
    start = time.process_time()
    series = [crowd.day() for _ in range(days)]
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": len(crowd.people), "megabytes": memory, "series": series}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
