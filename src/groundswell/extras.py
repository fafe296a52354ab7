"""Libraries that only some tasks need: the extras of pyproject.toml, and what each brings."""

import sys
from importlib.util import find_spec
from pathlib import Path

from groundswell.errors import GroundswellError

EXTRAS = {  # by their names for `import`
    "report": ("altair", "vl_convert", "jinja2", "markdown_it"),
    "tables": ("pandas", "xarray"),
    "claims": ("scipy", "SALib"),
    "calibrate": ("scipy", "sklearn", "xarray"),
    "studio": ("starlette", "uvicorn"),
    "optuna": ("optuna",),
    "ray": ("ray",),
    "dask": ("distributed",),
    "slurm": ("submitit",),
}


def need(extra: str) -> None:
    """Raise GroundswellError, with the command that installs them, unless the libraries of an extra are there.

    Ask before long work that ends in them, not after it.
    """
    missing = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if missing:
        raise GroundswellError(f"not installed: {', '.join(missing)}; {how_to_install(extra)}")


def how_to_install(extra: str) -> str:
    """Return the command that installs an extra for this Python: from the clone that it runs from, or by name."""
    if root := _clone():
        return f"{sys.executable} -m pip install -e '{'.' if root == Path.cwd() else root}[{extra}]'"
    return f"pip install 'groundswell[{extra}]'"


def _clone() -> Path | None:
    """Return the folder of the clone whose sources run here, None when the package was installed."""
    package = Path(__file__).resolve().parent
    root = package.parents[1]
    return root if package.parent.name == "src" and (root / "pyproject.toml").is_file() else None
