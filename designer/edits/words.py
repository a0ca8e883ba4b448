"""The edit of translations: one path, one language, one text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from dsl import tree
from dsl.translatable import things


@dataclass(frozen=True, slots=True)
class SetWord:
    """Translate what has the dotted path into a language; with no text take the translation away. The language's block is
    made when there is none; a new word stands behind the one that comes before it in the text's own order."""

    language: str
    path: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        text = " ".join(self.text.split())
        parts = tuple(self.path.split("."))
        process, home = with_block(process, self.language)
        block = at.get(process, home)
        place = next((n for n, word in enumerate(block.items) if word.path == parts), None)
        if not text:
            return at.remove(process, f"{home}.items.{place}") if place is not None else process
        if place is not None:
            return at.put(process, f"{home}.items.{place}", replace(block.items[place], text=text))
        order = {path: n for n, (path, _sort) in enumerate(things(process))}
        if self.path not in order:
            raise CannotEdit("there is nothing called `{word}` to translate", "path", word=self.path[:80])
        before = [n for n, word in enumerate(block.items) if order.get(".".join(word.path), -1) < order[self.path]]
        index = before[-1] + 1 if before else 0
        return at.insert(process, f"{home}.items", index, (tree.Word(parts, text),))


def with_block(process: tree.Process, language: str) -> tuple[tree.Process, str]:
    """The process with a block of words for the language, and its address."""
    for number, item in enumerate(process.items):
        if isinstance(item, tree.Words) and item.language == language:
            return process, f"items.{number}"
    name = snippets.name(language, "language")
    block = tree.Words(name, trivia=tree.Trivia(blank_above=True))
    return at.insert(process, "items", len(process.items), (block,)), f"items.{len(process.items)}"
