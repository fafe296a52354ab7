"""What differs between systems. Linux and macOS are supported; elsewhere imports work and runs are untried."""

import os
import sys

try:
    import resource
except ImportError:  # a system that does not measure processes
    resource = None


def processors() -> int:
    """Return how many processors this process may use."""
    lent = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    return len(lent(0)) if lent else os.cpu_count() or 1


def peak_memory(children: bool = False) -> int:
    """Return the largest resident memory so far, of this process or of its ended children, in bytes; 0: not known."""
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
