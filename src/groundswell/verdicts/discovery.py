"""Scenario discovery: which parameters decide whether a claim holds, and in which ranges of them it does.

A tree over the draws, three splits deep at most. Each node splits where the answers separate best (the largest fall of
Gini impurity, as in CART: Breiman and others 1984), but only if answers shuffled among its draws seldom separate as
well at any value of any parameter: a permutation test of the largest fall (Westfall and Young 1993), as in the
conditional trees of Hothorn, Hornik and Zeileis (2006). The levels of all nodes add up to 10 %: a parameter is named
falsely in at most one case of ten, whatever the number of parameters; where none matters, in one of twenty.

Coverage and density (Bryant and Lempert 2010) are those of draws that were held back while the bounds were set.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from groundswell import rng
from groundswell.comparisons.design import Prior
from groundswell.types import Floats, Ints

SHUFFLE = np.uint64(31)  # purpose: w0 the order of a shuffle (day: its number), w1 who is held back
_LEVELS = (0.05, 0.0125, 0.00625)  # of the test at a node, by depth: 0.05 + 2 x 0.0125 + 4 x 0.00625 = 0.1
_SHUFFLES = 999
_FOLDS = 5
_FEWEST = 5  # draws of each answer


class Bound(NamedTuple):
    """One bound of a box: the parameter is above `low` and at most `high` (infinite: no bound)."""

    key: str
    low: float
    high: float

    @property
    def words(self) -> str:
        """The range in words."""
        if np.isfinite(self.low) and np.isfinite(self.high):
            return f"{self.low:.3g} to {self.high:.3g}"
        return f"above {self.low:.3g}" if np.isfinite(self.low) else f"at most {self.high:.3g}"


class Box(NamedTuple):
    """Ranges of parameters in which a claim holds.

    Coverage: share of all holding draws that lie in it; density: share of the draws in it that hold, both of held-back
    draws. NaN density: no held-back draw lay in it.
    """

    bounds: tuple[Bound, ...]
    coverage: float
    density: float
    draws: int  # in all


class Discovery(NamedTuple):
    """What decides: parameters with their share of the tree's work, and the boxes in which the claim holds."""

    parameters: tuple[tuple[str, float], ...]
    boxes: tuple[Box, ...]
    skill: float  # share of held-back draws whose answer a tree grown without them tells
    always: float  # share of draws whose answer is the commoner one


class _Node(NamedTuple):
    """A split: at most `at` goes left. A leaf has no parameter (-1)."""

    rows: Ints
    parameter: int = -1
    at: float = np.inf
    gain: float = 0.0  # fall of impurity, as a share of all draws
    below: "tuple[_Node, ...]" = ()


def discover(values: Floats, holds: np.ndarray, priors: Sequence[Prior]) -> Discovery:
    """Return what separates the draws that hold from those that do not; nothing where shuffled answers do as well.

    `values` (draws, parameters), `holds` (draws,) of bool. The same draws give the same answer: shuffles and the draws
    held back are functions of their number.
    """
    always = max(float(holds.mean()), 1.0 - float(holds.mean()))
    if not priors or min(holds.sum(), (~holds).sum()) < _FEWEST:
        return Discovery((), (), always, always)
    everything, fold = np.arange(len(holds)), _folds(holds)
    tree = _grow(values, holds, everything, _leaf(len(holds)))
    predicted = np.zeros(len(holds), bool)
    for held in range(_FOLDS):
        rest, out = everything[fold != held], everything[fold == held]
        for leaf, inside in _fall(_grow(values, holds, rest, _leaf(len(rest))), values, out):
            predicted[inside] = holds[leaf.rows].mean() > 0.5
    work = np.zeros(len(priors))
    for node in _nodes(tree):
        if node.below:
            work[node.parameter] += node.gain
    share = work / max(work.sum(), np.finfo(float).tiny)
    order = sorted(range(len(priors)), key=lambda n: -share[n])
    named = tuple((priors[n].key, float(share[n])) for n in order if share[n] > 0.0)
    boxes = _boxes(tree, values, holds, priors, fold) if named else []
    return Discovery(named, tuple(boxes), float((predicted == holds).mean()), always)


def _grow(values: Floats, holds: np.ndarray, rows: Ints, leaf: int, depth: int = 0) -> _Node:
    """Return the tree of some draws: a leaf, if none of its splits is better than of shuffled answers."""
    if depth == len(_LEVELS) or len(rows) < 2 * leaf or holds[rows].all() or not holds[rows].any():
        return _Node(rows)
    parameter, at, gain = _best(values[rows], holds[rows], leaf, _LEVELS[depth])
    if parameter < 0:
        return _Node(rows)
    left = values[rows, parameter] <= at
    below = tuple(_grow(values, holds, rows[side], leaf, depth + 1) for side in (left, ~left))
    return _Node(rows, parameter, at, gain / len(values), below)


