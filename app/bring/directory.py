"""Answers the engine's questions about people from the people of a map."""

from __future__ import annotations

from collections.abc import Callable

from app.bring.plan import Plan, Somebody
from app.bring.problems import Unusable
from dsl.libraries import PERSON


def directory(plan: Plan) -> Callable[[str], object]:
    """A directory that knows exactly the people and teams of the map; it is the same for the whole log."""
    known = dict(groups(plan))

    def ask(question: str) -> object:
        if question not in known:
            known[question] = answer(plan, question)
        return known[question]

    return ask


def groups(plan: Plan):
    """The members of every role and team the map speaks of."""
    people = plan.people.values()
    for role in {role for person in people for role in person.roles}:
        yield f"role:{role}", sorted(person.id for person in people if role in person.roles)
    for team in {*plan.heads, *(team for person in people for team in (*person.teams, person.department) if team)}:
        yield f"team:{team}", sorted(person.id for person in people if team in (*person.teams, person.department))


def answer(plan: Plan, question: str) -> object:
    match question.split(":"):
        case ["person", person, name] if person in plan.people:
            return about(plan.people[person], name)
        case ["team", team, "head"]:
            return plan.heads.get(team)
        case ["role" | "team", _]:
            return []
        case ["load", _]:
            return 0
    return None


def about(person: Somebody, name: str) -> object:
    match name:
        case "manager":
            return person.manager
        case "department":
            return person.department
    known = PERSON.get(name)
    if name not in person.attributes and not (known and known.optional):
        raise Unusable(f"the process asks for `{name}` of `{person.id}`: give it under [people] in the map")
    return person.attributes.get(name)
