"""Own data: a table of counts is uploaded, its columns are mapped, and a run is held against it.

The file lies in the folder's `data`, as it was sent; beside it the observations that were read from it, which are what
`groundswell score` takes. Reading is the import's (`importing`), scoring is `scoring`'s.
"""

import base64
import binascii
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from starlette.requests import Request
from starlette.routing import BaseRoute

from groundswell.computing.record import recorded
from groundswell.errors import GroundswellError, InputError, shown
from groundswell.files import as_input_errors, refuse_foreign, write_text, write_whole
from groundswell.importing.columns import find_columns
from groundswell.importing.counts import looks_like_count
from groundswell.importing.options import Options
from groundswell.importing.run import read_draft
from groundswell.importing.sheet import Sheet, read_sheet
from groundswell.inputs.problems import each, refuse
from groundswell.running import Run
from groundswell.scenario.card import notice
from groundswell.studio import days, runs
from groundswell.studio.answers import Fields, got, posted, text_of
from groundswell.studio.beside import beside
from groundswell.studio.jobs import Jobs
from groundswell.studio.state import Studio, checked, is_name

DATA, READ = "data", "-observed.csv"  # the folder of own tables; what was read of one, beside it
MOST_BYTES, MOST_ROWS = 8_000_000, 100_000
_HEAD = 6  # rows that are shown of a table
_NAMES = 40  # series names that are listed
_TEXTS = ("unit", "dates", "decimal", "encoding", "delimiter", "country", "name")
_FLAGS = ("cumulative", "skip_unknown", "skip_unreadable")
# options of the import -> where the page asks the same
_SAID = (
    (r"(?:if this is UTF-16 text .*|name its encoding:) --encoding.*", "save the table as CSV (UTF-8)"),
    (r"[,;] or (?:name the (?:right )?delimiter \(--delimiter\)|give --header)", ""),
    (
        r"say which with --region .* or in \S+, or leave such rows out: --skip-unknown",
        "say below which region it is, or tick below that such rows are left out",
    ),
    (r"say the order: --dates dmy or --dates mdy", "say below whether the day or the month comes first"),
    (r"--decimal comma or --decimal point|--decimal \w+", "say below how 1,120 is read"),
    (r"to take such cells as unknown: --skip-unreadable|--skip-\w+", "or tick below that such rows are left out"),
    (r"--unit \w+", "say below what numbers are"),
    (r"(?:name it|name the column of dates): --column \S+", "say what each column is"),
    (r"--column \S+", "the choice above a column"),
    (r"--(\w[\w-]*)(?:[ =][A-Z=]+)?", r"the setting '\1'"),
)
_TABLES = ("columns", "series", "regions")


def routes(studio: Studio, jobs: Jobs) -> list[BaseRoute]:
    """Return what this part answers."""

    def look_(request: Request) -> Fields:
        return look(studio, checked(request.path_params["file"]), checked(request.query_params.get("run", "")))

    def score_(request: Request, sent: Fields) -> Fields:
        return score(studio, checked(request.path_params["file"]), sent)

    return [
        got("/api/data", lambda _: listed(studio, jobs)),
        posted("/api/data", lambda _, sent: upload(studio, sent)),
        got("/api/data/{file}", look_),
        posted("/api/data/{file}/score", score_),
    ]


def listed(studio: Studio, jobs: Jobs) -> Fields:
    """Return the tables of the folder and the runs that one can be held against."""
    folder = studio.below(DATA)
    files = sorted(path.name for path in folder.glob("*.csv") if is_name(path.name)) if folder.is_dir() else []
    ended = [run for run in runs.listed(studio, jobs) if run["kind"] == "run" and run["state"] == "done"]
    return {"files": [name for name in files if not name.endswith(READ)], "runs": ended, "most": MOST_BYTES}


def upload(studio: Studio, sent: Fields) -> Fields:
    """Keep a file that was sent, in base64. Raises InputError for one that is too large, and when the disk is full."""
    stem = checked(text_of(sent, "name").removesuffix(".csv"))
    content: Any = sent.get("content")
    if not isinstance(content, str) or len(content) > MOST_BYTES * 4 // 3 + 4:
        remedy = f"send a CSV file of at most {MOST_BYTES:,} bytes: cut it to the case's days and regions"
        raise InputError("the file is too large", place="file", remedy=remedy)
    try:
        table = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise InputError("the file did not arrive whole", place="file", remedy="send it again") from None
    file = studio.below(DATA, f"{stem}.csv")
    refuse_foreign(file)
    with as_input_errors(file, remedy="free some space, or serve another folder"):
        file.parent.mkdir(exist_ok=True)
        write_whole(file, lambda out: out.write(table))
    return {"name": file.name}


