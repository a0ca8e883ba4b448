"""The pages of tickets: lists, the ticket, deciding there or in the list, and filing."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, render_template, request
from sqlalchemy import Connection

from app.db import reading
from app.htmx import go
from app.i18n import language
from app.i18n import translate as _
from app.people.permissions import may
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.programs import program
from app.processes.queries import every_process
from app.tickets import backtest_pages, backtest_runs, filing, lists, move_pages, queries, telling
from app.tickets.acting import act, panel, panels, seen, step_fields
from app.tickets.asks import DONE
from app.tickets.filter import narrowed
from app.tickets.keep import keep_page, may_keep
from app.tickets.page import TicketPage, ticket_page
from app.tickets.rows import ticket
from app.tickets.sight import Sight, sight


def blueprint() -> Blueprint:
    """Pages of tickets."""
    pages = Blueprint("tickets", __name__)
    both = ["GET", "POST"]
    pages.add_url_rule("/", "home", home)
    pages.add_url_rule("/mine", "mine", mine)
    pages.add_url_rule("/to-decide", "to_decide", to_decide)
    pages.add_url_rule("/tickets", "everything", everything)
    pages.add_url_rule("/tickets/<int:id>", "show", show)
    pages.add_url_rule("/tickets/<int:id>/decide", "panel", panel)
    pages.add_url_rule("/tickets/<int:id>/act", "act", act, methods=["POST"])
    pages.add_url_rule("/tickets/<int:id>/example", "keep", keep_page, methods=["POST"])
    pages.add_url_rule("/tickets/<int:id>/steps/<step>/fields", "step_fields", step_fields, methods=["POST"])
    pages.add_url_rule("/tickets/<int:id>/edit", "edit", filing.edit, methods=both)
    pages.add_url_rule("/tickets/<int:id>/edit/fields", "edit_fields", filing.edit_fields, methods=["POST"])
    pages.add_url_rule("/start/<name>", "start", filing.start, methods=both)
    pages.add_url_rule("/start/<name>/fields", "start_fields", filing.start_fields, methods=["POST"])
    handed = {"waybill.has_ticket": has_ticket, "waybill.tell": telling.tell, "waybill.ask": telling.ask}
    handed |= {"waybill.under_way": queries.under_way, "waybill.backtest": backtest_pages.part}
    handed |= {"waybill.backtested": backtest_runs.summary}
    backtest_pages.add_rules(pages)
    move_pages.add_rules(pages)
    pages.record_once(lambda setup: setup.app.extensions.update(handed))
    pages.app_context_processor(lambda: {"waiting_count": waiting_count, "MOST_COUNTED": queries.MOST_COUNTED})
    return pages


def has_ticket(c: Connection, me: Person, process: str) -> bool:
    """Whether the person sees a ticket of the process: then its rules are no secret either."""
    return bool(queries.search(c, me, ticket.c.process == process).tickets)


def waiting_count() -> int:
    """How many tickets wait for the person, asked once a request."""
    if "waiting_count" not in g:
        with reading() as c:
            seen_by(c, current_person())
    return g.waiting_count


def seen_by(c: Connection, me: Person) -> Sight:
    """What the person sees, and on the way how many tickets wait for them: every page tells that."""
    has = sight(c, me)
    g.waiting_count = queries.count_to_decide(c, me, has)
    return has


def home() -> Response:
    """Where work waits, else where it begins."""
    return go("/to-decide" if waiting_count() else "/catalogue")


def after() -> int | None:
    """Where the page of a list begins."""
    given = request.args.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def older(page: queries.Page, **more: str) -> str:
    """The address of the next page of a list."""
    if page.next is None:
        return ""
    kept = {name: value for name, value in more.items() if value}
    return f"{request.path}?{urlencode({'after': page.next} | kept)}"


def mine() -> str:
    me = current_person()
    with reading() as c:
        page = queries.page(c, me, "mine", after(), has=seen_by(c, me))
        rows = lists.rows(c, page.tickets)
    empty = {
        "icon": "send",
        "title": _("You have not requested anything yet"),
        "text": _("File your first request: the form says what is needed, and the ticket then shows who has it and why."),
        "href": "/catalogue",
        "go": _("New request"),
    }
    return render_template(
        "tickets/list.html", heading=_("My requests"), place="mine", rows=rows, more=older(page), empty=empty,
        after=after(), first="/mine",
    )


def to_decide() -> str:
    """What waits for the person; for process admins also what is stuck."""
    me = current_person()
    with reading() as c:
        page = queries.page(c, me, "to decide", after(), has=seen_by(c, me))
        rows = lists.rows(c, page.tickets)
        stuck = lists.rows(c, queries.incidents(c, me).tickets) if may(me, "see incidents") else []
    return render_template("tickets/decide.html", place="decide", rows=rows, more=older(page), incidents=stuck)


def everything() -> str:
    """All the person may see, narrowed by process, status, and words or a number."""
    me = current_person()
    process, status, q = (request.args.get(name, "").strip()[:200] for name in ("process", "status", "q"))
    with reading() as c:
        page = narrowed(c, me, process, status, q, after(), seen_by(c, me))
        rows = lists.rows(c, page.tickets)
        processes = choices_of_processes(c)
    empty = {
        "icon": "clipboard-list",
        "title": _("No ticket fits") if process or status or q else _("There is no ticket you may see yet"),
        "text": _("You see what you requested, what you were asked about, and what a process or your role opens to you."),
        "href": "/tickets" if process or status or q else "",
        "go": _("Show all"),
    }
    return render_template(
        "tickets/list.html", heading=_("All tickets"), place="all", rows=rows, empty=empty, after=after(),
        more=older(page, process=process, status=status, q=q), processes=processes, chosen_process=process,
        statuses=lists.status_words(), chosen_status=status, q=q, first="/tickets",
    )


def choices_of_processes(c: Connection) -> list[tuple[str, str]]:
    """Processes for the filter, by label in the reader's language."""
    found = [(one.id, program(c, one.version).word(one.id, one.label, language())) for one in every_process(c)]
    return sorted(found, key=lambda each: each[1])


def show(id: int) -> Response:
    """The whole story of one ticket."""
    with reading() as c:
        me = current_person()
        ticket = seen(c, me, id)
        page = replace(ticket_page(c, me, ticket), asks=panels(c, me, ticket))
    did = request.args.get("did", "")
    notice = _(DONE[did]) if did in DONE else ""
    place = place_of(page, ticket.listed, me)
    values = {"page": page, "notice": notice, "place": place, "may_keep": may_keep(me, ticket)}
    return make_response(render_template("tickets/show.html", **values))


def place_of(page: TicketPage, listed: queries.Listed, me: Person) -> str:
    """Under which part of the menu the ticket is."""
    return "decide" if any(not ask.only_reassign for ask in page.asks) else "mine" if listed.requester == me.id else "all"
