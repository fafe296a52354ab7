"""Where things that can be made again are kept."""

import os
from pathlib import Path


def root() -> Path:
    """Return the folder of all caches: $XDG_CACHE_HOME/groundswell or ~/.cache/groundswell."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groundswell"
