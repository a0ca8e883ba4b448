"""What a map says: which columns, fields, acts and people of a process a log speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.bring.records import Columns


@dataclass(frozen=True, slots=True)
class FromColumn:
    """A field is what a column says; `absent` values mean it is not filled, `values` translates the others."""

    column: str
    absent: frozenset[str] = frozenset()
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A yes/no field: did one of the activities happen in this round?"""

    activities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Constant:
    """A field that is the same in all cases."""

    value: object


Source = FromColumn | Seen | Constant


@dataclass(frozen=True, slots=True)
class Act:
    """`approve supervisor`, `complete payment handled`: `step` and `word` are empty where the verb takes none."""

    verb: str
    step: str = ""
    word: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.verb, self.step, self.word) if part)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the log, as the directory would describe them."""

    id: str
    name: str
    manager: str | None = None
    department: str | None = None
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole map: `activities` give the acts to try in order, `actors` the person behind a value of the actor column."""

    columns: Columns
    fields: Mapping[str, Source]
    activities: Mapping[str, tuple[Act, ...]]
    actors: Mapping[str, str]
    people: Mapping[str, Somebody]
    heads: Mapping[str, str | None]

    def needed(self) -> tuple[str, ...]:
        """The columns the fields are read from."""
        return tuple(source.column for source in self.fields.values() if isinstance(source, FromColumn))

    def begins_round(self, activity: str) -> bool:
        """Does the activity file the request?"""
        return any(act.verb == "submit" for act in self.activities.get(activity, ()))
