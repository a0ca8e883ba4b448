"""Translations: every path of `words` names one thing or one sentence of the process, and shows no more than it does."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from dsl import tree
from dsl.checking.book import Book
from dsl.checking.templates import placeholders
from dsl.translatable import Sentence, sentences, things

SENTENCE = re.compile(r"title|(.+\.)?(help|check[0-9]*|notify[0-9]*|arm[0-9]*)").fullmatch
"""Paths that are meant for a sentence."""


def words(book: Book) -> None:
    """Checks all translations."""
    blocks = book.process.all(tree.Words)
    if not blocks:
        return
    known: dict[str, list[str]] = {}
    for path, sort in things(book.process):
        known.setdefault(path, []).append(sort)
    said = {each.path: each for each in sentences(book.process)}
    for block in blocks:
        book.place = f"words {block.language}"
        seen: set[str] = set()
        for word in block.items:
            path = ".".join(word.path)
            if path in seen:
                book.problem("said-twice", word.at, name=path)
            seen.add(path)
            _word(book, word, path, known, said)
            if path in said and said[path].is_template:
                _template(book, word, said[path])
    book.place = ""


def _word(book: Book, word: tree.Word, path: str, known: Mapping[str, list[str]], said: Collection[str]) -> None:
    if path not in known and SENTENCE(path):
        book.unknown("unknown-sentence", word.at, path, said, exact=False)
    elif path not in known:
        book.unknown("unknown-path", word.at, path, known, exact=False)
    elif len(sorts := dict.fromkeys(known[path])) > 1:
        book.problem("ambiguous-word", word.at, name=path, sorts=", ".join(sorts))


def _template(book: Book, word: tree.Word, said: Sentence) -> None:
    """A translation shows only what the text shows: whoever may read the one may read the other."""
    known = [name for name in placeholders(said.text) if name is not None]
    for name in placeholders(word.text):
        if name is None:
            book.problem("stray-brace", word.at)
        elif name not in known:
            book.unknown("other-placeholder", word.at, name, known, exact=False)
