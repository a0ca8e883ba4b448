"""Rows of the lists of tickets: everything written out beforehand, so that a template only has to put it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import CompoundSelect, Connection, bindparam, literal, select, union_all

from app import times
from app.db import now
from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.people.rows import person as persons
from app.processes.picture import end_word, is_refusal, step_word
from app.processes.programs import program
from app.tickets.project import ERASED
from app.tickets.queries import Listed
from app.tickets.rows import waiting
from dsl.program import Program

WORDS = {"open": "Under way", "returned": "Back at the requester", "ended": "Ended", "draft": "Draft"}
TONES = {"draft": "", "open": "open", "returned": "wait", "ended": "good"}
MANY = 3
"""More people than these are counted instead of named."""


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in a list; `news`: it came back or was rejected, and its requester has not said to have seen it."""

    id: int
    title: str
    process: str
    requester: str
    status: str
    tone: str
    step: str
    who: str
    when: str
    full: str
    iso: str
    news: bool = False


def status_words() -> list[tuple[str, str]]:
    """Every status with its word, for filters."""
    return [(status, _(word)) for status, word in WORDS.items()]


def end_label(made: Program, end: str) -> str:
    """An end in the reader's language."""
    return end_word(made, end, language())


def step_label(made: Program, step: str) -> str:
    """A step in the reader's language."""
    return step_word(made, step, language())


def status_of(made: Program, status: str, end: str | None, stuck: bool = False) -> tuple[str, str]:
    """The word and the tone of a status."""
    if status == "ended" and end:
        first = next(iter(made.ends), end)
        return end_label(made, end), "good" if end == first else "bad" if is_refusal(made, end) else ""
    if stuck:
        return _("Stuck"), "wait"
    return _(WORDS[status]), TONES[status]


def holders(c: Connection, tickets: Sequence[Listed]) -> tuple[dict[int, list[str]], dict[str, str]]:
    """Who may act now on these tickets, ids of persons by ticket without doubles; and the names of these persons and of
    those who requested the tickets."""
    having: dict[int, list[str]] = {}
    names: dict[str, str] = {}
    if tickets:
        values = {"shown": [one.id for one in tickets], "requesters": list({one.requester for one in tickets})}
        for ticket, _step, person, name in c.execute(named_people(), values):
            names[person] = people.told(person, name)
            have = having.setdefault(ticket, [])
            if person not in have:
                have.append(person)
    return having, names


@cache
def named_people() -> CompoundSelect:
    """(ticket, step, person, name) of who may act, by step; and of requesters, as if they had ticket 0."""
    about = persons.c.id.label("person"), persons.c.name
    asked = select(waiting.c.ticket, waiting.c.step, *about).join(persons, persons.c.id == waiting.c.person)
    requested = select(literal(0), literal(""), *about).where(persons.c.id.in_(bindparam("requesters", expanding=True)))
    every = union_all(asked.where(waiting.c.ticket.in_(bindparam("shown", expanding=True))), requested)
    return every.order_by("step", "person")


def rows(c: Connection, tickets: Iterable[Listed]) -> list[Row]:
    """The tickets as rows, in their order."""
    tickets = list(tickets)
    having, names = holders(c, tickets)
    made = {version: program(c, version) for version in {one.version for one in tickets}}
    reader, written = language(), times.writer(now())
    told = cache(lambda version, *what: status_of(made[version], *what))
    who = cache(lambda *ids: named(ids, names))
    return [row(one, made[one.version], having.get(one.id, []), names, reader, written, told, who) for one in tickets]


def named(ids: Sequence[str], names: dict[str, str]) -> str:
    """A few people by name, more of them counted."""
    if len(ids) > MANY:
        return _("{first} and {count} more", first=names[ids[0]], count=len(ids) - 1)
    return ("、" if language() == "zh" else ", ").join(names[id] for id in ids)


def row(
    one: Listed, made: Program, having: list[str], names: dict[str, str], reader: str, written: Callable, told: Callable,
    who: Callable,
) -> Row:  # fmt: skip
    """A ticket as a row; `told` is `status_of` and `who` is `named` that remember, since most rows of a page have the
    same few statuses and people."""
    when, full = written(one.changed)
    status, tone = told(one.version, one.status, one.end, one.stuck)
    return Row(
        id=one.id,
        title=title_of(one),
        process=made.word(made.name, one.label, reader),
        requester=names[one.requester],
        status=status,
        tone=tone,
        step=", ".join(step_word(made, step, reader) for step in one.waiting),
        who=who(*having) if having else names[one.requester] if one.status in ("draft", "returned") else "",
        when=when,
        full=full,
        iso=one.changed.isoformat(timespec="minutes"),
        news=not one.acknowledged,
    )


def title_of(one: Listed) -> str:
    """The title, or a stand-in when it is empty or not for this reader."""
    if one.title == ERASED:
        return _("Ticket {id} (erased)", id=one.id)
    if one.title is None:
        return _("Ticket {id} (its title is not for you to see)", id=one.id)
    return (one.title.strip(" :-–") and one.title) or _("Untitled")
