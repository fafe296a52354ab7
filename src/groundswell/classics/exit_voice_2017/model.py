"""The game tree of Clark, Golder and Golder (2017), solved from its end for any payoffs.

                    citizen
      Exit /      Loyalty |        \\ Voice (costs c)
      (E, 1)      (0, 1 + L)        state
                          Respond /       \\ Ignore
                         (1 - c, L)        citizen
                                     Exit /       \\ Loyalty
                                    (E - c, 1)    (0 - c, 1 + L)

Each pair is (citizen's payoff, state's payoff). The benefit at stake is worth 1 to both.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from groundswell.classics.arguments import choice, number

__all__ = ["Outcomes", "Play", "Reply", "backward_induction", "equilibria", "outcomes", "play", "regions", "solve"]

Number = float | Fraction
Pair = tuple[Number, Number]  # (citizen's payoff, state's payoff)
Ties = Literal["quiet", "loud"]
TIES: tuple[Ties, ...] = ("quiet", "loud")

# In order of loudness: a "quiet" player who is indifferent takes the first, a "loud" one the last.
_FIRST, _STATE, _LAST = ("Loyalty", "Exit", "Voice"), ("Ignore", "Respond"), ("Loyalty", "Exit")


class Outcomes(NamedTuple):
    """The payoffs at the five ends of the tree, each (citizen, state)."""

    exit: Pair
    loyalty: Pair
    respond: Pair
    ignored_exit: Pair
    ignored_loyalty: Pair


class Reply(NamedTuple):
    """The citizen's first move (Exit, Loyalty, Voice) and the state's reply to voice (Respond, Ignore), made or not."""

    citizen: str
    state: str


class Play(NamedTuple):
    """A strategy for every node of the tree, the path that is played, and what both get on it.

    citizen, state, after_ignore: the move at each of the three nodes, on the path or off it
    path: the moves that are made, in order, such as ("Voice", "Respond")
    payoffs: (citizen's, state's) at the end of the path
    """

    citizen: str
    state: str
    after_ignore: str
    path: tuple[str, ...]
    payoffs: tuple[float, float]


def outcomes(exit_value: float, voice_cost: float, loyalty: float) -> Outcomes:
    """Return the payoffs of the paper's game for E = `exit_value`, c = `voice_cost`, L = `loyalty`.

    They are exact fractions of the decimals given (0.3 is 3/10), so that 0.3 and 1 - 0.7 tie as they do on paper.
    Raises ValueError unless all are finite and 0 < c < 1. Source: Clark, Golder and Golder (2017), figure of the game
    (the letter L stands for their "value of loyalty to the state").
    """
    e, c, ell = (_decimal(name, x) for name, x in (("exit_value", exit_value), ("voice_cost", voice_cost),
                                                   ("loyalty", loyalty)))  # fmt: skip
    if not 0 < c < 1:
        raise ValueError(f"voice_cost={voice_cost!r} must lie within (0, 1)")
    one = Fraction(1)
    return Outcomes((e, one), (Fraction(0), 1 + ell), (1 - c, ell), (e - c, one), (-c, 1 + ell))


def _decimal(name: str, value: float) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(repr(number(name, value)))


def solve(exit_value: float, voice_cost: float, loyalty: float, ties: Ties = "quiet") -> Reply:
    """Return (citizen's move, state's reply to voice) in the subgame-perfect equilibrium of the paper's game.

    exit_value: E, what leaving is worth to the citizen (the benefit in dispute is worth 1); any finite number
    voice_cost: c, within (0, 1)
    loyalty: L, what the state gains from a citizen who stays; above 1 the state is dependent; any finite number
    ties: what an indifferent player does: "quiet" (loyalty before exit before voice; ignore before respond: the regions
        of the paper with the boundary E = 0 loyal, L = 1 ignored, E = 1 - c leaving) or "loud" (the reverse)

    Raises ValueError for numbers that are not finite, c outside (0, 1) or an unknown `ties`.
    """
    solution = play(exit_value, voice_cost, loyalty, ties)
    return Reply(solution.citizen, solution.state)


def play(exit_value: float, voice_cost: float, loyalty: float, ties: Ties = "quiet") -> Play:
    """Return the whole equilibrium of the paper's game: every node's move, the path and its payoffs (see `solve`)."""
    return backward_induction(outcomes(exit_value, voice_cost, loyalty), ties)


def backward_induction(ends: Outcomes, ties: Ties = "quiet") -> Play:
    """Return the subgame-perfect equilibrium of the tree for any five pairs of payoffs (see `solve` for `ties`).

    Raises ValueError when a payoff is not finite or `ties` is unknown.
    """
    pick = {"quiet": 0, "loud": -1}[choice("ties", ties, TIES)]
    return _resolve(ends, lambda best: [best[pick]])[0]


def equilibria(ends: Outcomes) -> list[Play]:
    """Return every subgame-perfect equilibrium in pure strategies: more than one when somebody is indifferent."""
    return _resolve(ends, lambda best: best)


def _resolve(ends: Outcomes, among: Any) -> list[Play]:
    """Solve from the last node; `among` picks one or more of a node's equally good moves (quietest first)."""
    for name, pair in zip(Outcomes._fields, ends, strict=True):
        if len(pair) != 2 or not all(math.isfinite(x) for x in pair):
            raise ValueError(f"{name}={pair!r} must be two finite payoffs (citizen, state)")
    return list(_plays(ends, among))


def _plays(ends: Outcomes, among: Any) -> Iterator[Play]:
    last = {"Loyalty": ends.ignored_loyalty, "Exit": ends.ignored_exit}
    for after_ignore in among(_best(_LAST, last, 0)):
        reply = {"Ignore": last[after_ignore], "Respond": ends.respond}
        for state in among(_best(_STATE, reply, 1)):
            first = {"Loyalty": ends.loyalty, "Exit": ends.exit, "Voice": reply[state]}
            for citizen in among(_best(_FIRST, first, 0)):
                end = first[citizen]
                yield Play(citizen, state, after_ignore, _path(citizen, state, after_ignore),
                           (float(end[0]), float(end[1])))  # fmt: skip


def _best(moves: Sequence[str], ends: dict[str, Pair], player: int) -> list[str]:
    top = max(ends[move][player] for move in moves)
    return [move for move in moves if ends[move][player] == top]


def _path(citizen: str, state: str, after_ignore: str) -> tuple[str, ...]:
    if citizen != "Voice":
        return (citizen,)
    return (citizen, state) if state == "Respond" else (citizen, state, after_ignore)


def regions(
    exit_values: Iterable[float], loyalties: Iterable[float], voice_cost: float, ties: Ties = "quiet"
) -> list[dict[str, Any]]:
    """Return the equilibrium on a grid, one row a pair (E, L): exit_value, loyalty, citizen, state, path.

    `path` joins the moves that are made by " - ". Raises ValueError as `solve` does.
    """
    rows: list[dict[str, Any]] = []
    loyalties = list(loyalties)
    for e in exit_values:
        for ell in loyalties:
            p = play(e, voice_cost, ell, ties)
            rows.append({"exit_value": float(e), "loyalty": float(ell), "citizen": p.citizen, "state": p.state,
                         "path": " - ".join(p.path)})  # fmt: skip
    return rows
