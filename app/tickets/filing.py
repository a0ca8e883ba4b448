"""Filing a request: the empty form, the form that changes while it is filled in, drafts, and filing again."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request
from sqlalchemy import Connection

from app.db import now, reading
from app.htmx import go
from app.i18n import language
from app.i18n import translate as _
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.api import require_open, visible_one
from app.processes.programs import program
from app.processes.queries import find
from app.tickets import once
from app.tickets.asks import version_of
from app.tickets.known import know
from app.tickets.perform import Done, Wish, facts_of, perform
from app.tickets.queries import one
from app.tickets.world import world
from dsl import types
from dsl.engine import commands
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused, render
from dsl.engine.state import NEW, State
from dsl.program import Program
from forms.answers import Raw, from_page
from forms.build import view
from forms.form import read, read_draft
from forms.view import FormView
from forms.world import World


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form page works on: a version of a process, and the ticket when there is one already."""

    me: Person
    made: Program
    version: int
    state: State
    facts: Facts
    around: World
    ticket: int | None = None

    @property
    def address(self) -> str:
        """The page of this form."""
        return f"/start/{self.made.name}" if self.ticket is None else f"/tickets/{self.ticket}/edit"


def desk_for_new(c: Connection, me: Person, name: str) -> Desk:
    """A new request of a process the person may start; 404 when there is none to see."""
    process, made, startable = visible_one(c, me, name)
    require_open(process)
    if not startable:
        abort(403, _("you may not start this process"))
    facts = facts_of(c, now())
    facts.requester = me.id
    return Desk(me, made, process.version, NEW, facts, world(me))


def desk_for_change(c: Connection, me: Person, id: int) -> Desk:
    """The own draft, or a request that came back; 404 when it is not the person's to see, 409 when it is under way."""
    listed = one(c, me, id)
    if listed is None:
        abort(404)
    known, facts = know(c, id), facts_of(c, now())
    if known.state.requester != me.id:
        abort(403, _("only who filed this request may change it"))
    if known.state.status not in ("draft", "returned"):
        abort(409, _("this ticket is under way: take it back before you change it"))
    if known.state.status == "draft":
        require_open(find(c, listed.process))
    facts.requester = me.id
    return Desk(me, program(c, known.version), known.version, known.state, facts, world(me, known.state.answers), id)


def form_page(desk: Desk, shown: FormView, status: int = 200, problem: str = "", again: bool = False) -> Response:
    """The page with the form; a key in it makes filing twice file once, a new one when the old was used `again`."""
    page = render_template(
        "tickets/form.html",
        desk=desk,
        view=shown,
        label=desk.made.word(desk.made.name, desk.made.label, language()),
        problem=problem,
        once=(not again and request.form.get("_once")) or secrets.token_urlsafe(16),
        saved=request.args.get("saved") == "yes",
        place="catalogue",
    )
    return make_response(page, status)


def shown(desk: Desk, raw: object = None, problems: dict[str, str] | None = None) -> FormView:
    return view(desk.made, raw, problems, desk.facts, language(), before=desk.state.answers, world=desk.around)


def page_of(desk: Desk) -> Response:
    return form_page(desk, shown(desk))


def part_of(desk: Desk) -> Response:
    """The form's body for what is typed so far. What is missing is said only once it was sent; then it is said anew."""
    raw = raw_from(desk)
    problems = still_wrong(desk, raw) if request.form.get("_checked") and not raw.rearranged else {}
    return make_response(
        render_template("tickets/form_body.html", view=shown(desk, raw, problems), update=f"{desk.address}/fields")
    )


def still_wrong(desk: Desk, raw: Raw) -> dict[str, str]:
    """What is still to be corrected; chosen files arrive only when the form is sent."""
    _answers, problems = read(desk.made, raw, desk.facts, language(), world=desk.around)
    files = {field.name for field in desk.made.form.fields.values() if isinstance(field.type, types.Files)}
    return {path: problem for path, problem in problems.items() if path not in files}


def raw_from(desk: Desk):
    """What was posted, uploads kept."""
    return from_page(desk.made, request.form, request.files, desk.around)


def take(desk: Desk) -> Response:
    """File it, keep it as a draft, or rearrange its rows, as the pressed button says."""
    raw = raw_from(desk)
    if raw.rearranged:
        return form_page(desk, shown(desk, raw))
    save = request.form.get("_act") == "save"
    door = read_draft if save else read
    answers, problems = door(desk.made, raw, desk.facts, language(), world=desk.around)
    if problems:
        return form_page(desk, shown(desk, raw, problems), 422)
    command = (commands.Save if save else commands.Submit)(by=desk.me.id, answers=answers)
    try:
        done = perform(Wish(command, desk.ticket, version_of(request.form, desk.version), once=key()))
    except Refused as refused:
        return form_page(desk, shown(desk, raw), 409, render(refused, language(), person_of(desk)))
    except once.OtherRequest:
        told = _("this form was sent before with other answers: look at your requests; send it again to file a second one")
        return form_page(desk, shown(desk, raw), 409, told, again=True)
    return go(after(done, save))


def after(done: Done, save: bool) -> str:
    """Where to go on: a draft goes on being written, a filed request is looked at."""
    return f"/tickets/{done.ticket}/edit?saved=yes" if save else f"/tickets/{done.ticket}?did=submit"


def key() -> once.Once | None:
    """The key of this form, so that pressing twice files once."""
    given = request.form.get("_once", "")
    hashed = hashlib.sha256(given.encode()).hexdigest()
    asked = request.form.get("_act", ""), sorted(request.form.items(multi=True))
    return once.of(f"form:{hashed}", *asked) if given else None


def person_of(desk: Desk):
    """Names for sentences."""
    return lambda id: (desk.around.people or {}).get(id, id)


# -- the addresses ---------------------------------------------------------------------------------


def start(name: str) -> Response:
    """The form of a new request: shown, or taken."""
    with reading() as c:
        desk = desk_for_new(c, current_person(), name)
        if request.method != "POST":
            return page_of(desk)
    return take(desk)


def start_fields(name: str) -> Response:
    with reading() as c:
        return part_of(desk_for_new(c, current_person(), name))


def edit(id: int) -> Response:
    """The form of a draft, or of a request that came back: shown, or taken."""
    with reading() as c:
        desk = desk_for_change(c, current_person(), id)
        if request.method != "POST":
            return page_of(desk)
    return take(desk)


def edit_fields(id: int) -> Response:
    with reading() as c:
        return part_of(desk_for_change(c, current_person(), id))
