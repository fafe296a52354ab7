"""Claim files: the shipped ones by name, any other by path; all that is wrong is reported, with place and remedy."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from groundswell.case import find
from groundswell.case.lookup import names as case_names
from groundswell.comparisons import design, outcomes
from groundswell.comparisons.compare import BASE
from groundswell.errors import InputError, nearest, shown
from groundswell.inputs.document import Document
from groundswell.inputs.fill import collect, keys
from groundswell.inputs.problems import each, refuse
from groundswell.inputs.toml_file import read_toml
from groundswell.params import P, Parameter
from groundswell.scenario import Scenario, own_code
from groundswell.scenario.arms import Arm, apply, arm, first_day
from groundswell.scenario.build import build as build_scenario
from groundswell.scenario.document import override
from groundswell.scenario.document import read as read_scenario
from groundswell.scenario.names import check_file_name
from groundswell.verdicts.claim import DIRECTIONS, Claim, Condition, Direction
from groundswell.verdicts.claim_names import TEXTS, find_claim, home
from groundswell.verdicts.claim_names import claims as claims
from groundswell.verdicts.claim_priors import priors as priors_of
from groundswell.verdicts.wording import check_direction

ANY_CASE = "any"
_SIZE = {"scenario.persons", "scenario.scale"}
_log = logging.getLogger(__name__)
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class _File:
    """The keys of a claim file."""

    title: str
    text: str
    said: str
    reading: str
    literature: str
    refuted_if: str
    scenario: str = ""
    cases: tuple[str, ...] = ()
    days: Annotated[int | None, P("days simulated", "days", 1, 3650, source="set by the claim")] = None
    placebo: bool = False
    assumptions: tuple[str, ...] = ()
    set: dict[str, Any] = field(default_factory=dict[str, Any])
    arms: dict[str, Any] = field(default_factory=dict[str, Any])
    conditions: tuple[dict[str, Any], ...] = ()
    priors: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, kw_only=True)
class _Condition:
    """The keys of a [[conditions]] table."""

    text: str
    arm: str
    outcome: str
    direction: str
    against: str = BASE
    window: tuple[int, int] | None = None
    threshold: Annotated[
        float,
        P("by how much, 0 or more; the direction has the sign", "the outcome's", 0, 1e15, source="set by the claim"),
    ] = 0.0
    relative: bool = False


def read(source: str | Path, changes: Mapping[str, Any] | None = None, case: str | Path = "") -> Claim:
    """Return a claim by name, or a file's; `changes` of its scenario (scale, persons, days) come on top.

    `case`: the case on whose base scenario it is tested, in the place of the one that its file names.
    Raises InputError for what cannot be read, ScenarioError with every problem, its place and remedy, for what is
    wrong in it.
    """
    name = str(source)
    path = find_claim(name)
    values, places = read_toml(path, remedy="name a claim's file, or one of `groundswell claims`")
    return build(values, path.stem if name in claims() else name, path, changes or {}, places, case)


def build(tables: Mapping[str, Any], source: str, path: Path, changes: Mapping[str, Any],
          places: Mapping[str, str] | None = None, case: str | Path = "") -> Claim:  # fmt: skip
    """Return the claim that the tables of a file describe; `source` is how it was asked for, `case` as `read` has it.

    Raises ScenarioError.
    """
    document = Document(own_code.anchored_claim(tables, path.parent), places or {}, name=path.name)
    errors: list[InputError] = []
    if isinstance(tables.get("scenario"), dict) and not {"arms", "conditions"} & set(tables):
        refuse([InputError("a scenario, not a claim", place=document.name, remedy="run it with: groundswell run")])
    given = collect(_File, document.values, "", document, errors).values
    errors += [InputError(f"'{key}' is missing", place=document.place(key), remedy=f'write {key} = "..."')
               for key in TEXTS if not given.get(key, "said").strip()]  # fmt: skip
    _try(errors, lambda: check_file_name(path.stem, path.name))
    for key in sorted(keys(_File).keys() & given.get("set", {}).keys()):
        remedy = "write it above the first [table], beside title"
        errors.append(InputError(f"'{key}' is none of [set]", place=document.place(f"set.{key}"), remedy=remedy))
        del given["set"][key]
    placebo = given.get("placebo", False)
    read_arms = {name: _try(errors, lambda name=name, changes=changes: _arm(name, changes, document, path.parent))
                 for name, changes in given.get("arms", {}).items()}  # fmt: skip
    arms = tuple(a for a in read_arms.values() if a is not None)
    if given.get("arms") == {}:
        errors.append(InputError("no arms", place=document.place("arms"), remedy="write [arms] with name = [changes]"))
    scenario = _try(errors, lambda: _scenario(given, changes, document, path, case))
    if scenario:
        arms = tuple(a for a in arms if _try(errors, lambda a=a, s=scenario: _check_arm(s, a, placebo, document)))
    conditions = _conditions(given.get("conditions"), {BASE, *read_arms}, scenario, document, errors)
    known = _drawable(scenario or _unset(given, document, path, case), arms if scenario else (), placebo)
    broken = scenario is None or len(arms) < len(read_arms)
    priors = priors_of(given.get("priors", {}), known, arms, broken, document, errors)
    _tell_cases(given.get("cases", ()), scenario, document)
    refuse(errors)
    assert scenario is not None
    return Claim(
        name=path.stem, source=source, scenario=scenario, arms=arms, placebo=placebo, fixed={},
        **{key: given[key].strip() for key in TEXTS}, assumptions=given["assumptions"], conditions=conditions,
        priors=priors, case=str(case), settings=given["set"],
    )  # fmt: skip


def _try(errors: list[InputError], make: Callable[[], Value]) -> Value | None:
    """Return what `make` makes, or None after adding to `errors` what it has to say."""
    try:
        return make()
    except InputError as error:
        errors += each(error)
        return None


def _scenario(given: Mapping[str, Any], changes: Mapping[str, Any], document: Document, path: Path,
              case: str | Path) -> Scenario:  # fmt: skip
    """Return the claim's scenario: as its file or `case` has it, with [set] and days, then what the caller changes."""
    settings: dict[str, Any] = given.get("set", {})
    places = {key: document.place(f"set.{key}").rpartition(", ")[0] for key in settings}
    if given.get("days") is not None:
        settings = settings | {"scenario.days": given["days"]}
        places["scenario.days"] = document.place("days").rpartition(", ")[0]
    if _SIZE & changes.keys():
        settings = {key: value for key, value in settings.items() if key not in _SIZE}
    try:
        base = read_scenario(_base(given, document, path, case), path.parent.absolute())
    except InputError as error:
        if error.place:
            raise
        raise InputError(error.problem, place=document.place("scenario"), remedy=error.remedy) from None
    return build_scenario(override(override(base, settings, document.name, places), changes))


