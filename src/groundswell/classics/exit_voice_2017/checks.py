"""How the numbers of paper.toml are obtained."""

from fractions import Fraction

from groundswell.classics.exit_voice_2017 import protest, regions, solve

_CASES = {
    "E=0.2, L=1.5": (0.2, 1.5),
    "E=0.9, L=1.5": (0.9, 1.5),
    "E=0.6, L=0.5": (0.6, 0.5),
    "E=-0.5, L=1.5": (-0.5, 1.5),
}


def x1() -> dict[str, str]:
    """The four regions at c = 0.3."""
    return {name: "/".join(solve(e, 0.3, ell)) for name, (e, ell) in _CASES.items()}


def x1b() -> dict[str, str]:
    """The same on the boundaries of the regions, an indifferent player being quiet."""
    edges = {"E=0, L=1.5": (0.0, 1.5), "E=0.7, L=1.5": (0.7, 1.5), "E=0.4, L=1": (0.4, 1.0)}
    return {name: "/".join(solve(e, 0.3, ell)) for name, (e, ell) in edges.items()}


def x2() -> dict[str, bool | int]:
    """Voice, over a grid in E, L and c, where and only where exit is credible, the state dependent and exit cheap."""
    wrong = voices = silent = 0
    for c in (0.05, 0.3, 0.5, 0.7, 0.95):
        for row in regions([i / 20 for i in range(-20, 41)], [i / 10 for i in range(31)], c):
            e, ell = Fraction(repr(row["exit_value"])), Fraction(repr(row["loyalty"]))
            voice = row["citizen"] == "Voice"
            voices += voice
            silent += row["citizen"] == "Loyalty" and ell > 1
            wrong += voice != (0 < e < 1 - Fraction(repr(c)) and ell > 1)
    # silence is not content: the loyal of a dependent state are those who cannot leave, not those who are served
    return {"holds": wrong == 0 and voices > 0 and silent > 0, "grid_points_off": wrong, "with_voice": voices}


def x3() -> list[str]:
    """The citizen's moves, in order, as the value of exit rises from -1 to 2 (c = 0.3, L = 1.5)."""
    moves = [solve(i / 100, 0.3, 1.5).citizen for i in range(-100, 201)]
    return [move for i, move in enumerate(moves) if i == 0 or move != moves[i - 1]]


def x4() -> dict[str, bool | float]:
    """Emigration of a tenth against none: protest at once, when ties are lost, and after they have mended."""
    none, at_once, later = (protest(e, 1.0, 15.0, mended=m) for e, m in ((0.0, 0.0), (0.1, 0.0), (0.1, 1.0)))
    return {"holds": at_once < none < later, "none": none, "at_once": at_once, "later": later}
