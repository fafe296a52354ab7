"""Kuran's societies of ten with one person's threshold moved: who shows opposition, and how much stays hidden."""

from typing import Annotated, NamedTuple

from groundswell.classics import kuran_1991 as k
from groundswell.classics.playing import Choice, Played
from groundswell.params import P

__all__ = ["SOCIETIES", "Params", "play"]

# per cent of ten people, quoted from memory (NOTES.md): illustrations, no published numbers
SOCIETIES = {
    "A": (0, 20, 20, 30, 40, 50, 60, 70, 80, 100),
    "B": (0, 20, 30, 30, 40, 50, 60, 70, 80, 100),
}


class Params(NamedTuple):
    """A society, and the threshold of its second person."""

    society: Annotated[
        str, Choice("society of ten: B differs from A in its third person", ("A", "B"), "quoted from memory, NOTES.md")
    ] = "A"
    second: Annotated[
        int, P("threshold of the second person: the share in opposition that it takes", "per cent", 0, 100,
               source="20 and 10 are the textbook's, quoted from memory")
    ] = 20  # fmt: skip


def play(p: Params) -> Played:
    """Return how many oppose in public, step by step, and the falsification index at the start and at the end."""
    percents = list(SOCIETIES[p.society])
    percents[1] = p.second
    states = k.states(percents, 100)
    private = [float(x) for x in k.private_preferences([t / 100 for t in percents])]
    first, last = (k.falsification_index(private, state) for state in (states[0], states[-1]))
    path, rests = [sum(state) for state in states], k.equilibria(percents, 100)
    return Played(
        {"thresholds_per_cent": percents, "trajectory": path, "equilibria": rests, "hidden_first": first,
         "hidden_last": last},
        (
            f"Thresholds in per cent: {', '.join(map(str, percents))}.",
            f"In public opposition, step by step: {', '.join(map(str, path))} of 10.",
            f"Numbers in opposition that hold themselves up: {', '.join(map(str, rests))}.",
            f"Falsification index (wants the regime gone and does not show it): {first:.2f} at first, {last:.2f} at"
            " the end, for preferences that give these thresholds.",
        ),
    )  # fmt: skip
