"""Who does something, of what each does: counted, and listed in order."""

import numpy as np

from groundswell.kernel import device, kernel
from groundswell.process.person import PROTEST, STAY

_BYTE = 255  # the most that a byte counts to


@device
def counted(action, low, high):
    """Return how many of the persons low..high-1 do something, and how many protest; in bytes, many at a time."""
    some = protest = 0
    for first in range(low, high, _BYTE):
        part = action[first : min(first + _BYTE, high)]
        more = protesting = np.uint8(0)
        for k in range(np.uint64(len(part))):
            more = np.uint8(more + np.uint8(part[k] != STAY))
            protesting = np.uint8(protesting + np.uint8(part[k] == PROTEST))
        some += more
        protest += protesting
    return some, protest


@kernel
def gather(first, end, place_start, action, starts, acted, who, did):
    """Write who does something, and what, in the places first..end-1, place by place.

    What is not written where `did` is empty, as all do the same. Everybody is written, and the next takes the place of
    whoever does nothing: no branch that half of them take, and no look at a sign. Where the row after a place's last is
    not of this part, its people are written to the last who acts.
    """
    rows, one, told = np.uint64(starts[end - 1] + acted[end - 1, 0]), np.uint64(1), len(did) > 0
    for place in range(first, end):
        k, last = np.uint64(starts[place]), np.uint64(starts[place] + acted[place, 0])
        i = np.uint64(place_start[place])
        if k < last < rows:
            for j in range(i, np.uint64(place_start[place + 1])):
                who[k] = j
                if told:
                    did[k] = action[j]
                k += np.uint64(action[j] != STAY)
        else:
            while k < last:
                who[k] = i
                if told:
                    did[k] = action[i]
                k += np.uint64(action[i] != STAY)
                i += one
