"""What the designer is handed: the drafts of the database, the directory to choose from, and the reader's language."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from flask import current_app

from app.db import reading
from app.htmx import wants_fragment
from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.processes.drafts import StoredDrafts
from designer.outside import Names, Outside


def outside() -> Outside:
    """The app as the designer sees it."""
    return Outside(StoredDrafts(), _, language, wants_fragment, names, tell, ask, zone)


def tell(*given: object) -> object:
    """The history of a rehearsed ticket; the rooms of tickets hand in how."""
    return current_app.extensions["waybill.tell"](*given)


def ask(question: str) -> object:
    """What the directory of the house answers."""
    return current_app.extensions["waybill.ask"](question)


def zone() -> ZoneInfo:
    """The installation's zone."""
    return ZoneInfo(current_app.extensions["waybill"].zone)


def names() -> Names:
    """Active people, the teams, and the roles somebody holds."""
    with reading() as c:
        everyone, teams = people.everyone(c), people.teams(c)
    holders = Counter(role for person in everyone for role in person.roles)
    return Names(
        people=tuple(sorted(((one.id, one.name) for one in everyone), key=lambda each: each[1])),
        roles=tuple((role, role.replace("-", " ")) for role in sorted(holders)),
        teams=tuple(sorted(teams.items(), key=lambda each: each[1])),
        holders=holders,
    )
