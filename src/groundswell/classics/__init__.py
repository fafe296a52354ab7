"""The founding models of collective action, each in a folder that reads like its paper and is scored against it.

`groundswell.classics.granovetter_1978.equilibrium(mean=25, sd=12.2)` works after `import groundswell.classics`: a
paper's package is imported when it is first named. `names()` lists the papers; `replicate` runs their checks.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from groundswell.errors import nearest

__all__ = ["names"]

FOLDER = Path(__file__).parent


@cache
def names() -> tuple[str, ...]:
    """Return the papers that are replicated here, sorted by name: every folder that holds a paper.toml."""
    return tuple(sorted(toml.parent.name for toml in FOLDER.glob("*/paper.toml")))


def __getattr__(name: str) -> ModuleType:
    # Lazily, so that `import groundswell` compiles and reads nothing of a dozen papers. Modules beside the papers
    # (replicate, gallery) come the same way.
    if name in names() or (FOLDER / f"{name}.py").exists():
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"groundswell.classics has no '{name}'; {nearest(name, names())}")


def __dir__() -> list[str]:
    return sorted({*globals(), *names(), "gallery", "replicate"})
