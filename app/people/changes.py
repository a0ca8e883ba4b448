"""Changing people: add one, disable one, load a directory of teams and persons from CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, select, update

from app.db import insert_once
from app.i18n import LANGUAGES
from app.journal import admin
from app.people import passwords, sessions
from app.people.rows import holding, member, person, team

ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
COLUMNS = ("id", "name", "email", "language", "manager", "department", "roles", "teams")
"""Columns of a CSV of persons; every other column is a typed attribute."""
TEAM_COLUMNS = ("id", "name", "head")
"""Columns of a CSV of teams."""
LARGEST_CSV = 20_000
"""Most lines of a CSV of persons or teams."""


class WrongPeople(ValueError):
    """A CSV or a command about people that cannot be taken; one message a line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as a CSV line or a command describes one."""

    id: str
    name: str
    email: str = ""
    language: str = ""
    manager: str | None = None
    department: str | None = None
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    attributes: Mapping[str, str] | None = None


def read_csv(text: str) -> list[dict[str, str]]:
    """The lines of a CSV with a header."""
    try:
        lines = list(csv.DictReader(io.StringIO(text)))
    except csv.Error as error:
        raise WrongPeople(f"this is no CSV: {error}") from None
    if len(lines) > LARGEST_CSV:
        raise WrongPeople(f"{len(lines)} lines: at most {LARGEST_CSV}")
    if wide := [str(number) for number, line in enumerate(lines, 2) if None in line]:
        raise WrongPeople(f"more cells than the first line names columns: line {', '.join(wide[:20])}")
    return [{key: (value or "").strip() for key, value in line.items() if key} for line in lines]


def entries(text: str) -> list[Entry]:
    """The persons of a CSV; raises WrongPeople with every wrong line."""
    found, problems = [], []
    for number, line in enumerate(read_csv(text), 2):
        try:
            found.append(entry(line))
        except WrongPeople as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        raise WrongPeople("\n".join(problems))
    return found


def entry(line: Mapping[str, str]) -> Entry:
    """One line of a CSV as a person."""
    id, name = line.get("id", ""), line.get("name", "")
    require_id(id)
    if not 0 < len(name) <= 200:
        raise WrongPeople(f"`{id}` needs a name of 1 to 200 characters")
    if (language := line.get("language", "")) not in ("", *LANGUAGES):
        raise WrongPeople(f"unknown language `{language}` of `{id}`: use {' or '.join(LANGUAGES)}, or leave it out")
    return Entry(
        id=id,
        name=name,
        email=line.get("email", "")[:254],
        language=language,
        manager=line.get("manager") or None,
        department=line.get("department") or None,
        roles=tuple(line.get("roles", "").split()),
        teams=tuple(line.get("teams", "").split()),
        attributes={key: value for key, value in line.items() if key not in COLUMNS and value},
    )


def known(c: Connection, id: str) -> dict[str, str]:
    """What is known of a person, as a line of a CSV says it; only the id of somebody new."""
    row = c.execute(select(person).where(person.c.id == id)).first()
    if row is None:
        return {"id": id}
    teams = c.scalars(select(member.c.team).where(member.c.person == id))
    roles = c.scalars(select(holding.c.role).where(holding.c.person == id))
    line = {"id": id, "name": row.name, "email": row.email, "language": row.language}
    line |= {"manager": row.manager or "", "department": row.department or ""}
    return dict(row.attributes) | line | {"teams": " ".join(teams), "roles": " ".join(roles)}


def require_id(id: str) -> None:
    """Raise unless the text can be the id of a person, team or role."""
    if not ID.fullmatch(id):
        raise WrongPeople(f"`{id}` cannot be an id: use a-z, 0-9, `-`, `_` and `.`, at most 64")


def load_teams(c: Connection, text: str) -> int:
    """Add or change the teams of a CSV (id, name, head); returns how many."""
    lines = read_csv(text)
    if unknown := sorted({column for line in lines for column in line} - set(TEAM_COLUMNS)):
        raise WrongPeople(f"unknown column `{unknown[0]}` of teams: there are {', '.join(TEAM_COLUMNS)}")
    rows = []
    for line in lines:
        require_id(line.get("id", ""))
        rows.append({"id": line["id"], "name": line.get("name") or line["id"], "head": line.get("head") or None})
        put(c, team, rows[-1])
    admin.note(c, "teams", admin.COMMAND_LINE, body={"teams": rows})
    return len(lines)


def load_people(c: Connection, text: str) -> int:
    """Add or change the persons of a CSV; their roles and teams become those of the CSV. Returns how many."""
    found = entries(text)
    for entry in found:
        put(c, person, {"id": entry.id, "name": entry.name, "active": True, "attributes": {}})
    known = set(c.scalars(select(person.c.id)))
    require_known("manager", {entry.manager for entry in found if entry.manager} - known)
    for entry in found:
        save(c, entry)
    note_people(c, found)
    return len(found)


def require_heads(c: Connection) -> None:
    """Raise when the head of a team is nobody; asked when the persons are loaded too."""
    heads = set(c.scalars(select(team.c.head).where(team.c.head.is_not(None))))
    require_known("head", heads - set(c.scalars(select(person.c.id))))


def require_person(c: Connection, id: str) -> None:
    """Raise unless the person exists and is active."""
    if c.scalar(select(person.c.id).where(person.c.id == id, person.c.active)) is None:
        raise WrongPeople(f"nobody active has the id `{id}`")


def require_known(what: str, unknown: Iterable[str]) -> None:
    """Raise when something is left over."""
    if left := sorted(unknown):
        raise WrongPeople(f"unknown {what} " + ", ".join(f"`{one}`" for one in left))


def save(c: Connection, entry: Entry) -> None:
    """Write one person with roles and teams; teams not known yet are made."""
    for one in {*entry.teams, *([entry.department] if entry.department else [])}:
        require_id(one)
        insert_once(c, team, {"id": one, "name": one})
    row = {
        "id": entry.id,
        "name": entry.name,
        "email": entry.email,
        "language": entry.language,
        "active": True,
        "manager": entry.manager,
        "department": entry.department,
        "attributes": dict(entry.attributes or {}),
        "erased": None,
    }
    put(c, person, row)
    c.execute(delete(member).where(member.c.person == entry.id))
    c.execute(delete(holding).where(holding.c.person == entry.id))
    if entry.teams:
        c.execute(member.insert(), [{"team": one, "person": entry.id} for one in sorted(set(entry.teams))])
    for role in sorted(set(entry.roles)):
        require_id(role)
        c.execute(holding.insert().values(role=role, person=entry.id))


def change(c: Connection, entry: Entry) -> None:
    """Write one person, and keep in the log that it was done."""
    save(c, entry)
    note_people(c, [entry])


def note_people(c: Connection, changed: Iterable[Entry]) -> None:
    """Keep in the log what persons are from now on: what decides about rights as it is, the rest to be erased one day."""
    public, personal = [], {}
    for one in changed:
        groups = {"roles": sorted(set(one.roles)), "teams": sorted(set(one.teams))}
        public.append({"id": one.id, "manager": one.manager, "department": one.department} | groups)
        about = {"name": one.name, "email": one.email, "language": one.language}
        attributes = {name: str(value) for name, value in (one.attributes or {}).items()}
        personal[one.id] = about | {"attributes": attributes}
    subject = public[0]["id"] if len(public) == 1 else ""
    admin.note(c, "people", admin.COMMAND_LINE, subject, {"people": public}, personal)


def put(c: Connection, table: Table, row: dict) -> None:
    """Insert the row, or change the one with its id."""
    if not insert_once(c, table, row):
        c.execute(update(table).where(table.c.id == row["id"]).values(row))


def set_password(c: Connection, who: str, password: str) -> None:
    """Set a person's password; their sessions and tokens end. Hash before the transaction when speed matters."""
    if problem := passwords.problem_of(password):
        raise WrongPeople(problem)
    hashed = passwords.to_hash(password)
    if c.execute(update(person).where(person.c.id == who).values(password=hashed, failures=0)).rowcount != 1:
        raise WrongPeople(f"nobody has the id `{who}`")
    sessions.end_all(c, who)
    admin.note(c, "password", admin.COMMAND_LINE, who)


def disable(c: Connection, who: str) -> None:
    """The person has left: may not sign in, is asked no more, and all sessions and tokens end at once."""
    if c.execute(update(person).where(person.c.id == who).values(active=False)).rowcount != 1:
        raise WrongPeople(f"nobody has the id `{who}`")
    sessions.end_all(c, who)
    admin.note(c, "disabled", admin.COMMAND_LINE, who)
