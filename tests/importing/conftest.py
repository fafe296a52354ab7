"""A small case to import into, and files written on the spot."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from groundswell.errors import InputError
from groundswell.importing.options import Options, options_of
from groundswell.importing.run import Imported, import_file
from groundswell.inputs.problems import each

FILES = Path(__file__).parent / "files"
CASE = {
    "case.toml": 'title = "Xland"\ndescription = "Invented."\ncountry = "XLD"\nstart = 2022-09-21\ndays = 30\n',
    "population/regions.csv": (
        "code,name,name_local,population\nRU-DA,Dagestan,Республика Дагестан,300000\nRU-MOS,Moscow Oblast,,1000000\n"
        "RU-MOW,Moscow,г.Москва,2000000\nXL-N,North,,200000\n"
    ),
    "population/spellings.csv": "code,spelling\nRU-MOW,Capital of it\n",
    "population/towns.csv": "region,name,population\nXL-N,Ald,20000\nRU-DA,Bex,60000\n",
    "parameters.toml": (
        "[border.gates.yland.capacity]\nvalue = 10.0\n\n[border.gates.georgia.capacity]\nvalue = 10.0\n"
    ),
    "timeline.toml": '# Mine.\n[events.word]\nkind = "announcement"\nday = 0\nsource = "assumed"\n',
}  # fmt: skip


class Case(NamedTuple):
    """A case's folder and a folder for files to be read."""

    path: Path
    inbox: Path

    def read(self, command: str, content: str | bytes | Path, name: str = "table.csv", **options: Any) -> Imported:
        """Import a text, bytes or a file."""
        file = content if isinstance(content, Path) else self.inbox / name
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8")
        elif isinstance(content, bytes):
            file.write_bytes(content)
        force, dry_run = options.pop("force", False), options.pop("dry_run", False)
        own: Options = options_of(options, options.pop("mapping", None))
        return import_file(command, file, self.path, own, force=force, dry_run=dry_run)

    def refused(self, command: str, content: str | bytes | Path, **options: Any) -> list[str]:
        """Return the problems for which a file is refused; nothing may be written then."""
        before = self.files()
        with pytest.raises(InputError) as error:
            self.read(command, content, **options)
        assert self.files() == before
        return [str(problem) for problem in each(error.value)]

    def files(self) -> dict[str, bytes]:
        """Return every file of the case with its bytes."""
        return {str(p.relative_to(self.path)): p.read_bytes() for p in sorted(self.path.rglob("*")) if p.is_file()}

    def rows(self, path: str) -> list[dict[str, str]]:
        """Return a table of the case."""
        with (self.path / path).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def values(self, name: str) -> list[tuple[str, ...]]:
        """Return series, date, region, value and kind of each observation."""
        rows = self.rows(f"evidence/observations/{name}.csv")
        return [tuple(row[key] for key in ("series", "date", "region", "value", "kind")) for row in rows]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return a case of four regions, two towns, two gates and one event."""
    path, inbox = tmp_path / "xland", tmp_path / "inbox"
    for name, text in CASE.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    inbox.mkdir()
    return Case(path, inbox)


@pytest.fixture
def bare(case: Case) -> Case:
    """Return a case that holds its header alone."""
    for name in CASE:
        if name != "case.toml":
            (case.path / name).unlink()
    return case


@pytest.fixture
def said() -> Callable[[Imported], str]:
    """Return what an import says, as one text."""
    return lambda found: "\n".join([*found.summary, *map(str, found.notes)])
