"""How moves of tickets are told: each reason in the reader's language, with people's names and the labels of steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.processes.picture import end_word, step_word
from app.processes.programs import program
from app.tickets.rows import ticket
from dsl.moving.ahead import MORE
from dsl.moving.why import Why, render
from dsl.program import Program

SHOWN_WAY = ("way", "way-was")
"""What is told of tickets that move; of all others what is wrong comes first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket on a page about a move: the number of the version it is on, where it stands, and what is said of it."""

    id: int
    count: int
    title: str
    number: int
    at: str
    verdict: str
    why: tuple[str, ...]
    mark: str = ""


def verdict_words() -> dict[str, tuple[str, str]]:
    """What verdicts are called, and the tone of their tag."""
    return {
        "moves": (_("moves"), "good"),
        "cannot": (_("cannot"), "bad"),
        "stays": (_("stays"), "wait"),
        "moved": (_("has moved"), "good"),
        "back": (_("moved back"), "open"),
    }


def sentences(c: Connection, reasons: Iterable[Why], made: Program, old: Program) -> tuple[str, ...]:
    """Reasons as sentences; a step or a field that the version has no more is called as its old one did."""
    reasons, reader = tuple(reasons), language()
    ids = {each.values["who"] for each in reasons if "who" in each.values}
    ids |= {one for each in reasons for one in each.values.get("people", ())}
    names: Mapping[str, str] = people.names(c, ids) if ids else {}

    def place(name: str) -> str:
        if name == MORE:
            return MORE
        of = made if name in made.nodes or name in made.ends else old
        return end_word(of, name, reader) if name in of.ends else step_word(of, name, reader)

    def answer(name: str) -> str:
        of = made if name in made.form.fields else old
        field = of.form.fields.get(name)
        return of.word(name, field.label or name, reader) if field else name

    return tuple(render(each, reader, lambda who: names.get(who, who), place, answer) for each in reasons)


def at_steps(c: Connection, version: int, open: Iterable[str], status: str) -> str:
    """Where a ticket stands: at its open steps, or at its requester."""
    if status == "returned":
        return _("back at its requester")
    made = program(c, version)
    return ("、" if language() == "zh" else ", ").join(step_word(made, step, language()) for step in open)


def titles(c: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The titles of tickets; whoever moves tickets sees all of them."""
    rows = c.execute(select(ticket.c.id, ticket.c.title).where(ticket.c.id.in_(list(ids))))
    return {row.id: row.title for row in rows}
