"""Keeping a finished ticket as an example in the draft of its process: by whoever designs, on the page and over the API."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, jsonify, redirect, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import Conflict as Refusal

from app.db import reading
from app.i18n import language
from app.i18n import translate as _
from app.journal import entries
from app.people.permissions import may, require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.drafts import StoredDrafts, open_draft
from app.processes.programs import libraries
from app.tickets.known import Recorded, recorded
from app.tickets.show import View, view
from designer.drafts import Conflict, Draft
from dsl import tree
from dsl.format import format_line
from dsl.keeping import NotKept, keep, place_of_examples, with_examples
from dsl.parse import parse
from dsl.rewrite import rewrite


@dataclass(frozen=True, slots=True)
class Kept:
    """The draft with the new example, and where that stands in it."""

    draft: Draft
    example: tree.Example
    place: int


def may_keep(me: Person, ticket: View) -> bool:
    """Whether the page offers it."""
    state = ticket.known.state
    return may(me, "design") and state.status == "ended" and not state.erased


def kept(me: Person, id: int) -> Kept:
    """Write the ticket into the draft; 409 with the reason where it cannot be an example."""
    with reading() as c:
        ticket = view(c, me, id) or abort(404)
        require(me, "design")
        past = story(c, ticket)
    draft = open_draft(me, ticket.listed.process)
    source = parse(draft.text)
    if source.process is None or source.problems:
        raise Refusal(_("the draft has a mistake in its text: mend it first"))
    name = f"ticket_{id}"
    if any(each.name == name for each in source.process.all(tree.Example)):
        raise Refusal(_("this ticket is an example of the draft already: `{name}`", name=name))
    label = _("As ticket {number} went", number=id)
    outside = libraries(draft.files)[0]
    found = keep(source.process, past[0].program, [each.batch for each in past], name, label, outside)
    if isinstance(found, NotKept):
        raise Refusal(_("this ticket cannot be an example of the draft: {why}", why=found.said(language())))
    text = rewrite(source, with_examples(source.process, (found,))).text
    saved = StoredDrafts(lambda: me).save(draft.id, draft.revision, text, f"ticket {id}")
    if isinstance(saved, Conflict):
        raise Refusal(_("somebody else changed the same lines: try again"))
    return Kept(saved.draft, found, place_of_examples(source.process))


def story(c: Connection, ticket: View) -> list[Recorded]:
    """What happened to a ticket that an example can tell; 409 otherwise."""
    if ticket.known.state.erased:
        raise Refusal(_("what was personal in this ticket was erased: nothing is left to keep"))
    if ticket.known.state.status != "ended":
        raise Refusal(_("this ticket is still under way: keep it once it has ended"))
    found = list(recorded(c, entries.read(c, ticket.listed.id)))
    if len({each.version for each in found}) > 1:
        raise Refusal(_("this ticket was moved to another version on its way, which an example cannot say"))
    return found


def keep_page(id: int) -> Response:
    """The button on the ticket: on to the example in the designer."""
    found = kept(current_person(), id)
    return redirect(url_for("designer.show", id=found.draft.id, view="about", at=f"items.{found.place}"), 303)


def keep_api(id: int) -> tuple[Response, int]:
    """The same for programs."""
    found = kept(current_person(), id)
    told = {"draft": found.draft.id, "revision": found.draft.revision, "example": found.example.name}
    return jsonify(told | {"text": format_line(found.example).strip()}), 201
