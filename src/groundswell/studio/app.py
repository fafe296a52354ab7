"""The studio as one application: the page, its modules, and what each part answers."""

from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.types import Lifespan, Receive, Scope, Send

from groundswell.errors import GroundswellError
from groundswell.files import refuse_foreign
from groundswell.scenario.card import NOTICE
from groundswell.studio import cases
from groundswell.studio.answers import answer, got, refused
from groundswell.studio.guard import Guard
from groundswell.studio.jobs import Jobs
from groundswell.studio.listing import listed
from groundswell.studio.state import Studio

STATIC = Path(__file__).parent / "static"
# What the first screen and the pages of cases do without: imported while somebody looks at them
_HEAVY = ("groundswell.studio.rest", "groundswell.report.observed", "groundswell.report.maps")
_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}


def build(studio: Studio, jobs: Jobs, stack: ExitStack, token: str, port: int) -> Guard:
    """Return the application that serves a folder to whoever has the token; `stack` is closed at its end."""
    first = [
        got("/", lambda _: FileResponse(STATIC / "index.html", media_type="text/html")),
        got("/static/{name:path}", _static),
        got("/api/home", lambda _: _home(studio, jobs)),
        *cases.routes(studio),
    ]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        yield
        stack.close()  # the warm processes: a thread that waits for their answer would hold up the end

    return Guard(_app([*first, Mount("", Rest(studio, jobs, stack))], lifespan), token, port)


class Rest:
    """The application of all other parts, made when it is first asked for: nobody waits for it on the first screen."""

    def __init__(self, studio: Studio, jobs: Jobs, stack: ExitStack) -> None:
        self.studio, self.jobs, self.stack = studio, jobs, stack
        self.made: Starlette | None = None
        self.making = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        await (self.made or await run_in_threadpool(self._make))(scope, receive, send)

    def _make(self) -> Starlette:
        from groundswell.studio import rest

        with self.making:
            self.made = self.made or _app(rest.routes(self.studio, self.jobs, self.stack))
            return self.made


def _app(routes: list[BaseRoute], lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    async def failed(_: Request, error: Exception) -> Response:
        return refused(error)

    handlers = {GroundswellError: failed, OSError: failed, Exception: failed}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app


def _home(studio: Studio, jobs: Jobs) -> Response:
    """Return what the first screen shows, cases with their maps and runs of the folder; then import the rest."""
    found = answer({
        "version": version("groundswell"),
        "folder": str(studio.folder),
        "notice": NOTICE,
        "cases": cases.cards(),
        "runs": listed(studio, jobs),
    })  # fmt: skip
    found.background = BackgroundTask(lambda: [import_module(name) for name in _HEAVY])
    return found


def _static(request: Request) -> Response:
    """Return one of the page's own files: those that are listed, whatever the address says."""
    name: str = request.path_params["name"]
    known = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix in _KINDS}
    if name not in known:
        return Response("no such file", 404)
    refuse_foreign(known[name])
    return FileResponse(known[name], media_type=_KINDS[known[name].suffix])
