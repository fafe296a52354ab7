"""ro-crate-metadata.json: the crate's files, what made them, from what; RO-Crate 1.3 with Process Run Crate 0.6."""

import importlib.metadata
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple, cast
from urllib.parse import quote

from groundswell.case import Case

METADATA, PREVIEW = "ro-crate-metadata.json", "ro-crate-preview.html"
CRATE, PROCESS = "https://w3id.org/ro/crate/1.3", "https://w3id.org/ro/wfrun/process/0.6"
CONTEXT = f"{CRATE}/context"
APACHE = "https://spdx.org/licenses/Apache-2.0"
COMPLETED = "http://schema.org/CompletedActionStatus"
_TERMS = {
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
}
_HOMES = {
    "python": "https://www.python.org/", "numpy": "https://numpy.org/", "numba": "https://numba.pydata.org/",
    "pyarrow": "https://arrow.apache.org/docs/python/", "pydantic": "https://docs.pydantic.dev/",
}  # fmt: skip
_FORMATS = {
    ".json": "application/json", ".toml": "application/toml", ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv", ".html": "text/html", ".svg": "image/svg+xml", ".md": "text/markdown", ".py": "text/x-python",
    ".geojson": "application/geo+json", ".txt": "text/plain",
}  # fmt: skip
_ABOUT = {
    "manifest.json": "provenance: versions, seed, scenario hash, digests of the other files",
    "scenario.lock.toml": "the scenario as it ran, with nothing left to defaults",
    "daily.parquet": "counts by day, region and measure", "verdict.json": "the verdict with its interval and method",
    "posterior.parquet": "weighted draws, a row a draw", "prior.parquet": "draws of the prior",
    "fresh.parquet": "draws of the posterior with fresh seeds", "fitted.toml": "scenario with the draw that fits best",
    "targets.csv": "the published figures that were used", "report.html": "the report of the run",
    "claim.html": "the report of the claim", "limits.html": "what may be quoted, and what not",
    "panel.parquet": "synthetic persons day by day",
}  # fmt: skip
Entity = dict[str, Any]


class File(NamedTuple):
    """A file of the crate."""

    name: str  # relative to the crate, with slashes
    size: int  # bytes
    sha256: str


class Made(NamedTuple):
    """What the crate is of, and how it was made."""

    kind: str
    name: str
    description: str
    started: str  # ISO 8601
    ended: str  # "" where not known
    command: str
    versions: Mapping[str, str]
    facts: Mapping[str, Any]  # scenario hash, seed and the like
    case: Case
    author: str
    orcid: str


def metadata(files: Sequence[File], made: Made) -> str:
    """Return the text of ro-crate-metadata.json; the same for the same result on every machine."""
    graph = [*_frame(files, made), *_action(files, made), *_context(made), *_folders(files), *map(_file, files)]
    single = [{key: _unwrapped(value) for key, value in entity.items()} for entity in graph]
    return json.dumps({"@context": CONTEXT, "@graph": single}, indent=2, ensure_ascii=False) + "\n"


def _unwrapped(value: Any) -> Any:
    """Return a list of one as that one: what JSON-LD's compact form asks for."""
    if not isinstance(value, list):
        return value
    listed = cast(list[Any], value)
    return listed[0] if len(listed) == 1 else listed


def identifier(name: str) -> str:
    """Return a file's @id: its path, with what a URI may not hold escaped."""
    return quote(name, safe="/-_.~()!'*+,;=@&$")


def _frame(files: Sequence[File], made: Made) -> list[Entity]:
    root: Entity = {
        "@id": "./", "@type": "Dataset", "conformsTo": ref(PROCESS), "name": made.name, "description": made.description,
        "datePublished": made.started, "license": ref(_terms(made.case)), "hasPart": refs(_top(files)),
        "mentions": ref("#execution"), "keywords": "simulation of the past, not a forecast",
    }  # fmt: skip
    if made.author:
        root["author"] = root["publisher"] = ref(_person(made))
    return [
        {"@id": METADATA, "@type": "CreativeWork", "conformsTo": ref(CRATE), "about": ref("./")},
        root,
        {"@id": PROCESS, "@type": ["CreativeWork", "Profile"], "name": "Process Run Crate", "version": "0.6"},
    ]  # fmt: skip


