"""Where the thing under the cursor is defined."""

from __future__ import annotations

from designer.text.choices import World
from designer.text.meaning import definition_at, meaning
from designer.text.places import places


def definition(text: str, offset: int, world: World) -> int | None:
    """The character at which the name is defined; None where nothing of the text defines it."""
    found = meaning(text, offset, world)
    if found is None or found.thing is None:
        return None
    thing = found.thing
    if thing.sort == "outcome":
        return outcome_of(text, thing.of, thing.name)
    for place in places(text):
        if place.piece.text == thing.name and definition_at(place, world.names) == thing:
            return place.piece.start
    return None


def outcome_of(text: str, table: str, name: str) -> int | None:
    """Where a table lists an outcome."""
    for place in places(text):
        if place.start == "table" and "{" in place.written and place.written[1] == table and place.piece.text == name:
            return place.piece.start
    return None
