"""Completion: the words, names and values that can stand where the cursor is."""

from __future__ import annotations

from collections.abc import Iterator

from designer.text.choices import Choice, World, choices, of_field
from designer.text.keywords import help_of
from designer.text.patterns import pattern
from designer.text.places import UNKNOWN, Place, accepted, keywords, place_to_write
from designer.text.wanted import Wanted, wanted
from dsl.blocks import BLOCKS, KINDS
from dsl.lexing import UNITS

MOST = 200
"""Options that are sent: nobody reads more."""

CURRENCIES = ("CNY", "EUR", "USD", "GBP", "JPY", "HKD")
SPELLED = {"yes": "yes/no", "e": "e-mail", "long": "long text", "business": "business duration"}
"""Kinds of a field that are written with more than one word."""


def complete(text: str, offset: int, world: World) -> tuple[int, list[Choice]]:
    """From which character on the cursor's word is replaced, and by what; a character is one of Python's."""
    place, begin = place_to_write(text, offset)
    if place is None:
        return begin, []
    if place.piece.kind in ("text", "open"):
        return in_text(place, offset, world)
    found = at_head(place, world) if not place.before else within(place, world)
    unique = {choice.label: choice for choice in reversed(list(found))}
    return begin, list(reversed(unique.values()))[:MOST]


def at_head(place: Place, world: World) -> Iterator[Choice]:
    """What a line can begin with."""
    block = BLOCKS.get(place.block, UNKNOWN)
    for word, statement in block.words.items():
        if word in UNFIT.get(opener(place), ()):
            continue
        about = help_of(word, statement.start, world.language) or ""
        yield from pattern(word, world, about)
        yield Choice(word, "keyword", "", about)
    if place.block == "arms":
        for one in choices(world, wanted(place, world.names, world.libraries)):
            yield Choice(one.label, one.sort, one.detail, one.about, one.label + " {\n  ${}\n}")
    elif place.block in ("example", "words"):
        yield from choices(world, wanted(place, world.names, world.libraries))


UNFIT = {
    "approve": ("outcome",),
    "task": ("decide", "reject", "may", "same", "void"),
    "calling": ("decide", "reject", "may", "same", "void"),
}
"""Clauses a step has no use for."""


def opener(place: Place) -> str:
    """The statement whose block the place stands in."""
    statement = place.around[-1].statement
    return statement.start if statement else ""


def within(place: Place, world: World) -> Iterator[Choice]:
    """What can go on in a statement."""
    accepts = accepted(place)
    if accepts is None or "NAME" in accepts:
        yield from choices(world, wanted(place, world.names, world.libraries))
    if accepts is None:
        return
    if "CURRENCY" in accepts:
        yield from (Choice(code, "constant") for code in (*currencies(world), *CURRENCIES))
    if "UNIT" in accepts:
        yield from (Choice(unit, "constant") for unit in UNITS if unit.endswith("s"))
    is_kind = place.start == "field" and place.written[-1:] == (":",)
    for terminal, word in sorted(keywords().items(), key=lambda pair: pair[1]):
        if terminal in accepts and not (word in ("yes", "no") and not is_kind):
            yield _kind(word, world) if is_kind and word in KINDS else word_of(word, place, world)
    if {"YES", "NO"} <= accepts and Wanted("truth") in wanted(place, world.names, world.libraries):
        yield from (Choice(word, "enum") for word in ("yes", "no"))


def word_of(word: str, place: Place, world: World) -> Choice:
    return Choice(word, "keyword", "", help_of(word, place.start, world.language) or "")


def _kind(word: str, world: World) -> Choice:
    """A kind of a field, with the size it needs."""
    label = SPELLED.get(word, word)
    put = {"text": "text ${80}", "long": "long text ${2000}", "decimal": "decimal ${2}", "money": "money ${CNY}"}.get(word)
    return Choice(label, "type", "", help_of(word, "field", world.language) or "", put or label)


def currencies(world: World) -> list[str]:
    """The currencies the process uses."""
    kinds = [one.node.kind for sort in ("field", "column") for one in world.names.all(sort)]
    return [kind.currency for kind in kinds if kind.currency]


def in_text(place: Place, offset: int, world: World) -> tuple[int, list[Choice]]:
    """Inside quotes: an id of the directory, or an answer in a title or a message."""
    begin = place.piece.start + 1
    directory = {"role": world.directory.roles, "team": world.directory.teams, "person": world.directory.people}
    if place.written[-1:] == ("(",) and place.written[-2:-1] and place.written[-2] in directory:
        return begin, [Choice(id, "constant", label) for id, label in directory[place.written[-2]]][:MOST]
    if place.start == "table" and place.written[-1:] == ("from",):
        return begin, [Choice(name, "constant") for name in sorted(world.libraries.files)]
    typed = place.piece.text[: offset - place.piece.start]
    opened = typed.rfind("{")
    if place.start in ("title", "notify") and opened > typed.rfind("}"):
        return place.piece.start + opened + 1, [of_field(one) for one in world.names.all("field")][:MOST]
    return offset, []
