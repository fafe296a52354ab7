"""Which parameters flip a claim, and where: a shallow tree over the prior draws, told as boxes."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from groundswell.experiments.design import Prior
from groundswell.types import Floats

_DEPTH = 3
_GAIN = 0.02  # a tree must call this share of draws better than always saying the commoner answer


class Side(NamedTuple):
    """One bound of a box: the parameter is above `low` and at most `high` (infinite: no bound)."""

    key: str
    low: float
    high: float


class Box(NamedTuple):
    """A region of the priors. Coverage: share of all holding draws in it; density: share of its draws that hold."""

    sides: tuple[Side, ...]
    coverage: float
    density: float
    draws: int


class Flip(NamedTuple):
    """What turns the answer: parameters with the share of the tree's work each does, and the boxes where it holds."""

    parameters: tuple[tuple[str, float], ...]
    boxes: tuple[Box, ...]
    skill: float  # of draws the tree calls rightly, cross-validated
    always: float  # of draws that always saying the commoner answer calls rightly


def flip(values: Floats, holds: np.ndarray, priors: Sequence[Prior]) -> Flip:
    """Return what separates the draws that hold from those that do not; nothing when the tree has no skill.

    `values` (draws, parameters), `holds` (draws,) of bool. Needs scikit-learn.
    """
    share = float(holds.mean())
    always = max(share, 1.0 - share)
    fewest = min(int(holds.sum()), int((~holds).sum()))
    if fewest < 5 or not priors:
        return Flip((), (), always, always)
    tree, skill = _grow(values, holds, fewest)
    if skill < always + _GAIN * (1.0 - always) or tree.tree_.node_count < 3:
        return Flip((), (), skill, always)
    work = sorted(zip((p.key for p in priors), tree.feature_importances_.tolist(), strict=True), key=lambda e: -e[1])
    boxes = sorted(_boxes(tree.tree_, values, holds, priors), key=lambda box: -box.coverage)
    return Flip(tuple((k, w) for k, w in work if w >= 0.05), tuple(boxes), skill, always)


def _grow(values: Floats, holds: np.ndarray, fewest: int) -> tuple[Any, float]:
    """Return the tree of the least depth that is as good, by cross-validation, as a deeper one."""
    trees, selection = import_module("sklearn.tree"), import_module("sklearn.model_selection")
    folds = selection.StratifiedKFold(min(5, fewest), shuffle=True, random_state=0)
    best, skill = None, 0.0
    for depth in range(1, _DEPTH + 1):
        tree = trees.DecisionTreeClassifier(max_depth=depth, min_samples_leaf=max(3, len(holds) // 25), random_state=0)
        found = float(selection.cross_val_score(tree, values, holds, cv=folds).mean())
        if best is None or found > skill + 0.02:
            best, skill = tree.fit(values, holds), found
    return best, skill


def _boxes(tree: Any, values: Floats, holds: np.ndarray, priors: Sequence[Prior]) -> list[Box]:
    """Return the leaves in which most draws hold."""
    found: list[Box] = []
    waiting: list[tuple[int, dict[int, tuple[float, float]]]] = [(0, {})]
    while waiting:
        node, sides = waiting.pop()
        feature, at = int(tree.feature[node]), float(tree.threshold[node])
        if feature >= 0:
            low, high = sides.get(feature, (-np.inf, np.inf))
            waiting.append((int(tree.children_left[node]), {**sides, feature: (low, min(high, at))}))
            waiting.append((int(tree.children_right[node]), {**sides, feature: (max(low, at), high)}))
            continue
        inside = np.ones(len(holds), bool)
        for f, (low, high) in sides.items():
            inside &= (values[:, f] > low) & (values[:, f] <= high)
        density = float(holds[inside].mean()) if inside.any() else 0.0
        if density > 0.5:
            told = tuple(Side(priors[f].key, low, high) for f, (low, high) in sorted(sides.items()))
            found.append(Box(told, float(holds[inside].sum() / holds.sum()), density, int(inside.sum())))
    return found
