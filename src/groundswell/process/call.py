"""The call-up: each region's daily quota is drawn from its liable persons in a fixed order of personal priorities.

The order is fixed so that the same persons are due in every arm of a comparison. Who is drawn but out of reach (not
served, hiding, gone) is a shortfall; each has a personal draw below the replacement rate rho or not, and if so the next
in order is drawn in his place. Closing the exit then changes how many are called by (1 - rho) per leaver that was due.
"""

from itertools import pairwise
from typing import Annotated, NamedTuple

import numpy as np

from groundswell import rng
from groundswell.kernel import kernel, parallel_for
from groundswell.params import ASSUMED, P
from groundswell.process.draws import uniform
from groundswell.process.status_lists import region_counts
from groundswell.society.once import once
from groundswell.types import (
    LIABLE_BIT,
    Environment,
    Fields,
    Floats,
    Ids,
    Ints,
    Society,
    State,
    Status,
)

_BLOCK = 1 << 12  # persons whose priorities are drawn at once


class Params(NamedTuple):
    """[call] in a scenario file."""

    served: Annotated[
        float,
        P(
            "notices that reach a person at home",
            "share",
            0,
            1,
            prior=(0.6, 1.0),
            source="assumed",
            plain="share of notices that reach a person at home",
        ),
    ] = 0.85
    replacement: Annotated[
        float,
        P(
            "share of a shortfall drawn again from those who stay",
            "share",
            0,
            1,
            prior=(0.0, 1.0),
            symbol="rho",
            source="assumed: a state may fill a quota from those who stay, or not",
            plain="share of those missing whose notices go to others instead",
        ),
    ] = 0.95
    grace: Annotated[
        int, P("days after which who has not complied counts as hiding", "days", 1, 60, prior=(3, 14), source="assumed")
    ] = 5
    hiding: Annotated[
        float,
        P(
            "mean time from the end of the call-up until who hides comes home",
            "days",
            1,
            365,
            prior=(2, 30),
            source="assumed",
        ),
    ] = 7.0
    unlawful: Annotated[
        float,
        P(
            "called against the rules and sent home later",
            "share",
            0,
            1,
            prior=(0.0, 0.1),
            status=ASSUMED,
            source="assumed: mistakes of a register in use after years of peace",
            plain="share called against the rules and sent home later",
        ),
    ] = 0.03
    unlawful_days: Annotated[
        int,
        P(
            "longest time from entering service to being sent home",
            "days",
            1,
            400,
            status=ASSUMED,
            source="assumed",
        ),
    ] = 60


class CallOrder(NamedTuple):
    """The liable persons of each region with the lowest priority draws, lowest first."""

    persons: Ids
    start: Ints  # (R+1,)
    share: float  # of the liable who are in the list


def call_order(society: Society, share: float) -> CallOrder:
    """Return at least the first `share` of every region's liable persons in the order in which they are due."""
    longest = once(society, "call order", list[CallOrder])  # a longer list begins with the shorter one
    if not longest or longest[0].share < min(share, 1.0):
        longest[:] = [_in_order(society, share)]
    return longest[0]


def _in_order(society: Society, share: float) -> CallOrder:
    limit = np.uint64(min(share, 1.0) * 2.0**32)
    counts = np.zeros(len(society.region_start) - 1, np.int64)
    parts = parallel_for(_due, len(counts), np.uint64(society.seed), society.region_start, society.kind, limit, counts)
    due, start = np.concatenate(parts), np.concatenate([[0], np.cumsum(counts)])
    for first, end in pairwise(start):
        due[first:end].sort()
    return CallOrder(due.astype(np.uint32), start, min(share, 1.0))  # the lower half


@kernel
def _due(first, end, seed, region_start, kind, limit, counts):
    """Return priority << 32 | person of the liable below the limit in regions first..end-1; count them by region."""
    liable = 0
    for i in range(region_start[first], region_start[end]):
        liable += (kind[i] & LIABLE_BIT) != 0
    due, found = np.empty(liable + 1, np.uint64), 0  # who is not due is written, too, and then overwritten
    who, word, w1, w2, w3 = (np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32),
                             np.empty(_BLOCK, np.uint32), np.empty(_BLOCK, np.uint32))  # fmt: skip
    for r in range(first, end):
        before = found
        for low in range(region_start[r], region_start[r + 1], _BLOCK):
            m = 0
            for i in range(low, min(low + _BLOCK, region_start[r + 1])):
                who[m] = i
                m += (kind[i] & LIABLE_BIT) != 0
            rng.fill_for(seed, rng.CALL, 0, who[:m], word, w1, w2, w3)
            for k in range(m):
                due[found] = np.uint64(word[k]) << np.uint64(32) | np.uint64(who[k])
                found += np.uint64(word[k]) < limit
        counts[r] = found - before
    return due[:found]


