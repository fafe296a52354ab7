"""Granovetter's (1978) thresholds in complete mixing for laser-core; run by groundswell.bench.thresholds.

Usage: granovetter_laser.py THRESHOLDS.npy DAYS; prints one JSON line.
"""

import json
import resource
import sys
import time

import numba as nb
import numpy as np
from laser.core import LaserFrame


@nb.njit
def decide(threshold, protests, share):
    """Let all decide; return how many protest."""
    there = 0
    for i in range(len(threshold)):
        acts = threshold[i] <= share
        protests[i] = acts
        there += acts
    return there


def main(thresholds, days):
    """Run and print the share of every day, the time of the days, and the peak memory."""
    given = np.load(thresholds)
    people = LaserFrame(len(given))
    people.add_scalar_property("threshold", np.float64)
    people.add_scalar_property("protests", np.uint8)
    people.threshold[:] = given
    decide(people.threshold[:1], people.protests[:1], 0.0)  # compiles
    start, share, series = time.process_time(), 0.0, []
    for _ in range(days):
        share = decide(people.threshold, people.protests, share) / people.count
        series.append(share)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "agents": people.count, "megabytes": memory, "series": series}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