def look(studio: Studio, name: str, run_name: str) -> Fields:
    """Return the head of a table, which column seems to be what, and what a run counts. Raises InputError."""
    sheet, run = _sheet(_file(studio, name)), _run(studio, run_name)
    try:
        with _on_the_page():
            at, why = dict(find_columns(sheet, "series", Options(), own=True).at), ""
    except InputError as error:
        at, why = dict[str, int](), error.text()
    numbers = [k for k in range(len(sheet.header)) if any(looks_like_count(cell) for cell in sheet.column(k))]
    return {
        "name": name, "about": sheet.about, "header": sheet.header, "has_header": sheet.has_header,
        "rows": len(sheet.rows), "head": [row.cells for row in sheet.rows[:_HEAD]], "at": at, "why": why,
        "numbers": numbers, "names": _series_names(sheet, at), "notice": notice(run.scenario.case),
        "regions": _regions(run),
        "measures": [{"name": m, "kind": kind, "about": about} for m, (kind, about) in recorded(run.scenario).items()],
        "start": run.scenario.start, "days": run.days, "title": run.scenario.title or run.scenario.name,
    }  # fmt: skip


def _regions(run: Run) -> list[Fields]:
    people = run.scenario.case.population
    return sorted(({"code": c, "name": people.name(c)} for c in people.codes), key=lambda each: str(each["name"]))


def _series_names(sheet: Sheet, at: dict[str, int]) -> list[str]:
    return list(dict.fromkeys(sheet.column(at["series"])))[:_NAMES] if "series" in at else []


def score(studio: Studio, name: str, sent: Fields) -> Fields:
    """Read a table as its columns were mapped, keep what was read, and hold a run against it.

    Raises InputError with all cells that are wrong, each with line, column and remedy; then nothing is written.
    """
    file, run = _file(studio, name), _run(studio, checked(text_of(sent, "run")))
    _sheet(file)  # refuses what is too long before it is read as a whole
    with _on_the_page():
        read, draft = read_draft("series", file, Path(run.scenario.case.folder), _options(sent))
    kept = studio.below(DATA, f"{file.stem}{READ}")
    refuse_foreign(kept)
    with as_input_errors(kept, remedy="free some space, or serve another folder"):
        write_text(kept, draft.text)
    found: Fields = {
        "read": {"columns": read.columns, "rows": read.rows, "kept": read.kept, "summary": read.summary,
                 "notes": [str(note) for note in read.notes]},
        "file": kept.name, "dates": [], "charts": [], "table": [], "notes": [], "why": "",
        "command": f"groundswell score {studio.below(text_of(sent, 'run'))} {kept}",
    }  # fmt: skip
    try:
        return found | beside(run, kept)
    except GroundswellError as error:  # it was read, but no row is of this run's days, series or places
        return found | {"why": str(error)}


@contextmanager
def _on_the_page() -> Generator[None, None, None]:
    """Have what is refused within name fields of the page where the import names options of the command line."""
    try:
        yield
    except InputError as error:
        refuse([_in_its_words(problem) for problem in each(error)])


def _in_its_words(error: InputError) -> InputError:
    remedy = error.remedy
    for option, said in _SAID:
        remedy = re.sub(option, said, remedy)
    place = error.place if not error.place.startswith("--") else "columns"
    return InputError(error.problem, place=place, remedy=remedy, value=error.value, allowed=error.allowed)


def _options(sent: Fields) -> Options:
    """Return the options of the import from what the page sent. Raises InputError for anything else."""
    own: dict[str, Any] = {key: text_of(sent, key, "") for key in _TEXTS}
    own |= {key: sent.get(key) is True for key in _FLAGS}
    for key in _TABLES:
        table: Any = sent.get(key, {})
        pairs = cast(dict[str, Any], table) if isinstance(table, dict) else {}
        if not isinstance(table, dict) or len(pairs) > 1_000 or not all(isinstance(v, str) for v in pairs.values()):
            raise InputError(f"{shown(table)} is no table of texts", place=key, remedy="load the page again")
        own[key] = pairs
    return Options(**{f.name: own[f.name] for f in fields(Options) if f.name in own})


def _file(studio: Studio, name: str) -> Path:
    file = studio.below(DATA, name)
    if file.suffix != ".csv" or not file.is_file():
        raise InputError(f"no table {shown(name)}", place="file", remedy="look at the list of tables")
    refuse_foreign(file)
    return file


def _sheet(file: Path) -> Sheet:
    with _on_the_page():
        sheet = read_sheet(file)
    if len(sheet.rows) > MOST_ROWS:
        remedy = "cut it to the case's days and regions, or use groundswell score"
        raise InputError(f"more than {MOST_ROWS:,} rows", place=file.name, remedy=remedy)
    return sheet


def _run(studio: Studio, name: str) -> Run:
    run = days.run_of(studio.below(name))
    if run is None or run.days == 0:
        raise InputError(f"no run '{name}' with counts", place="run", remedy="choose another one")
    return run
