"""A server with the example processes, and people who visit it; any breach of the policy and any error fails the test."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

import hatch_build
from app.create_app import create_app
from tests.app import asking
from tests.conftest import client_of, fill, finish, session_of, settings

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 820}
WATCH = """
addEventListener("securitypolicyviolation", (e) => {
  console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`);
});
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
ANSWERED = re.compile(
    r"the server responded with a status of (404|409|422)|net::ERR_INTERNET_DISCONNECTED|^htmx:(afterRequest|sendError)"
)
"""Chromium calls these errors; they are answers, or a network that a test took away, and tests look at them."""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {"executable_path": "/usr/bin/chromium", "args": FLAGS}


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[Flask]:
    """The product with the example people and processes and no tickets."""
    hatch_build.build()
    folder = tmp_path_factory.mktemp("served")
    app = create_app(settings(f"sqlite:///{folder / 'served.db'}", folder, demo=True))
    with app.app_context():
        upgrade()
        fill()
    yield app
    finish(app)


@pytest.fixture(scope="session")
def address(served: Flask) -> Iterator[str]:
    """Where the product is served."""
    server = make_server("127.0.0.1", 0, served, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def filed(served: Flask) -> Callable[..., str]:
    """filed(amount="12.00") is the path of a refund that ana has filed."""
    ana = client_of(served, "ana")
    return lambda **answers: f"/tickets/{asking.file(ana, asking.REFUND | answers)}"


@pytest.fixture
def visit(browser: Browser, served: Flask, address: str) -> Iterator[Visit]:
    """visit("ana") is the browser of ana, signed in and at her first page; `phone`, `dark`, `language` and `script` say
    what it is like.

    The world outside the server is cut off, and asking for it fails the test."""
    opened, errors = [], []

    def watch(message) -> None:
        if message.type == "error" and not ANSWERED.search(message.text):
            errors.append(message.text)

    def cut_off(route) -> None:
        errors.append(f"asked for {route.request.url}")
        route.abort()

    def come(who: str = "", phone=False, dark=False, language="en", script=True) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=PHONE if phone else DESKTOP,
            is_mobile=phone,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            locale={"en": "en-GB", "zh": "zh-CN"}[language],
            java_script_enabled=script,
        )
        opened.append(context)
        context.add_init_script(WATCH)
        context.route(lambda url: not url.startswith((address, "data:", "blob:", "about:")), cut_off)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", watch)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if who:
            name, value = session_of(served, who)
            context.add_cookies([{"name": name, "value": value, "url": address}])
            page.goto("/")
        return page

    yield come
    for context in opened:
        context.close()
    assert errors == []
