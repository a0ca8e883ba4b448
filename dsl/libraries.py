"""What stands outside the text but is needed to check it: directory attributes, roles, teams, calendars, CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl import types


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed attribute of a person or a team; `optional` when the directory may not know it."""

    type: types.Type
    optional: bool = False


PERSON = {
    "manager": Attribute(types.Person(), optional=True),
    "department": Attribute(types.Team(), optional=True),
    "level": Attribute(types.Choice(("regular", "vip"))),
}
TEAM = {"head": Attribute(types.Person(), optional=True)}


@dataclass(frozen=True, slots=True)
class Libraries:
    """A typed, versioned description of the outside; None for `roles`, `teams` or `calendars` accepts any name."""

    version: str = "default"
    person: Mapping[str, Attribute] = field(default_factory=lambda: PERSON)
    team: Mapping[str, Attribute] = field(default_factory=lambda: TEAM)
    roles: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    calendars: frozenset[str] | None = None
    files: Mapping[str, str] = field(default_factory=dict)


DEFAULT = Libraries()
