"""Reading people: a person with the roles and teams that count for rights, lists for pickers, names for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, Select, func, select

from app.i18n import translate as _
from app.people.rows import holding, member, person, team

EMPLOYEE = "employee"
"""The role everyone active has, without a row that says so."""


@dataclass(frozen=True, slots=True)
class Person:
    """An active person; `principals` are what rights are given to: `role:finance`, `team:staff`."""

    id: str
    name: str
    email: str = ""
    language: str = ""
    manager: str | None = None
    department: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    @property
    def principals(self) -> tuple[str, ...]:
        """Roles and teams as principals, sorted; everyone active is an employee."""
        return tuple(sorted({f"role:{role}" for role in (*self.roles, EMPLOYEE)} | {f"team:{team}" for team in self.teams}))


def together(column, of) -> object:
    """All values of `column` for one person as one text, so that a person is one row."""
    listed = select(func.aggregate_strings(column, " ")).where(of == person.c.id)
    return listed.correlate(person).scalar_subquery()


WHOLE = (
    person.c.id,
    person.c.name,
    person.c.email,
    person.c.language,
    person.c.manager,
    person.c.department,
    person.c.attributes,
    together(holding.c.role, holding.c.person).label("roles"),
    together(member.c.team, member.c.person).label("teams"),
)
ACTIVE: Select = select(*WHOLE).where(person.c.active)


def person_of(row: Row) -> Person:
    """The person in a row that has the columns WHOLE."""
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        manager=row.manager,
        department=row.department,
        attributes=row.attributes,
        roles=frozenset((row.roles or "").split()),
        teams=frozenset((row.teams or "").split()),
    )


def find(c: Connection, id: str) -> Person | None:
    """The active person with this id."""
    row = c.execute(ACTIVE.where(person.c.id == id)).first()
    return person_of(row) if row else None


def everyone(c: Connection) -> list[Person]:
    """All active persons by name."""
    return [person_of(row) for row in c.execute(ACTIVE.order_by(person.c.name, person.c.id))]


def teams(c: Connection) -> dict[str, str]:
    """All teams: id -> name, by name."""
    return dict(c.execute(select(team.c.id, team.c.name).order_by(team.c.name, team.c.id)).all())


def names(c: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of these persons, disabled ones too; an unknown id is its own name, and of an erased person it is left."""
    wanted = set(ids)
    found = c.execute(select(person.c.id, person.c.name).where(person.c.id.in_(wanted))).all() if wanted else ()
    return {id: id for id in wanted} | {id: told(id, name) for id, name in found}


def told(id: str, name: str) -> str:
    """The name of a person; of an erased one only the id is left."""
    return name or _("{id} (erased)", id=id)
