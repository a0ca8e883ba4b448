"""The directory: answers the questions a decision asks about people, always from active ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from app.people.rows import holding, member, person, team

OWN = ("name", "email", "language")
"""Columns of a person that a text may ask for beside typed attributes."""


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
                return self.active(self.c.scalar(select(team.c.head).where(team.c.id == id)))
            case ["team", id]:
                return self.holders(member.c.person, member.c.team == id)
            case ["role", "employee"]:
                return sorted(self.c.scalars(select(person.c.id).where(person.c.active)))
            case ["role", id]:
                return self.holders(holding.c.person, holding.c.role == id)
            case ["load", id]:
                return self.load(self.c, id)
        raise LookupError(question)

    def row(self, id: str):
        """The row of an active person, read once."""
        if id not in self.persons:
            self.persons[id] = self.c.execute(select(person).where(person.c.id == id, person.c.active)).first()
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

    def holders(self, column, where) -> list[str]:
        """Ids of the active persons in a team or with a role, sorted."""
        joined = select(column).join(person, person.c.id == column).where(where, person.c.active)
        return sorted(self.c.scalars(joined))
