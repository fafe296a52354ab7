"""How much memory a run will take, said before it starts: better than a machine that stalls at night."""

import os
from pathlib import Path

from groundswell.errors import InputError

# Measured at 1:1: 0.42 GB and 7 bytes a person. Rounded up: a mass movement has longer lists.
_FIXED = 450_000_000  # Python, libraries, compiled kernels
_PER_PERSON = 12.0  # columns of society and state, and the lists of those in motion
LIMIT = "GROUNDSWELL_MEMORY"  # bytes a run may take, in place of what the machine has


def forecast(persons: int) -> int:
    """Return the bytes that a run of `persons` simulated persons takes at its peak."""
    return int(_FIXED + _PER_PERSON * persons)


def available() -> int:
    """Return the bytes this process may still take: of the machine, of its control group, or as LIMIT says."""
    given = os.environ.get(LIMIT)
    if given:
        if not given.isdigit():
            raise InputError(f"{LIMIT}={given!r}", place="environment", remedy="give a whole number of bytes")
        return int(given)
    return min(_machine(), _control_group())


def check(persons: int, population: int) -> None:
    """Refuse a run that will not fit. Raises InputError with the largest scale that would."""
    need, have = forecast(persons), available()
    if need <= have:
        return
    fits = int((have - _FIXED) / _PER_PERSON)
    least = -(-population // fits) if fits > 0 else 0
    remedy = f"take --scale 1:{least}" if 0 < least <= 10_000 else "free some memory"
    problem = f"{persons:,} persons need about {need / 1e9:.1f} GB, {have / 1e9:.1f} GB are free"
    raise InputError(problem, place="memory", remedy=remedy)


def _machine() -> int:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # not Linux
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _control_group() -> int:
    """Return what a container's limit leaves; without one, no bound."""
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        return int(limit) - int(Path("/sys/fs/cgroup/memory.current").read_text()) if limit.isdigit() else 2**63
    except OSError:
        return 2**63
