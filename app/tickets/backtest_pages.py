"""The pages on which a draft is tried on recorded tickets: begin, a second at a time, stop, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, redirect, render_template, request
from markupsafe import Markup
from sqlalchemy import Connection, func, select
from werkzeug.exceptions import NotFound

from app import times
from app.db import now, reading
from app.htmx import wants_fragment
from app.i18n import translate as _
from app.people.permissions import require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.draft_rows import state
from app.processes.drafts import opened
from app.processes.publish_pages import label_of
from app.tickets import lists, queries, show
from app.tickets.backtest import MOST_WAYS
from app.tickets.backtest_one import beside
from app.tickets.backtest_runs import Run, begin, find, go_on, newest, program_of, switch, whole_day
from app.tickets.backtest_view import FEW, Told, told
from app.tickets.rows import ticket
from app.tickets.sight import sight, visible
from designer.drafts import Draft
from designer.look import look
from dsl.program import Program

YEAR = timedelta(days=365)
AT_A_TIME = 500
"""Tickets of a kind that are looked at together, whether the reader may see them."""


def add_rules(pages: Blueprint) -> None:
    """Put the addresses into the pages of tickets."""
    start = "/processes/drafts/<int:id>/backtest"
    pages.add_url_rule(start, "backtest", page)
    pages.add_url_rule(start, "backtest_do", do, methods=["POST"])
    pages.add_url_rule(f"{start}/<int:run>/<kind>", "backtest_kind", kind)
    pages.add_url_rule(f"{start}/<int:run>/tickets/<int:number>", "backtest_ticket", one)


def draft_of(id: int) -> Draft:
    """The draft, for somebody who designs."""
    me = current_person()
    with reading() as c:
        kept = opened(c, me, id)
        require(me, "design")
    return kept.draft


def page(id: int, wrong: str = "") -> Response | str:
    """The draft tried on what was recorded; only its part when htmx asks."""
    draft = draft_of(id)
    if wants_fragment():
        return part(draft, wrong)
    process, shown = look(draft).process, part(draft, wrong)
    return render_template(
        "tickets/backtest.html", draft=draft, name=process.name, label=label_of(process), part=shown, place="processes"
    )


def part(draft: Draft, wrong: str = "") -> Markup:
    """What stands on the page of publishing as well: the form, how far it is, and what came of it."""
    made = program_of(draft)
    with reading() as c:
        run = newest(c, draft.id)
        found = told(c, run, draft, tried_program(c, run, draft)) if run else None
        first = c.scalar(select(func.min(ticket.c.created)).where(ticket.c.process == draft.process))
    since, until = days(found)
    return Markup(
        render_template(
            "tickets/backtest_part.html",
            draft=draft,
            found=found,
            ready=made is not None,
            first=first.astimezone(here()).date().isoformat() if first else "",
            since=since,
            until=until,
            few=FEW,
            most_ways=MOST_WAYS,
            wrong=wrong,
        )
    )


def do(id: int) -> Response | str | tuple:
    """Begin, go on for a second, or stop."""
    draft, act = draft_of(id), request.form.get("_act", "")
    made = program_of(draft)
    if made is None or draft.process is None:
        return answer(id, _("It can be tried when the text has no problems."))
    if act == "begin":
        since, until = day("since"), day("until")
        if any(found is None and request.form.get(name) for name, found in (("since", since), ("until", until))):
            return answer(id, _("This day cannot be read."))
        run = begin(draft, current_person().id, since, whole_day(until))
        go_on(run, draft, made)
        return answer(id)
    with reading() as c:
        run = newest(c, id)
    if run is not None:
        step(run, draft, made, act)
    return answer(id)


def step(run: Run, draft: Draft, made: Program, act: str) -> None:
    """Stop a run, or let it go on for a second, if it is still about this text."""
    if act == "stop":
        switch(run, "stopped")
    elif act in ("go", "again") and run.is_of(draft):
        if act == "again" and run.state == "stopped":
            switch(run, "running")
            with reading() as c:
                run = find(c, draft.id, run.id)
        if run.state == "running":
            go_on(run, draft, made)


def answer(id: int, wrong: str = "") -> Response | str | tuple:
    """The part for htmx, else the page; with what is wrong, if something is."""
    if wants_fragment() or wrong:
        return (page(id, wrong), 422) if wrong else page(id)
    return redirect(f"/processes/drafts/{id}/backtest", 303)


def here() -> ZoneInfo:
    """The installation's zone."""
    return ZoneInfo(times.zone())


