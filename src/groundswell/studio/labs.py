"""The classics lab within the studio: the pages of `groundswell.classics.lab`, their scripts and style as files."""

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute

from groundswell.classics.lab import FOLDER, LABS, Served, page
from groundswell.classics.replicate import paper
from groundswell.errors import InputError, nearest, shown
from groundswell.files import refuse_foreign
from groundswell.scenario.card import NOTICE
from groundswell.studio.answers import got

_KINDS = {".js": "text/javascript", ".css": "text/css"}


def routes() -> list[BaseRoute]:
    """Return what this part answers."""
    return [
        got("/api/lab", lambda _: _listed()),
        got("/lab/files/{name}", _file),
        got("/lab/{name}", lambda request: HTMLResponse(_page(request.path_params["name"]))),
    ]


def _listed() -> list[dict[str, Any]]:
    """Return the pages of the lab, with what each paper claims."""
    found = [(lab, paper(lab.name)) for lab in LABS.values()]
    return [{"name": lab.name, "title": lab.title, "claim": of.claim, "paper": f"{of.authors} ({of.year})"}
            for lab, of in found]  # fmt: skip


def _page(name: str) -> str:
    if name not in LABS:
        raise InputError(f"no lab {shown(name)}", place="lab", remedy=nearest(name, LABS))
    others = [(f"/lab/{lab.name}", lab.title) for lab in LABS.values() if lab.name != name]
    return page(
        LABS[name], [("/#lab", "groundswell studio: classics lab"), *others], served=Served("/lab/files", NOTICE)
    )


def _file(request: Request) -> Response:
    """Return a module or the style of the lab: those that are listed, whatever the address says."""
    name: str = request.path_params["name"]
    known = {path.name: path for path in FOLDER.iterdir() if path.suffix in _KINDS}
    if name not in known:
        return Response("no such file", 404)
    refuse_foreign(known[name])
    return FileResponse(known[name], media_type=_KINDS[known[name].suffix])