def _unset(given: Mapping[str, Any], document: Document, path: Path, case: str | Path) -> Scenario | None:
    """Return the scenario without [set] and days, where these are what is wrong: its parameters are the same."""
    if "behaviour.kind" in given.get("set", {}):
        return None
    return _try([], lambda: _scenario({**given, "set": {}, "days": None}, {}, document, path, case))


def _drawable(base: Scenario | None, arms: tuple[Arm, ...], placebo: bool) -> dict[str, Parameter] | None:
    """Return the parameters that may be drawn: those of the scenario, and of its arms."""
    if base is None:
        return None
    known = design.parameters(base)
    for each_arm in arms:
        known = {**design.parameters(apply(base, each_arm, late=placebo)), **known}
    return known


def _tell_cases(fits: tuple[str, ...], scenario: Scenario | None, document: Document) -> None:
    """Say which of the named cases are not to be found by their names; one's own may be named by its path."""
    known = {ANY_CASE, *case_names(), *([scenario.case.name] if scenario else [])}
    for name in fits:
        if name not in known:
            place, remedy = document.place("cases"), nearest(name, known)
            _log.warning("note: %s: no case %s is to be found by its name; %s", place, shown(name), remedy)


def _base(given: Mapping[str, Any], document: Document, path: Path, case: str | Path) -> str | Path:
    """Return the scenario that a claim is tested on: of the case that was asked for, of its file, of its folder."""
    own, fits = str(given.get("scenario", "")).strip(), tuple(given.get("cases", ()))
    if not case:
        if own or (at := home(path)) is not None:
            return own or at.folder  # pyright: ignore[reportPossiblyUnboundVariable]
        remedy = "name a case (--case), or add scenario = to its file"
        raise InputError("it is about no case in particular", place=document.name, remedy=remedy)
    chosen = find(case)
    if ANY_CASE not in fits and chosen.name not in fits and (own not in (chosen.scenario, chosen.name)):
        about = f"cases {', '.join(fits)}" if fits else own or "the case of its folder"
        remedy = f'if it makes sense there, add cases = ["{chosen.name}"], or ["any"], to its file'
        raise InputError(f"it is about {about}, not {shown(chosen.name)}", place=document.place("cases"), remedy=remedy)
    return chosen.folder


