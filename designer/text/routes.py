"""The addresses of the text pane: typed text, formatting, completion, help, definitions, and the way to the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest

from designer.address import find_line
from designer.drafts import Conflict, Draft, Saved
from designer.look import Looks, libraries_of
from designer.outside import Outside
from designer.scene import view_of
from designer.sources import SOURCES
from designer.text.choices import World
from designer.text.complete import complete
from designer.text.definition import definition
from designer.text.hover import hover
from designer.text.outline import LARGE, QUICK, Outline, outline, outline_of
from designer.text.said import Units, said
from designer.text.sides import sides
from dsl.format import format_text
from dsl.lexing import scan
from dsl.parse import parse, too_deep, too_large

Answer = dict[str, Any] | tuple[dict[str, Any], int]


def add_routes(pages: Blueprint, outside: Outside, looks: Looks) -> None:
    """Put the text pane's addresses into the designer's."""
    pane = Pane(outside, looks)
    pages.add_url_rule("/design/<int:id>/text", "text", pane.show)
    for name in ("typed", "format", "complete", "hover", "definition", "shown"):
        pages.add_url_rule(f"/design/<int:id>/{name}", name, getattr(pane, name), methods=["POST"])


class Pane:
    """The text pane over what the app hands in; `looks` are shared with the pictures, so that a text is read once."""

    def __init__(self, outside: Outside, looks: Looks) -> None:
        self.outside, self.looks = outside, looks

    # -- the text

    def show(self, id: int) -> Answer:
        """The draft's text as it is now, with its problems."""
        return self.told(self.outside.drafts.find(id))

    def typed(self, id: int) -> Answer:
        """Keep what was typed; 409 with what is stored when a colleague changed the same lines."""
        revision, text = given(("revision", int), ("text", str))
        return self.answered(self.outside.drafts.save(id, revision, text, "typed", typed=True), revision)

    def format(self, id: int) -> Answer:
        """Write the text the canonical way; 422 when it has mistakes."""
        revision, text = given(("revision", int), ("text", str))
        made = format_text(text)
        if not isinstance(made, str):
            return {"error": self.outside.say("A text with mistakes cannot be formatted: mend them first.")}, 422
        return self.answered(self.outside.drafts.save(id, revision, made, "format"), revision)

    def answered(self, done: Saved | Conflict, base: int) -> Answer:
        match done:
            case Conflict(theirs, mine):
                found = sides(self.outside.drafts.text_of(theirs.id, base), mine, theirs.text)
                return {"error": "conflict", "revision": theirs.revision, "text": theirs.text, "sides": asdict(found)}, 409
            case Saved(draft, merged):
                return self.told(draft) | {"merged": merged}

    def told(self, draft: Draft) -> dict[str, Any]:
        """The text and what is said about it."""
        look = self.looks.of(draft)
        problems = said(look.problems, draft.text, self.outside.language())
        return {"revision": draft.revision, "text": draft.text, "problems": problems, "good": look.good}

    # -- about a place in the text

    def complete(self, id: int) -> Answer:
        """What can be written at a character."""

        def answer(text: str, at: int, world: World, units: Units) -> Answer:
            begin, found = complete(text, at, world)
            return {"from": units.of(begin), "options": [choice.as_json() for choice in found]}

        return self.at_place(id, answer, QUICK)

    def hover(self, id: int) -> Answer:
        """What stands at a character; null when there is nothing to tell."""

        def answer(text: str, at: int, world: World, units: Units) -> Answer:
            found = hover(text, at, world, self.outside.say)
            told = found and found | {"from": units.of(found["from"]), "to": units.of(found["to"])}
            return {"told": told}

        return self.at_place(id, answer)

    def definition(self, id: int) -> Answer:
        """Where the name at a character is defined; null when nowhere."""

        def answer(text: str, at: int, world: World, units: Units) -> Answer:
            found = definition(text, at, world)
            return {"offset": None if found is None else units.of(found)}

        return self.at_place(id, answer)

    def at_place(self, id: int, answer: Callable[[str, int, World, Units], Answer], most: int = LARGE) -> Answer:
        """The answer about a place in a text that need not be saved yet; one of more characters than `most` is not read."""
        draft = self.outside.drafts.find(id)
        text, offset = given(("text", str), ("offset", int))
        if too_large(text) or too_deep(scan(text).pieces):
            raise BadRequest
        units, names = Units(text), self.names(draft, text, most)
        world = World(names, libraries_of(draft.files), self.outside.directory(), self.outside.language())
        return answer(text, units.back(offset), world, units)

    def names(self, draft: Draft, text: str, most: int) -> Outline:
        """The names of a text; the newest without a mistake is read already, and for a long one that has to do."""
        if len(text) > most or text == draft.good:
            return outline_of(SOURCES.of(draft.good).process)
        return outline(text, draft.good)

    def shown(self, id: int) -> Answer:
        """The view and the address of what stands at a character; null while the text does not read well."""
        self.outside.drafts.find(id)
        text, offset = given(("text", str), ("offset", int))
        source = parse(text)
        if source.process is None or source.problems:
            return {"view": None, "at": None}
        address = find_line(source.process, Units(text).back(offset))
        return {"view": view_of(source.process, address), "at": address}


def given(*wanted: tuple[str, type]) -> list[Any]:
    """Members of the JSON that was sent; 400 when one is missing or of another sort."""
    sent = request.get_json()
    values = [sent.get(name) if isinstance(sent, dict) else None for name, _ in wanted]
    if any(type(value) is not kind for value, (_, kind) in zip(values, wanted, strict=True)):
        raise BadRequest
    return values
