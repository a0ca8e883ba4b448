"""The designer: an edit in the flow of a process of 20, 100 and 300 steps over HTTP, and what the pages weigh."""

from __future__ import annotations

import gzip
import http.client
import itertools
import json
import re
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from app.create_app import create_app
from app.db import db, reading
from app.people import queries
from app.processes.drafts import new_draft
from app.settings import Settings
from bench.designs import process
from bench.filled import Visitor, people, visitor
from bench.measure import Line, show
from bench.servers import HOST, gunicorn
from designer.address import walk
from dsl import tree
from dsl.parse import parse

SIZES = (20, 100, 300)
EDITS = 200
"""Edits of each size; the sizes take turns."""
SLOWEST = 0.060
"""Seconds, p99, promised for 100 steps."""
HEAVIEST = {"app": 40_000, "designer": 200_000}
"""Bytes of script and style together, gzip: of employees' pages, and of the designer's with what it shares with them."""
BUILT = Path(__file__).parent.parent / "static" / "dist"


def lines() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-designer-") as folder:
        return [*edits(Path(folder)), *weights()]


def edits(folder: Path) -> list[Line]:
    """Edits of all sizes in turns, on SQLite."""
    database, secret = f"sqlite:///{folder}/waybill.db", secrets.token_urlsafe(48)
    drafts, hana = made(Settings(database=database, data=folder, secret=secret))
    environment = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(folder), "WAYBILL_SECRET": secret}
    seen: dict[int, list[tuple[float, int, int]]] = {size: [] for size in SIZES}
    with gunicorn("app.create_app:create_app()", environment) as port:
        pages = {size: Page(port, draft, hana, size) for size, draft in drafts.items()}
        for page in pages.values():
            for _ in range(20):
                page.edit()
        for _ in range(EDITS):
            for size, page in pages.items():
                seen[size].append(page.edit())
    return [line(size, found) for size, found in seen.items()]


def line(size: int, found: list[tuple[float, int, int]]) -> Line:
    seconds = sorted(each[0] for each in found)
    p50, p99 = median(seconds), seconds[int(len(seconds) * 0.99) - 1]
    sent, zipped = (int(median(each[n] for each in found)) for n in (1, 2))
    figure = f"{show(p50)}; p99 {show(p99)}; {sent / 1000:.0f} kB ({zipped / 1000:.1f} kB gzip)"
    aim = f"p99 ≤ {show(SLOWEST)}" if size == 100 else ""
    return Line("designer", f"an edit at {size} steps", figure, "", aim, p99 <= SLOWEST if aim else None)


def made(settings: Settings) -> tuple[dict[int, int], Visitor]:
    """A draft of each size, and a session of hana's."""
    app = create_app(settings)
    with app.app_context():
        people()
        with reading() as c:
            hana = queries.find(c, "hana")
        drafts = {size: new_draft(hana, process(size)).id for size in SIZES}
        found = visitor("hana")
        db.engine.dispose()
    return drafts, found


class Page:
    """A browser in the flow of one draft: it edits what its page shows."""

    def __init__(self, port: int, draft: int, who: Visitor, size: int) -> None:
        self.wire = http.client.HTTPConnection(HOST, port, timeout=30)
        self.draft, self.who = draft, who
        self.headers = {"Cookie": f"waybill={who.cookie}", "HX-Request": "true", "X-CSRF-Token": who.csrf}
        self.revision = 1
        self.forms = gestures([a for a, one in walk(parse(process(size)).process) if isinstance(one, tree.Approve)])

    def edit(self) -> tuple[float, int, int]:
        """One gesture: seconds until the whole answer is there, its bytes, and its bytes compressed."""
        form = next(self.forms) | {"_revision": str(self.revision), "_view": "flow"}
        headers = self.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        began = perf_counter()
        self.wire.request("POST", f"/design/{self.draft}/edit", urlencode(form), headers)
        answer = self.wire.getresponse()
        page = answer.read()
        taken = perf_counter() - began
        assert answer.status == 200, (answer.status, page[:300])
        self.revision = int(re.search(rb'data-revision="(\d+)"', page)[1])
        return taken, len(page), len(gzip.compress(page, 6))


def gestures(steps: list[str]) -> Iterator[dict[str, str]]:
    """Labels of steps anywhere in the flow, and a step copied and taken away again."""
    for number in itertools.count():
        step = steps[number * 7 % len(steps)]
        yield {"_edit": "set-text", "address": step, "part": "label", "text": f"Step, text {number}", "_at": step}
        if number % 4 == 3:
            head, _, last = steps[0].rpartition(".")
            yield {"_edit": "duplicate", "address": steps[0], "_at": steps[0]}
            yield {"_edit": "remove", "address": f"{head}.{int(last) + 1}", "_at": steps[0]}


def weights() -> list[Line]:
    """Script and style of the pages, compressed as a proxy would."""
    manifest = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    size = {name: len(gzip.compress((BUILT / manifest[name]).read_bytes(), 9)) for name in manifest}
    app = size["app.js"] + size["app.css"]
    designer = app + size["designer.js"] + size["designer.css"]
    return [
        weight("script and style of employees' pages", app, HEAVIEST["app"]),
        weight("of the designer, the text pane closed", designer, HEAVIEST["designer"]),
        weight("of the designer, the text pane open", designer + size["text.js"], HEAVIEST["designer"]),
    ]


def weight(what: str, total: int, limit: int) -> Line:
    return Line("designer", what, f"{total / 1000:.1f} kB gzip", "", f"≤ {limit / 1000:.0f} kB", total <= limit)
