"""The import as a whole: read, check, write; what the command line and Python call."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from groundswell.errors import InputError, nearest, shown
from groundswell.importing.ages import read_age_table
from groundswell.importing.casefolder import CaseFolder, read_case
from groundswell.importing.cells import Cells
from groundswell.importing.columns import Columns, find_columns, rows_where
from groundswell.importing.event_table import read_events
from groundswell.importing.ledger import Ledger, Note
from groundswell.importing.options import Options, checked
from groundswell.importing.outlines import read_outlines
from groundswell.importing.places import with_region
from groundswell.importing.regions import read_regions
from groundswell.importing.series import read_series
from groundswell.importing.sheet import Sheet, read_sheet
from groundswell.importing.source import Draft, Source
from groundswell.importing.towns import read_towns
from groundswell.importing.write import check_free, is_free, source_of, write

_TABLES: dict[str, Callable[[Source], Draft]] = {
    "events": read_events,
    "series": read_series,
    "regions": read_regions,
    "towns": read_towns,
    "ages": read_age_table,
}
_IN_REGIONS = ("events", "series", "towns", "ages")  # tables of which a column may hold regions
_OWN_FIELDS = ("series", "regions")
COMMANDS = (*_TABLES, "outlines")


@dataclass(frozen=True)
class Imported:
    """What an import read and wrote.

    `columns` is the header by field, `rows` and `kept` count rows of the file, `notes` say what was merged, left out,
    unknown, corrected or assumed, with lines; `written` is empty after a dry run.
    """

    file: str
    read_as: str
    about: str
    columns: dict[str, str]
    rows: int
    kept: int
    notes: tuple[Note, ...]
    summary: tuple[str, ...]
    path: str
    written: tuple[str, ...] = ()


def import_file(command: str, file: str | Path, case: str | Path, options: Options | None = None, *,
                force: bool = False, dry_run: bool = False) -> Imported:  # fmt: skip
    """Read a file into a case and return what became of it.

    Parameters
    ----------
    command : events, series, regions, towns, ages or outlines
    file : the file, as people have it
    case : the folder of a case
    options : what the file itself leaves open
    force : replace a file of the case that exists
    dry_run : write nothing

    Raises InputError (ScenarioError with all problems) when anything is refused; then nothing is written.
    """
    file, options = Path(file), checked(replace(options or Options(), force=force))
    folder = read_case(Path(case))
    if command not in COMMANDS:
        raise InputError(f"no kind of data {shown(command)}", place="KIND", remedy=nearest(command, COMMANDS))
    read = _from_outlines if command == "outlines" else _from_table
    found, draft, content = read(command, file, folder, options)
    if dry_run:
        there = Note("note", f"{draft.path} exists: it is replaced only with --force")
        return found if is_free(folder, draft) or force else replace(found, notes=(*found.notes, there))
    check_free(folder, draft, force)
    entry = source_of(file, content, found.read_as, found.columns, found.notes, options)
    return replace(found, written=write(folder, draft, entry))


def read_draft(command: str, file: Path, case: Path, options: Options) -> tuple[Imported, Draft]:
    """Read a table as `import_file` does and return what it would write into the case, which is left alone.

    Raises InputError (ScenarioError with all problems) when anything is refused.
    """
    found, draft, _ = _from_table(command, file, read_case(case), checked(options))
    return found, draft


def _from_table(command: str, file: Path, case: CaseFolder, options: Options) -> tuple[Imported, Draft, bytes]:
    sheet = read_sheet(file, options.encoding, options.delimiter, options.header)
    ledger = Ledger(sheet.name)
    for text in sheet.notes:
        ledger.note("left out", text)
    for header, value in options.where.items():
        sheet = rows_where(sheet, header, value, ledger)
    columns = find_columns(sheet, command, options, own=command in _OWN_FIELDS)
    if command in _IN_REGIONS and "region" not in columns:
        columns = with_region(columns, sheet, case, options, ledger)
    source = Source(sheet, columns, Cells(sheet, columns, options, ledger), case, options, ledger)
    draft = _TABLES[command](source)
    ledger.close()
    return _imported(sheet, columns, ledger, draft), draft, sheet.content


def _from_outlines(command: str, file: Path, case: CaseFolder, options: Options) -> tuple[Imported, Draft, bytes]:
    del command
    ledger = Ledger(file.name)
    draft, content = read_outlines(file, case, options, ledger)
    ledger.close()
    found = Imported(file.name, draft.title, "GeoJSON", {}, ledger.rows, ledger.kept, ledger.notes(),
                     draft.summary, draft.path)  # fmt: skip
    return found, draft, content


def _imported(sheet: Sheet, columns: Columns, ledger: Ledger, draft: Draft) -> Imported:
    headers = {name: sheet.header[k] for name, k in columns.at.items()}
    return Imported(sheet.name, columns.title(), sheet.about, headers, ledger.rows, ledger.kept, ledger.notes(),
                    draft.summary, draft.path)  # fmt: skip
