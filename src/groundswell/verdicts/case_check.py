"""Everything that is wrong with a case's folder, at once: tables, parameters, timeline, variants, evidence, claims."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from groundswell.case import Case, find
from groundswell.case.evidence import read_evidence
from groundswell.case.lookup import FILE
from groundswell.case.model import files_of
from groundswell.case.outlines import read_outlines
from groundswell.case.population import read_population, read_spellings
from groundswell.case.tags import tags_in
from groundswell.errors import InputError, nearest, shown
from groundswell.inference import observables
from groundswell.inputs.problems import each, limits
from groundswell.inputs.toml_file import read_toml
from groundswell.running.targets import misnamed
from groundswell.scenario import Scenario
from groundswell.scenario.catalogue import assumptions
from groundswell.scenario.load import load
from groundswell.verdicts.claim_file import read as read_claim

_FILES = {
    "": (FILE, "README.md", "parameters.toml", "timeline.toml", "sources.toml"),
    "population": ("regions.csv", "age_sex.csv", "towns.csv", "outlines.geojson", "spellings.csv"),
    "evidence": ("targets.csv", "citations.toml"),
}
_ANY = {"variants": ".toml", "claims": ".toml", "evidence/observations": ".csv"}  # folders of files of any name
_NEEDED = ("README.md", "sources.toml")


def check(folder: str | Path) -> list[InputError]:
    """Return all that is wrong with the case in a folder, in the order of its files; an empty list when nothing is."""
    try:
        case = find(Path(folder).resolve() if Path(folder).exists() else folder)
    except InputError as error:
        return list(each(error))
    people = _population(case)
    evidence = _evidence(case, not _tried(lambda: case.population))
    found = [*_layout(case), *people, *_provenance(case), *evidence]
    base: list[Scenario] = []
    found += _tried(lambda: base.append(load(case.folder)))
    for scenario in base:
        found += [*_parameters(scenario), *_sources(scenario)]
        found += [] if evidence else [*_tags(scenario), *misnamed(scenario)]
    for file in sorted((case.folder / "variants").glob("*.toml")):
        found += _tried(lambda file=file: _own(case, load(str(file)), f"{file.name}, extends"))
    for file in sorted((case.folder / "claims").glob("*.toml")):
        found += _tried(lambda file=file: _own(case, read_claim(str(file)).scenario, f"{file.name}, scenario"))
    return _once(found)


def _own(case: Case, scenario: Scenario, place: str) -> None:
    """Refuse a scenario of another case: in a copy of a case, old names lead to the people of the old one."""
    if scenario.case.folder != case.folder:
        problem = f"leads to the case {shown(scenario.case.name)} in {scenario.case.folder}"
        raise InputError(problem, place=place, remedy=f"name {shown(case.scenario)}, or another variant of this case")


def _once(found: list[InputError]) -> list[InputError]:
    """Leave out what several parts meet: the same words, or what a scenario says of a table that is read before it."""
    before: set[str] = set()
    kept: dict[str, InputError] = {}
    for problem in found:
        if not (problem.place.endswith("scenario.case") and problem.problem in before):
            kept.setdefault(str(problem), problem)
        before.add(problem.problem)
    return list(kept.values())


def _tried(read: Callable[[], Any]) -> list[InputError]:
    """Return what reading something has to complain of."""
    try:
        read()
    except InputError as error:
        return list(each(error))
    return []


def _layout(case: Case) -> Iterator[InputError]:
    """Yield what is missing from the folder, and what does not belong there."""
    for name in _NEEDED:
        if not (case.folder / name).is_file():
            yield InputError("is missing", place=name, remedy="see docs/case-format.md")
    seen: dict[str, str] = {}
    for file in files_of(case.folder):
        name = file.relative_to(case.folder).as_posix()
        parent, _, own = name.rpartition("/")
        if name.casefold() in seen:
            remedy = "rename one: some systems take them for the same file"
            yield InputError(f"differs from {shown(seen[name.casefold()])} by case alone", place=name, remedy=remedy)
        seen.setdefault(name.casefold(), name)
        if parent in _ANY and file.suffix == _ANY[parent]:
            continue
        if own not in _FILES.get(parent, ()):
            known = [*_FILES.get(parent, ()), *(f"*{ending}" for f, ending in _ANY.items() if f == parent)]
            remedy = nearest(own, known) if known else f"folders of a case: {', '.join([*_FILES, *_ANY][1:])}"
            yield InputError("does not belong into a case", place=name, remedy=remedy)


def _population(case: Case) -> list[InputError]:
    """Return what is wrong with the tables, the map and the spellings."""
    folder = case.folder / "population"
    found = _tried(lambda: read_population(folder, case.head.covariates.get("means", "")))
    unknown = [key for key in case.head.covariates if key != "means"]
    found += [InputError(f"unknown key {shown(key)}", place=f"{FILE}, covariates.{key}", remedy=nearest(key, ["means"]))
              for key in unknown]  # fmt: skip
    found += _tried(lambda: read_spellings(folder)) + _tried(lambda: read_outlines(folder))
    if found:
        return found
    codes = case.population.codes
    strange = [(n, code) for n, f in enumerate(case.outlines, 1) if (code := f["properties"]["code"]) not in codes]
    found += [InputError(f"unknown region {shown(code)}", place=f"outlines.geojson, feature {n}",
                         remedy=nearest(code, codes)) for n, code in strange]  # fmt: skip
    return found + _tried(lambda: read_spellings(folder, codes))


def _parameters(scenario: Scenario) -> Iterator[InputError]:
    """Yield entries of parameters.toml on nothing that there is, and priors outside what is allowed."""
    declared = {a.parameter.key: a.parameter for a in assumptions(scenario)} | observables.known()
    sections = {key.split(".")[0] for key in declared}
    for key, given in scenario.case.parameters.items():
        place = f"{given.place}, {key}"
        if key in sections:
            continue  # a bare [call]: there is one
        if key not in declared and (given.value is None or isinstance(given.value, int | float)):
            yield InputError(f"no parameter {shown(key)}", place=place, remedy=nearest(key, declared))
        elif given.prior is not None and key in declared:
            meta = declared[key].meta
            if not meta.low <= given.prior[0] <= given.prior[1] <= meta.high:
                ends = f"[{given.prior[0]:g}, {given.prior[1]:g}]"
                place = f"{given.prior_place}, {key}.prior"
                yield InputError(f"the prior {ends} is outside {limits(meta)}", place=place, remedy=meta.about)


def _sources(scenario: Scenario) -> Iterator[InputError]:
    """Yield events that say not from where they are known, and needs that are no events."""
    lines = _lines(scenario.case, "timeline.toml")
    for event in scenario.events:
        if not event.source:
            at = f"events.{event.name}"
            yield InputError("no source", place=f"{lines(at)}, {at}", remedy='add source = "..."')
    names = [event.name for event in scenario.events]
    for name in scenario.case.head.needs:
        if name not in names:
            yield InputError(f"no event {shown(name)}", place=f"{FILE}, needs", remedy=nearest(name, names))


def _tags(scenario: Scenario) -> Iterator[InputError]:
    """Yield tags in the sources of events and parameters that lead to no citation."""
    citations = scenario.case.evidence.citations
    lines = _lines(scenario.case, "timeline.toml")
    keys = [(f"events.{event.name}.source", event.source) for event in scenario.events]
    given = [(f"{lines(key)}, {key}", source) for key, source in keys]
    given += [(f"{entry.place}, {key}.source", entry.source) for key, entry in scenario.case.parameters.items()]
    for place, source in given:
        for tag in tags_in(source):
            if tag not in citations:
                remedy = f"{nearest(tag, citations)}; or add it to citations.toml"
                yield InputError(f"no citation for [{tag}]", place=place, remedy=remedy)


def _lines(case: Case, name: str) -> Callable[[str], str]:
    """Return what tells where a key stands in a file of the case, "timeline.toml:12", or the file's name."""
    file = case.folder / name
    places = read_toml(file)[1] if file.exists() else {}
    return lambda key: places.get(key, name)


def _evidence(case: Case, people_are_read: bool) -> list[InputError]:
    """Return what is wrong with the evidence; regions are looked up where the population could be read."""
    codes = case.population.codes if people_are_read else None
    return _tried(lambda: read_evidence(case.folder / "evidence", codes))


def _provenance(case: Case) -> list[InputError]:
    """Return what is wrong with sources.toml: entries on what is not in the folder, too."""
    if found := _tried(lambda: case.sources):
        return found
    inside = [file.relative_to(case.folder) for file in files_of(case.folder)]
    known = sorted({path.as_posix() for file in inside for path in (file, *file.parents)} - {"."})
    lines = _lines(case, "sources.toml")
    return [
        InputError(f"no file or folder {shown(name)}", place=f"{lines(name)}, {name}", remedy=nearest(name, known))
        for name in (source.name for source in case.sources) if name not in known
    ]  # fmt: skip
