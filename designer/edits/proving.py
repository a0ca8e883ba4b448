"""The edit that writes examples for what no example exercises."""

from __future__ import annotations

import json
from dataclasses import dataclass

from designer.edit import CannotEdit
from dsl import tree
from dsl.check import examined
from dsl.coverage import Covering
from dsl.covering.things import Thing
from dsl.libraries import DEFAULT, Libraries


@dataclass(frozen=True, slots=True)
class WriteCases:
    """Write an example for each thing that is missing, or for the `thing` alone: its sort and key as a JSON list. `language`
    is that of their labels. Each of them is run before it is kept."""

    thing: str = ""
    language: str = "en"

    def on(self, process: tree.Process) -> tree.Process:
        return self.within(process, DEFAULT)

    def within(self, process: tree.Process, libraries: Libraries) -> tree.Process:
        book = examined(process, libraries)
        if not book.done().ok:
            raise CannotEdit("examples are run to see what they do: mend the problems first")
        covering = Covering(process, libraries=libraries, book=book)
        wanted = [each for each in covering.things if key_of(each) == self.thing] if self.thing else None
        found = covering.cases(wanted, self.language)
        if not found.added:
            why = next(iter(found.left.values()), "")
            raise CannotEdit("no example was written: {why}", why=why) if why else CannotEdit("nothing is missing here")
        return found.process

    def selected(self, before: tree.Process, after: tree.Process) -> str | None:
        known = set(map(id, before.items))
        return next((f"items.{at}" for at, item in enumerate(after.items) if id(item) not in known), None)


def key_of(thing: Thing) -> str:
    """A thing as a page names it."""
    return json.dumps([thing.sort, *thing.key], ensure_ascii=False)
