"""Claims on the page: those that are shipped, the folder's own, and what a form makes of them, checked as a file is."""

import hashlib
from pathlib import Path
from typing import Any, cast

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.comparisons.outcomes import named, outcome
from groundswell.computing.record import recorded
from groundswell.errors import InputError, nearest, shown
from groundswell.files import as_input_errors, read_own, write_text
from groundswell.importing.toml_text import key_text
from groundswell.inputs.problems import each, refuse
from groundswell.inputs.toml_file import read_toml
from groundswell.scenario import Scenario
from groundswell.scenario.lock import toml_value
from groundswell.scenario.presets import scenarios
from groundswell.studio.answers import Fields, got, posted, problems_of, text_of
from groundswell.studio.parameters import changeable
from groundswell.studio.state import Studio, checked, is_name
from groundswell.trust import trusting
from groundswell.verdicts import claim_file
from groundswell.verdicts.claim import DIRECTIONS, Claim
from groundswell.verdicts.claim_names import TEXTS, claims, described, find_claim, home

CLAIMS, OWN = "claims", "own/"  # the folder of own claims, and how their names begin on the page
_MOST, _LONG = 40, 4_000  # of a list, characters of a text
Tables = dict[str, Any]


def routes(studio: Studio) -> list[BaseRoute]:
    """Return what this part answers."""

    def form(request: Request) -> Fields:
        return form_of(studio.scenario(request.query_params.get("scenario", "")))

    return [
        got("/api/claims", lambda _: listed(studio)),
        got("/api/claims/one", lambda request: one(studio, request.query_params.get("name", ""))),
        got("/api/claims/form", form),
        posted("/api/claims/check", lambda _, sent: check(studio, sent)),
        posted("/api/claims", lambda _, sent: save(studio, sent)),
    ]


def listed(studio: Studio) -> list[Fields]:
    """Return every claim that has a name, the folder's own first; one that cannot be read says why."""
    found = list[Fields]()
    folder = studio.below(CLAIMS)
    own = sorted(path for path in folder.glob("*.toml") if is_name(path.stem)) if folder.is_dir() else []
    for name in [*(f"{OWN}{path.stem}" for path in own), *claims()]:
        try:
            source = source_of(studio, name)
            about = described(str(source))
            at = home(find_claim(str(source)))
            case = {"case": at.name, "of": at.head.title} if at else {"case": "", "of": ""}
            found.append({**about, **case, "name": name, "own": name.startswith(OWN)})
        except InputError as error:
            found.append({"name": name, "title": name, "text": str(error), "case": "", "own": True, "damaged": True})
    return [each for each in found if each["own"] or each["case"]]


def source_of(studio: Studio, name: str) -> str | Path:
    """Return what the command line takes for a claim's name. Raises InputError for other names: no path leads out."""
    if name.startswith(OWN):
        path = studio.below(CLAIMS, f"{checked(name.removeprefix(OWN))}.toml")
        values, _ = read_toml(path, remedy="look at the list of claims")
        _inside(values)
        return path
    if name not in claims():
        raise InputError(f"no claim {shown(name)}", place="claim", remedy=nearest(name, claims()))
    return name


def read(studio: Studio, name: str, changes: Fields | None = None) -> Claim:
    """Return a claim by its name on the page. Raises InputError with every problem."""
    with trusting(studio.trust):
        return claim_file.read(source_of(studio, name), changes)


