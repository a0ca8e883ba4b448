"""What a key of a box depends on: which fields, and whether the clock or the directory; so that it is forgotten in time."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from dsl import tree
from dsl.checking.book import Book, Box
from dsl.checking.reads import reads_facts, reads_of

FACTS = ("requester", "today", "now")


class Depends:
    """Answers for one process, each key looked at once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.known: dict[object, tuple[frozenset[str], bool]] = {}

    def of(self, key: object) -> tuple[frozenset[str], bool]:
        """The fields a key depends on, and whether it may change with time alone."""
        if key not in self.known:
            self.known[key] = self._found(key)
        return self.known[key]

    def _found(self, key: object) -> tuple[frozenset[str], bool]:
        if not isinstance(key, str):
            node = key[0]
            return frozenset(reads_of(self.book, node)), reads_facts(self.book, node)
        path = key.rstrip("?")
        head = path.split(".")[0]
        if head in FACTS:
            return frozenset(), True
        sheet = self.book.fields.get(head)
        if sheet is None:
            return frozenset(self.book.fields), True
        behind = [each for each in (sheet.node.value, *sheet.when) if each is not None]
        return frozenset({head, *reads_of(self.book, *behind)}), "." in path or reads_facts(self.book, *behind)

    def without(self, box: Box, changed: AbstractSet[str], time_passes: bool) -> dict:
        """What is still known after these fields may have changed."""
        kept = {}
        for key, values in box.items():
            fields, facts = self.of(key)
            if not (facts and time_passes) and fields.isdisjoint(changed):
                kept[key] = values
        return kept


def written_by(step: tree.Step) -> frozenset[str]:
    """The fields a step may change."""
    lines = [clause for clause in getattr(step, "clauses", ()) if isinstance(clause, tree.Access)]
    return frozenset(name for line in lines for name in (*line.edits, *(need.name for need in line.fills)))