def _arm(name: str, changes: Any, document: Document, folder: Path) -> Arm:
    place = document.place(f"arms.{name}")
    items: list[Any] = cast(list[Any], changes) if isinstance(changes, list) else [changes]
    if not items:
        raise InputError("changes nothing", place=place, remedy="say what changes in it, or take the arm away")
    if not all(isinstance(item, str) for item in items):
        raise InputError(f"{shown(changes)} is no list of changes", place=place, remedy='write ["key=value", "-event"]')
    try:
        return arm(name, [str(item) for item in items], folder)
    except InputError as error:
        raise InputError(error.problem, place=_at(error, name, place), remedy=error.remedy) from None


def _at(error: InputError, name: str, place: str) -> str:
    """Return the arm's place in the file for an error that names the arm, its option, or a key without a file."""
    if error.place.startswith("events.") and ".toml" not in error.place:
        return f"{place}, {error.place}"
    own = error.place.removeprefix(f"arm '{name}'").removeprefix("arm")
    return f"{place}{own}" if own != error.place or not own else error.place


def _check_arm(base: Scenario, arm: Arm, placebo: bool, document: Document) -> bool:
    """Refuse an arm that says nothing, or that cannot be applied. Raises InputError."""
    place = document.place(f"arms.{arm.name}")
    if arm.name == BASE:
        raise InputError(f"'{BASE}' is the scenario itself", place=place, remedy="give the arm another name")
    errors: list[InputError] = []
    changed = _try(errors, lambda: apply(base, arm, late=placebo))
    refuse([type(e)(e.problem, place=_at(e, arm.name, place), remedy=e.remedy) for e in errors])
    assert changed is not None
    first = first_day(base, changed)
    if placebo and first is not None and first < base.days:
        raise InputError(f"a placebo acts on day {first}", place=place, remedy=f"let it begin on day {base.days}")
    if not placebo and first is None:
        raise InputError("changes nothing", place=place, remedy="change a value to another one, or take the arm away")
    return True


def _conditions(tables: Any, arms: set[str], scenario: Scenario | None, document: Document,
                errors: list[InputError]) -> tuple[Condition, ...]:  # fmt: skip
    if tables == ():
        remedy = "write [[conditions]] with arm, outcome and direction"
        errors.append(InputError("no conditions", place=document.place("conditions"), remedy=remedy))
    made = [_condition(c, f"conditions[{n}]", arms, scenario, document, errors) for n, c in enumerate(tables or (), 1)]
    return tuple(c for c in made if c is not None)


def _condition(table: dict[str, Any], at: str, arms: set[str], scenario: Scenario | None, document: Document,
               errors: list[InputError]) -> Condition | None:  # fmt: skip
    before = len(errors)
    c = collect(_Condition, table, at, document, errors).values
    names = [(key, c[key]) for key in ("arm", "against") if key in c]
    for key, name in names:
        if name not in arms:
            errors.append(InputError(f"no arm {shown(name)}", place=document.place(f"{at}.{key}"),
                                     remedy=nearest(name, arms)))  # fmt: skip
    if len(names) == 2 and names[0][1] == names[1][1] in arms:
        errors.append(InputError(f"'{c['arm']}' against itself", place=document.place(f"{at}.against"),
                                 remedy="name two arms"))  # fmt: skip
    window, place = c.get("window"), document.place(f"{at}.window")
    if window and scenario and window[1] >= scenario.days:
        errors.append(InputError(f"window {list(window)}", place=place,
                                 remedy=f"the run has days 0..{scenario.days - 1}"))  # fmt: skip
    what = None
    if c.keys() >= {"outcome", "window"} and (scenario or not c["outcome"].startswith("obs_")):
        what = _try(errors, lambda: outcomes.outcome(c["outcome"], window, document.place(f"{at}.outcome"), scenario))
    if c.get("direction", "rises") not in DIRECTIONS:
        errors.append(InputError(f"direction {shown(c['direction'])}", place=document.place(f"{at}.direction"),
                                 remedy=nearest(c["direction"], DIRECTIONS)))  # fmt: skip
    elif c.keys() >= {"text", "direction"}:
        _try(errors, lambda: check_direction(c["text"], c["direction"], document.place(f"{at}.text")))
    if len(errors) > before or what is None:
        return None
    direction: Direction = c["direction"]
    return Condition(c["text"], c["arm"], c["against"], what, direction, c["threshold"], c["relative"])
