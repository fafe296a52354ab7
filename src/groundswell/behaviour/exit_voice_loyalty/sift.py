"""Who of many persons could be moved by given bounds: a glance at a page of 256 persons, a closer look at the few left.

A glance is made of bounds and of words drawn, in loops without branches, which become vector code. What ties add is
bounded for a page as a whole, with some to spare: a page is looked at again only when the ties of somebody in it gain
more than that.
"""

from typing import Any

import numpy as np

from groundswell import rng
from groundswell.behaviour.exit_voice_loyalty import terms
from groundswell.behaviour.exit_voice_loyalty import utilities as u
from groundswell.behaviour.exit_voice_loyalty.glances import PAGE, SLACK, glance, thresholds
from groundswell.kernel import device, lean
from groundswell.process.marks import marked
from groundswell.types import LIABLE_BIT

HEADROOM = 0.25  # utility by which a page that is looked at is looked at for more than its ties add today
_PROTEST_MOST, _LEAVE_MOST = terms.personal("protest", most=True), terms.personal("leave", most=True)
_EVADE_MOST = terms.personal("evade", most=True)


@device
def most_of_ties(counts, t, p, death_cap):
    """Return the most that ties add to any utility, local deaths at their worst; it grows with each of `counts`."""
    x = terms.Exposure(counts, 0, 0.0, p.grievance * death_cap, 0.0, t.mean_ties)
    return max(max(_PROTEST_MOST(0.0, x, p), _LEAVE_MOST(0.0, x, p)), _EVADE_MOST(0.0, x, p))


@device
def _highest(counter):
    """Return the highest of some counts."""
    highest = np.uint8(0)
    for k in range(np.uint64(len(counter))):
        highest = max(highest, counter[k])
    return highest


@device
def _could(me, kind, extra, voice, leave, evade, t):
    """Tell whether these bounds could move a person with these leanings."""
    exits = u.may_leave(kind, t) and me.leave + leave + extra >= 0.0
    hides = kind & LIABLE_BIT != 0 and me.evade + evade + extra >= 0.0
    return me.voice + voice + extra >= 0.0 or exits or hides


@device
def _sift(first, m, place, extra, g, t, p, reach, listed, words, cuts, open_, found, who, at):
    """Write to `who` and `at` those of the m persons from `first` on, of a page and place, whom the bounds could move.

    `extra` is the most that ties add for any of them.
    """
    region, kind, neighbourhood = np.int64(g.place_region[place]), g.kind, g.neighbourhood[first // PAGE]
    voice, leave, evade = reach.voice[place], reach.leave[region], reach.evade[region]
    if max(max(voice, leave), evade) == -np.inf:
        return found
    v0, v1, v2, v3 = words[0][:m], words[1][:m], words[2][:m], words[3][:m]  # of tastes
    w0, w1, w2, w3 = words[4][:m], words[5][:m], words[6][:m], words[7][:m]  # of traits
    more = extra + SLACK
    thresholds(extra, voice, leave, evade, t.shift[place] + neighbourhood, t, p, cuts)
    rng.fill(t.seed, rng.TASTES, 0, first, v0, v1, v2, v3)
    rng.fill(t.seed, rng.TRAITS, 0, first, w0, w1, w2, w3)
    glance(kind[first : first + m], w0, v0, v1, v2, cuts, t.all_may_leave, open_)
    for k in range(m):
        i = first + k
        if open_[k] and not marked(listed, i):
            who[found], at[found] = i, place
            traits, tastes = (w0[k], w1[k], w2[k], w3[k]), (v0[k], v1[k], v2[k], v3[k])
            me = u.fixed_of(traits, tastes, place, region, kind[i], neighbourhood, t, p)
            found += _could(me, kind[i], more, voice, leave, evade, t)
    return found


@lean
def scan(begin, stop, low, high, place, g, t, p, reach, listed, most, room, desks, cuts, marks, who, at):
    """Write who could be moved, but for the listed, in the pieces [low, high) of places; return (from, to) in the rows.

    `most` holds what ties add at most, page by page. The rows of `who` and `at` for piece c begin at room[c]; of
    `desks` (pieces, 8, 256), `cuts` (pieces, 3, classes) and `marks` (pieces, 256) a part uses those of its first
    piece, to work on.
    """
    found = room[begin]
    words, limits, open_ = desks[begin], cuts[begin], marks[begin]
    for c in range(begin, stop):
        first = low[c]
        while first < high[c]:
            m, extra = min((first // PAGE + 1) * PAGE, high[c]) - first, np.float64(most[first // PAGE])
            found = _sift(first, m, place[c], extra, g, t, p, reach, listed, words, limits, open_, found, who, at)
            first += m
    return room[begin], found


@lean
def raised(first, end, g, t, p, death_cap, counters, most, counts, touched):
    """Note the highest `counts` of `touched` pages, and raise their `most` where ties add more; leave those `touched`.

    It is raised by some more than that, so that few pages are looked at often.
    """
    never: Any = np.uint16(0)  # of the type of `afraid`, so that the bound is compiled once
    persons = len(g.kind)
    for page in range(first, end):
        if touched[page]:
            begin, stop = page * PAGE, min((page + 1) * PAGE, persons)
            for kind in range(len(counters)):
                counts[kind, page] = max(counts[kind, page], _highest(counters[kind][begin:stop]))
            close, friends, left, protested = counts[:, page]
            highest = terms.TieCounts(int(close), int(friends), int(left), int(protested), never)
            extra = most_of_ties(highest, t, p, death_cap)
            touched[page] = extra > most[page]
            if touched[page]:
                most[page] = extra + HEADROOM


@lean
def value(first, end, g, t, p, who, place, voice, leave, evade, bold, heed):
    """Fill what is fixed in those in `who`."""
    kinds, neighbourhood, place_region = g.kind, g.neighbourhood, g.place_region
    for k in range(first, end):
        i, at = np.int64(who[k]), np.int64(place[k])
        kind = kinds[i]
        me = u.fixed_utilities(i, at, np.int64(place_region[at]), kind, neighbourhood[i >> 8], t, p)
        _, bold[k], heed[k], _ = rng.words(t.seed, rng.TRAITS, 0, i)
        voice[k] = me.voice
        leave[k] = me.leave if u.may_leave(kind, t) else -np.inf
        evade[k] = me.evade if kind & LIABLE_BIT else -np.inf
