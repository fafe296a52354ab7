# pyright: basic, reportPrivateImportUsage=false, reportAttributeAccessIssue=false
"""The only place where numba is configured: every other file takes its decorators from here.

`kernel` compiles a loop over persons that may use `prange`; `serial` a loop that must keep its order; `device` a
scalar helper that kernels call; `inlined` one that takes arrays and is called for each person: a call would count
references to every array, which threads fight over (the plain sweep took 1.6 times as long). The machine code is cached
on disk in a folder named by a hash of every source file of the package that may hold or feed a kernel, because numba
does not see that an imported helper has changed.

`NUMBA_DISABLE_JIT=1` runs every kernel as plain Python: the contract tests compare the two bit for bit.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numba
from numba import prange

__all__ = ["device", "inlined", "kernel", "prange", "serial", "use_threads"]


# Packages whose kernels, if any, use nothing from other files: editing them must not cost a compilation.
_NO_KERNELS = {"bench", "cli", "data", "events", "experiments", "report", "run", "scenario"}


def _sources_digest() -> str:
    package = Path(__file__).parent
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted(package.rglob("*.py")):
        if source.relative_to(package).parts[0] not in _NO_KERNELS:
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "groundswell" / "kernels" / _sources_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only home must not stop a run: compile into a folder of this machine's temporary space
        folder = Path(tempfile.gettempdir()) / f"groundswell-kernels-{os.getuid()}" / folder.name
        folder.mkdir(parents=True, exist_ok=True)
    return folder


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(_cache_folder())

# error_model="numpy": division does not test for zero (a third of the cost of a step); no fastmath: bits must not
# depend on the machine.
_OPTIONS = {"nogil": True, "cache": True, "error_model": "numpy"}
kernel: Any = numba.njit(parallel=True, **_OPTIONS)
serial: Any = numba.njit(**_OPTIONS)
device: Any = numba.njit(**_OPTIONS)
inlined: Any = numba.njit(inline="always", **_OPTIONS)


def use_threads(count: int | None) -> int:
    """Let kernels use `count` threads (None: all that this machine lends) and return the number in force."""
    limit = numba.config.NUMBA_NUM_THREADS
    numba.set_num_threads(min(count or limit, limit))
    return numba.get_num_threads()
