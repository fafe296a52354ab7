"""Which folder compiled kernels lie in, and whether there are any: known without numba, which takes long to import."""

import logging
import os
import tempfile
from functools import cache
from pathlib import Path

from groundswell.caches import root
from groundswell.fingerprint import sources

# Packages from which no kernel of another file takes anything (they are layers above): editing them must not cost a
# compilation.
_NO_KERNELS = frozenset(
    {"bench", "cli", "comparisons", "computing", "crates", "events", "importing", "inference", "report", "running"}
    | {"scenario", "scoring", "starters", "storage", "studio", "verdicts"}
)
_log = logging.getLogger(__name__)


def lacks(package: str) -> bool:
    """Tell whether kernels of a package of groundswell are to be compiled: none is on disk."""
    compiles = os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0")
    return compiles and not any((folder() / package).glob("*.nbi"))


@cache
def folder() -> Path:
    """Return the folder of all kernels, whose name tells the sources that count, and make it if that can be done."""
    name = sources(without=_NO_KERNELS)[:16]
    place = Path(os.environ.get("NUMBA_CACHE_DIR") or root() / "kernels") / name
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # a read-only home must not stop a run
        user = os.getuid() if hasattr(os, "getuid") else ""
        other = Path(tempfile.gettempdir()) / f"groundswell-kernels-{user}" / name
        why = f"{place.parent}: {error.strerror or error}"
        _log.warning("note: the cache cannot be written (%s); compiled code is kept in %s instead", why, other)
        return other
    return place
