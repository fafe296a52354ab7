"""How the signs of paper.toml are obtained: paired over societies, which differ by their seed."""

from itertools import pairwise

from groundswell.classics.makowsky_rubin_2013 import Society, run, tipping_shock

SEEDS = range(1, 21)
NEAR, FAR = 1, 3
DECENTRAL, CENTRAL = 0.2, 0.8


def _falsified(centralisation: float, reach: int) -> list[float]:
    society = Society(centralisation=centralisation, reach=reach)
    return [run(society, 0.0, seed).before for seed in SEEDS]


def _wins(larger: list[float], smaller: list[float]) -> dict[str, int]:
    return {"wins": sum(a > b for a, b in zip(larger, smaller, strict=True)), "trials": len(larger)}


def mr1() -> dict[str, dict[str, int]]:
    """Societies in which falsification is less where citizens see farther."""
    return {name: _wins(_falsified(c, NEAR), _falsified(c, FAR)) for name, c in
            (("decentral", DECENTRAL), ("central", CENTRAL))}  # fmt: skip


def mr2() -> dict[str, dict[str, int]]:
    """Societies in which falsification is more under a more central authority."""
    return {f"reach {reach}": _wins(_falsified(CENTRAL, reach), _falsified(DECENTRAL, reach)) for reach in (NEAR, FAR)}


def mr3() -> dict[str, int]:
    """Societies in which seeing farther brings the tipping shock down more under a more central authority."""
    tipping = {
        (c, reach): [tipping_shock(Society(centralisation=c, reach=reach), seed, within=0.05) for seed in SEEDS]
        for c in (DECENTRAL, CENTRAL)
        for reach in (NEAR, FAR)
    }
    central, decentral = (
        [near - far for near, far in zip(tipping[c, NEAR], tipping[c, FAR], strict=True)] for c in (CENTRAL, DECENTRAL)
    )
    return _wins(central, decentral)


def mr4() -> dict[str, float | bool]:
    """Largest share of the whole movement of expression that falls within one fiftieth of the range of shocks."""
    shares = []
    for seed in (1, 2, 3):
        moved = [run(Society(centralisation=CENTRAL, reach=FAR), i / 20, seed).moved for i in range(51)]
        shares.append(max(b - a for a, b in pairwise(moved)) / moved[-1])
    return {"holds": min(shares) > 0.2, "largest share in one step": max(shares), "smallest of three": min(shares)}
