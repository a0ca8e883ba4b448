"""Who may do what: one table of verbs and house roles. What depends on one ticket is asked of the ticket instead."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden

from app.i18n import translate as _
from app.people.queries import EMPLOYEE, Person

PROCESS_ADMIN = "process-admin"
SYSTEM_ADMIN = "system-admin"
AUDITOR = "auditor"

VERBS: dict[str, frozenset[str]] = {
    "start": frozenset({EMPLOYEE}),
    "see every ticket": frozenset({PROCESS_ADMIN, AUDITOR}),
    "see every process": frozenset({PROCESS_ADMIN, AUDITOR}),
    "see incidents": frozenset({PROCESS_ADMIN}),
    "reassign": frozenset({PROCESS_ADMIN}),
    "erase": frozenset({PROCESS_ADMIN}),
    "audit": frozenset({PROCESS_ADMIN, AUDITOR}),
    "hold": frozenset({PROCESS_ADMIN, AUDITOR}),
    "design": frozenset({PROCESS_ADMIN}),
    "publish": frozenset({PROCESS_ADMIN}),
    "see people": frozenset({PROCESS_ADMIN, SYSTEM_ADMIN, AUDITOR}),
}
"""verb -> roles that may. Every active person is an employee. People are changed on the command line, not here."""


def may(person: Person, verb: str) -> bool:
    """Whether one of the person's roles allows the verb; an unknown verb is a mistake of ours."""
    allowed = VERBS[verb]
    return EMPLOYEE in allowed or not allowed.isdisjoint(person.roles)


def require(person: Person, verb: str) -> None:
    """Answer 403 unless the person may, and say who may."""
    if not may(person, verb):
        roles = ", ".join(f"`{role}`" for role in sorted(VERBS[verb]))
        raise Forbidden(_("only the roles {roles} may do this: ask somebody who has one", roles=roles))
