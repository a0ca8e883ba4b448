"""Deciding: the panel of a step, on the ticket or in the list, and what happens when one of its buttons is pressed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, abort, make_response, render_template, request
from sqlalchemy import Connection

from app.db import now, reading
from app.htmx import go, wants_fragment
from app.i18n import language
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.programs import program
from app.tickets import asks, lists
from app.tickets.known import Known, know
from app.tickets.page import Reader, reader, ticket_page
from app.tickets.perform import Wish, facts_of, perform
from app.tickets.queries import Listed, one
from app.tickets.world import world
from dsl.engine.choices import choices
from dsl.engine.commands import Command
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused, render
from dsl.program import Program, Step
from forms.answers import Raw, from_page
from forms.build import view
from forms.form import read
from forms.look import show
from forms.world import World


@dataclass(frozen=True, slots=True)
class Sight:
    """A ticket as one person has it before them."""

    me: Person
    listed: Listed
    made: Program
    known: Known
    reader: Reader
    around: World
    facts: Facts


def sight(c: Connection, id: int) -> Sight:
    """The ticket, or 404 when it is not for the person who asks."""
    me = current_person()
    listed = one(c, me, id) or abort(404)
    made, known, facts = program(c, listed.version), know(c, id), facts_of(c, now())
    facts.requester = known.state.requester
    return Sight(me, listed, made, known, reader(c, me, made, listed), world(me, known.state.answers), facts)


def asks_of(seen: Sight, raw: Raw | None = None, problems: dict[str, str] | None = None) -> list[asks.Ask]:
    """The panels with their fields; `raw` and `problems` belong to the step that was sent."""
    state, sent = seen.known.state, request.form.get("_step", "")
    offered = choices(seen.made, state, seen.me.id)
    found = asks.asks(seen.made, state, seen.listed.id, seen.known.count, seen.me.id, offered)
    return [complete(seen, each, raw if each.step == sent else None, problems or {}) for each in found]


def complete(seen: Sight, ask: asks.Ask, raw: Raw | None, problems: dict[str, str]) -> asks.Ask:
    """The panel with the fields its step fills in, and the people a step may be handed to."""
    form = None
    if ask.fields:
        form = view(
            seen.made, raw, problems if raw else {}, seen.facts, language(), ask.step, seen.known.state.answers, seen.around
        )
    people = tuple((seen.around.people or {}).items()) if ask.transfer else ()
    others = tuple((id, name) for id, name in people if id not in (seen.me.id, seen.known.state.requester))
    return replace(ask, form=form, people=others, comment=request.form.get("_comment", "") if raw else "")


def panel(id: int) -> Response:
    """The panel of a ticket as a row of the list; without script the ticket itself."""
    if not wants_fragment():
        return go(f"/tickets/{id}#decide")
    with reading() as c:
        return row(c, sight(c, id))


def row(c: Connection, seen: Sight, panels: list[asks.Ask] | None = None, status: int = 200) -> Response:
    """The unfolded row: what was asked for, and the panels."""
    groups = show(seen.made, seen.known.state.answers, language(), seen.reader.shown, seen.around)
    listed = lists.rows(c, [seen.listed])[0]
    panels = asks_of(seen) if panels is None else panels
    page = render_template("tickets/decide_row.html", row=listed, groups=groups, asks=panels, inline=True)
    return make_response(page, status)


def step_fields(id: int, step: str) -> Response:
    """The fields of a step for what is typed so far."""
    with reading() as c:
        seen = sight(c, id)
        if step not in seen.known.state.open or not isinstance(seen.made.nodes.get(step), Step):
            abort(409)
        raw = from_page(seen.made, request.form, request.files, seen.around)
        shown = view(seen.made, raw, {}, seen.facts, language(), step, seen.known.state.answers, seen.around)
    ask = asks.Ask(id, step, "", "", 0, form=shown)
    return make_response(render_template("tickets/fields.html", ask=ask, view=shown))


def act(id: int) -> Response:
    """Do what the pressed button says; show the panel again when something is wrong with it."""
    with reading() as c:
        seen = sight(c, id)
        raw, changes, problems = answers_of(seen)
    if raw and raw.rearranged:
        return again(seen, raw, {}, "", 200)
    try:
        command = asks.command_of(request.form, seen.me.id, changes)
        if problems:
            return again(seen, raw, problems, "", 422)
        done = perform(Wish(command, id))
    except asks.Unreadable as wrong:
        return again(seen, raw, problems, str(wrong), 422)
    except Refused as refused:
        return again(seen, raw, {}, render(refused, language(), lambda who: (seen.around.people or {}).get(who, who)), 409)
    return finished(seen, command, done.answer.get("end"))


def answers_of(seen: Sight) -> tuple[Raw | None, dict[str, object], dict[str, str]]:
    """What was filled in at the step that was sent, when its button takes answers along."""
    step, act = request.form.get("_step", ""), request.form.get("_act", "").partition(" ")[0]
    node = seen.made.nodes.get(step)
    if not isinstance(node, Step) or not (node.access.edits or node.access.fills):
        return None, {}, {}
    if not any(choice.step == step for choice in choices(seen.made, seen.known.state, seen.me.id)):
        return None, {}, {}
    raw = from_page(seen.made, request.form, request.files, seen.around)
    if act not in ("approve", "complete"):
        return raw, {}, {}
    answers = seen.known.state.answers
    changes, problems = read(seen.made, raw, seen.facts, language(), step, answers, seen.around)
    own = {name: value for name, value in changes.items() if name in (*node.access.edits, *node.access.fills)}
    return raw, own, problems


def again(seen: Sight, raw: Raw | None, problems: dict[str, str], problem: str, status: int) -> Response:
    """The same panel with what is wrong said in it; where the step is gone, the ticket as it is now."""
    with reading() as c:
        now_seen = sight(c, seen.listed.id)
        panels = asks_of(now_seen, raw, problems)
        sent = request.form.get("_step", "")
        panels = [replace(each, problem=problem) if each.step == sent else each for each in panels]
        unsaid = problem if all(each.problem == "" for each in panels) else ""
        if wants_fragment():
            return row(c, now_seen, panels, status)
        page = replace(ticket_page(c, seen.me, now_seen.listed), asks=panels)
    return make_response(render_template("tickets/show.html", page=page, problem=unsaid, place="all"), status)


def finished(seen: Sight, command: Command, end: str | None) -> Response:
    """In the list the row says what was done; elsewhere the ticket is shown."""
    did = type(command).__name__.lower()
    if not wants_fragment():
        return go(f"/tickets/{seen.listed.id}?did={did}")
    words = asks.done_words(did, seen.made, end)
    page = render_template("tickets/decided_row.html", id=seen.listed.id, title=lists.title_of(seen.listed), words=words)
    return make_response(page)
