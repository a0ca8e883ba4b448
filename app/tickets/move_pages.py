"""The pages on which running tickets are moved to another version: the plan, doing it a second at a time, undoing it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from sqlalchemy import Connection

from app import times
from app.db import reading
from app.errors import Invalid
from app.htmx import wants_fragment
from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.people.permissions import require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes import queries
from app.processes.api import visible_one
from app.processes.programs import program
from app.processes.publish import LONGEST_REASON
from app.processes.queries import Version
from app.tickets import moves
from app.tickets.known import know
from app.tickets.move_words import Line, at_steps, sentences, titles, verdict_words
from dsl.moving.why import from_json
from dsl.program import Program

PAGE = 50
"""Tickets of one page."""
VERDICTS = ("moves", "cannot")
RESULTS = ("moves", "cannot", "stays", "changed", "back", "kept")


@dataclass(frozen=True, slots=True)
class Looked:
    """A page of a plan: its lines, where the next one begins (None after the last), and how many tickets were looked at."""

    lines: tuple[Line, ...]
    next: int | None
    seen: int


def add_rules(pages: Blueprint) -> None:
    """Put the addresses into the pages of tickets."""
    pages.add_url_rule("/processes/<name>/move", "move", plan)
    pages.add_url_rule("/processes/<name>/move", "move_begin", begin, methods=["POST"])
    pages.add_url_rule("/processes/<name>/moves/<int:id>", "moved", show)
    pages.add_url_rule("/processes/<name>/moves/<int:id>", "moved_do", do, methods=["POST"])


def plan(name: str, wrong: str = "", reason: str = "", status: int = 200) -> Response:
    """What a move would do, ticket by ticket; nothing is stored."""
    me, end = current_person(), monotonic() + moves.SECOND
    with reading() as c:
        process, _made, _start = visible_one(c, me, name)
        require(me, "publish")
        every = queries.versions(c, name)
        to = numbered(every, "to") or every[0]
        refused = why_not(c, me, name, to)
        source, verdict = numbered(every, "from"), request.values.get("verdict", "")
        sources = (source.id,) if source else ()
        total = moves.count_waiting(c, to, sources)
        found = look(c, me, to, sources, verdict if verdict in VERDICTS else "", number("after"), end)
        done = [(one, people.names(c, [one.by])[one.by], times.full(one.at)) for one in moves.latest(c, name)]
        label = program(c, process.version).word(process.id, process.label, language())
    page = render_template(
        "tickets/move.html", process=process, label=label, versions=every, to=to, source=source, verdict=verdict,
        found=found, total=total, refused=refused, wrong=wrong, reason=reason, longest=LONGEST_REASON, done=done,
        words=verdict_words(), after=number("after"), place="processes",
    )  # fmt: skip
    return make_response(page, status)


def why_not(c: Connection, me: Person, name: str, to: Version) -> str:
    """Why the reader may not move tickets to this version, "" when they may."""
    try:
        moves.target(c, me, name, to.number)
    except moves.Conflict as no:
        return no.description or ""
    return ""


def numbered(every: list[Version], key: str) -> Version | None:
    """The version an address or a form asks for."""
    given = request.values.get(key, "")
    return next((each for each in every if str(each.number) == given), None) or (abort(404) if given else None)


def number(key: str) -> int:
    """A number of the address; 0 without one."""
    given = request.args.get(key, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0


def look(c: Connection, me: Person, to: Version, sources, verdict: str, after: int, end: float) -> Looked:
    """Look at tickets until a page is full, or a second is over."""
    lines: list[Line] = []
    last, seen = after, 0
    while len(lines) < PAGE and (piece := moves.waiting(c, to, sources, last, PAGE)):
        named = titles(c, [id for id, _count in piece])
        for one in moves.looked(c, me.id, to, [id for id, _count in piece]):
            last, seen = one.ticket, seen + 1
            if not verdict or one.verdict == verdict:
                lines.append(line_of(c, one, to, named.get(one.ticket, "")))
            if len(lines) == PAGE or monotonic() > end:
                break
        if monotonic() > end:
            break
    more = moves.waiting(c, to, sources, last, 1)
    return Looked(tuple(lines), last if more else None, seen)


def line_of(c: Connection, one: moves.Outlook, to: Version, title: str) -> Line:
    """A ticket of the plan."""
    known = know(c, one.ticket)
    made, old = program(c, to.id), program(c, known.version)
    version = queries.find_version(c, known.version)
    at = at_steps(c, known.version, known.state.open, known.state.status)
    why = sentences(c, one.why, made, old)
    return Line(one.ticket, one.count, title, version.number if version else 0, at, one.verdict, why)


def begin(name: str) -> Response:
    """Move the chosen tickets, or all that can be moved."""
    me, reason = current_person(), request.form.get("reason", "")
    with reading() as c:
        visible_one(c, me, name)
        require(me, "publish")
        every = queries.versions(c, name)
        to = numbered(every, "to") or abort(404)
        source = numbered(every, "from")
        chosen = moves.all_waiting(c, to, (source.id,) if source else ()) if request.form.get("_act") == "all" else picked()
    try:
        id = moves.begin(me, name, to.number, chosen, reason)
    except Invalid as wrong:
        return plan(name, wrong.problems[0][1], reason, 422)
    except moves.Conflict as no:
        return plan(name, no.description or "", reason, 409)
    moves.go_on(id)
    return redirect(f"/processes/{name}/moves/{id}", 303)


def picked() -> list[moves.Seen]:
    """The tickets that were ticked, each with the count it was looked at with."""
    found = []
    for each in request.form.getlist("ticket")[:PAGE]:
        id, _dot, count = each.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (id, count)):
            found.append((int(id), int(count)))
    return found


def show(name: str, id: int, wrong: str = "", status: int = 200) -> Response:
    """How far a move is, and what came of each ticket; only the part when htmx asks."""
    me = current_person()
    with reading() as c:
        process, _made, _start = visible_one(c, me, name)
        require(me, "publish")
        state = moves.state_of(c, id)
        if state.process != name:
            abort(404)
        verdict = request.args.get("verdict", "")
        rows = moves.results(c, id, verdict if verdict in RESULTS else "", number("after"), PAGE + 1)
        lines = results(c, rows[:PAGE], state)
        who = people.names(c, [state.by])[state.by]
        label = program(c, process.version).word(process.id, process.label, language())
    values = {
        "process": process, "label": label, "state": state, "lines": lines, "verdict": verdict, "wrong": wrong,
        "next": rows[PAGE - 1].ticket if len(rows) > PAGE else None, "who": who, "at": times.full(state.at),
        "words": verdict_words(), "longest": LONGEST_REASON, "place": "processes", "after": number("after"),
    }  # fmt: skip
    part = "tickets/moved_part.html" if wants_fragment() else "tickets/moved.html"
    return make_response(render_template(part, **values), status)


def results(c: Connection, rows, state: moves.State) -> list[Line]:
    """What came of a page of tickets."""
    named, numbers = titles(c, [row.ticket for row in rows]), queries.numbers(c, state.process)
    found, made = [], program(c, state.to.id)
    for row in rows:
        old: Program = program(c, row.version)
        reasons = row.kept if row.kept is not None else row.why
        verdict = "back" if row.back else "moved" if row.verdict == "moves" else row.verdict
        mark = _("not as you had looked at it: planned anew") if row.changed else ""
        why = sentences(c, map(from_json, reasons), made, old)
        found.append(Line(row.ticket, 0, named.get(row.ticket, ""), numbers[row.version], "", verdict, why, mark))
    return found


def do(name: str, id: int) -> Response:
    """Go on for a second, or undo."""
    me = current_person()
    with reading() as c:
        visible_one(c, me, name)
        require(me, "publish")
        if moves.row_of(c, id).process != name:
            abort(404)
    try:
        if request.form.get("_act") == "undo":
            moves.undo(me, id, request.form.get("reason", ""))
    except Invalid as wrong:
        return show(name, id, wrong.problems[0][1], 422)
    except moves.Conflict as no:
        return show(name, id, no.description or "", 409)
    moves.go_on(id)
    return show(name, id) if wants_fragment() else redirect(f"/processes/{name}/moves/{id}", 303)
