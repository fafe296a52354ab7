"""Time two classics at the sizes that change what can be asked: Epstein's lattice, Watts's million vertices.

Run: python benchmarks/classics.py. Medians of three after one untimed run that compiles; wall time, all processors.
"""

import time
from collections.abc import Callable
from statistics import median

from groundswell.classics import epstein_2002, watts_2002

REPEATS = 3


def timed(work: Callable[[], object]) -> float:
    """Return the median wall time of `work` in seconds."""
    seconds = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return median(seconds)


def main() -> None:
    """Print both figures with what they do."""
    run2 = {**epstein_2002.RUNS[2], "ticks": 3000}
    epstein_2002.run_many([0], **{**run2, "ticks": 10})
    epstein = timed(lambda: epstein_2002.run_many(range(20), **run2))
    print(f"Epstein 2002, run 2, 40 x 40, 3,000 ticks x 20 seeds: {epstein:6.2f} s")

    network = watts_2002.random_network(1_000_000, 3.0, seed=1)
    need = watts_2002.needed_neighbours(network, 0.18)
    first = watts_2002.pick_initiators(network, 1, seed=1)
    watts_2002.cascade(network, need, first)
    watts = timed(lambda: watts_2002.cascade(network, need, first))
    print(f"Watts 2002, one cascade on 1,000,000 vertices, z = 3, phi = 0.18, graph built: {watts:6.2f} s")


if __name__ == "__main__":
    main()