def one(studio: Studio, name: str) -> Fields:
    """Return a claim as a form has it."""
    path = find_claim(str(source_of(studio, name)))
    values, text = read_toml(path)[0], read_own(path).decode()
    claim = read(studio, name)
    conditions = [
        {"text": c.text, "arm": c.arm, "against": c.against, "outcome": c.outcome.name, "direction": c.direction,
         "threshold": c.threshold, "relative": c.relative, "window": c.outcome.window}
        for c in claim.conditions
    ]  # fmt: skip
    arms: dict[str, Any] = values.get("arms", {})
    parsed = {arm.name: [change._asdict() for change in arm.changes] for arm in claim.arms}
    return {
        **{key: getattr(claim, key) for key in TEXTS}, "name": claim.name, "scenario": _shipped(claim),
        "days": claim.scenario.days, "assumptions": list(claim.assumptions), "conditions": conditions,
        "arms": [{"name": n, "changes": c if isinstance(c, list) else [c], "parsed": parsed.get(n, [])}
                 for n, c in arms.items()],
        "priors": [p.key for p in claim.priors], "settings": dict(claim.settings), "placebo": claim.placebo,
        "case": claim.scenario.case.name, "own": name.startswith(OWN), "file": text,
        "version": _version(text.encode()),
    }  # fmt: skip


def _shipped(claim: Claim) -> str:
    """Return the name of the scenario that a form starts from."""
    return claim.scenario.name if claim.scenario.name in scenarios() else claim.scenario.case.scenario


def form_of(scenario: Scenario) -> Fields:
    """Return what the form of a claim about a scenario offers: outcomes, parameters, events."""
    about = changeable(scenario)
    keys = {p["key"]: p for group in about["groups"] for p in group["parameters"]}
    keys |= {p["key"]: p for event in about["events"] for p in event["parameters"]}
    return {
        "scenario": scenario.name, "case": scenario.case.name, "days": scenario.days,
        "outcomes": [{"name": o.name, "about": o.about, "unit": o.unit} for o in _outcomes(scenario)],
        "directions": DIRECTIONS,
        "parameters": [{"key": key, "about": p["about"], "value": p["value"], "low": p["low"], "high": p["high"]}
                       for key, p in keys.items()],
    }  # fmt: skip


def _outcomes(scenario: Scenario) -> list[Any]:
    measures = [name for name, (kind, _) in recorded(scenario).items() if kind in ("flow", "stock")]
    return [outcome(name, None, "outcome", scenario) for name in (*named(), *measures)]


def written(studio: Studio, sent: Fields) -> str:
    """Return the file of a claim as text. Raises ScenarioError with every problem, each at its field's key."""
    tables, (name, wrong) = _tables(sent), _named(sent)
    _inside(tables)
    try:
        with trusting(studio.trust):
            claim_file.build(tables, name, studio.below(CLAIMS) / f"{name}.toml", {})
    except InputError as error:
        wrong += each(error)
    refuse(wrong)
    return _as_toml(tables)


def _named(sent: Fields) -> tuple[str, list[InputError]]:
    """Return the name of a claim's file, or one to check the rest under and what is wrong with the name."""
    name = text_of(sent, "name", "")
    try:
        if not name:
            raise InputError("the file has no name", place="name", remedy="use letters, digits, '.', '-' and '_'")
        return checked(name), []
    except InputError as error:
        return "claim", [error]


def check(studio: Studio, sent: Fields) -> Fields:
    """Return the file of a claim as text, or all that is wrong with it."""
    try:
        text = written(studio, sent)
        _free(studio, sent, text)
    except InputError as error:
        return {"problems": problems_of(error)}
    return {"text": text, "problems": []}


def save(studio: Studio, sent: Fields) -> Fields:
    """Write a claim into its file and return its name on the page.

    Raises InputError for what the file's check refuses, for a name that is taken, and when the disk does not take it.
    """
    name, text = checked(text_of(sent, "name")), written(studio, sent)
    file = studio.below(CLAIMS, f"{name}.toml")
    _free(studio, sent, text)
    with as_input_errors(file, remedy="free some space, or serve another folder"):
        file.parent.mkdir(exist_ok=True)
        write_text(file, text)
    return {"name": f"{OWN}{name}", "file": str(file)}


