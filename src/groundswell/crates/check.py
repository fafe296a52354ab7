"""Whether a crate is whole and well formed: RO-Crate 1.3, Process Run Crate 0.6, digests, and its own manifest."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from groundswell.arguments import AnyPath, as_path
from groundswell.crates.facts import facts, lock_of
from groundswell.crates.graph import CONTEXT, CRATE, METADATA, PREVIEW, PROCESS
from groundswell.crates.opened import graph_of, opened
from groundswell.crates.tables import wrong_tables
from groundswell.errors import InputError, shown
from groundswell.files import digest, read_own
from groundswell.inputs.problems import each
from groundswell.runfolder import LOCK

Graph = dict[str, dict[str, Any]]
_ROOT = ("name", "description", "datePublished", "license", "hasPart")


def check_crate(path: AnyPath) -> tuple[InputError, ...]:
    """Return all that is wrong with a crate, each with place and remedy; none if it is whole.

    Raises InputError for what is no crate at all. Nothing of the crate is run.
    """
    with opened(as_path(path)) as folder:
        return tuple(problems(folder))


def problems(folder: Path) -> Iterator[InputError]:
    """Yield what is wrong with an opened crate."""
    graph = graph_of(folder)
    yield from _frame(graph)
    yield from _references(graph)
    yield from _files(folder, graph)
    yield from _action(graph)
    try:
        found = facts(folder / "result")
        lock = folder / ("claim" if found.kind == "claim" else "result") / LOCK
        lock_of(read_own(lock).decode("utf-8", "replace"), str(lock))
    except OSError:
        yield InputError("is missing", place=LOCK, remedy="take a crate that is whole, or make it anew")
    except InputError as error:
        yield from (_inside(problem, folder) for problem in each(error))
    else:
        yield from _told_otherwise(graph, found.manifest)
        yield from wrong_tables(found)


def _inside(error: InputError, folder: Path) -> InputError:
    """Return a problem of the result with its place in the crate: where a ZIP file was unpacked is gone by then."""
    place = error.place.replace(f"{folder}/", "")
    return InputError(error.problem, place=place, remedy="take a crate that is whole, or make it anew")


def _told_otherwise(graph: Graph, manifest: dict[str, Any]) -> Iterator[InputError]:
    """Yield what the metadata tell otherwise than the result's own manifest: a reader believes the metadata."""
    told = {"#scenario-hash": "scenario_hash", "#stream-version": "stream_version", "#seed": "seed"}
    pairs = [(name, "value", manifest[key]) for name, key in told.items() if key in manifest]
    for name, key, own in (*pairs, ("#groundswell", "version", manifest["versions"]["groundswell"])):
        said: Any = graph[name].get(key) if name in graph else own
        if said != own or isinstance(said, bool):
            yield _wrong(f"{key} of '{name}' is {shown(said)}, where the result has {shown(own)}")


def _frame(graph: Graph) -> Iterator[InputError]:
    context: Any = graph["@context"]["@context"]
    if CONTEXT not in (context if isinstance(context, list) else [context]):
        yield _wrong(f"the context is not {CONTEXT}")
    descriptor, root = graph.get(METADATA, {}), graph.get("./", {})
    if not _is(descriptor, "CreativeWork") or _ids(descriptor, "about") != ["./"]:
        yield _wrong("no descriptor that is about ./")
    if CRATE not in _ids(descriptor, "conformsTo"):
        yield _wrong(f"the descriptor does not conform to {CRATE}")
    if not _is(root, "Dataset"):
        yield _wrong("no root: ./ is no Dataset")
    for key in _ROOT:
        if not root.get(key):
            yield _wrong(f"the root has no {key}")
    if PROCESS not in _ids(root, "conformsTo") or not _is(graph.get(PROCESS, {}), "CreativeWork"):
        yield _wrong(f"the root does not conform to {PROCESS}")


def _references(graph: Graph) -> Iterator[InputError]:
    """Yield references that lead nowhere, and files and folders that the root does not reach by hasPart."""
    for name, entity in graph.items():
        for key, value in entity.items():
            listed: list[Any] = cast(list[Any], value) if isinstance(value, list) else [value]
            for one in listed:
                to = cast(dict[str, Any], one).get("@id") if isinstance(one, dict) else None
                if isinstance(to, str) and to not in graph and "://" not in to:
                    yield _wrong(f"{key} of '{name}' leads to '{to}', which is not described")
    reached, todo = set[str](), ["./"]
    while todo:
        at = todo.pop()
        if at not in reached:
            reached.add(at)
            todo += _ids(graph.get(at, {}), "hasPart")
    for name, entity in graph.items():
        if (_is(entity, "File") or _is(entity, "Dataset")) and not name.startswith("#") and name not in reached:
            yield _wrong(f"'{name}' is not part of the root")


def _files(folder: Path, graph: Graph) -> Iterator[InputError]:
    described = {unquote(name): entity for name, entity in graph.items() if _is(entity, "File")}
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(here - set(described) - {METADATA, PREVIEW}):
        yield InputError("is not described", place=name, remedy="remove it, or make the crate anew")
    for name, entity in described.items():
        if name not in here:
            yield InputError("is missing", place=name, remedy="take a crate that is whole")
        elif str((folder / name).stat().st_size) != entity.get("contentSize"):
            yield InputError("has another size than was written", place=name, remedy="take a crate that is whole")
        elif digest(folder / name) != entity.get("sha256"):
            yield InputError("is not what was written", place=name, remedy="take a crate that is whole")


def _action(graph: Graph) -> Iterator[InputError]:
    actions = [entity for entity in graph.values() if _is(entity, "CreateAction")]
    if not actions:
        yield _wrong("no CreateAction tells what was run")
    for action in actions:
        tools = [graph.get(name, {}) for name in _ids(action, "instrument")]
        if not any(
            _is(tool, "SoftwareApplication") and (tool.get("version") or tool.get("softwareVersion")) for tool in tools
        ):
            yield _wrong(f"'{action['@id']}' names no program with its version")
        if not _ids(action, "object") or not _ids(action, "result"):
            yield _wrong(f"'{action['@id']}' has no objects or no results")


def _is(entity: dict[str, Any], kind: str) -> bool:
    found: Any = entity.get("@type", ())
    return kind in (found if isinstance(found, list) else [found])


def _ids(entity: dict[str, Any], key: str) -> list[str]:
    """Return what a property refers to."""
    value: Any = entity.get(key, [])
    listed: list[Any] = cast(list[Any], value) if isinstance(value, list) else [value]
    return [str(cast(dict[str, Any], each)["@id"]) for each in listed if isinstance(each, dict) and "@id" in each]


def _wrong(problem: str) -> InputError:
    return InputError(problem, place=METADATA, remedy="make the crate anew: groundswell crate RESULT")
