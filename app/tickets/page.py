"""The page of one ticket: everything its reader may know, written out for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from sqlalchemy import Connection

from app import times
from app.i18n import language
from app.i18n import translate as _
from app.journal import entries
from app.people import queries as people
from app.people.queries import Person
from app.processes.picture import Drawn
from app.processes.queries import find_version, numbers
from app.tickets import asks, lists
from app.tickets.asked import asking, is_asking
from app.tickets.known import Recorded, new, recorded
from app.tickets.progress import progress
from app.tickets.rows import TITLE
from app.tickets.show import View, facts_of
from app.tickets.story import Paragraph, Voice, paragraph
from app.tickets.whys import why
from app.tickets.world import world
from dsl.engine import events
from dsl.engine.events import Batch
from dsl.engine.state import State
from dsl.engine.templates import fill
from dsl.program import Program
from forms.look import display, show
from forms.view import AnswersView


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
    returned_because: str
    stuck: bool
    erased: bool
    asks: Sequence[asks.Ask]
    own: Sequence[tuple[str, str, str, str]]
    edit: bool
    comment: bool
    progress: Drawn
    story: Sequence[Paragraph]

    @property
    def last_why(self) -> datetime | None:
        """When the ticket was routed last: that decision is shown unfolded."""
        return next((told.at for told in reversed(self.story) if any(not why.asking for why in told.whys)), None)


def shown_answers(me: Person, ticket: View) -> tuple[AnswersView, ...]:
    """The answers as far as the person sees them; empty lists are left out, and sections with nothing else."""
    there = {name: value for name, value in ticket.answers.items() if value not in ((), "")}
    return show(ticket.program, there, language(), None, world(me))


def ticket_page(c: Connection, me: Person, ticket: View) -> TicketPage:
    """The page for `me`; the panels are put in by who takes what they send."""
    made, one, state = ticket.program, ticket.listed, ticket.known.state
    past = list(recorded(c, entries.read(c, one.id)))
    history = [each.batch for each in past]
    names = people.names(c, mentioned(state, history) | {one.requester})
    status, tone = lists.status_of(made, one.status, one.end, one.stuck)
    version = find_version(c, one.version)
    own = {one.version: version.number} if version else {}
    having = list(dict.fromkeys(person for step in state.open.values() for person in step.waiting))
    actions = {choice.action for choice in ticket.choices}
    return TicketPage(
        id=one.id,
        title=title_of(ticket),
        process=one.process,
        label=made.word(made.name, one.label, language()),
        version=version.number if version else 0,
        status=status,
        tone=tone,
        holders=lists.named(having, names) if having else "",
        since=times.full(since(history) or one.changed),
        requester=names[one.requester],
        created=times.full(one.created),
        created_iso=one.created.isoformat(timespec="minutes"),
        round=state.round,
        groups=shown_answers(me, ticket),
        open=open_steps(made, state, names),
        nobody=nobody(state, names),
        returned=returned(state, me, history, names),
        returned_because=returned_because(state, history),
        stuck=one.stuck,
        erased=state.erased,
        asks=(),
        own=asks.own_buttons(ticket.choices),
        edit="save" in actions,
        comment="comment" in actions,
        progress=progress(made, [e for b in history for e in b.events], names, language(), _, names[one.requester]),
        story=story(me, ticket, past, names, numbers(c, one.process) if len(ticket.known.versions) > 1 else own),
    )


def title_of(ticket: View) -> str:
    """The title in the reader's language, as far as it is translated; lists show the one that is kept."""
    one, template = ticket.listed, ticket.program.titles.get(language())
    if one.title is None or template is None or ticket.known.state.erased:
        return lists.title_of(one)
    text = fill(ticket.program, template, ticket.known.public, one.requester, language())
    return lists.title_of(replace(one, title=text[:TITLE]))


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


def sent_back(history: Sequence[Batch]) -> events.SentBack | None:
    """The last time the ticket was sent back to its requester."""
    told = (event for batch in reversed(history) for event in batch.events)
    return next((event for event in told if isinstance(event, events.SentBack) and event.to == "request"), None)


def returned(state: State, me: Person, history: Sequence[Batch], names: Mapping[str, str]) -> str:
    """What to say about a ticket that waits for its requester to file it again."""
    if state.status != "returned":
        return ""
    if state.requester != me.id:
        return _("This is back at its requester.")
    if (event := sent_back(history)) is None or took_back(history):
        return _("You took this back. Change what you like and file it again.")
    return _("{who} sent this back to you. Change what is needed and file it again.", who=names.get(event.by, event.by))


def took_back(history: Sequence[Batch]) -> bool:
    """Whether the requester's own taking back came last."""
    told = (event for batch in reversed(history) for event in batch.events)
    last = next((event for event in told if isinstance(event, events.SentBack | events.TakenBack)), None)
    return isinstance(last, events.TakenBack)


def returned_because(state: State, history: Sequence[Batch]) -> str:
    """The comment with which it was sent back."""
    event = sent_back(history)
    return event.comment if event and state.status == "returned" and not took_back(history) else ""


def story(me: Person, ticket: View, history: Sequence[Recorded], names: Mapping[str, str], numbers) -> list[Paragraph]:
    """The history, oldest first, each batch as its own version calls things; what the requester only saved is the
    requester's alone. `numbers` are those of the versions."""
    found, known = [], new(ticket.known.version)
    for one in history:
        batch, voice, told, whys = one.batch, voice_of(me, ticket, one.program, names), [], []
        source = source_of(ticket.listed.process, numbers.get(one.version, 0))
        for event in batch.events:
            before = known.state
            told.append((event, known.state.answers))
            known = known.after(one.program, (event,), known.count + 1)
            if is_asking(voice.program, event) and not ticket.known.state.erased:
                whys.append(asking(voice, me, before, event, facts_of(batch, known)))
            if isinstance(event, events.Routed) and not ticket.known.state.erased:
                facts = facts_of(batch, known)
                whys.append(why(one.program, event, known.state.answers, facts, ticket.hidden, source))
        private = isinstance(batch.events[0], events.Saved) and me.id != ticket.listed.requester
        if not private and (paragraph_of := paragraph(voice, batch.at, told, tuple(whys))) is not None:
            found.append(paragraph_of)
    return found


def voice_of(me: Person, ticket: View, made: Program, names: Mapping[str, str]) -> Voice:
    """How a version calls things, for this reader."""
    around = world(me)

    def written(name: str, value: object) -> str | None:
        if name in ticket.hidden or name not in made.form.fields:
            return None
        return display(made, made.form.fields[name], value, language(), around)

    return Voice(made, names, language(), written, ticket.hidden)


def source_of(process: str, number: int) -> str:
    """The page of a version's text, whose lines can be pointed at."""
    return url_for("processes.version", name=process, number=number)
