"""Who may ask: this machine, with the token, from the studio's own page."""

import asyncio
from typing import Any

import pytest

from groundswell.studio.guard import MOST, Guard

from .conftest import OWN, PORT, TOKEN, Client


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", f"127.0.0.1.evil.example:{PORT}", "[::1]:8000", ""])
def test_another_hosts_name_is_refused(client: Client, host: str) -> None:
    assert client.get("/", host=host).status == 421


@pytest.mark.parametrize(
    "cookie", [None, "", f"groundswell-{PORT}=", f"groundswell-{PORT}=guess", "groundswell-1=the-token", "=;=;\x01"]
)
@pytest.mark.parametrize("path", ["/", "/api/home", "/static/main.js", "/files/x/report.html"])
def test_nothing_is_shown_without_the_token(client: Client, cookie: str | None, path: str) -> None:
    refused = client.get(path, cookie=cookie)
    assert refused.status == 403
    assert b"groundswell studio" in refused.body


def test_the_token_of_the_address_becomes_a_cookie_that_no_script_and_no_other_site_can_use(client: Client) -> None:
    opened = client.get(f"/?token={TOKEN}", cookie=None)
    assert (opened.status, opened.headers["location"]) == (303, "/")
    assert opened.headers["set-cookie"] == f"groundswell-{PORT}={TOKEN}; Path=/; HttpOnly; SameSite=Strict"
    assert client.get("/?token=guess", cookie=None).status == 403
    assert client.get("/api/home?token=the-token", cookie=None).status == 403


@pytest.mark.parametrize(
    "origin", [None, "", "null", "http://evil.example", "https://127.0.0.1:8000", "http://127.0.0.1:8001"]
)
def test_a_page_of_another_site_can_send_nothing(client: Client, origin: str | None) -> None:
    assert client.post("/api/worlds", {}, origin=origin).status == 403


def test_a_page_of_another_site_can_read_nothing(client: Client) -> None:
    assert client.get("/api/home", origin="http://evil.example").status == 403
    assert client.get("/api/home", sec_fetch_site="cross-site").status == 403
    assert client.get("/", sec_fetch_site="same-site").status == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_another_site_cannot_be_taken_for_the_page(client: Client, kind: str) -> None:
    assert client.post("/api/worlds", {}, content_type=kind).status == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert client.send(method, "/", b"", {"origin": OWN}).status == 405


@pytest.mark.parametrize("headers", [[], [(b"origin", b"http://evil.example")], [(b"origin", OWN.encode())]])
def test_there_is_no_websocket_whoever_asks(client: Client, headers: list[Any]) -> None:
    said: list[Any] = []

    async def talk(app: Guard) -> None:
        async def receive() -> Any:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            said.append(message)

        await app({"type": "websocket", "path": "/", "headers": headers}, receive, send)

    asyncio.run(talk(client.app))
    assert said == [{"type": "websocket.close", "code": 1008}]
    assert client.get("/", upgrade="websocket", connection="Upgrade").status == 400


def test_an_upload_of_100_megabytes_is_refused_before_it_is_read(client: Client) -> None:
    assert client.post("/api/worlds", {}, content_length="100000000").status == 413
    assert client.post("/api/worlds", {}, content_length="many").status == 413


def test_an_upload_that_does_not_say_how_long_it_is_is_refused_when_it_is_too_long(client: Client) -> None:
    assert client.post("/api/worlds", b" " * (MOST + 1)).status == 413


@pytest.mark.parametrize("path", ["/", "/api/home", "/static/main.js", "/static/none.js", "/api/cases/none", "/none"])
def test_every_answer_forbids_what_the_page_does_not_need(client: Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert client.get(path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/files/../../etc/passwd", "/files/..",
        "/files/x/..", "/files/x/../../secret.txt", "/files/.studio/job.json", "/files//etc/passwd", "/files/x/.lock",
        "/pictures/../x/y.png", "/api/worlds/..%2f..%2fsecret", "/api/runs/..", "/api/keep/..", "/api/compares/.studio",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder(client: Client, path: str) -> None:
    found = client.get(path)
    assert found.status in (404, 422), found.body[:200]
    assert b"root:" not in found.body and b"import" not in found.body
