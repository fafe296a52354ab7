"""NAME: people march who are willing by nature, or whose ties marched yesterday.

Say here whose rule it is.
"""

from typing import Annotated, NamedTuple

from groundswell.behaviour import PROTEST, Draws, P, Person, lasting, otherwise

SOURCE = "what to cite"


class Params(NamedTuple):
    """[behaviour] of this kind: each parameter with its meaning, unit, limits and the range that claims draw from."""

    willing: Annotated[float, P("adults who march by nature", "share", 0, 1, prior=(0, 0.05))] = 0.01
    enough: Annotated[float, P("share of ties that draws others along", "share", 0, 1, prior=(0.02, 0.5))] = 0.1


def rule(me: Person, p: Params, draw: Draws) -> int:
    """Return what a person does today: what `me` holds stands in docs/behaviour.md."""
    if me.issue > 0.0 and (lasting(draw, PROTEST) < p.willing or me.ties_protesting >= p.enough):
        return PROTEST
    return otherwise(me)
