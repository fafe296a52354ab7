"""A variant to begin with: a file that extends a scenario and holds every parameter as a comment."""

import re
from collections.abc import Iterator
from pathlib import Path

from groundswell.arguments import AnyPath, as_path
from groundswell.errors import InputError, shown
from groundswell.files import as_input_errors, write_text
from groundswell.inputs.problems import limits
from groundswell.overwrite import refuse_existing_file
from groundswell.scenario.catalogue import Assumption, assumptions
from groundswell.scenario.load import load
from groundswell.scenario.lock import toml_value
from groundswell.scenario.model import SECTIONS, Scenario
from groundswell.textfile import can_be_file_name

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def write_variant(name: str, extends: str = "mobilization-2022", folder: AnyPath = ".", force: bool = False) -> Path:
    """Write NAME.toml into a folder and return its path.

    Raises InputError if it exists (unless `force`) or cannot be written.
    """
    if not _NAME.fullmatch(name) or not can_be_file_name(name.removesuffix(".toml")):
        remedy = "use letters, digits, '.', '-' and '_', at most 100, a letter or digit first, no name of a device"
        raise InputError(shown(name), place="NAME", remedy=remedy)
    path = as_path(folder, "--folder") / f"{name.removesuffix('.toml')}.toml"
    parent = str(Path(extends).resolve()) if extends.endswith(".toml") else extends
    text = variant(path.stem, parent, load(parent))
    refuse_existing_file(path, force, "NAME")
    with as_input_errors(path, remedy="name a folder you may write to (--folder)"):
        write_text(path, text)
    return path


def variant(name: str, extends: str, base: Scenario) -> str:
    """Return the text of a variant of `base`: valid as it is, and the same but for its name."""
    return "\n".join(_lines(name, extends, base)) + "\n"


def _lines(name: str, extends: str, base: Scenario) -> Iterator[str]:
    yield f"# A variant of {base.name}. Take the # away from a line to change its value."
    yield f"extends = {toml_value(extends)}"
    yield ""
    yield "[scenario]"
    yield f"title = {toml_value(name)}"
    yield f"description = {toml_value(f'What changes from {base.name}, and why.')}"
    yield f"# days = {base.days}"
    yield f"# seed = {base.seed}"
    yield '# scale = "1:100" # or: persons = ' + str(base.persons)
    listed = [a for a in assumptions(base) if a.acts]
    for table in (*SECTIONS, "behaviour"):
        if getattr(base, table) is None:
            yield f"\n# [{table}] # not in {base.name}: groundswell params --section {table}"
            continue
        yield from _table(table, [a for a in listed if a.parameter.key.startswith(f"{table}.")])
    for event in base.events:
        yield from _table(
            f"events.{event.name}", [a for a in listed if a.parameter.key.startswith(f"events.{event.name}.")]
        )
        yield "# remove = true # takes this event away"
    yield ""
    yield "# Another event: [events.NAME] with kind, day, source, its kind's keys (groundswell params --section event)."


def _table(name: str, listed: list[Assumption]) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    for a in listed:
        meta = a.parameter.meta
        prior = f", prior {meta.prior[0]:g}..{meta.prior[1]:g}" if meta.prior else ""
        key = a.parameter.key.removeprefix(f"{name}.")
        yield f"# {key} = {toml_value(a.value)} # {meta.about} [{limits(meta)}{prior}; {meta.status}]"
