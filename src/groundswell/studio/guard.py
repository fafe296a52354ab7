"""What stands before every request: who may ask, from where, and how much may be sent.

One token opens the studio: it is random, stands once in the address that the terminal prints, and is a cookie from then
on that no script can read and no other site's page can send. A page of another site reaches none of this: its requests
carry another Host or Origin, or no cookie. There is no websocket at all.
"""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST = 16_000_000  # bytes of a request's body
READS, WRITES = ("GET", "HEAD"), ("POST",)
_LONGEST = 8_000  # bytes of an address
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
_CLOSED = "This page is closed. Open the address that `groundswell studio` printed in its terminal; runs are kept."


class Guard:
    """An ASGI application that lets through what may pass to `app`, and says of the rest why not."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"groundswell-{port}"  # cookies are shared between the ports of a machine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if refused := self._refused(scope, headers):
            await _answer(send, *refused)
            return
        query: bytes = scope["query_string"]
        given = parse_qs(query.decode("latin-1")).get("token", [""])[0]
        if given and scope["path"] == "/" and self._is_token(given):
            cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(send, 303, "", {"location": "/", "set-cookie": cookie})
            return
        if not self._is_token(_cookie(headers.get("cookie", ""), self.cookie)):
            await _answer(send, 403, _CLOSED)
            return
        if scope["method"] in WRITES:
            body = await _body(receive)
            if body is None:
                await _answer(send, 413, f"more than {MOST:,} bytes: send less")
                return
            receive = _again(body, receive)
        await self.app(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """Return status and reason for what is refused whoever asks."""
        host, method = headers.get("host", ""), scope["method"]
        if host not in self.hosts:
            return 421, "another host's name: the studio answers to 127.0.0.1 alone"
        if "upgrade" in headers:
            return 400, "no websocket here"
        if method not in (*READS, *WRITES):
            return 405, "GET and POST alone"
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST:
            return 414, "the address is too long"
        origin = headers.get("origin")
        if (method in WRITES or origin) and origin != f"http://{host}":
            return 403, "asked by a page of another site"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return 403, "asked by a page of another site"
        if method in WRITES and headers.get("content-type", "").split(";")[0] != "application/json":
            return 415, "send application/json"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST:
            return 413, f"more than {MOST:,} bytes: send less"
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


async def _body(receive: Receive) -> bytes | None:
    """Return a request's body, None when it is longer than it may be."""
    held = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(held)
        held += message.get("body", b"")
        if len(held) > MOST:
            return None
        if not message.get("more_body", False):
            return bytes(held)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a receiver that gives a body that was read already, then what else comes."""
    waiting = [body]

    async def give() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return give


def _with_headers(send: Send) -> Send:
    """Return a sender that adds the headers of safety where an answer does not set its own."""

    async def give(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            more = [(n.encode(), v.encode()) for n, v in _HEADERS.items() if n.encode() not in own]
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return give


async def _answer(send: Send, status: int, text: str, more: dict[str, str] | None = None) -> None:
    headers = {**_HEADERS, "content-type": "text/plain; charset=utf-8", "connection": "close", **(more or {})}
    listed = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": text.encode()})
