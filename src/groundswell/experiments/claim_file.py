"""Claim files: the shipped ones by name, any other by path; whatever is wrong is told with its place and a remedy."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from groundswell.errors import InputError, nearest
from groundswell.experiments import design, outcomes
from groundswell.experiments.arms import Arm, apply, arm, first_day
from groundswell.experiments.claim import DIRECTIONS, Claim, Condition
from groundswell.experiments.compare import BASE
from groundswell.experiments.design import Prior
from groundswell.experiments.wording import check_direction
from groundswell.scenario import Scenario
from groundswell.scenario.load import load

_FOLDER = Path(__file__).parent / "claims"
_TEXTS = ("title", "text", "said", "reading", "literature", "refuted_if")
_KEYS = (*_TEXTS, "scenario", "days", "placebo", "assumptions", "set", "arms", "conditions", "priors")
_CONDITION = ("text", "arm", "against", "outcome", "window", "direction", "threshold", "relative")
_SIZE = {"scenario.persons", "scenario.scale"}


def claims() -> list[str]:
    """Return the names of the shipped claims."""
    return sorted((file.stem for file in _FOLDER.glob("*.toml")), key=lambda name: (len(name), name))


def read(source: str | Path, changes: Mapping[str, Any] | None = None) -> Claim:
    """Return a shipped claim by name, or a file's; `changes` of its scenario (scale, persons, days) come on top.

    Raises InputError with place and remedy for whatever is wrong with it.
    """
    path = _FOLDER / f"{source}.toml" if str(source) in claims() else Path(source)
    if not path.is_file():
        raise InputError(f"no claim '{source}'", remedy=nearest(str(source), claims()))
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"cannot be read: {error}", place=path.name, remedy="write a claim in TOML") from None
    return build(told, str(source), path, changes or {})


def build(told: Mapping[str, Any], source: str, path: Path, changes: Mapping[str, Any]) -> Claim:
    """Return the claim that the tables of a file describe; `source` is how it was asked for. Raises InputError."""
    place, folder = path.name, path.parent
    for key in told:
        if key not in _KEYS:
            raise InputError(f"unknown key '{key}'", place=place, remedy=nearest(key, _KEYS))
    for key in (*_TEXTS, "scenario"):
        if not isinstance(told.get(key), str) or not str(told[key]).strip():
            raise InputError(f"'{key}' is missing", place=place, remedy=f'write {key} = "..."')
    placebo = told.get("placebo", False) is True
    settings = _table(told, "set", place) | ({"scenario.days": told["days"]} if "days" in told else {})
    if _SIZE & changes.keys():
        settings = {key: value for key, value in settings.items() if key not in _SIZE}
    scenario = load(str(told["scenario"]), settings | dict(changes), place)
    arms = tuple(arm(n, _list(v, f"{place}, arms.{n}"), folder) for n, v in _table(told, "arms", place).items())
    if not arms:
        raise InputError("no arms", place=place, remedy="write [arms] with name = [changes]")
    _check_arms(scenario, arms, placebo, place)
    conditions = _conditions(told, {BASE, *(a.name for a in arms)}, scenario, place)
    return Claim(
        name=path.stem, source=source, scenario=scenario, arms=arms, placebo=placebo, fixed={},
        **{key: str(told[key]).strip() for key in _TEXTS},
        assumptions=tuple(map(str, told.get("assumptions", ()))), conditions=conditions,
        priors=_priors(told, scenario, arms, placebo, place),
    )  # fmt: skip


def _check_arms(base: Scenario, arms: tuple[Arm, ...], placebo: bool, place: str) -> None:
    for each in arms:
        at = f"{place}, arm '{each.name}'"
        if each.name == BASE:
            raise InputError(f"'{BASE}' is the scenario itself", place=at, remedy="give the arm another name")
        first = first_day(base, apply(base, each, late=placebo))
        if placebo and first is not None and first < base.days:
            raise InputError(f"a placebo acts on day {first}", place=at, remedy=f"let it begin on day {base.days}")
        if not placebo and first is None:
            raise InputError("changes nothing", place=at, remedy="change a value to another one, or take the arm away")


def _conditions(told: Mapping[str, Any], arms: set[str], scenario: Scenario, place: str) -> tuple[Condition, ...]:
    given = told.get("conditions")
    if not isinstance(given, list) or not given:
        raise InputError("no conditions", place=place, remedy="write [[conditions]] with arm, outcome and direction")
    tables = cast(list[dict[str, Any]], given)
    return tuple(_condition(c, arms, scenario, f"{place}, condition {n}") for n, c in enumerate(tables, 1))


def _condition(c: Mapping[str, Any], arms: set[str], scenario: Scenario, place: str) -> Condition:
    for key in c:
        if key not in _CONDITION:
            raise InputError(f"unknown key '{key}'", place=place, remedy=nearest(key, _CONDITION))
    arm, against, direction = str(c.get("arm", "")), str(c.get("against", BASE)), str(c.get("direction", ""))
    for name in (arm, against):
        if name not in arms:
            raise InputError(f"no arm '{name}'", place=place, remedy=nearest(name, arms))
    if arm == against:
        raise InputError(f"'{arm}' against itself", place=place, remedy="name two arms")
    if direction not in DIRECTIONS:
        raise InputError(f"direction '{direction}'", place=place, remedy=nearest(direction, DIRECTIONS))
    text, threshold = str(c.get("text", "")), c.get("threshold", 0.0)
    check_direction(text, direction, place)
    if type(threshold) not in (int, float) or not 0 <= threshold < float("inf"):
        raise InputError(f"threshold {threshold!r}", place=place, remedy="give 0 or more; the direction has the sign")
    window = c.get("window")
    if window is not None and (not isinstance(window, list) or len(window) != 2):  # pyright: ignore[reportUnknownArgumentType]
        raise InputError(f"window {window!r}", place=place, remedy="give [first day, last day]")
    days = cast(tuple[int, int] | None, tuple(cast(list[int], window)) if window is not None else None)
    if days is not None and days[1] >= scenario.days:
        raise InputError(f"window {list(days)}", place=place, remedy=f"the run has days 0..{scenario.days - 1}")
    what = outcomes.outcome(str(c.get("outcome", "")), days, place)
    return Condition(text, arm, against, what, direction, float(threshold), c.get("relative") is True)


def _priors(told: Mapping[str, Any], base: Scenario, arms: tuple[Arm, ...], placebo: bool,
            place: str) -> tuple[Prior, ...]:  # fmt: skip
    known = dict(design.parameters(base))
    for each in arms:
        known = {**design.parameters(apply(base, each, late=placebo)), **known}
    given = _table(told, "priors", place)
    for each in arms:
        for change in each.changes:
            if change.key in given and change.how == "=":
                remedy = "let the arm change something else, or do not draw it"
                raise InputError(f"'{change.key}' is drawn", place=f"{place}, arm '{each.name}'", remedy=remedy)
    return tuple(design.prior(key, value, known, f"{place}, priors") for key, value in given.items())


def _table(told: Mapping[str, Any], key: str, place: str) -> dict[str, Any]:
    table = told.get(key, {})
    if not isinstance(table, dict):
        raise InputError(f"{table!r} is no table", place=f"{place}, {key}", remedy=f"write [{key}]")
    return cast(dict[str, Any], table)


def _list(value: Any, place: str) -> list[str]:
    items: list[Any] = cast(list[Any], value) if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, str) for item in items):
        raise InputError(f"{value!r}", place=place, remedy='write ["key=value", "-event"]')
    return [str(item) for item in items]
