"""Citizens who weigh their own view against authorities and neighbours, and express what costs least.

    cost of expressing e = own |e - x| + authority (c |e - A| + (1 - c) |e - L|) + peers mean_j |e - e_j|

x: private view, j: the neighbours, A: central authority, L: the authority of one's own locality, c: centralisation.
With absolute distances the best reply is a weighted median, which does not move a little when its surroundings do, but
stays or jumps: hence falsification, and more than one state of rest. The article's own equations were not read; this
form is the least that its descriptions define, and every number below is ours.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import integer, number
from groundswell.kernel import kernel
from groundswell.portable import normal_quantile
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Outcome", "People", "Society", "express", "falsification", "populate", "run", "tipping_shock"]

_STREAM = 9 << 16  # this model's part of the classics' draws
_SWEEPS = 1_000
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Society:
    """Who lives where, whom they see and what weighs on them.

    blocks x blocks localities of side x side citizens on a torus; `reach`: each sees the (2 reach + 1)^2 - 1 nearest
    centralisation: c within [0, 1]; own > 0, authority, peers >= 0: weights (own: the mean; people differ, 0 to 2 own)
    spread, local_spread: sd of private views within a locality and of the localities' means, >= 0
    tolerated: mean distance of what is expressed from A above which the central institution changes, >= 0

    Raises ValueError for values out of range.
    """

    blocks: int = 4
    side: int = 8
    reach: int = 1
    centralisation: float = 0.5
    own: float = 1.5
    authority: float = 1.0
    peers: float = 1.5
    spread: float = 0.5
    local_spread: float = 0.5
    tolerated: float = 0.75

    def __post_init__(self) -> None:
        integer("blocks", self.blocks, 1)
        integer("side", self.side, 1)
        integer("reach", self.reach, 1, (self.size - 1) // 2)
        number("centralisation", self.centralisation, 0.0, 1.0)
        number("own", self.own, 0.0, open_low=True)
        for name in ("authority", "peers", "spread", "local_spread", "tolerated"):
            number(name, getattr(self, name), 0.0)

    @property
    def size(self) -> int:
        """Side of the whole torus."""
        return self.blocks * self.side


class People(NamedTuple):
    """views: x; local: L, the authority of one's locality; own: the weight of one's own view; all (size, size)."""

    views: Floats
    local: Floats
    own: Floats


class Outcome(NamedTuple):
    """before, after: falsification without and with the shock; moved: change of mean expression; changed: A fell."""

    before: float
    after: float
    moved: float
    changed: bool


def populate(society: Society, seed: int) -> People:
    """Return the people of a society: views normal about their locality's mean L, convictions uniform on (0, 2 own)."""
    key = np.uint64(integer("seed", seed, 0, 2**64 - 1))
    n = society.size
    means, noise, own = np.empty(society.blocks**2), np.empty(n * n), np.empty(n * n)
    _normals(key, 0, means)
    _normals(key, 1, noise)
    _uniforms(key, 2, own)
    local = np.kron(means.reshape(society.blocks, society.blocks) * society.local_spread, np.ones((society.side,) * 2))
    local = local.astype(np.float64)
    return People(local + society.spread * noise.reshape(n, n), local, 2.0 * society.own * own.reshape(n, n))


@kernel
def _normals(seed: Any, part: Any, out: Any) -> None:
    for i in range(len(out)):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_STREAM + part), np.uint64(i))
        out[i] = normal_quantile(unit(w0))


@kernel
def _uniforms(seed: Any, part: Any, out: Any) -> None:
    for i in range(len(out)):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_STREAM + part), np.uint64(i))
        out[i] = unit(w0)