def first_due(society: Society) -> Floats:
    """Return each region's opening balance (R,), so that rounding quotas to persons is fair at every scale."""
    return once(society, "first due", lambda: _opening(society)) * society.weight


def _opening(society: Society) -> Floats:
    return uniform(society, rng.CALL, 1, 0, np.arange(len(society.region_start) - 1, dtype=np.uint32))


def going_on(society: Society, fields: Fields, env: Environment, holding: Ids) -> Floats:
    """Return where the call-up goes on (R,), 1 or 0: it is in force, and somebody is asked for or holds a notice.

    A call-up ends in a region when its decree or a concession ends it, or when its quotas are drawn and each of the
    called has complied, hidden or left, and been replaced or not.
    """
    open_ = (env.quota > 0) | (fields.quota_due >= society.weight) | (region_counts(society, holding) > 0)
    return np.where((env.calling > 0) & open_, 1.0, 0.0)


def ask(
    society: Society, fields: Fields, env: Environment, quota: Floats, void: Floats, stopped: bool
) -> tuple[Floats, Floats]:
    """Add today's quotas to what is due; return how many are asked for today and how many are let off (R,).

    `quota` (R,) is today's before a concession, `void` (R,) the notices that lapsed today. What is due lapses where no
    call-up is in force any more; if a concession has `stopped` it, those are let off as well.
    """
    force = env.calling > 0
    asked = np.where(force, env.quota * (1.0 - env.exempt), 0.0)
    opening = first_due(society)
    let_off = quota - asked
    if stopped:
        lapsed = np.where(force, 0.0, fields.quota_due - opening) + void
        asked, let_off = asked - lapsed, let_off + lapsed
    fields.quota_due[:] = np.where(force, fields.quota_due + asked, opening)
    fields.asked[0] += asked.sum()
    fields.waived[0] += let_off.sum()
    return asked, let_off


def call(order: CallOrder, society: Society, state: State, fields: Fields, p: Params) -> tuple[CallOrder, Ids]:
    """Serve today's notices: return the order (longer if it had run out) and who got one. Changes status, balances."""
    whole = np.floor(fields.quota_due / society.weight).astype(np.int64)
    if not whole.any():
        return order, np.empty(0, np.uint32)
    called = np.empty(int(whole.sum()), np.uint32)
    count = 0
    while True:
        count = _serve(
            np.uint64(society.seed),
            order.persons,
            order.start,
            fields.call_next,
            whole,
            state.status,
            p.served,
            p.replacement,
            called,
            count,
        )
        if order.share >= 1.0 or not np.any(whole > 0):
            break
        order = call_order(society, 2.0 * order.share)
    served_or_waived = np.floor(fields.quota_due / society.weight) - whole
    fields.quota_due[:] -= served_or_waived * society.weight
    return order, called[:count]


@kernel
def _serve(seed, persons, start, nexts, whole, status, served, rho, called, count):
    """Walk each region's order until its quota is met or waived or the list ends; `whole` keeps what is still open."""
    for r in range(len(whole)):
        while whole[r] > 0 and start[r] + nexts[r] < start[r + 1]:
            i = persons[start[r] + nexts[r]]
            nexts[r] += 1
            now = status[i]
            if now == Status.CALLED or now == Status.SERVING or now == Status.HELD or now == Status.DEAD:
                continue  # no longer on the roll
            _, w1, w2, _ = rng.words(seed, rng.CALL, 0, i)
            if (now == Status.HOME or now == Status.PREPARING) and rng.unit(w1) < served:
                status[i] = Status.CALLED
                called[count] = i
                count += 1
                whole[r] -= 1
            elif rng.unit(w2) >= rho:
                whole[r] -= 1  # a shortfall that nobody replaces
    return count


def redraw(society: Society, fields: Fields, lost: Ids, rho: float) -> None:
    """Add to the balances those of the called who got away and whose place is to be filled by others."""
    if len(lost) == 0:
        return
    again = uniform(society, rng.CALL, 0, 2, lost) < rho
    region = np.searchsorted(society.region_start, lost[again], side="right") - 1
    fields.quota_due[:] += np.bincount(region, minlength=len(fields.quota_due)) * society.weight
