"""The built site, served on this machine, and a browser to open it with."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SITE = Path(__file__).parents[1] / "_build" / "html"
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if "_static" not in path.parts
)
# Nothing is fetched from other servers, and the browser looks nothing up when it starts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Buttons fade from one theme's colours to the other's.
SETTLED = (
    "Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))"
)


class Quiet(SimpleHTTPRequestHandler):
    """Serve files without logging each request."""

    def log_message(self, *_: object) -> None:
        """Write nothing to the log."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of the built site."""
    assert (SITE / "index.html").is_file(), "Build the site first: make docs"
    serve = partial(Quiet, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Install chromium with apt-get, or name its program in CHROMIUM"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


class Reader:
    """A reader's page, and the errors that occurred on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.troubles: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("requestfailed", self._on_failure)
        page.on("request", self._on_request)

    def _on_console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.text} {message.location}")

    def _on_failure(self, request: Any) -> None:
        # A page that is left stops what it still loads: the icon is asked for last.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"not loaded: {request.url} {request.failure}")

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"elsewhere: {request.url}")

    def open(self, name: str) -> Page:
        """Open a page of the site."""
        response = self.page.goto(f"{self.address}/{name}", wait_until="load")
        assert response, name
        assert response.ok, name
        self.page.evaluate(SETTLED)
        return self.page


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """A new reader with a wide screen and the light theme; the test fails if a page had errors."""
    wide = {"width": 1400, "height": 900}
    with browser.new_context(viewport=wide, color_scheme="light") as context:
        found = Reader(context.new_page(), address)
        yield found
        assert found.troubles == []
