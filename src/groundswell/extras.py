"""Libraries that only some tasks need: the extras of pyproject.toml, and what each brings."""

from importlib.util import find_spec

from groundswell.errors import GroundswellError

EXTRAS = {  # by their names for `import`
    "report": ("altair", "vl_convert", "jinja2", "markdown_it"),
    "tables": ("pandas", "xarray"),
    "claims": ("scipy", "sklearn", "SALib"),
    "ray": ("ray",),
    "dask": ("distributed",),
}


def need(extra: str) -> None:
    """Raise GroundswellError, with the command that installs them, unless the libraries of an extra are there.

    Ask before long work that ends in them, not after it.
    """
    missing = [name for name in EXTRAS[extra] if find_spec(name) is None]
    if missing:
        raise GroundswellError(f"not installed: {', '.join(missing)}; pip install 'groundswell[{extra}]'")
