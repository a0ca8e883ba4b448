"""The directory: answers the questions a decision asks about people, always from active ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from app.people.rows import holding, member, person, team

OWN = ("name", "email", "language")
"""Columns of a person that a text may ask for beside typed attributes."""


PERSON = select(person).where(person.c.id == bindparam("id"), person.c.active)
HEAD = select(team.c.head).where(team.c.id == bindparam("id"))
EMPLOYEES = select(person.c.id).where(person.c.active)
MEMBERS = EMPLOYEES.join(member, member.c.person == person.c.id).where(member.c.team == bindparam("id"))
HOLDERS = EMPLOYEES.join(holding, holding.c.person == person.c.id).where(holding.c.role == bindparam("id"))


class Directory:
    """A Facts `ask` over the database: `load` counts a person's open tasks, `zone` says which day it is."""

    def __init__(self, c: Connection, now: datetime, zone: str, load: Callable[[Connection, str], int]):
        self.c = c
        self.today = now.astimezone(ZoneInfo(zone)).date().isoformat()
        self.load = load
        self.persons: dict[str, object] = {}

    def __call__(self, question: str) -> object:
        """The JSON answer to `question`; LookupError for one that no directory can answer."""
        match question.split(":"):
            case ["today"]:
                return self.today
            case ["person", id, "active"]:
                return self.row(id) is not None
            case ["person", id, attribute]:
                return self.attribute(id, attribute)
            case ["team", id, "head"]:
                return self.active(self.c.scalar(HEAD, {"id": id}))
            case ["team", id]:
                return sorted(self.c.scalars(MEMBERS, {"id": id}))
            case ["role", "employee"]:
                return sorted(self.c.scalars(EMPLOYEES))
            case ["role", id]:
                return sorted(self.c.scalars(HOLDERS, {"id": id}))
            case ["load", id]:
                return self.load(self.c, id)
        raise LookupError(question)

    def row(self, id: str):
        """The row of an active person, read once."""
        if id not in self.persons:
            self.persons[id] = self.c.execute(PERSON, {"id": id}).first()
        return self.persons[id]

    def active(self, id: str | None) -> str | None:
        """The id, when that person is active: who has left decides nothing and is never asked."""
        return id if id and self.row(id) else None

    def attribute(self, id: str, name: str) -> object:
        """One attribute of a person, None when the directory does not know it."""
        row = self.row(id)
        if row is None:
            return None
        if name == "manager":
            return self.active(row.manager)
        if name == "department":
            return row.department
        return row._mapping[name] if name in OWN else row.attributes.get(name)
