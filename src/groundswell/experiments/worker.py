"""A worker process: pickled (job, store, threads) in, pickled Done out, until its input ends.

Started by groundswell.experiments.pool as `python -m groundswell.experiments.worker`; whatever a library prints goes
to standard error. When the parent dies, the input ends and so does the worker, after the job in hand is saved.
"""

import os
import pickle
import signal
import sys

from groundswell.experiments.job import work


def main() -> None:
    """Serve jobs until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            job, folder, threads = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            pickle.dump(work(job, folder, threads), answers)
            answers.flush()
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
