"""Changed worlds as files: scenarios that extend others, in the folder's `worlds`, as one would write them by hand.

Two tabs may have one open: who saves says which version he began with, and is told if another one is there by now.
"""

import hashlib
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from groundswell.errors import InputError
from groundswell.files import as_input_errors, read_own, write_text
from groundswell.scenario.lock import toml_value
from groundswell.studio.answers import Fields, answer, changes_of, got, posted, text_of
from groundswell.studio.state import WORLDS, Studio, checked, is_name

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def routes(studio: Studio) -> list[BaseRoute]:
    """Return what this part answers."""

    def one(request: Request) -> dict[str, Any]:
        return world(studio, checked(request.path_params["name"]))

    def save_(_: Request, sent: Fields) -> Any:
        return save(studio, sent)

    def text(_: Request, sent: Fields) -> dict[str, str]:
        return {"text": written(studio, sent)}

    return [
        got("/api/worlds", lambda _: listed(studio)),
        got("/api/worlds/{name}", one),
        posted("/api/worlds", save_),
        posted("/api/written", text),
    ]


def listed(studio: Studio) -> list[str]:
    """Return the names of the folder's worlds."""
    folder = studio.below(WORLDS)
    return sorted(p.stem for p in folder.glob("*.toml") if is_name(p.stem)) if folder.is_dir() else []


def world(studio: Studio, name: str) -> dict[str, Any]:
    """Return a world: what it extends, what it changes, and its version. Raises InputError for what is no such file."""
    version = hashlib.sha256(_content(studio, name)).hexdigest()
    extends, title, changes = studio.world(name)
    return {"name": name, "scenario": extends, "title": title, "changes": changes, "version": version}


def save(studio: Studio, sent: Fields) -> Any:
    """Write a world into its file, unless somebody else has changed it since `version`: then say so (409).

    Raises InputError for changes that a file's check refuses, and when the disk does not take it.
    """
    name, before = checked(text_of(sent, "name")), text_of(sent, "version", "")
    file, text = studio.below(WORLDS, f"{name}.toml"), written(studio, sent)
    now = hashlib.sha256(_content(studio, name)).hexdigest() if file.exists() else ""
    if now != before and (not file.exists() or _content(studio, name) != text.encode()):
        problem = f"'{name}' was changed elsewhere since it was opened here: nothing was overwritten"
        return _conflict(InputError(problem, place="name", remedy="save it under another name, or open that one anew"))
    with as_input_errors(file, remedy="free some space, or serve another folder"):
        file.parent.mkdir(exist_ok=True)
        write_text(file, text)
    return {"name": name, "version": hashlib.sha256(text.encode()).hexdigest()}


def written(studio: Studio, sent: Fields) -> str:
    """Return the file of a world as text. Raises InputError for changes that a file's check refuses."""
    extends, changes = text_of(sent, "scenario"), changes_of(sent)
    base = studio.scenario(extends)
    studio.scenario(extends, changes)
    title = text_of(sent, "title", "") or f"{base.title or base.name}, changed"
    lines = [f"extends = {toml_value(extends)}", f"scenario.title = {toml_value(title)}"]
    lines += [f"{_key(key)} = {toml_value(value)}" for key, value in changes.items()]
    return "# Written by the studio. Run it: groundswell run FILE\n" + "\n".join(lines) + "\n"


def _key(dotted: str) -> str:
    return ".".join(part if _BARE.fullmatch(part) else toml_value(part) for part in dotted.split("."))


def _content(studio: Studio, name: str) -> bytes:
    try:
        return read_own(studio.below(WORLDS, f"{name}.toml"))
    except OSError:
        raise InputError(f"no world '{name}'", place="name", remedy="look at the list of worlds") from None


def _conflict(error: InputError) -> Response:
    return answer({"problems": [{"problem": error.problem, "place": error.place, "remedy": error.remedy}]}, 409)
