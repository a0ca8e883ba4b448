"""What the word under the pointer is: a keyword, a function, or a named thing and where that is defined."""

from __future__ import annotations

from dataclasses import dataclass

from designer.text.choices import Choice, World, of_one
from designer.text.outline import Outline, Thing
from designer.text.places import NAMED_FIRST, Place, is_keyword, is_unit, place_at, places
from designer.text.wanted import Wanted, loops, rows_around, wanted
from dsl.libraries import Libraries

DEFINES = {
    "section": "section", "table": "table", "approve": "step", "task": "step", "calling": "step", "parallel": "step",
    "example": "example", "outcome": "answer",
}  # fmt: skip
"""Statements whose second word is a new name, and of what sort."""

NAMES = ("field", "column", "rows", "option", "outcome", "table", "step", "end", "act")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`keyword`, `thing` or `choice`: one of them says what it is; `place` is where it stands."""

    place: Place
    keyword: str | None = None
    thing: Thing | None = None
    choice: Choice | None = None


def meaning(text: str, offset: int, world: World) -> Meaning | None:
    """What stands at a character; None for texts, numbers, marks, and names nobody knows."""
    place = place_at(text, offset)
    return place and of_place(place, world)


def of_place(place: Place, world: World) -> Meaning | None:
    """What the word of a place is."""
    if place.piece.kind == "text":
        return of_text(place, world)
    if place.piece.kind != "word" or is_unit(place):
        return None
    thing = thing_at(place, world.names, world.libraries)
    if thing is not None:
        return Meaning(place, thing=thing)
    if is_keyword(place):
        return Meaning(place, keyword=place.piece.text)
    found = [choice for one in wanted(place, world.names, world.libraries) for choice in of_one(world, one)]
    choice = next((choice for choice in found if choice.label == place.piece.text), None)
    return choice and Meaning(place, choice=choice)


def of_text(place: Place, world: World) -> Meaning | None:
    """`role("finance")`: what the id stands for."""
    if place.written[-1:] != ("(",) or place.written[-2:-1] not in (("role",), ("team",), ("person",)):
        return None
    sort, id = place.written[-2], place.piece.text[1:-1]
    known = {"role": world.directory.roles, "team": world.directory.teams, "person": world.directory.people}[sort]
    label = dict(known).get(id)
    return Meaning(place, choice=Choice(id, sort, label or ""))


def thing_at(place: Place, names: Outline, libraries: Libraries) -> Thing | None:
    """The named thing a word is, or defines."""
    defined = definition_at(place, names)
    if defined is not None:
        return defined
    if place.start == "word":
        return None
    for one in wanted(place, names, libraries):
        if one.sort in NAMES and (found := find(names, one, place.piece.text)):
            return found
    if place.start not in ("answers", "requester", "expect") and place.piece.text in loops((*place.written, "")):
        return names.find("field", loops(place.written)[place.piece.text])
    return None


def find(names: Outline, wanted: Wanted, word: str) -> Thing | None:
    """The thing of a sort with that name."""
    sort = {"rows": "field", "act": "answer"}.get(wanted.sort, wanted.sort)
    return names.find(sort, word, None if wanted.of == "people" else wanted.of)


def definition_at(place: Place, names: Outline) -> Thing | None:
    """The thing that is defined by the word at the place."""
    word, head = place.piece.text, place.around[-1]
    if not place.before and place.start in NAMED_FIRST:
        match place.start:
            case "field":
                rows = rows_around(place)
                return names.find("column", word, rows) if rows else names.find("field", word)
            case "option":
                owner = head.head[0].text if head.head else ""
                rows = next((one.head[0].text for one in place.around[:-1] if is_rows(one)), None)
                return names.find("option", word, f"{rows}.{owner}" if rows else owner)
            case "row":
                return names.find("row", word, head.called)
            case "end_point":
                return names.find("end", word)
            case "rule":
                return names.find("rule", word)
    if len(place.before) == 1 and place.start in DEFINES:
        of = head.called if place.start == "outcome" else None
        return names.find(DEFINES[place.start], word, of)
    return None


def is_rows(around) -> bool:
    return around.name == "fields" and around.statement is not None and around.statement.start == "field"


def uses(text: str, thing: Thing, world: World) -> list[int]:
    """The lines in which a thing is referred to, its definition not counted."""
    found = []
    for place in places(text):
        if place.piece.text == thing.name and place.piece.kind == "word" and definition_at(place, world.names) is None:
            other = thing_at(place, world.names, world.libraries)
            if other is not None and other.node is thing.node and other.sort == thing.sort:
                found.append(place.piece.line)
    return found
