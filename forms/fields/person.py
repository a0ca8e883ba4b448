"""People and teams: ids, picked from those the app hands in."""

from __future__ import annotations

from collections.abc import Callable

from dsl import types
from forms import limits
from forms.fields.look import Look
from forms.fields.text import BAD, END
from forms.messages import Wrong, word


def schema(type: types.Person | types.Team, required: bool) -> dict[str, object]:
    return {"type": "string", "maxLength": limits.ID, "pattern": f"^[^\\s{BAD}]+{END}", "format": "id"}


def from_json(type: types.Person | types.Team) -> Callable:
    person = isinstance(type, types.Person)
    unknown = "unknown-person" if person else "unknown-team"

    def read(raw, world):
        if raw.__class__ is not str or not is_id(raw):
            return Wrong("not-an-id", {"word": word(raw)})
        known = world.people if person else world.teams
        if known is not None and raw not in known:
            return Wrong(unknown, {"word": word(raw)})
        return raw

    return read


def is_id(raw: str) -> bool:
    """One word of characters that can be seen."""
    return 0 < len(raw) <= limits.ID and raw.isprintable() and not any(map(str.isspace, raw))


def from_page(type: types.Person | types.Team) -> Callable:
    read = from_json(type)
    return lambda raw, world: read(raw.strip() if raw.__class__ is str else raw, world) if raw else None


def to_page(type: types.Person | types.Team, value: str) -> str:
    return value


def widget(type: types.Person | types.Team) -> tuple[str, dict[str, object]]:
    return "person", {"type": "text", "autocomplete": "off", "maxlength": limits.ID}


def display(type: types.Person | types.Team, value: str, look: Look) -> str:
    return (look.people if isinstance(type, types.Person) else look.teams).get(value, value)
