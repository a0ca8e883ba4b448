"""What the directory knew at a moment, by the recorded acts of administrators: who held a role, was in a team, led whom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.journal.rows import act
from app.people.queries import EMPLOYEE
from app.people.rows import person
from dsl.engine.facts import Unknown

KINDS = ("people", "disabled")


class Act(NamedTuple):
    """A recorded act about people."""

    what: str
    subject: str
    body: Mapping[str, object]
    at: datetime


class Then:
    """Answers the questions of a decision for its moment; Unknown where no act tells. `whole`: acts tell of everybody there
    is, else nobody can say who all held a role."""

    def __init__(self, acts: Iterable[Act], whole: bool):
        self.acts = [each for each in acts if each.what in KINDS]
        self.whole = whole
        self.kept: dict[str, tuple[list[datetime], list[object]]] = {}

    def __call__(self, question: str, at: datetime) -> object:
        """What was so at the moment."""
        moments, answers = self.answers(question)
        place = bisect_right(moments, at)
        if place == 0:
            raise Unknown(question)
        return answers[place - 1]

    def answers(self, question: str) -> tuple[list[datetime], list[object]]:
        """From when on which answer held, worked out once."""
        if question not in self.kept:
            found = [*self.changes(question)]
            self.kept[question] = [at for at, _answer in found], [answer for _at, answer in found]
        return self.kept[question]

    def changes(self, question: str) -> Iterator[tuple[datetime, object]]:
        match question.split(":"):
            case ["role" | "team" as kind, name] if self.whole:
                yield from self.groups(f"{kind}s", name)
            case ["person", id, "manager" | "department" as part]:
                yield from self.parts(id, part)

    def groups(self, kind: str, name: str) -> Iterator[tuple[datetime, object]]:
        """The people of a role or a team, whenever they change."""
        there: set[str] = set()
        for each in self.acts:
            if each.what == "disabled":
                there.discard(each.subject)
            for one in each.body.get("people", ()):
                (there.add if name in one[kind] or (kind, name) == ("roles", EMPLOYEE) else there.discard)(one["id"])
            yield each.at, sorted(there)

    def parts(self, id: str, part: str) -> Iterator[tuple[datetime, object]]:
        """The manager or the department of a person; who has left is nobody's manager."""
        active: set[str] = set()
        value = None
        known = False
        for each in self.acts:
            if each.what == "disabled":
                active.discard(each.subject)
            for one in each.body.get("people", ()):
                active.add(one["id"])
                if one["id"] == id:
                    value, known = one[part], True
            if known:
                yield each.at, (value if id in active and (part != "manager" or value in active) else None)


def then(c: Connection) -> Then:
    """What the acts in the database tell."""
    query = select(act.c.what, act.c.subject, act.c.body, act.c.at).where(act.c.what.in_(KINDS)).order_by(act.c.number)
    acts = [Act(*row) for row in c.execute(query)]
    return Then(acts, is_whole(c, acts))


def is_whole(c: Connection, acts: Iterable[Act]) -> bool:
    """Whether acts tell of everybody there is: people may be from before acts were recorded."""
    recorded = {one["id"] for each in acts for one in each.body.get("people", ())}
    return recorded.issuperset(c.scalars(select(person.c.id)))
