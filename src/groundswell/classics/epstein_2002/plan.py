"""What Epstein's society is to be: every switch with the paper's default, checked and laid out for the engine."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groundswell.classics.arguments import choice, integer, number
from groundswell.classics.epstein_2002 import world as w
from groundswell.classics.epstein_2002.boards import words_a_row
from groundswell.classics.epstein_2002.rule import checked, rounding_code
from groundswell.classics.epstein_2002.sight import SHAPES, sights

MODELS = ("I", "II")
SELF_COUNTS = ("never", "once", "twice")
JAILED = ("leave", "stay")
RELEASES = ("anywhere", "vision", "site")
TERMS = ("1..J", "0..J-1", "0..J", "real")
ORDERS = ("random", "fixed", "simultaneous")


@dataclass(frozen=True, kw_only=True)
class Switches:
    """What a run may be given; `run` of groundswell.classics.epstein_2002 says what each means."""

    model: str = "I"
    width: int = 40
    height: int = 40
    density: float = 0.7
    cop_density: npt.ArrayLike = 0.04
    legitimacy: npt.ArrayLike = 0.82
    ticks: int = 1000
    vision: float = 7.0
    cop_vision: float | None = None
    shape: str = "euclid"
    k: float = 2.3
    threshold: float = 0.1
    rounding: str | None = None
    self_count: str = "once"
    jail_max: float = 30
    term: str = "1..J"
    jailed: str = "leave"
    release: str = "anywhere"
    cop_moves_to_arrest: bool = False
    order: str = "random"
    move_first: bool = True
    movement: bool = True
    blue_share: float = 0.5
    clone_probability: float = 0.05
    clone_radius: float = 1.7
    max_age: float = 200
    stop_at_genocide: bool = False
    outburst_level: float = 50


@dataclass(frozen=True)
class Plan:
    """Checked inputs of a run, all of its seeds in common."""

    rules: w.Rules
    sights: npt.NDArray[np.int64]
    citizens: int
    cops: npt.NDArray[np.int64]  # (ticks,)
    legitimacy: npt.NDArray[np.float64]  # (ticks,)
    outburst_level: float


def plan(s: Switches) -> Plan:
    """Return the plan of a society. Raises ValueError for a switch out of its range or a lattice that is too full."""
    integer("width", s.width, 1)
    integer("height", s.height, 1)
    integer("ticks", s.ticks, 1, w.MAX_TICKS)
    seen = [s.vision, s.vision if s.cop_vision is None else s.cop_vision, s.clone_radius if s.model == "II" else 0.0]
    names = ("vision", "cop_vision", "clone_radius")
    rules = _rules(s, max(_reach(n, r, s.width, s.height) for n, r in zip(names, seen, strict=True)))
    sites = s.width * s.height
    citizens = math.floor(number("density", s.density, 0.0, 1.0) * sites + 0.5)
    cops = np.floor(_schedule("cop_density", s.cop_density, s.ticks) * sites + 0.5).astype(np.int64)
    if citizens + cops[0] > sites:
        raise ValueError(f"density={s.density!r} and cop_density ask for {citizens + cops[0]} of {sites} sites")
    eyes = sights([(choice("shape", s.shape, SHAPES), seen[0]), (s.shape, seen[1]), ("euclid", seen[2])], rules.words)
    return Plan(rules, eyes, citizens, cops, _schedule("legitimacy", s.legitimacy, s.ticks), s.outburst_level)


def _rules(s: Switches, halo: int) -> w.Rules:
    """Return the rules in the engine's codes; `halo` is the farthest that anybody sees, in sites."""
    ethnic = choice("model", s.model, MODELS) == "II"
    if s.jailed == "stay" and s.cop_moves_to_arrest:
        raise ValueError("cop_moves_to_arrest=True needs jailed='leave': a site holds one person")
    if not s.max_age > 0:
        raise ValueError(f"max_age={s.max_age!r} must be within (0, inf]")
    return w.Rules(
        width=s.width,
        height=s.height,
        halo=halo,
        words=words_a_row(s.width, halo),
        k=number("k", s.k, 0.0, open_low=True),
        threshold=number("threshold", s.threshold, 0.0, 1.0),
        rounding=rounding_code(s.rounding),
        self_count=SELF_COUNTS.index(choice("self_count", s.self_count, SELF_COUNTS)),
        jailed_stay=choice("jailed", s.jailed, JAILED) == "stay",
        release=RELEASES.index(choice("release", s.release, RELEASES)),
        cop_moves_to_arrest=bool(s.cop_moves_to_arrest),
        term=_term(s.term, s.jail_max),
        jail_max=float(s.jail_max),
        order=ORDERS.index(choice("order", s.order, ORDERS)),
        move_first=bool(s.move_first),
        citizens_move=bool(s.movement),
        two_groups=ethnic,
        blue_share=number("blue_share", s.blue_share, 0.0, 1.0),
        clone_probability=number("clone_probability", s.clone_probability, 0.0, 1.0),
        max_age=float(s.max_age),
        stop_at_genocide=bool(s.stop_at_genocide) and ethnic,
    )


def _schedule(name: str, value: npt.ArrayLike, ticks: int) -> npt.NDArray[np.float64]:
    numbers = checked(name, value, 0, 1)
    if numbers.ndim > 1 or (numbers.ndim == 1 and len(numbers) != ticks):
        raise ValueError(f"{name}: shape {numbers.shape}, where one number or one a tick ({ticks}) is needed")
    return np.array(np.broadcast_to(numbers, ticks))  # a copy: numba compiles read-only arrays anew


def _reach(name: str, radius: float, width: int, height: int) -> int:
    most = (min(width, height) - 1) // 2
    if math.floor(number(name, radius, 0.0)) > most:
        raise ValueError(f"{name}={radius!r} must be below {most + 1}: a {width} x {height} torus would be seen twice")
    return math.floor(radius)


def _term(term: str, jail_max: float) -> int:
    kind = choice("term", term, TERMS)
    if not jail_max > 0:
        raise ValueError(f"jail_max={jail_max!r} must be within (0, inf]")
    if kind != "real" and jail_max != math.inf:
        integer("jail_max", jail_max, 1)  # type: ignore[arg-type]
    return TERMS.index(kind)
