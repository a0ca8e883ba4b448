"""The page on which auditors make a bundle: it is sent while it is made, and that somebody took it is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, request, stream_with_context
from sqlalchemy import Connection, func, select

from app.audit import bundle
from app.audit.bundle import NotExported, Query
from app.audit.pages_moments import moment as picked_moment
from app.audit.pages_moments import read
from app.db import now, reading, transaction
from app.i18n import translate as _
from app.journal import admin, chain, checkpoints, keys
from app.journal.rows import journal, log
from app.people.sessions import current_person
from app.processes.queries import every_process
from app.processes.rows import version
from app.tickets.checks.breach import moment
from app.tickets.rows import file, ticket

Page = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Size:
    """What there is now, so that one knows what is coming."""

    versions: int
    tickets: int
    events: int
    files: int
    bytes: int

    @property
    def megabytes(self) -> float:
        return round(self.bytes / 1_000_000, 1)


def add_rules(pages: Blueprint, page: Page) -> None:
    """Put the address into the pages of the audit."""
    pages.add_url_rule("/bundle", "bundle", lambda: show(page))
    pages.add_url_rule("/bundle", "make_bundle", lambda: make(page), methods=["POST"])


def show(page: Page, wrong: str = "", at: str = "", name: str = "", status: int = 200) -> Response:
    """What to ask for, and how much it will be."""
    with reading() as c:
        size, names = size_of(c), sorted(each.id for each in every_process(c))
    chosen = {"name": name, "picked": at or picked_moment()[1], "wrong": wrong}
    return make_response(page("bundle", size=size, names=names, **chosen), status)


def size_of(c: Connection) -> Size:
    """Counted now; what is asked for may be less."""
    each = select(file.c.hash, func.max(file.c.size).label("size")).group_by(file.c.hash).subquery()
    many = [c.scalar(select(func.count()).select_from(table)) or 0 for table in (version, ticket, journal, each)]
    return Size(*many, bytes=int(c.scalar(select(func.sum(each.c.size))) or 0))


def make(page: Page) -> Response:
    """Send the bundle; a sentence when there is none."""
    given, name = request.form.get("at", ""), request.form.get("process", "")[:200].replace("\0", "")
    wanted = read(given.strip())
    if wanted is None:
        return show(page, _("This moment cannot be read."), name=name, status=422)
    try:
        checkpoints.make()
        query = asked(wanted, name)
    except (NotExported, keys.WrongKey, checkpoints.BrokenLog, LookupError) as wrong:
        return show(page, _("This bundle cannot be made: {why}", why=str(wrong)), given[:40], name, 409)
    about = {"at": chain.moment(query.at), "tickets": query.tickets, "files": query.tickets and query.files}
    with transaction() as c:
        admin.note(c, "exported", current_person().id, query.process or "", about)
    called = f"{query.process or 'waybill'}-{query.at.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{called}", "Cache-Control": "no-store"}
    return Response(stream_with_context(sent(query)), mimetype="application/zip", headers=headers)


def asked(wanted: datetime, name: str) -> Query:
    """What the form asks for; NotExported while there is nothing to send. Of now the log has what was just sealed."""
    with reading() as c:
        last = c.scalar(select(func.max(log.c.at)))
        at = min(wanted, last) if last and wanted >= now() else wanted
        query = Query(at, name or None, request.form.get("tickets") == "yes", request.form.get("files") == "yes")
        bundle.held(c, bundle.sealed(c, at), query.process)
    return query


def sent(query: Query) -> Iterator[bytes]:
    """The bytes as they are made, all from one moment of the database."""
    with moment() as c:
        yield from bundle.pieces(c, query, {})
