"""The game of exit, voice and loyalty at one point: what each would do at every node, and what happens."""

from typing import Annotated, NamedTuple

from groundswell.classics import exit_voice_2017 as x
from groundswell.classics.playing import Played
from groundswell.params import P

__all__ = ["Params", "play"]

_FIGURE = "the paper's game; any number is allowed there"


class Params(NamedTuple):
    """The three payoffs that the game turns on; the benefit in dispute is worth 1."""

    exit_value: Annotated[float, P("E, what leaving is worth to the citizen", "benefit", -1, 2, source=_FIGURE)] = 0.5
    loyalty: Annotated[
        float, P("L, what the state gains from a citizen who stays; above 1 it is dependent", "benefit", 0, 3,
                 source=_FIGURE)
    ] = 1.5  # fmt: skip
    voice_cost: Annotated[
        float, P("c, what complaining costs the citizen", "benefit", 0.01, 0.99, source="the paper: within (0, 1)")
    ] = 0.3


def play(p: Params) -> Played:
    """Return the subgame-perfect equilibrium, node by node."""
    game = x.play(p.exit_value, p.voice_cost, p.loyalty)
    why = (
        "leaving is worth no more than staying" if p.exit_value <= 0
        else "the state does not depend on the citizen" if p.loyalty <= 1
        else "leaving is worth more than being heard" if game.citizen == "Exit"
        else "the citizen could leave, and the state would rather respond"
    )  # fmt: skip
    return Played(
        {"citizen": game.citizen, "state": game.state, "after_ignore": game.after_ignore, "path": list(game.path),
         "payoff_citizen": game.payoffs[0], "payoff_state": game.payoffs[1]},
        (
            f"What happens: {', then '.join(game.path)}, since {why}.",
            f"Payoffs: citizen {game.payoffs[0]:g}, state {game.payoffs[1]:g}.",
            f"Asked, the state would choose {game.state}; ignored, the citizen would choose {game.after_ignore}.",
        ),
    )  # fmt: skip
