"""What one takes away: the folder's own files, pictures as PNG too, and the commands that make the same."""

import re
import shlex
from html import unescape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from groundswell.errors import InputError
from groundswell.extras import need
from groundswell.files import read_own
from groundswell.studio import posteriors
from groundswell.studio.answers import got
from groundswell.studio.jobs import Job, Jobs
from groundswell.studio.plain_svg import refuse_other
from groundswell.studio.runs import job_of
from groundswell.studio.state import Studio, checked, is_name

_KINDS = {
    ".html": "text/html", ".svg": "image/svg+xml", ".csv": "text/csv", ".json": "application/json",
    ".toml": "text/plain", ".parquet": "application/vnd.apache.parquet", ".txt": "text/plain",
}  # fmt: skip
# A page that lies in the folder may be anybody's: its styles and pictures are shown, nothing of it runs or asks.
_SHUT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.S)
_SPOKEN = re.compile(r"<desc[^>]*>(.*?)</desc>", re.S)
_LEFT_OUT = {"--json", "--force"}  # words of the page's own command that nobody would type
_LARGER = 2.0  # times the size of an SVG on a page, for print
_FIRST = (
    "response-voice", "response-exit", "response-hide", "response-comply", "response-stay",
    "effects-1", "participants-change", "participants-level", "abroad-change", "evading-change", "serving-change",
)  # fmt: skip


def routes(studio: Studio, jobs: Jobs) -> list[BaseRoute]:
    """Return what this part answers."""
    return [
        got("/files/{name}/{path:path}", lambda request: _file(studio, request)),
        got("/pictures/{name}/{figure}.png", lambda request: _png(studio, request)),
        got("/api/keep/{name}", lambda request: kept(studio, jobs, checked(request.path_params["name"]))),
    ]


def kept(studio: Studio, jobs: Jobs, name: str) -> dict[str, Any]:
    """Return what of a run or a comparison can be taken away, and how it is made again."""
    folder = studio.below(name)
    if not folder.is_dir():
        raise InputError(f"no folder '{name}'", place="name", remedy="it has not ended yet, or was removed")
    figures = sorted(studio.below(name, "figures").glob("[!.]*.svg"), key=lambda path: (_order(path.stem), path.stem))
    files = [
        path.name
        for path in sorted(folder.iterdir())
        if is_name(path.name) and path.suffix in _KINDS and path.is_file()
    ]
    about = posteriors.described(folder)
    again = _again(studio, job_of(jobs, name), folder) if about is None else _calibrated(about, folder)
    return {"figures": [_figure(path) for path in figures], "files": files, **again}


def _order(stem: str) -> int:
    return _FIRST.index(stem) if stem in _FIRST else len(_FIRST)


def _figure(path: Path) -> dict[str, str]:
    text = read_own(path).decode("utf-8", "replace")
    title, spoken = (found[1] if (found := each.search(text)) else "" for each in (_TITLE, _SPOKEN))
    return {"name": path.stem, "title": unescape(title), "alt": unescape(spoken)}


def _calibrated(about: dict[str, Any], folder: Path) -> dict[str, str]:
    """Return how a posterior of the command line is made again, and opened."""
    where = shlex.quote(str(folder))
    command = f"groundswell calibrate {shlex.quote(about['scenario'])} --method {shlex.quote(about['method'])}"
    command += f" --budget {shlex.quote(about['budget'])} --scale {about['scale']} --out {where}"
    return {"command": command, "python": _python(f"found = gs.open_posterior({str(folder)!r})\nprint(found)")}


def _again(studio: Studio, job: Job | None, folder: Path) -> dict[str, str]:
    """Return the command line and the lines of Python that make the same, beside it: what is there is not replaced."""
    other = folder.with_name(f"{folder.name}-again")
    if job is None or not job.own or job.arguments[0] != job.kind:  # one that was gone on with: resume, report
        lock = str(folder / "scenario.lock.toml")
        if not Path(lock).is_file():  # a comparison that somebody sent: its report says how it is made again
            return {"command": "", "python": ""}
        return {"command": f"groundswell run {shlex.quote(lock)} --out {shlex.quote(str(other))}",
                "python": _python(f"run = gs.run({lock!r})\nprint(run)")}  # fmt: skip
    sent, words = job.sent, [_moved(word, folder, other) for word in job.arguments]
    source = words[1]
    if job.kind == "compare":
        call = (f"gs.compare({source!r}, [{sent['arm']!r}], {sent['pairs']}, scale={sent['scale']!r}, "
                f"seed={sent['seed']}, folder={str(other / 'results')!r})")  # fmt: skip
        python = _python(f"found = {call}\nprint(found)")
    elif job.kind == "claim":
        python = _python(_judged(studio, sent, source, other))
    else:
        given = {**sent["changes"], "scenario.scale": sent["scale"], "scenario.seed": sent["seed"]}
        python = _python(f"scenario = gs.load({source!r}, {given!r})\nrun = gs.run(scenario)\nprint(run)")
    return {"command": shlex.join(["groundswell", *(w for w in words if w not in _LEFT_OUT)]), "python": python}


def _moved(word: str, folder: Path, other: Path) -> str:
    """Return a path in a folder as one in another folder, any other word as it is."""
    inside = Path(word).is_relative_to(folder)
    return str(other / Path(word).relative_to(folder)) if inside else word


def _judged(studio: Studio, sent: dict[str, Any], source: str, other: Path) -> str:
    """Return the lines that test a claim as its page has."""
    more = [] if sent.get("could_fail", True) else ["points=0"]
    if sent.get("posterior"):
        more += [f"posterior=gs.open_posterior({str(studio.below(sent['posterior']))!r})"]
    given = ", ".join([repr(source), repr(str(other / "store")), str(sent["draws"]), str(sent["pairs"]),
                       f"scale={sent['scale']!r}", *more])  # fmt: skip
    return f"found = gs.judge_claim({given})\nprint(found)"


def _python(lines: str) -> str:
    return f"import groundswell as gs\n\n{lines}\n"


def _file(studio: Studio, request: Request) -> Response:
    """Return a file of a run's folder, shown and never run."""
    names = [checked(part) for part in str(request.path_params["path"]).split("/")]
    path = studio.below(checked(request.path_params["name"]), *names)
    if path.suffix not in _KINDS or not path.is_file():
        raise InputError("no such file", place="/".join(names), remedy="load the page again")
    headers = {"content-security-policy": _SHUT}
    if path.suffix not in (".html", ".svg") or "save" in request.query_params:
        headers["content-disposition"] = f'attachment; filename="{request.path_params["name"]}-{path.name}"'
    return FileResponse(path, media_type=_KINDS[path.suffix], headers=headers)


def _png(studio: Studio, request: Request) -> Response:
    """Return a picture as PNG; where it comes from stands in it, as in the SVG."""
    need("report")
    import vl_convert

    name, figure = checked(request.path_params["name"]), checked(request.path_params["figure"])
    path = studio.below(name, "figures", f"{figure}.svg")
    try:
        text = read_own(path).decode()
    except (OSError, UnicodeDecodeError):
        raise InputError("no such picture", place=figure, remedy="load the page again") from None
    refuse_other(text, f"{figure}.svg")
    made = vl_convert.svg_to_png(text, scale=_LARGER)
    headers = {"content-disposition": f'attachment; filename="{name}-{figure}.png"'}
    return Response(made, media_type="image/png", headers=headers)
