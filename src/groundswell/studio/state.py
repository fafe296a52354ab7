"""What every part of the studio knows: the folder it serves, whether the user's own code may run, where names lead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundswell.errors import InputError, nearest, shown
from groundswell.files import refuse_foreign
from groundswell.inputs.document import Tables, as_table, flat
from groundswell.inputs.toml_file import read_toml
from groundswell.scenario.presets import scenarios
from groundswell.studio import OWN
from groundswell.textfile import can_be_file_name

if TYPE_CHECKING:
    from groundswell.scenario import Scenario

TRUST = "--trust"  # the option of a command that may run code of the user's own
WORLDS = "worlds"  # changed scenarios, a file each
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True)
class Studio:
    """The folder that is served. `trust`: code of the user's own that files in it name may be run."""

    folder: Path
    trust: bool = False

    @property
    def own(self) -> Path:
        """The folder of jobs."""
        return self.folder / OWN

    def scenario(self, name: str, changes: Mapping[str, Any] | None = None, place: str = "page") -> "Scenario":
        """Return a shipped scenario by its name, or one of the folder's worlds as "worlds/NAME", with keys changed.

        Raises InputError for any other name: no path leads out of the folder.
        """
        from groundswell.scenario.load import load  # brings the kernels: what lists a folder does without

        return load(self.source(name), changes, place, trust=self.trust)

    def source(self, name: str) -> str | Path:
        """Return what `load` and the command line take for a scenario's name. Raises InputError for other names."""
        if name.startswith(f"{WORLDS}/"):
            world = checked(name.removeprefix(f"{WORLDS}/"))
            self.world(world)
            return self.below(WORLDS, f"{world}.toml")
        if name not in scenarios():
            raise InputError(f"no scenario {shown(name)}", place="scenario", remedy=nearest(name, scenarios()))
        return name

    def world(self, name: str) -> tuple[str, str, Tables]:
        """Return what a world extends, its title and its changes.

        Raises InputError for one that cannot be read, and for one that leads out of the folder: it extends a shipped
        scenario and keeps its case.
        """
        file = self.below(WORLDS, f"{checked(name)}.toml")
        values, _ = read_toml(file, remedy="look at the list of worlds")
        extends, head = values.pop("extends", None), as_table(values.pop("scenario", {}))
        if extends not in scenarios():
            raise InputError(f"it extends {shown(extends)}", place=str(file), remedy=nearest(str(extends), scenarios()))
        if head is None or "case" in head:
            raise InputError("it names a case of its own", place=str(file), remedy="extend a scenario of that case")
        return str(extends), str(head.get("title", name)), flat(values)

    def below(self, *names: str) -> Path:
        """Return a path in the folder. Raises InputError if a link leads out of it."""
        path = self.folder.joinpath(*names)
        for part in (path, *path.parents):
            if part == self.folder:
                return path
            if part.is_symlink():
                refuse_foreign(part)
                raise InputError("is a link", place=str(part), remedy="put the folder itself there")
        raise InputError(f"{shown(str(path))} lies outside", place="name", remedy="name what lies in the folder")


def checked(name: Any, place: str = "name") -> str:
    """Return a name that may be that of a file or folder, of one part. Raises InputError for any other."""
    if not isinstance(name, str) or not is_name(name):
        remedy = "use letters, digits, '.', '-' and '_', at most 100"
        raise InputError(f"{shown(name)} is no name", place=place, remedy=remedy)
    return name


def is_name(name: str) -> bool:
    """Tell whether a name may be that of a file or folder: others that lie in the folder are not shown."""
    return _NAME.fullmatch(name) is not None and ".." not in name and can_be_file_name(name)