def express(society: Society, people: People, before: Floats | None = None) -> Floats:
    """Return what citizens express when nobody wants to change: best replies in turn, from `before` (None: A = 0).

    before: (size, size). An indifferent citizen goes on as before. Raises ValueError for arrays that do not fit the
    society, RuntimeError if no rest is found.
    """
    shape = (society.size, society.size)
    expressed = np.zeros(shape) if before is None else np.array(before, dtype=np.float64)
    for name, x in (*people._asdict().items(), ("before", expressed)):
        if x.shape != shape or not np.isfinite(x).all():
            raise ValueError(f"{name} of shape {x.shape} must be finite numbers of shape {shape}")
    c, w = society.centralisation, society.authority
    sweeps = _settle(expressed, *people, society.reach, w * c, w * (1.0 - c), society.peers)
    if sweeps >= _SWEEPS:
        raise RuntimeError(f"no rest after {_SWEEPS} rounds of best replies")
    return expressed


@kernel
def _settle(e: Any, x: Any, local: Any, own: Any, reach: Any, central: Any, near: Any, peers: Any) -> Any:
    """Let each citizen in turn take the weighted median of what weighs on him till nobody moves; return the rounds."""
    n = len(e)
    seen = (2 * reach + 1) ** 2 - 1
    place, weight = np.empty(seen + 3), np.empty(seen + 3)
    for sweep in range(_SWEEPS):
        moved = False
        for row in range(n):
            for col in range(n):
                half = (own[row, col] + central + near + peers) / 2.0
                place[0], weight[0] = x[row, col], own[row, col]
                place[1], weight[1] = 0.0, central
                place[2], weight[2] = local[row, col], near
                k = 3
                for dr in range(-reach, reach + 1):
                    for dc in range(-reach, reach + 1):
                        if dr != 0 or dc != 0:
                            place[k], weight[k] = e[(row + dr) % n, (col + dc) % n], peers / seen
                            k += 1
                best = _median(place, weight, half, e[row, col])
                if best != e[row, col]:
                    e[row, col] = best
                    moved = True
        if not moved:
            return sweep
    return _SWEEPS


@kernel
def _median(place: Any, weight: Any, half: Any, now: Any) -> Any:
    """Return the point of the weighted median nearest to `now`: all between `low` and `high` cost the same."""
    order = np.argsort(place)
    slack = 1e-9 * half
    total, low, high, found = 0.0, 0.0, 0.0, False
    for k in order:
        total += weight[k]
        if not found and total >= half - slack:
            low, found = place[k], True
        if total > half + slack:
            high = place[k]
            break
    return min(max(now, low), high)


def falsification(expressed: Floats, views: Floats) -> float:
    """Return the mean distance between what is expressed and what is thought."""
    return float(np.abs(expressed - views).mean())


def run(society: Society, shock: float, seed: int) -> Outcome:
    """Let a society settle, shift all private views away from the centre by `shock` (any finite number), settle again.

    The institution changes when the mean distance of expression from A = 0 exceeds `society.tolerated`.
    """
    shock = number("shock", shock)
    people = populate(society, seed)
    shocked = people._replace(views=people.views + shock)
    calm = express(society, people)
    stirred = express(society, shocked, calm)
    return Outcome(
        falsification(calm, people.views),
        falsification(stirred, shocked.views),
        float(stirred.mean() - calm.mean()),
        bool(np.abs(stirred).mean() > society.tolerated),
    )


def tipping_shock(society: Society, seed: int, highest: float = 4.0, within: float = 0.02) -> float:
    """Return the smallest shock at which the institution changes, by halving (0, highest); `highest` when none does.

    A society that falls to one shock is taken to fall to a larger one too.

    highest > 0, within > 0 (the precision asked for); ValueError otherwise. 0 when it falls without a shock.
    """
    top, step = number("highest", highest, 0.0, open_low=True), number("within", within, 0.0, open_low=True)
    if run(society, 0.0, seed).changed:
        return 0.0
    low, high = 0.0, top
    while high - low > step:
        mid = (low + high) / 2.0
        low, high = (low, mid) if run(society, mid, seed).changed else (mid, high)
    return high
