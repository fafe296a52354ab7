"""Files to begin with: code of the user's own that runs as it is, a scenario that uses it, a claim."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from groundswell.arguments import AnyPath, as_path
from groundswell.errors import InputError, shown
from groundswell.files import as_input_errors, write_text
from groundswell.overwrite import refuse_existing_file
from groundswell.scenario.load import load
from groundswell.scenario.lock import toml_value

KINDS = ("behaviour", "event", "outcome", "measure", "claim")
_HERE = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_USES = {  # what a scenario writes to use it
    "behaviour": '[behaviour]\nkind = "{name}.py"\n',
    "event": '[events.{name}]\nkind = "{name}.py"\nday = 2\n',
    "measure": '[observation]\nmeasures = ["{name}.py"]\n',
}
_ARM = "less policing: policing.capacity_per_million *= 0.5"


class Written(NamedTuple):
    """What was written, and two commands to go on with."""

    files: tuple[Path, ...]
    commands: tuple[str, str]


def write(kind: str, name: str, extends: str, folder: AnyPath = ".", force: bool = False) -> Written:
    """Write the files of a behaviour, an event, an outcome, a measure or a claim, and say how to go on.

    `extends` is the scenario that uses it. Raises InputError for a name that cannot be one, for a file that exists
    (unless `force`), and if nothing can be written.
    """
    if not _NAME.fullmatch(name):
        raise InputError(shown(name), place="NAME", remedy="use small letters, digits and _, at most 60")
    load(extends)
    there = as_path(folder, "--folder")
    # from the new file, so that both can be moved or handed on together
    base = os.path.relpath(Path(extends).resolve(), there.resolve()) if extends.endswith(".toml") else extends
    texts = _texts(kind, name, base)
    for file in texts:
        refuse_existing_file(there / file, force, "NAME")
    with as_input_errors(there, remedy="name a folder you may write to (--folder)"):
        for file, text in texts.items():
            write_text(there / file, text)
    return Written(tuple(there / file for file in texts), _commands(kind, there / name, extends))


def _texts(kind: str, name: str, base: str) -> dict[str, str]:
    """Return the texts to be written, by file name."""
    if kind == "claim":
        text = (_HERE / "claim.toml").read_text(encoding="utf-8")
        return {f"{name}.toml": text.replace('"BASE"', toml_value(base)).replace("NAME", name)}
    code = (_HERE / f"{kind}.py").read_text(encoding="utf-8").replace("NAME", name)
    code = code.replace("class Starter", f"class {''.join(part.capitalize() for part in name.split('_'))}")
    if kind == "outcome":
        return {f"{name}.py": code}
    text = f"{base} with {'an' if kind == 'event' else 'a'} {kind} of my own."
    about = f"title = {toml_value(name)}\ndescription = {toml_value(text)}"
    scenario = f"extends = {toml_value(base)}\n\n[scenario]\n{about}\n\n{_USES[kind].format(name=name)}"
    return {f"{name}.py": code, f"{name}.toml": scenario}


def _commands(kind: str, path: Path, extends: str) -> tuple[str, str]:
    if kind == "claim":
        return f"groundswell claim {path}.toml --draws 20", f"groundswell claim {path}.toml --case toyland --draws 20"
    if kind == "outcome":
        again = f'groundswell compare {extends} --arm "{_ARM}" --seeds 2 --outcome {path}.py --trust'
        return again, f"{again} --out runs/{path.name}"
    return f"groundswell check {path}.toml --trust", f"groundswell run {path}.toml --trust"


def listed(files: Sequence[Path]) -> str:
    """Return files as a sentence has them."""
    return " and ".join(map(str, files))