def _action(files: Sequence[File], made: Made) -> list[Entity]:
    lock = [f.name for f in files if f.name.endswith("scenario.lock.toml") or f.name.startswith(("case/", "claim/"))]
    results = [f.name for f in files if f.name not in lock]
    values = [{"@id": f"#{key}", "@type": "PropertyValue", "name": key.replace("-", " "), "value": value}
              for key, value in made.facts.items()]  # fmt: skip
    action: Entity = {
        "@id": "#execution", "@type": "CreateAction", "name": f"groundswell {made.kind}", "description": made.command,
        "startTime": made.started, "instrument": ref("#groundswell"),
        "object": [*refs(map(identifier, lock)), ref("#case"), *refs(str(v["@id"]) for v in values)],
        "result": refs(map(identifier, results)), "actionStatus": COMPLETED,
    }  # fmt: skip
    if made.ended:
        action["endTime"] = made.ended
    if made.author:
        action["agent"] = ref(_person(made))
    return [action, *values]


def _context(made: Made) -> list[Entity]:
    case = made.case
    others = [name for name in made.versions if name != "groundswell"]
    software: Entity = {
        "@id": "#groundswell", "@type": "SoftwareApplication", "name": "groundswell",
        "version": made.versions.get("groundswell", ""), "license": ref(APACHE),
        "description": "simulation of exit, voice and loyalty in whole societies, with paired counterfactuals",
        "softwareRequirements": refs(_home(name) for name in others),
    }  # fmt: skip
    if home := _own_home():
        software["url"] = home
    found: list[Entity] = [
        software,
        *({"@id": _home(name), "@type": "SoftwareApplication", "name": name, "url": _home(name),
           "version": made.versions[name]}
          for name in others),
        {"@id": "#case", "@type": "Dataset", "name": f"case {case.name}", "alternateName": case.name,
         "description": case.head.description, "identifier": f"sha256:{case.digest}",
         "creditText": "; ".join(source.citation for source in case.sources)},
        {"@id": _terms(case), "@type": "CreativeWork", "name": case.head.licence,
         "description": "Terms of the case's data, from which the results were computed."},
        {"@id": APACHE, "@type": "CreativeWork", "name": "Apache License 2.0", "description": "Terms of the program."},
    ]  # fmt: skip
    if made.author:
        found.append({"@id": _person(made), "@type": "Person", "name": made.author})
    return found


def _folders(files: Sequence[File]) -> list[Entity]:
    folders = sorted({str(p) for f in files for p in PurePosixPath(f.name).parents if str(p) != "."})
    about = {"result": "the result as its command wrote it", "case": "the case from which it was computed",
             "claim": "the claim's file, and the scenario it was tested on", "result/code":
             "code of the user's own that the scenario names: to be read, never loaded from here"}  # fmt: skip
    return [
        {"@id": f"{identifier(folder)}/", "@type": "Dataset", "name": folder,
         "description": about.get(folder, f"files of {folder}"), "hasPart": refs(_children(files, folder))}
        for folder in folders
    ]  # fmt: skip


def _file(file: File) -> Entity:
    path = PurePosixPath(file.name)
    return {
        "@id": identifier(file.name), "@type": "File", "name": path.name,
        "description": _ABOUT.get(path.name, f"{path.name} of {path.parent}"),
        "encodingFormat": _FORMATS.get(path.suffix, "application/octet-stream"),
        "contentSize": str(file.size), "sha256": file.sha256,
    }  # fmt: skip


def _top(files: Sequence[File]) -> list[str]:
    return _children(files, "")


def _children(files: Sequence[File], folder: str) -> list[str]:
    """Return the @ids of what lies directly in a folder of the crate; "" is the crate itself."""
    start = f"{folder}/" if folder else ""
    found: dict[str, None] = {}
    for file in files:
        if file.name.startswith(start):
            first, slash, _ = file.name.removeprefix(start).partition("/")
            found[identifier(start + first) + slash] = None
    return list(found)


def _terms(case: Case) -> str:
    """Return the @id of the terms of a case's data: a licence's address where one covers all of it."""
    return _TERMS.get(case.head.licence, "#terms")


def _home(library: str) -> str:
    return _HOMES.get(library, f"#{library}")


def _own_home() -> str:
    """Return the home page that the installed package names, "" where it names none."""
    named = importlib.metadata.metadata("groundswell").get_all("Project-URL") or []
    return next((line.partition(",")[2].strip() for line in named if line.lower().startswith("homepage")), "")


def _person(made: Made) -> str:
    return f"https://orcid.org/{made.orcid}" if made.orcid else "#author"


def ref(identifier: str) -> dict[str, str]:
    """Return a reference to an entity."""
    return {"@id": identifier}


def refs(identifiers: Iterable[str]) -> list[dict[str, str]]:
    """Return references to entities."""
    return [ref(each) for each in identifiers]
