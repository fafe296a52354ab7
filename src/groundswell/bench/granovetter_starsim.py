"""Granovetter's (1978) thresholds in complete mixing for Starsim; run by groundswell.bench.thresholds.

Usage: granovetter_starsim.py THRESHOLDS.npy DAYS; prints one JSON line.
"""

import json
import resource
import sys
import time

import numpy as np
import starsim as ss

SERIES = []  # the simulation runs a copy of its modules


class Thresholds(ss.Module):
    """Everybody sees everybody."""

    def __init__(self, thresholds, **kwargs):
        super().__init__(**kwargs)
        self.given, self.share = thresholds, 0.0
        self.define_states(ss.FloatArr("threshold"), ss.BoolArr("protests", default=False))

    def init_post(self):
        """Take the thresholds."""
        super().init_post()
        self.threshold[:] = self.given

    def step(self):
        """Protest if yesterday's share is at least the threshold."""
        self.protests[:] = self.threshold <= self.share
        self.share = float(self.protests.mean())
        SERIES.append(self.share)


def main(thresholds, days):
    """Run and print the share of every day, the time of the days, and the peak memory."""
    given = np.load(thresholds)
    crowd = Thresholds(given, name="crowd")
    sim = ss.Sim(
        n_agents=len(given), modules=crowd, start="2020-01-01", dt=ss.days(1), dur=ss.days(days - 1), verbose=0
    )
    sim.init()
    start = time.process_time()
    sim.run()
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": len(given), "megabytes": memory, "series": SERIES}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
