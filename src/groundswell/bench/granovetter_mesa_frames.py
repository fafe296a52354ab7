"""Granovetter's (1978) thresholds in complete mixing for mesa-frames; run by groundswell.bench.thresholds.

Usage: granovetter_mesa_frames.py THRESHOLDS.npy DAYS; prints one JSON line.
"""

import json
import os

os.environ["POLARS_MAX_THREADS"] = "1"

import resource
import sys
import time

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF


class People(AgentSetPolars):
    """Everybody, a row each."""

    def __init__(self, model, thresholds):
        super().__init__(model)
        n = len(thresholds)
        ids = np.arange(n, dtype=np.int64)
        self += pl.DataFrame({"unique_id": ids, "threshold": thresholds, "protests": np.zeros(n, bool)})

    def step(self):
        """Protest if yesterday's share is at least the threshold."""
        self["protests"] = self["threshold"] <= self.model.share


class Crowd(ModelDF):
    """Everybody sees everybody."""

    def __init__(self, thresholds):
        super().__init__(seed=1)
        self.share, self.people = 0.0, People(self, thresholds)
        self.agents += self.people

    def day(self):
        """Let all decide, and count them."""
        people = self.get_agents_of_type(People)
        people.step()
        self.share = float(people["protests"].mean())
        return self.share


def main(thresholds, days):
    """Run and print the share of every day, the time of the days, and the peak memory."""
    given = np.load(thresholds)
    crowd = Crowd(given)
    start = time.process_time()
    series = [crowd.day() for _ in range(days)]
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": len(given), "megabytes": memory, "series": series}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
