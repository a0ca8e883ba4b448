"""Deciding: the panel of a step, on the ticket or in the list, and what happens when one of its buttons is pressed."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, make_response, render_template, request
from sqlalchemy import Connection

from app.db import now, reading
from app.errors import Invalid
from app.htmx import go, wants_fragment
from app.i18n import language
from app.i18n import translate as _
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.picture import end_word, step_word
from app.tickets import acts, asks, lists
from app.tickets.page import shown_answers, ticket_page
from app.tickets.perform import Wish, facts_of, perform
from app.tickets.show import View, view
from app.tickets.world import world
from dsl.engine.commands import Command
from dsl.engine.refused import Refused, render
from dsl.program import Step
from forms import build
from forms.answers import Raw, from_page
from forms.view import FormView


def seen(c: Connection, me: Person, id: int) -> View:
    """The ticket, or 404 when it is not for the person who asks."""
    return view(c, me, id) or abort(404)


def step_form(c: Connection, me: Person, ticket: View, step: str, raw: Raw | None, problems: dict[str, str]) -> FormView:
    """The fields a step fills in or edits, as far as they are filled."""
    facts, answers = facts_of(c, now()), ticket.known.state.answers
    facts.requester = ticket.known.state.requester
    return build.view(
        ticket.program, raw, problems if raw else {}, facts, language(), step, answers, world(me, answers)
    )


def panels(
    c: Connection, me: Person, ticket: View, raw: Raw | None = None, problems: dict[str, str] | None = None
) -> list[asks.Ask]:
    """The panels of the steps that wait for the person; `raw` and `problems` belong to the one that was sent."""
    sent = request.form.get("_step", "")
    found = asks.asks(ticket.program, ticket.known, me.id, ticket.choices)
    return [
        filled(c, me, ticket, each, raw if each.step == sent else None, problems or {}, each.step == sent)
        for each in found
    ]


def filled(
    c: Connection, me: Person, ticket: View, ask: asks.Ask, raw: Raw | None, problems: dict[str, str], sent: bool
) -> asks.Ask:
    """The panel with its fields, with the people it may be handed to, and with what was typed before."""
    form = step_form(c, me, ticket, ask.step, raw, problems) if ask.fields else None
    people = tuple(world(me).people.items()) if ask.transfer or ask.reassign else ()
    others = tuple(each for each in people if each[0] not in (me.id, ticket.known.state.requester))
    return replace(ask, form=form, people=others, comment=request.form.get("_comment", "") if sent else "")


def panel(id: int) -> Response:
    """The panel of a ticket as a row of the list; without script the ticket itself."""
    with reading() as c:
        me = current_person()
        ticket = seen(c, me, id)
        return row(c, ticket, panels(c, me, ticket)) if wants_fragment() else go(f"/tickets/{id}#decide")


def row(c: Connection, ticket: View, asked: list[asks.Ask], status: int = 200, problem: str = "") -> Response:
    """The unfolded row: what was asked for, and the panels; `problem` when the panel it belongs to is gone."""
    listed = lists.rows(c, [ticket.listed])[0]
    groups = shown_answers(current_person(), ticket)
    page = render_template(
        "tickets/decide_row.html", row=listed, ticket=listed.id, groups=groups, asks=asked, inline=True, problem=problem
    )
    return make_response(page, status)


def step_fields(id: int, step: str) -> Response:
    """The fields of a step for what is typed so far."""
    with reading() as c:
        me = current_person()
        ticket = seen(c, me, id)
        if not any(choice.step == step and choice.fields for choice in ticket.choices):
            abort(409, _("this step does not wait for you any more"))
        shown = step_form(c, me, ticket, step, raw_of(me, ticket), {})
    return make_response(render_template("tickets/fields.html", ask=asks.Ask(id, step, "", "", 0), view=shown))


def raw_of(me: Person, ticket: View) -> Raw:
    """What was posted, with uploads kept."""
    return from_page(ticket.program, request.form, request.files, world(me, ticket.known.state.answers))


def act(id: int) -> Response:
    """Do what the pressed button says; show the panel again when something is wrong with it."""
    me = current_person()
    with reading() as c:
        ticket = seen(c, me, id)
        raw = raw_of(me, ticket) if takes_answers(ticket) else None
    if raw and raw.rearranged:
        return again(me, id, raw, {}, "", 200)
    try:
        with reading() as c:
            command = acts.command(c, me, ticket.program, ticket.known, asks.act_of(request.form, raw))
        done = perform(Wish(command, id, asks.version_of(request.form, ticket.known.version)))
    except Invalid as wrong:
        return again(me, id, raw, dict(wrong.problems), unplaced(ticket, wrong), wrong.status)
    except Refused as refused:
        return again(me, id, raw, {}, said(me, ticket, refused), 409)
    return finished(ticket, command, done.answer.get("end"))


def said(me: Person, ticket: View, refused: Refused) -> str:
    """A refusal with people's names and the labels of steps and ends, as the page shows them."""
    names, made, reader = world(me).people, ticket.program, language()

    def place(name: str) -> str:
        return end_word(made, name, reader) if name in made.ends else step_word(made, name, reader)

    return render(refused, reader, lambda who: names.get(who, who), place)


def takes_answers(ticket: View) -> bool:
    """Whether the step that was sent waits for the person and fills something in."""
    step = request.form.get("_step", "")
    return any(choice.step == step and choice.fields for choice in ticket.choices)


def unplaced(ticket: View, wrong: Invalid) -> str:
    """Problems that belong to no field of the step."""
    node = ticket.program.nodes.get(request.form.get("_step", ""))
    own = (*node.access.edits, *node.access.fills) if isinstance(node, Step) else ()
    return "; ".join(message for path, message in wrong.problems if path.split(".")[0] not in own)


def again(me: Person, id: int, raw: Raw | None, problems: dict[str, str], problem: str, status: int) -> Response:
    """The same panel with what is wrong said in it; where the step is gone, the ticket as it is now."""
    sent = request.form.get("_step", "")
    with reading() as c:
        ticket = seen(c, me, id)
        asked = panels(c, me, ticket, raw, problems)
        asked = [replace(each, problem=problem) if each.step == sent else each for each in asked]
        if wants_fragment():
            # htmx shows what is wrong only for 422.
            return row(c, ticket, asked, 422 if problem or problems else status, problem)
        page = replace(ticket_page(c, me, ticket), asks=asked)
    unsaid = "" if any(each.problem for each in asked) else problem
    return make_response(render_template("tickets/show.html", page=page, ticket=id, problem=unsaid, place="all"), status)


def finished(ticket: View, command: Command, end: str | None) -> Response:
    """In the list the row says what was done; elsewhere the ticket is shown."""
    did, id = type(command).__name__.lower(), ticket.listed.id
    if not wants_fragment():
        return go(f"/tickets/{id}?did={did}")
    words = asks.done_words(did, ticket.program, end)
    page = render_template("tickets/decided_row.html", id=id, title=lists.title_of(ticket.listed), words=words)
    return make_response(page)
