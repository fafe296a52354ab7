"""The studio without a network: requests go to its application straight, as its server would hand them on."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from groundswell.studio.app import build
from groundswell.studio.guard import Guard
from groundswell.studio.jobs import Jobs
from groundswell.studio.state import Studio

TOKEN, PORT = "the-token", 8000
OWN = f"http://127.0.0.1:{PORT}"
# In the place of a command: what a job's process has to do with its folder, in 20 ms instead of 2 s
COMMAND = """
import json, pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
words = json.loads((folder / "job.json").read_text())["arguments"]
time.sleep(float(words[0]))
(folder / "ended.json").write_text(json.dumps({"code": int(words[1])}))
"""


@dataclass(frozen=True)
class Given:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        return " ".join(f"{p['place']}: {p['problem']}; {p['remedy']}" for p in self.json["problems"])


class Client:
    """A browser with the token's cookie; `headers` of a call replace its own, None takes one away."""

    def __init__(self, app: Guard) -> None:
        self.app = app
        self.own = {"host": f"127.0.0.1:{PORT}", "cookie": f"groundswell-{PORT}={TOKEN}"}

    def get(self, path: str, **headers: str | None) -> Given:
        return self.send("GET", path, b"", headers)

    def post(self, path: str, sent: Any, **headers: str | None) -> Given:
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        return self.send("POST", path, body, {"origin": OWN, "content_type": "application/json", **headers})

    def send(self, method: str, path: str, body: bytes, headers: dict[str, str | None]) -> Given:
        named = {**self.own, **{name.replace("_", "-"): value for name, value in headers.items()}}
        path, _, query = path.partition("?")
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "root_path": "", "scheme": "http", "server": ("127.0.0.1", PORT),
            "headers": [(n.encode(), v.encode()) for n, v in named.items() if v is not None],
        }  # fmt: skip
        return asyncio.run(_sent(self.app, scope, body))


async def _sent(app: Guard, scope: dict[str, Any], body: bytes) -> Given:
    said: list[Any] = []
    pieces = [body[at : at + 1_000_000] for at in range(0, len(body), 1_000_000)] or [b""]

    async def receive() -> dict[str, Any]:
        if not pieces:
            await asyncio.Event().wait()  # the browser stays
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        said.append(message)

    await app(scope, receive, send)
    headers = {n.decode().lower(): v.decode() for n, v in said[0]["headers"]}
    return Given(said[0]["status"], headers, b"".join(m.get("body", b"") for m in said[1:]))


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """A folder that is served."""
    folder = tmp_path / "runs"
    (folder / ".studio").mkdir(parents=True)
    return Studio(folder)


@pytest.fixture
def jobs(studio: Studio) -> Iterator[Jobs]:
    """Its jobs, whose commands sleep and end: "SECONDS", "CODE"."""
    made = Jobs(studio, (sys.executable, "-S", "-c", COMMAND))
    yield made
    for child in made.children:
        child.wait(timeout=20)


@pytest.fixture
def client(studio: Studio, jobs: Jobs) -> Iterator[Client]:
    """A browser that has opened the folder's page."""
    with ExitStack() as stack:
        yield Client(build(studio, jobs, stack, TOKEN, PORT))