def _free(studio: Studio, sent: Fields, text: str) -> None:
    """Refuse a name under which another claim lies, unless it is to be replaced and is the one that was opened."""
    name = checked(text_of(sent, "name"))
    file = studio.below(CLAIMS, f"{name}.toml")
    if not file.exists() or (there := read_own(file)) == text.encode():
        return
    if sent.get("replace") is not True:
        remedy = "choose another name, or tick replace"
        raise InputError(f"a claim called '{name}' is there", place="name", remedy=remedy)
    if text_of(sent, "opened", "") == OWN + name and text_of(sent, "version", "") != _version(there):
        problem = f"'{name}' was changed elsewhere since it was opened here: nothing was overwritten"
        raise InputError(problem, place="name", remedy="save it under another name, or open that one anew")


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _inside(tables: Tables) -> None:
    """Refuse what would lead out of the folder: a scenario by its path, and changes read from another file."""
    given = tables.get("scenario", "")
    if given not in scenarios():
        raise InputError(f"no scenario {shown(given)}", place="scenario", remedy=nearest(str(given), scenarios()))
    arms: Any = tables.get("arms", {})
    for name, changes in cast(Tables, arms).items() if isinstance(arms, dict) else ():
        for change in cast(list[Any], changes) if isinstance(changes, list) else [changes]:
            if str(change).lstrip().startswith("+"):
                raise InputError(f"{shown(change)} names a file", place=f"arms.{name}", remedy="write KEY=VALUE here")


def _tables(sent: Fields) -> Tables:
    """Return the tables of a claim file from what a form sent; empty fields are left out, so that they are missed."""
    tables: Tables = {key: text_of(sent, key, "") for key in (*TEXTS, "scenario")}
    tables = {key: value for key, value in tables.items() if value.strip()}
    if isinstance(sent.get("days"), int):
        tables["days"] = sent["days"]
    tables["assumptions"] = [str(line) for line in _list(sent, "assumptions") if str(line).strip()]
    arms: Tables = {}
    for n, arm in enumerate(_list(sent, "arms"), 1):
        name = str(_of(arm, "name", f"arms[{n}]")).strip()
        if not name or name in arms:
            problem = "the arm has no name" if not name else f"two arms are called {shown(name)}"
            raise InputError(problem, place=f"arms[{n}].name", remedy="give each arm a name of its own")
        arms[name] = [str(c).strip() for c in _list(arm, "changes") if str(c).strip()]
    tables["arms"] = arms
    tables["conditions"] = [_condition(c, f"conditions[{n}]") for n, c in enumerate(_list(sent, "conditions"), 1)]
    tables["priors"] = {str(key): True for key in _list(sent, "priors")}
    return tables


def _condition(given: Any, place: str) -> Tables:
    keys = ("text", "arm", "against", "outcome", "direction", "threshold", "relative")
    found = {key: _of(given, key, place) for key in keys}
    return {key: value for key, value in found.items() if value not in ("", None)}


def _of(table: Any, key: str, place: str) -> Any:
    value: Any = cast(Tables, table).get(key) if isinstance(table, dict) else None
    if value is not None and (not isinstance(value, str | int | float | bool) or len(str(value)) > _LONG):
        raise InputError(f"{shown(value)} is no value", place=f"{place}.{key}", remedy="load the page again")
    return value


def _list(table: Any, key: str) -> list[Any]:
    value: Any = cast(Tables, table).get(key, []) if isinstance(table, dict) else None
    if not isinstance(value, list) or len(cast(list[Any], value)) > _MOST or len(str(cast(Any, value))) > 20 * _LONG:
        raise InputError(f"no list of at most {_MOST}", place=key, remedy="load the page again")
    return cast(list[Any], value)


def _as_toml(tables: Tables) -> str:
    inner = ("arms", "conditions", "priors")
    lines = ["# Written by the studio. Test it: groundswell claim FILE"]
    lines += [f"{key} = {toml_value(value)}" for key, value in tables.items() if key not in inner]
    lines += ["", "[arms]", *(f"{key_text(name)} = {toml_value(changes)}" for name, changes in tables["arms"].items())]
    for condition in tables["conditions"]:
        lines += ["", "[[conditions]]", *(f"{key} = {toml_value(value)}" for key, value in condition.items())]
    if tables["priors"]:
        lines += ["", "[priors]", *(f"{key_text(key)} = true" for key in tables["priors"])]
    return "\n".join(lines) + "\n"
