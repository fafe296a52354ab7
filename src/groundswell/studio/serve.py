"""From the command line to a page: one server a folder, on this machine alone, until Ctrl-C."""

import secrets
import socket
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread

from groundswell.errors import GroundswellError, InputError
from groundswell.extras import need
from groundswell.files import as_input_errors, refuse_foreign
from groundswell.locks import hold
from groundswell.studio import OWN

HOST = "127.0.0.1"


def serve(folder: Path, port: int = 0, browser: bool = True, trust: bool = False,
          say: Callable[[str], object] = print) -> None:  # fmt: skip
    """Serve a folder until an interrupt; `say` is told the address.

    `port` 0 takes a free one. Runs go on when the server ends. Raises InputError for a folder that cannot be written,
    one that another studio serves, and a port that is taken; GroundswellError without the extra "studio".
    """
    need("studio")
    need("report")
    folder = folder.absolute()
    with as_input_errors(folder):
        (folder / OWN).mkdir(parents=True, exist_ok=True)
    refuse_foreign(folder / OWN, in_place=True)
    token = secrets.token_urlsafe(32)
    with hold(folder / OWN, "open its page, or end that process"), _listening(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/?token={token}"
        say(address)
        Thread(target=_draw, daemon=True).start()  # while the browser begins
        if browser:
            Thread(target=webbrowser.open, args=[address], daemon=True).start()
        _serve(folder.resolve(), trust, token, listening)


def _draw() -> None:
    """Draw the maps of the first screen; what is wrong with a case is told to who asks."""
    with suppress(GroundswellError, OSError):
        from groundswell.studio.cases import cards

        cards()


def _serve(folder: Path, trust: bool, token: str, listening: socket.socket) -> None:
    """Answer requests until an interrupt; those that came before wait."""
    import uvicorn

    from groundswell.studio.app import build
    from groundswell.studio.jobs import Jobs
    from groundswell.studio.state import Studio

    studio, port = Studio(folder, trust), listening.getsockname()[1]
    with Jobs(studio) as jobs, ExitStack() as stack:
        app = build(studio, jobs, stack, token, port)
        config = uvicorn.Config(app, ws="none", log_level="warning", access_log=False, server_header=False,
                                timeout_graceful_shutdown=1)  # fmt: skip
        with suppress(KeyboardInterrupt):  # how it is meant to end: nothing was interrupted
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
