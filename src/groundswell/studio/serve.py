"""From the command line to a page: one server a folder, on this machine alone, until Ctrl-C."""

import secrets
import socket
import webbrowser
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import Thread, Timer

from groundswell.errors import InputError
from groundswell.extras import need
from groundswell.files import as_input_errors, refuse_foreign
from groundswell.locks import hold
from groundswell.studio.state import OWN, Studio

HOST = "127.0.0.1"
_HEAVY = (
    "groundswell.report.observed",
    "groundswell.report.maps",
    "groundswell.events.rally",
)  # imported while the page is on its way
_OPENS = 0.3  # seconds until the browser is asked to open: the server listens by then


def serve(folder: Path, port: int = 0, browser: bool = True, trust: bool = False,
          say: Callable[[str], object] = print) -> None:  # fmt: skip
    """Serve a folder until an interrupt; `say` is told the address.

    `port` 0 takes a free one. Runs go on when the server ends. Raises InputError for a folder that cannot be written,
    one that another studio serves, and a port that is taken; GroundswellError without the extra "studio".
    """
    need("studio")
    need("report")
    import uvicorn

    from groundswell.studio.app import build
    from groundswell.studio.jobs import Jobs
    from groundswell.studio.pairs import Pairs

    folder = folder.absolute()
    with as_input_errors(folder):
        (folder / OWN).mkdir(parents=True, exist_ok=True)
    refuse_foreign(folder / OWN, in_place=True)
    studio, token = Studio(folder.resolve(), trust), secrets.token_urlsafe(32)
    with (hold(studio.own, "open its page, or end that process"), _listening(port) as listening, Jobs(studio) as jobs,
          Pairs(studio) as warm):  # fmt: skip
        at = listening.getsockname()[1]
        address = f"http://{HOST}:{at}/?token={token}"
        say(address)
        if browser:
            Timer(_OPENS, webbrowser.open, [address]).start()
        Thread(target=lambda: [import_module(name) for name in _HEAVY], daemon=True).start()
        config = uvicorn.Config(build(studio, jobs, warm, token, at), ws="none", log_level="warning", access_log=False,
                                server_header=False, timeout_graceful_shutdown=1)  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)  # who opens the address before the server is up waits instead of failing
    except (OSError, OverflowError) as error:
        listening.close()
        problem, remedy = f"port {port} cannot be used: {error}", "name another one, or leave it out"
        raise InputError(problem, place="--port", remedy=remedy) from None
    return listening
