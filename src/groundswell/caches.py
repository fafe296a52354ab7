"""Where things that can be made again are kept, and which sources made them.

What other sources made must never be taken for one's own, so every cache and every checkpoint carries `sources_digest`.
"""

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parent
# None of these changes what happens on a simulated day.
_NO_RESULTS = frozenset({"bench", "classics", "cli", "experiments", "report", "run"})


def root() -> Path:
    """Return the folder of all caches: $XDG_CACHE_HOME/groundswell or ~/.cache/groundswell."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groundswell"


@cache
def sources_digest(*parts: str) -> str:
    """Return a SHA-256 of the package's sources below `parts` (files or folders), and of the libraries that compute.

    Without `parts`: of all sources that decide what happens in a society.
    """
    digest = hashlib.sha256(f"numpy {version('numpy')}, numba {version('numba')}".encode())
    for source in sorted(_PACKAGE.rglob("*.py")):
        name = source.relative_to(_PACKAGE)
        inside = any(name.is_relative_to(part) for part in parts) if parts else name.parts[0] not in _NO_RESULTS
        if inside:
            digest.update(f"{name.as_posix()}\n".encode() + source.read_bytes())
    return digest.hexdigest()
