"""Typing in the text pane of a process of 300 lines: from the key that makes a mistake to the mistake being underlined."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from app.create_app import create_app
from app.db import db, reading
from app.people import queries
from app.processes.drafts import new_draft
from app.settings import Settings
from bench.designs import process
from bench.filled import Visitor, people, visitor
from bench.measure import Line, show
from bench.servers import HOST, gunicorn

STEPS = 26
"""Approvals of a process of 300 lines."""
WAIT = 0.250
"""Seconds after the last key before anything is sent: `WAIT` of static/src/js/designer/text_saver.js."""
KEYS = 30
AIM = 0.150
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WATCH = """() => new Promise((done) => {
  const pane = document.querySelector("waybill-text");
  const before = pane.dataset.problems;
  const began = performance.now();
  new MutationObserver((_, watch) => {
    if (pane.dataset.problems === before) return;
    watch.disconnect();
    requestAnimationFrame(() => done((performance.now() - began) / 1000));
  }).observe(pane, { attributes: true });
})"""


def lines() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-typing-") as folder:
        database, secret = f"sqlite:///{folder}/waybill.db", secrets.token_urlsafe(48)
        text = process(STEPS)
        draft, hana = made(Settings(database=database, data=Path(folder), secret=secret), text)
        environment = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": folder, "WAYBILL_SECRET": secret}
        with gunicorn("app.create_app:create_app()", environment) as port, sync_playwright() as browsers:
            seconds = typed(browsers, port, draft, hana)
    count = len(text.splitlines())
    p50, worst = median(seconds), max(seconds)
    figure = f"{show(p50)}; slowest of {KEYS} {show(worst)}"
    what = f"key to problems at {count} lines, the wait left out"
    return [Line("typing", what, figure, "", f"≤ {show(AIM)}", p50 <= AIM)]


def made(settings: Settings, text: str) -> tuple[int, Visitor]:
    """The draft, and a session of hana's."""
    app = create_app(settings)
    with app.app_context():
        people()
        with reading() as c:
            hana = queries.find(c, "hana")
        draft, found = new_draft(hana, text).id, visitor("hana")
        db.engine.dispose()
    return draft, found


def typed(browsers, port: int, draft: int, who: Visitor) -> list[float]:
    """Seconds from each key to its problems, less the wait."""
    browser = browsers.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "waybill", "value": who.cookie, "url": f"http://{HOST}:{port}"}])
    page = context.new_page()
    page.goto(f"http://{HOST}:{port}/design/{draft}/flow")
    page.click("#text-toggle")
    page.locator("waybill-text .cm-line").nth(3).click()
    page.keyboard.press("Home")
    found = [one(page, "?" if number % 2 == 0 else "Backspace") for number in range(KEYS + 4)]
    browser.close()
    return [each - WAIT for each in found[4:]]


def one(page: Page, key: str) -> float:
    """The seconds until the problems of one key are there."""
    page.evaluate(f"() => {{ window.seen = ({WATCH})(); }}")
    page.keyboard.press(key)
    return page.evaluate("window.seen")
