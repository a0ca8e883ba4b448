"""The page on what `verify` found each time its result was kept: when, by whom, what was looked at, what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, request

from app import times
from app.db import now, reading
from app.i18n import number
from app.i18n import translate as _
from app.journal import verifications
from app.people import queries as people

Page = Callable[..., str]
PAGE = 25
WORDS = {
    "tickets": "tickets",
    "events": "events",
    "decisions": "decisions",
    "log": "entries of the log",
    "acts": "acts",
    "versions": "versions",
    "people": "people",
    "files": "files",
    "checkpoints": "checkpoints",
    "erased": "erased tickets",
}
"""What was looked at, as people read it; what is not here is called by its name."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One kept result."""

    at: str
    iso: str
    by: str
    good: bool
    seen: str
    count: int
    breaches: tuple[Mapping[str, str], ...]
    unsigned: int


def add_rules(pages: Blueprint, page: Page) -> None:
    """Put the address into the pages of the audit."""

    def verified() -> str:
        given = request.args.get("after", "")
        before = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None
        with reading() as c:
            rows = verifications.page(c, before, PAGE + 1)
            names = people.names(c, {row.by for row in rows})
            last = verifications.newest(c)
        old = last is not None and now() - last.at > verifications.OLD
        more = f"/audit/verified?after={rows[PAGE - 1].id}" if len(rows) > PAGE else ""
        return page("verified", results=[looked(row, names) for row in rows[:PAGE]], old=old, more=more)

    pages.add_url_rule("/verified", "verified", verified)


def looked(row: verifications.Verification, names: Mapping[str, str]) -> Looked:
    """A result in the reader's language."""
    seen = (f"{_(WORDS[name]) if name in WORDS else name} {number(many)}" for name, many in row.result["seen"].items())
    breaches = tuple(row.result["breaches"])
    return Looked(
        at=times.full(row.at),
        iso=row.at.isoformat(timespec="minutes"),
        by=names[row.by],
        good=row.good,
        seen=" · ".join(seen),
        count=row.result["count"],
        breaches=breaches,
        unsigned=row.result["unsigned"],
    )
