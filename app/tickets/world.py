"""What a form needs from outside: people and teams to choose from, read when asked for, and a place for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from zoneinfo import ZoneInfo

from flask import current_app

from app.db import reading
from app.people.queries import Person, everyone, teams
from app.tickets import storage
from dsl import types
from dsl.types import FileRef
from forms.world import World


class Later(Mapping):
    """A mapping that is read from the database when it is first looked at."""

    def __init__(self, read: Callable[[], dict[str, str]]):
        self.read = read
        self.found: dict[str, str] | None = None

    def whole(self) -> dict[str, str]:
        """All of it."""
        if self.found is None:
            self.found = self.read()
        return self.found

    def __getitem__(self, key: str) -> str:
        return self.whole()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole())

    def __len__(self) -> int:
        return len(self.whole())


def world(person: Person, attached: Mapping[str, object] | None = None) -> World:
    """The outside for a form this person fills in; `attached` are answers whose files may stay."""
    there = set(files_in(attached or {}))
    return World(
        people=Later(all_people),
        teams=Later(all_teams),
        zone=ZoneInfo(current_app.extensions["waybill"].zone),
        keep=lambda stream, name, _type: storage.keep(stream, name, person.id),
        owns=lambda ref: ref in there or storage.owns(ref, person.id),
    )


def all_people() -> dict[str, str]:
    """Active persons: id -> name."""
    with reading() as c:
        return {one.id: one.name for one in everyone(c)}


def all_teams() -> dict[str, str]:
    """Teams: id -> name."""
    with reading() as c:
        return teams(c)


def files_in(answers: Mapping[str, object]) -> Iterator[FileRef]:
    """Every file of some answers, those in rows too."""
    for value in answers.values():
        for item in value if isinstance(value, tuple) and not isinstance(value, types.FileRef) else ():
            if isinstance(item, types.FileRef):
                yield item
            elif isinstance(item, dict):
                yield from files_in(item)
