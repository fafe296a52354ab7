"""The studio as one application: the page, its modules, and what each part answers."""

from importlib.metadata import version
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from groundswell.errors import GroundswellError
from groundswell.files import refuse_foreign
from groundswell.scenario.card import NOTICE
from groundswell.studio import cases, claims, compares, judging, keep, labs, owndata, pairs, parameters, runs, worlds
from groundswell.studio.answers import got, refused
from groundswell.studio.guard import Guard
from groundswell.studio.jobs import Jobs
from groundswell.studio.pairs import Pairs
from groundswell.studio.state import Studio

STATIC = Path(__file__).parent / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}


def build(studio: Studio, jobs: Jobs, warm: Pairs, token: str, port: int) -> Guard:
    """Return the application that serves a folder to whoever has the token."""
    routes = [
        got("/", lambda _: FileResponse(STATIC / "index.html", media_type="text/html")),
        got("/static/{name:path}", _static),
        got("/api/home", lambda _: _home(studio, jobs)),
        *cases.routes(studio),
        *runs.routes(studio, jobs),
        *labs.routes(),
        *claims.routes(studio),
        *judging.routes(studio, jobs),
        *owndata.routes(studio, jobs),
        *parameters.routes(studio),
        *pairs.routes(warm),
        *compares.routes(studio, jobs),
        *worlds.routes(studio),
        *keep.routes(studio, jobs),
    ]

    async def failed(_: Request, error: Exception) -> Response:
        return refused(error)

    app = Starlette(routes=routes, exception_handlers={GroundswellError: failed, OSError: failed})
    app.router.redirect_slashes = False
    return Guard(app, token, port)


def _home(studio: Studio, jobs: Jobs) -> dict[str, object]:
    """Return what the first screen shows: cases with their maps, runs of the folder."""
    return {
        "version": version("groundswell"),
        "folder": str(studio.folder),
        "notice": NOTICE,
        "cases": cases.cards(),
        "runs": runs.listed(studio, jobs),
    }


def _static(request: Request) -> Response:
    """Return one of the page's own files: those that are listed, whatever the address says."""
    name: str = request.path_params["name"]
    known = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix in _KINDS}
    if name not in known:
        return Response("no such file", 404)
    refuse_foreign(known[name])
    return FileResponse(known[name], media_type=_KINDS[known[name].suffix])