def _best(values: Floats, holds: np.ndarray, leaf: int, level: float) -> tuple[int, float, float]:
    """Return the parameter and value that separate best, and the fall of impurity; -1 if shuffled answers do as well.

    A first look at some of the shuffles ends what is far from any difference.
    """
    for shuffles in (_SHUFFLES // 5, _SHUFFLES):
        shuffled = np.vstack([np.arange(len(holds))[None, :], _shuffles(len(holds))[:shuffles]])
        answers = holds[shuffled].astype(float)
        best, parameter, at = np.zeros(len(answers)), -1, np.inf
        for n in range(values.shape[1]):
            falls, where = _falls(values[:, n], answers, leaf)
            if not falls.size:
                continue
            if falls[0].max() > best[0]:
                parameter, at = n, float(where[int(falls[0].argmax())])
            best = np.maximum(best, falls.max(axis=1))
        chance = float((best >= best[0] * (1.0 - 1e-12)).mean())  # the answers as they are count as one shuffle
        if parameter < 0 or chance > (level if shuffles == _SHUFFLES else 4.0 * level):
            return -1, np.inf, 0.0
    return parameter, at, float(best[0])


def _falls(column: Floats, answers: Floats, leaf: int) -> tuple[Floats, Floats]:
    """Return the fall of impurity, times draws, at each cut of a parameter, (answers, cuts), and the cuts' values.

    A cut leaves at least `leaf` draws on both sides and lies between two values.
    """
    order = np.argsort(column, kind="stable")
    values, count = column[order], len(column)
    left = np.arange(leaf, count - leaf + 1)
    left = left[values[left - 1] < values[np.minimum(left, count - 1)]]
    if not left.size:
        return np.zeros((len(answers), 0)), np.zeros(0)
    hits = np.cumsum(answers[:, order], axis=1)
    excess = hits[:, left - 1] - hits[:, -1:] * (left / count)
    return 2.0 * excess**2 * count / (left * (count - left)), (values[left - 1] + values[left]) / 2.0


@lru_cache(maxsize=16)
def _shuffles(count: int) -> Ints:
    w0, _, _, _ = rng.words(0, SHUFFLE, np.arange(1, _SHUFFLES + 1)[:, None], np.arange(count))
    return np.argsort(w0, axis=1, kind="stable")


def _folds(holds: np.ndarray) -> Ints:
    """Return which fifth each draw is held back with; each fifth has as many holding draws as can be."""
    _, w1, _, _ = rng.words(0, SHUFFLE, 0, np.arange(len(holds)))
    fold = np.zeros(len(holds), np.int64)
    fold[np.lexsort((w1, holds))] = np.arange(len(holds)) % _FOLDS
    return fold


def _leaf(draws: int) -> int:
    return max(3, draws // 25)


def _nodes(tree: _Node) -> Iterator[_Node]:
    yield tree
    for node in tree.below:
        yield from _nodes(node)


def _fall(tree: _Node, values: Floats, rows: Ints) -> Iterator[tuple[_Node, Ints]]:
    """Return each leaf with those of the rows that fall into it."""
    if not tree.below:
        yield tree, rows
        return
    left = values[rows, tree.parameter] <= tree.at
    for node, side in zip(tree.below, (left, ~left), strict=True):
        yield from _fall(node, values, rows[side])


def _boxes(tree: _Node, values: Floats, holds: np.ndarray, priors: Sequence[Prior], fold: Ints) -> list[Box]:
    """Return the leaves in which most draws hold, those that cover most first."""
    held: list[list[Ints]] = [[] for _ in _leaves(tree)]
    everything = np.arange(len(holds))
    for out in range(_FOLDS):
        again = _refit(tree, values, holds, everything[fold != out], _leaf(len(holds)))
        for n, (_, inside) in enumerate(_fall(again, values, everything[fold == out])):
            held[n].append(inside)
    found: list[Box] = []
    for (leaf, sides), parts in zip(_leaves(tree), held, strict=True):
        if holds[leaf.rows].mean() <= 0.5:
            continue
        inside = holds[np.concatenate(parts)]
        bounds = tuple(Bound(priors[n].key, low, high) for n, (low, high) in sorted(sides.items()))
        density = float(inside.mean()) if inside.size else float("nan")
        found.append(Box(bounds, float(inside.sum() / holds.sum()), density, len(leaf.rows)))
    return sorted(found, key=lambda box: -box.coverage)


def _refit(node: _Node, values: Floats, holds: np.ndarray, rows: Ints, leaf: int) -> _Node:
    """Return the same tree, parameter by parameter, with its bounds set by other draws."""
    if not node.below:
        return _Node(rows)
    falls, where = _falls(values[rows, node.parameter], holds[rows][None, :].astype(float), leaf)
    at = float(where[int(falls[0].argmax())]) if falls.size else node.at
    left = values[rows, node.parameter] <= at
    below = tuple(_refit(n, values, holds, rows[side], leaf) for n, side in zip(node.below, (left, ~left), strict=True))
    return _Node(rows, node.parameter, at, node.gain, below)


def _leaves(node: _Node, sides: dict[int, tuple[float, float]] | None = None) -> Iterator[
        tuple[_Node, dict[int, tuple[float, float]]]]:  # fmt: skip
    """Return each leaf with the bounds that lead to it, by parameter."""
    sides = sides or {}
    if not node.below:
        yield node, sides
        return
    low, high = sides.get(node.parameter, (-np.inf, np.inf))
    yield from _leaves(node.below[0], {**sides, node.parameter: (low, min(high, node.at))})
    yield from _leaves(node.below[1], {**sides, node.parameter: (max(low, node.at), high)})
