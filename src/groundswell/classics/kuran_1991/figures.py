"""A teacher's plots of Kuran's ten people: one mind changes."""

from typing import Any

from groundswell.classics import kuran_1991 as k
from groundswell.classics.kuran_1991.checks import hidden, society
from groundswell.classics.plots import lines

_NAMES = {"A": "A", "A'": "A, person 2 at 10 %", "B": "B", "B'": "B, person 2 at 10 %"}

# figure -> its seeds, and what of the paper it stands beside
ORIGIN = {
    "paths": "no chance; sequences quoted from memory, no figure of the paper",
    "hidden": "no chance; computed, no figure of the paper",
}


def figures() -> dict[str, Any]:
    """Return the charts of the page, by name."""
    return {"paths": _paths(), "hidden": _hidden()}


def _paths() -> Any:
    paths = {label: k.trajectory(society(name)) for name, label in _NAMES.items()}
    curves = {
        label: [(float(t), 10.0 * path[min(t, len(path) - 1)]) for t in range(11)] for label, path in paths.items()
    }
    return lines(curves, "step", "public opposition, %", "The same small change overturns society A and not society B",
                 {"remembered for A, changed A, changed B": [(10.0, 10.0), (10.0, 90.0), (10.0, 20.0)]})  # fmt: skip


def _hidden() -> Any:
    curves = {label: [(float(t), x) for t, x in enumerate(hidden(society(name)))] for name, label in _NAMES.items()}
    return lines(curves, "step", "private minus public opposition", "What calm hides: the falsification index")
