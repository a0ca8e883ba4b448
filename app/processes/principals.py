"""People expressions as rights: `role("…")` and `team("…")` are compared with what a person has, without listing anybody."""

from __future__ import annotations

import re

from app.people.queries import Person
from dsl.engine.facts import Facts
from dsl.program import People

PLAIN = re.compile(r'(role|team)\("([^"\\]*)"\)')


def parts(people: People) -> tuple[frozenset[str], bool]:
    """The roles and teams the expression names plainly, and whether it has other parts as well."""
    pieces = [piece.strip() for piece in people.text.split(",") if piece.strip()]
    plain = [match for piece in pieces if (match := PLAIN.fullmatch(piece))]
    return frozenset(f"{match[1]}:{match[2]}" for match in plain), len(plain) < len(pieces)


def includes(people: People, person: Person, facts: Facts) -> bool:
    """Whether the person is one of `people`, before there are answers."""
    plain, more = parts(people)
    if not plain.isdisjoint(person.principals):
        return True
    facts.requester = person.id
    return more and person.id in people.find({}, facts)


def others(people: People, answers: dict, facts: Facts) -> tuple[str, ...]:
    """The persons that the expression names in another way than by role or team."""
    return tuple(people.find(answers, facts)) if parts(people)[1] else ()
