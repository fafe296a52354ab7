"""A server on a free port and a browser that the machine has; whatever page is opened must be without a fault."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: make studio-test installs it")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: make studio-test installs it")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
SLOW = 180_000  # milliseconds: the first run on a machine compiles
_HELD = """() => {
    const e = document.activeElement;
    return [e.innerText, e.getAttribute("aria-label"), ...[...(e.labels || [])].map(l => l.innerText)].join("|");
}"""
_KILLED = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")  # what a server's end leaves
_RULES = {"rules": {"color-contrast": {"enabled": True}}}


@dataclass
class Server:
    """`groundswell studio FOLDER` in a process."""

    folder: Path
    process: subprocess.Popen[str] = field(init=False)
    address: str = field(init=False)

    def start(self) -> None:
        command = [sys.executable, "-m", "groundswell", "studio", str(self.folder), "--no-browser"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line)
        assert found, line
        self.address = found[0]

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def stop(self) -> None:
        self.process.terminate()
        self.close()

    def close(self) -> None:
        self.process.wait(timeout=20)
        assert self.process.stderr is not None
        self.process.stderr.close()

    @property
    def own(self) -> str:
        return self.address.split("/?")[0]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; without one these tests are skipped, with the way to have them."""
    named = os.environ.get("BROWSER", "")
    path = named if Path(named).is_file() else next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no chromium on this machine: install one (apt-get install chromium), or name it by BROWSER")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A studio whose runs all tests of a module share."""
    made = Server(tmp_path_factory.mktemp("studio") / "runs")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def opened(chromium: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Open the studio's first screen; at the end no page may have complained, or asked another host."""
    faults: list[str] = []
    contexts: list[Any] = []

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and not any(each in message.text for each in _KILLED):
            faults.append(message.text)

    def asked(request: Any) -> None:
        if not request.url.startswith((server.own, "data:", "blob:")):
            faults.append(f"asked {request.url}")

    def open_(size: dict[str, int] = WIDE, to: str = "", **more: Any) -> Any:
        contexts.append(chromium.new_context(viewport=size, **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", asked)
        page.goto(server.address)
        page.wait_for_selector("h1")
        if to:
            page.goto(f"{server.own}/#{to}")
            page.wait_for_selector("main:not([aria-busy]) h1")
        return page

    open_.faults = faults  # type: ignore[attr-defined]  # a test that asks for what is refused takes its fault out
    yield open_
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def without_barriers() -> Callable[[Any], None]:
    """Check that axe finds nothing, that the banner is in sight, and that nothing is wider than the screen."""
    own = axe.Axe()

    def check(page: Any) -> None:
        found = own.run(page, options=_RULES)
        assert found.violations_count == 0, found.generate_report()
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        assert page.locator("#banner").is_visible() and page.locator("#banner").bounding_box()["y"] >= 0
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        page.evaluate("() => scrollTo(0, 0)")

    return check


def tab_to(page: Any, text: str, most: int = 120) -> None:
    """Press Tab until what bears `text` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        held = page.evaluate(_HELD)
        if text in held:
            return
    raise AssertionError(f"{text!r} is not reached by {most} presses of Tab")


def until(found: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
