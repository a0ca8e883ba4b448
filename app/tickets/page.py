"""The page of one ticket: everything its reader may know, written out for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import Connection, select

from app import times
from app.i18n import language
from app.i18n import translate as _
from app.journal import entries
from app.people import queries as people
from app.people.queries import Person
from app.processes.programs import program
from app.processes.queries import find_version
from app.tickets import asks, lists, project
from app.tickets.known import know
from app.tickets.progress import Progress, progress
from app.tickets.queries import Listed, sees_whole
from app.tickets.rows import involved, ticket
from app.tickets.story import Paragraph, Voice, paragraph
from app.tickets.world import world
from dsl.engine import events
from dsl.engine.choices import choices
from dsl.engine.events import Batch
from dsl.engine.evolve import evolve
from dsl.engine.state import NEW, State
from dsl.program import Program
from forms.look import display, show
from forms.view import AnswersView
from forms.world import World


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody at an open step; `decided` says what was decided already."""

    name: str
    decided: str = ""


@dataclass(frozen=True, slots=True)
class OpenStep:
    label: str
    people: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class TicketPage:
    """All the template puts down."""

    id: int
    title: str
    process: str
    label: str
    version: int
    status: str
    tone: str
    holders: str
    since: str
    requester: str
    created: str
    created_iso: str
    round: int
    groups: tuple[AnswersView, ...]
    open: tuple[OpenStep, ...]
    nobody: str
    returned: str
    stuck: bool
    asks: Sequence[asks.Ask]
    own: Sequence[tuple[str, str, str, str]]
    edit: bool
    comment: bool
    progress: Progress
    story: Sequence[Paragraph]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a ticket, and which fields they may see; None for all."""

    person: Person
    shown: frozenset[str] | None

    def sees(self, name: str) -> bool:
        return self.shown is None or name in self.shown


def reader(c: Connection, me: Person, made: Program, one: Listed) -> Reader:
    """The fields that the person's part in the ticket opens: all for the requester and by role, else the steps' `sees`."""
    whole = select(ticket.c.id).where(ticket.c.id == one.id, sees_whole(c, me))
    if one.requester == me.id or c.scalar(whole):
        return Reader(me, None)
    steps = list(c.scalars(select(involved.c.step).where(involved.c.ticket == one.id, involved.c.person == me.id)))
    seen = [None if step == project.WHOLE else project.shown(made, step) for step in steps]
    return Reader(me, None if None in seen else frozenset().union(*seen))


def ticket_page(c: Connection, me: Person, one: Listed) -> TicketPage:
    """The page for `me`, who may see the ticket."""
    made, known = program(c, one.version), know(c, one.id)
    history = entries.batches(made, entries.read(c, one.id))
    who, around = reader(c, me, made, one), world(me)
    names = people.names(c, mentioned(known.state, history) | {one.requester})
    offered = choices(made, known.state, me.id)
    status, tone = lists.status_of(made, one.status, one.end, one.stuck)
    version = find_version(c, one.version)
    happened = [event for batch in history for event in batch.events]
    having = [person for step in known.state.open.values() for person in step.waiting]
    actions = {choice.action for choice in offered}
    return TicketPage(
        id=one.id,
        title=lists.title_of(one),
        process=one.process,
        label=made.word(made.name, one.label, language()),
        version=version.number if version else 0,
        status=status,
        tone=tone,
        holders=lists.named(list(dict.fromkeys(having)), names) if having else "",
        since=times.full(since(history) or one.changed),
        requester=names[one.requester],
        created=times.full(one.created),
        created_iso=one.created.isoformat(timespec="minutes"),
        round=known.state.round,
        groups=show(made, known.state.answers, language(), who.shown, around),
        open=open_steps(made, known.state, names),
        nobody=nobody(known.state, names),
        returned=returned(known.state, me),
        stuck=one.stuck,
        asks=(),
        own=asks.own_buttons(offered),
        edit="save" in actions,
        comment="comment" in actions,
        progress=progress(made, happened, names, language(), _, names[one.requester]),
        story=story(made, history, names, who, around),
    )


def mentioned(state: State, history: Sequence[Batch]) -> set[str]:
    """Ids of all persons the page names."""
    found = {batch.by for batch in history}
    for batch in history:
        for event in batch.events:
            found |= set(getattr(event, "people", ()))
            if isinstance(event, events.Transferred):
                found.add(event.to)
    return found | {one for step in state.open.values() for one in step.waiting} | ({state.requester} - {""})


def since(history: Sequence[Batch]) -> datetime | None:
    """Since when those who have it now have it."""
    return next((batch.at for batch in reversed(history) if any(isinstance(e, events.Asked) for e in batch.events)), None)


def open_steps(made: Program, state: State, names: Mapping[str, str]) -> tuple[OpenStep, ...]:
    """Who may act at which open step, and who has decided there."""
    words = {"approved": _("approved"), "rejected": _("rejected")}
    found = []
    for step, now in state.open.items():
        decided = [Holder(names.get(who, who), words.get(word, word)) for who, word in now.decided]
        waiting = [Holder(names.get(who, who)) for who in now.waiting]
        found.append(OpenStep(lists.step_label(made, step), (*waiting, *decided)))
    return tuple(found)


def nobody(state: State, names: Mapping[str, str]) -> str:
    """What to say when no step is open."""
    if state.status == "ended":
        return _("Nobody: it has ended.")
    return _("{name}, who has to file it.", name=names.get(state.requester, state.requester))


def returned(state: State, me: Person) -> str:
    if state.status != "returned":
        return ""
    if state.requester == me.id:
        return _("This came back to you. Read the last entry of the history, change what is needed and file it again.")
    return _("This is back at its requester.")


def story(
    made: Program, history: Sequence[Batch], names: Mapping[str, str], who: Reader, around: World
) -> list[Paragraph]:
    """The history, oldest first."""

    def written(name: str, value: object) -> str | None:
        if not who.sees(name) or name not in made.form.fields:
            return None
        return display(made, made.form.fields[name], value, language(), around)

    voice = Voice(made, names, language(), written)
    found, state = [], NEW
    for batch in history:
        told = []
        for event in batch.events:
            told.append((event, state.answers))
            state = evolve(made, state, event)
        if (one := paragraph(voice, batch.at, told)) is not None:
            found.append(one)
    return found


def source_of(process: str, number: int) -> str:
    """The page of a version's text, whose lines can be pointed at."""
    return url_for("processes.version", name=process, number=number)