def day(name: str) -> datetime | None:
    """The beginning of a day of the form; None when there is none."""
    given = request.form.get(name, "").strip()[:40]
    try:
        found = datetime.fromisoformat(given).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=here())
        return found.astimezone(UTC) if 1900 < found.year < 9000 else None
    except (ValueError, OverflowError):
        return None


def days(found: Told | None) -> tuple[str, str]:
    """What the form holds: the days of the run that is shown, else a year up to today."""
    if found is None:
        today = now().astimezone(here()).date()
        return (today - YEAR).isoformat(), ""
    since, until = found.run.since, found.run.until
    to = until.astimezone(here()) if until else None
    whole = to is not None and (to.hour, to.minute, to.second) == (0, 0, 0)
    last = (to - timedelta(days=1)).date().isoformat() if whole else ""
    return since.astimezone(here()).date().isoformat() if since else "", last


# -- into it ---------------------------------------------------------------------------------------


def found_run(c: Connection, draft: Draft, id: int) -> Run:
    """A run of the draft; 404 when there is none."""
    run = find(c, draft.id, id)
    if run is None:
        raise NotFound
    return run


def tried_draft(c: Connection, run: Run, draft: Draft) -> Draft | None:
    """The draft as it was when it was tried; None when that text is not kept any more."""
    if run.is_of(draft):
        return draft
    kept = opened(c, current_person(), draft.id)
    row = state(c, kept, run.revision)
    then = replace(draft, text=row.text, files=row.files) if row else None
    return then if then is not None and run.is_of(then) else None


def tried_program(c: Connection, run: Run, draft: Draft) -> Program | None:
    """The program that was tried."""
    then = tried_draft(c, run, draft)
    return program_of(then) if then else None


def kind(id: int, run: int, kind: str) -> str:
    """The tickets of a kind that the reader may see, page by page."""
    me, draft = current_person(), draft_of(id)
    given = request.args.get("after", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else queries.NEWEST
    with reading() as c:
        about = found_run(c, draft, run)
        found = told(c, about, draft, tried_program(c, about, draft))
        one = next((each for each in (*found.kinds, *found.unread) if each.key == kind), None) or abort(404)
        ids = sorted((number for number in one.named), reverse=True)
        shown, more = seen(c, me, [number for number in ids if number < after])
        rows = lists.rows(c, shown)
        hidden = len(ids) - counted(c, me, ids)
    older = f"{request.path}?after={shown[-1].id}" if more else ""
    return render_template(
        "tickets/backtest_kind.html",
        draft=draft, found=found, one=one, rows=rows, hidden=hidden, more=older, place="processes",
    )  # fmt: skip


def seen(c: Connection, me: Person, ids: list[int]) -> tuple[list[queries.Listed], bool]:
    """A page of those tickets that the person may see, and whether there are more."""
    found: list[queries.Listed] = []
    for start in range(0, len(ids), AT_A_TIME):
        found += queries.search(c, me, ticket.c.id.in_(ids[start : start + AT_A_TIME])).tickets
        if len(found) >= queries.PAGE:
            return found[: queries.PAGE], found[queries.PAGE - 1].id != ids[-1]
    return found, False


def counted(c: Connection, me: Person, ids: list[int]) -> int:
    """How many of those tickets the person may see."""
    has = sight(c, me)
    if has.every:
        return len(ids)
    count = select(func.count()).select_from(ticket).where(visible(*has.shape))
    pieces = (ids[start : start + AT_A_TIME] for start in range(0, len(ids), AT_A_TIME))
    return sum(c.scalar(count.where(ticket.c.id.in_(piece)), has.values) for piece in pieces)


def one(id: int, run: int, number: int) -> str:
    """A ticket as it went, beside its way under the draft."""
    me, draft = current_person(), draft_of(id)
    with reading() as c:
        about = found_run(c, draft, run)
        then = tried_draft(c, about, draft)
        made = program_of(then) if then else None
        view = show.view(c, me, number)
        if view is None or view.listed.process != draft.process:
            raise NotFound
        both = beside(c, view, made, f"/design/{id}/tables") if made else None
        rows = lists.rows(c, [view.listed])
    return render_template(
        "tickets/backtest_ticket.html",
        draft=draft, run=about, row=rows[0], both=both, place="processes",
    )  # fmt: skip
