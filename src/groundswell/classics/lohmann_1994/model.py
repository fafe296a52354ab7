"""An informational cascade: private binary signals, extremists discounted, turnout judged against expectation.

The article's strategies are symbolic and were not read; this is the least that its abstract and its retellings define.
The regime is sound or rotten. A moderate's own signal is right with probability q; a moderate marches when he believes
it likelier than his threshold that the regime is rotten. Thresholds of moderates are uniform on (0, 1), so the share
of moderates with signal s that marches is their belief itself. Everybody sees a sample of the people each week.
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.classics.arguments import integer, number
from groundswell.kernel import kernel
from groundswell.rng import CLASSICS, unit, words

__all__ = ["Cascade", "Crowd", "expected_turnout", "run", "update"]

_STREAM = 8 << 16  # this model's part of the classics' draws; the week is in the lower half of the word


@dataclass(frozen=True)
class Crowd:
    """accuracy: q of a private signal, within (0.5, 1); extremists: share that always marches, within [0, 1]."""

    accuracy: float = 0.7
    extremists: float = 0.02

    def __post_init__(self) -> None:
        if not 0.5 < self.accuracy < 1.0:
            raise ValueError(f"accuracy={self.accuracy!r} must lie within (0.5, 1)")
        number("extremists", self.extremists, 0.0, 1.0)


class Cascade(NamedTuple):
    """Week by week: what happened and what was thought.

    turnout (T,): share of the people; expected_sound, expected_rotten (T,): what it would be under either regime
    seen_marching (T,): how many of the sample; belief (T + 1,): public probability that the regime is rotten
    """

    turnout: NDArray[np.float64]
    expected_sound: NDArray[np.float64]
    expected_rotten: NDArray[np.float64]
    seen_marching: NDArray[np.int64]
    belief: NDArray[np.float64]


def expected_turnout(belief: float, rotten: bool, crowd: Crowd = Crowd()) -> float:
    """Return the share of the people that marches when the public belief is `belief`, if the regime is `rotten` or not.

    extremists + (1 - extremists) (h b1 + (1 - h) b0): h is the share with a bad signal (q if rotten, else 1 - q),
    b1 and b0 the beliefs of moderates after a bad and a good one. Raises ValueError unless belief is within [0, 1].
    """
    b = number("belief", belief, 0.0, 1.0)
    q, e = crowd.accuracy, crowd.extremists
    after_bad, after_good = b * q / (b * q + (1.0 - b) * (1.0 - q)), b * (1.0 - q) / (b * (1.0 - q) + (1.0 - b) * q)
    heard = q if rotten else 1.0 - q
    return e + (1.0 - e) * (heard * after_bad + (1.0 - heard) * after_good)


def update(belief: float, marching: int, seen: int, crowd: Crowd = Crowd()) -> float:
    """Return the public belief that the regime is rotten after `marching` of `seen` people were seen to march.

    Bayes' rule with a binomial likelihood: belief rises when turnout exceeds what lies between the two expectations,
    and falls when it disappoints. 0 and 1 are certain and stay. Raises ValueError for counts or belief out of range.
    """
    m = integer("seen", seen, 1)
    k = integer("marching", marching, 0, m)
    b = number("belief", belief, 0.0, 1.0)
    if b in (0.0, 1.0):
        return b
    p1, p0 = expected_turnout(b, True, crowd), expected_turnout(b, False, crowd)
    if p1 == p0:
        return b  # only extremists: turnout tells nothing
    evidence = k * math.log(p1 / p0) + (m - k) * math.log((1.0 - p1) / (1.0 - p0))
    odds = math.log(b / (1.0 - b)) + evidence
    return 1.0 / (1.0 + math.exp(-odds)) if odds > -700.0 else 0.0


def run(
    prior: float, rotten: bool, weeks: int, seed: int, *, seen: int = 50, crowd: Crowd = Crowd()
) -> Cascade:  # fmt: skip
    """Return the course of belief and turnout over `weeks` (1 to 65,535) Mondays.

    prior: public belief at first, within [0, 1]; rotten: the truth; seen: people in the weekly sample that all see
    Raises ValueError for values out of range.
    """
    weeks, seen = integer("weeks", weeks, 1, 65_535), integer("seen", seen, 1)
    key = np.uint64(integer("seed", seed, 0, 2**64 - 1))
    belief = [number("prior", prior, 0.0, 1.0)]
    sound, bad, marching = [], [], []
    for week in range(weeks):
        sound.append(expected_turnout(belief[-1], False, crowd))
        bad.append(expected_turnout(belief[-1], True, crowd))
        marching.append(int(_sample(key, week, seen, bad[-1] if rotten else sound[-1])))
        belief.append(update(belief[-1], marching[-1], seen, crowd))
    turnout = np.array(bad if rotten else sound)
    return Cascade(turnout, np.array(sound), np.array(bad), np.array(marching), np.array(belief))


@kernel
def _sample(seed: Any, week: Any, seen: Any, share: Any) -> Any:
    """Count the marchers among `seen` people who march with probability `share`."""
    count = 0
    for i in range(seen):
        w0, _, _, _ = words(seed, CLASSICS, np.uint64(_STREAM + week), np.uint64(i))
        count += unit(w0) < share
    return count
