"""Edits that follow a name through the whole text: rename it everywhere, or take it away with all that says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.references import PLACEHOLDER, Reference, Thing, references
from designer.uses import references_to, thing_at
from dsl import tree

SHARED = {"step": ("step", "end"), "end": ("step", "end")}
"""Sorts that share their names; others have their own."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Give what is defined at the address another name, there and wherever it is named, translations too."""

    address: str
    name: str

    def on(self, process: tree.Process) -> tree.Process:
        thing = thing_at(process, self.address)
        if thing is None:
            raise LookupError(self.address)
        new = snippets.name(self.name, "name", thing[0] in ("field", "column"))
        return process if new == thing[-1] else renamed(process, thing, new)


def renamed(process: tree.Process, thing: Thing, new: str) -> tree.Process:
    """The process with a thing called `new`; raises CannotEdit when something of its sort is called so."""
    found = tuple(references(process))
    taken = [(sort, *thing[1:-1], new) for sort in SHARED.get(thing[0], (thing[0],))]
    if any(each.defines and each.thing in taken for each in found):
        raise CannotEdit("`{word}` exists already: choose another name", "name", word=new)
    for each in found:
        if each.thing == thing:
            process = said_otherwise(process, each, thing[-1], new)
    return process


def said_otherwise(process: tree.Process, reference: Reference, old: str, new: str) -> tree.Process:
    """The process with one reference changed."""
    place = f"{reference.address}.{reference.slot}" if reference.address else reference.slot
    if reference.slot != "text":
        return at.put(process, place, new)
    return at.put(process, place, shown_otherwise(at.get(process, place), old, f"{{{new}}}"))


def shown_otherwise(text: str, old: str, new: str) -> str:
    """A template with one placeholder replaced."""

    def other(match: re.Match[str]) -> str:
        return new if match[1] is not None and match[1].strip() == old else match[0]

    return PLACEHOLDER.sub(other, text)


@dataclass(frozen=True, slots=True)
class RemoveWithUses:
    """Take away what is defined at the address. Uses of it say `instead`, a name of the same sort; without it they go as
    well: conditions that ask for it, answers of examples, entries of lists. What cannot go is said, and nothing happens."""

    address: str
    instead: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        thing = thing_at(process, self.address)
        if thing is None or not self.address:
            raise LookupError(self.address)
        if self.instead:
            return self.replaced(process, thing)
        goal = at.get(process, self.address)
        address = self.address
        for _ in range(sum(1 for _ in references(process))):
            uses = references_to(process, address)
            if not uses:
                return at.remove(process, address)
            process = without(process, uses[-1])
            address = found_again(process, goal, thing, address)
        raise AssertionError("each turn takes one reference away")

    def replaced(self, process: tree.Process, thing: Thing) -> tree.Process:
        other = (*thing[:-1], self.instead)
        if other == thing or not any(each.defines and each.thing == other for each in references(process)):
            raise CannotEdit("there is no `{word}` to use instead", "instead", word=self.instead[:40])
        for each in references_to(process, self.address):
            if each.thing == thing and not isinstance(at.get(process, each.address), tree.Word):
                process = said_otherwise(process, each, thing[-1], self.instead)
        return RemoveWithUses(self.address).on(process)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        """What stands in its place now, or above."""
        place = self.address
        while place:
            try:
                at.get(after, place)
                return at.line_of(after, place)
            except LookupError:
                home, _, last = place.rpartition(".")
                place = f"{home}.{int(last) - 1}" if last.isdigit() and int(last) else home.rpartition(".")[0]
        return ""


def found_again(process: tree.Process, goal: object, thing: Thing, address: str) -> str:
    """The address of what is being removed, after lines before it may have gone."""
    for each in references(process):
        if each.defines and each.thing == thing:
            return each.address if each.slot == "name" else f"{each.address}.{each.slot}"
    raise LookupError(address)


def without(process: tree.Process, use: Reference) -> tree.Process:
    """The process without the smallest part that names something and may be left out."""
    node = at.get(process, use.address)
    match node:
        case tree.Word():
            if use.slot == "text":
                return at.put(process, f"{use.address}.text", shown_otherwise(node.text, use.thing[-1], ""))
            return at.remove(process, use.address)
        case tree.Title() | tree.Notify():
            text = shown_otherwise(node.text, use.thing[-1], "").strip(" :,-：，") or "…"
            return at.put(process, f"{use.address}.text", text)
        case tree.Access() | tree.Void():
            return emptied(at.remove(process, f"{use.address}.{use.slot}"), use.address)
        case tree.Need() | tree.Given() | tree.Act():
            return emptied(at.remove(process, use.address), at.line_of(process, use.address))
        case tree.Arm() | tree.Row() | tree.Otherwise():
            return at.remove(process, use.address)
        case tree.Before() | tree.NeverDecides():
            return at.remove(process, at.line_of(process, use.address))
        case tree.Path():
            return without_expression(process, use)
    raise kept(process, use)


def without_expression(process: tree.Process, use: Reference) -> tree.Process:
    """Without the condition that names it: one of several, one that may be missing, a row, a check, one of the people."""
    place = use.address
    while True:
        home, _, last = place.rpartition(".")
        line = at.line_of(process, place)
        if place == line or not home:
            raise kept(process, use)
        above = at.get(process, home.rpartition(".")[0] if last.isdigit() else home)
        match above:
            case tree.And(items) | tree.Or(items) if last.isdigit():
                left = (*items[: int(last)], *items[int(last) + 1 :])
                outer = home.rpartition(".")[0]
                return at.put(process, outer, left[0] if len(left) == 1 else replace(above, items=left))
            case tree.Member(members=members) if last.isdigit() and len(members) > 1:
                return at.remove(process, place)
            case tree.Field() | tree.Section() if last in ("when", "default"):
                return at.put(process, place, None)
            case tree.Fold() if last == "where":
                return at.put(process, place, None)
            case tree.Given(values=values) if last.isdigit() and len(values) > 1:
                return at.remove(process, place)
            case tree.Given():
                given = home.rpartition(".")[0] if last.isdigit() else home
                return emptied(at.remove(process, given), line)
            case tree.Check() | tree.Row():
                return at.remove(process, home)
            case tree.By(people) | tree.Notify(people) | tree.StartedBy(people) if last.isdigit() and len(people) > 1:
                return at.remove(process, place)
            case tree.SeenBy() if last.isdigit():
                return emptied(at.remove(process, place), line)
        place = home.rpartition(".")[0] if last.isdigit() else home


def emptied(process: tree.Process, address: str) -> tree.Process:
    """The process without a line that says nothing any more."""
    match at.get(process, address):
        case tree.Access(sees=sees, edits=(), fills=()) if not sees:
            return at.remove(process, address)
        case tree.Void(fields=()) | tree.Answers(items=()) | tree.SeenBy(people=()):
            return at.remove(process, address)
        case tree.Expect(acts=()):
            return at.remove(process, address)
    return process


def kept(process: tree.Process, use: Reference) -> CannotEdit:
    """Why a use cannot simply go."""
    line = at.get(process, at.line_of(process, use.address))
    told = "`{word}` is needed in line {line}: change that line first, or use something else instead"
    return CannotEdit(told, "instead", word=use.thing[-1], line=line.at.line or "?")
