"""The JSON API of trying drafts on recorded tickets: begin, go on for a second, stop, and read what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import Conflict, NotFound

from app import times
from app.bodies import body, text
from app.db import reading
from app.errors import Invalid
from app.i18n import translate as _
from app.people.sessions import current_person
from app.tickets.backtest_pages import draft_of, step
from app.tickets.backtest_runs import Run, begin, go_on, newest, program_of, whole_day
from designer.drafts import Draft
from dsl.program import Program

DO = ("begin", "go", "stop", "again")


def add_rules(api: Blueprint) -> None:
    """Put the addresses into the API of tickets."""
    api.add_url_rule("/drafts/<int:id>/backtest", "backtest", read)
    api.add_url_rule("/drafts/<int:id>/backtest", "backtest_do", do, methods=["POST"])


def read(id: int) -> Response:
    """The run that was begun last."""
    draft = draft_of(id)
    return jsonify(as_json(latest(id), draft))


def do(id: int) -> tuple[Response, int] | Response:
    """Begin, go on, stop, or go on after a stop; each does about a second of work."""
    draft = draft_of(id)
    given = body(frozenset({"do", "since", "until"}))
    made = program_of(draft)
    if made is None or draft.process is None:
        raise Conflict(_("It can be tried when the text has no problems, and its process has tickets."))
    if (act := text(given, "do", "begin")) not in DO:
        raise Invalid([("do", _("choose one of {names}", names=", ".join(DO)))])
    if act == "begin":
        return jsonify(as_json(begun(draft, made, day(given, "since"), day(given, "until")), draft)), 201
    step(latest(id), draft, made, act)
    return jsonify(as_json(latest(id), draft))


def begun(draft: Draft, made: Program, since: datetime | None, until: datetime | None) -> Run:
    """A new run with its first piece."""
    run = begin(draft, current_person().id, since, whole_day(until))
    return go_on(run, draft, made)


def latest(id: int) -> Run:
    """The run begun last; 404 when there is none."""
    with reading() as c:
        return newest(c, id) or missing()


def missing() -> Run:
    raise NotFound


def day(given: dict[str, object], name: str) -> datetime | None:
    """The beginning of a day of the body."""
    if given.get(name) is None:
        return None
    try:
        found = date.fromisoformat(text(given, name))
        return datetime(found.year, found.month, found.day, tzinfo=ZoneInfo(times.zone())).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid([(name, _("this must be a day: 2026-03-02"))]) from None


def as_json(run: Run, draft: Draft) -> dict[str, object]:
    """A run: how far it is, and what came of it so far."""
    told = {"draft": run.draft, "revision": run.revision, "outdated": not run.is_of(draft), "state": run.state}
    told |= {"since": run.since.isoformat() if run.since else None, "until": run.until.isoformat() if run.until else None}
    return told | {"total": run.total, "by": run.by, "at": run.at.isoformat(), "result": dict(run.result)}
