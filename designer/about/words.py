"""The translations of a process as a table: every path with what the text says, and what each language says."""

from __future__ import annotations

from dataclasses import dataclass

from designer import address as at
from designer.paths import paths
from dsl import tree
from dsl.translatable import sentences, things

PAGE = 100
"""Paths that stand on one page."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing that can be translated: `sort` as the language calls it, `source` what the text says."""

    path: str
    sort: str
    source: str
    texts: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> bool:
        """Whether some language has no text for it."""
        return any(not text for _, text in self.texts)


def blocks(process: tree.Process) -> dict[str, dict[str, str]]:
    """The translations by language and path."""
    return {one.language: {".".join(word.path): word.text for word in one.items} for one in process.all(tree.Words)}


def wordings(process: tree.Process) -> tuple[Wording, ...]:
    """Everything that can be translated, in the order of the text."""
    said, translated = sources(process), blocks(process)
    return tuple(
        Wording(
            path,
            sort,
            said.get(path, path.rpartition(".")[2]),
            tuple((one, words.get(path, "")) for one, words in translated.items()),
        )
        for path, sort in things(process)
        if path in said
    )


def sources(process: tree.Process) -> dict[str, str]:
    """What the text says at each path: a label, a name, a sentence."""
    found = {}
    for address, path in paths(process).items():
        node = at.get(process, address)
        found.setdefault(path, node if isinstance(node, str) else getattr(node, "label", None) or getattr(node, "name", ""))
    return found | {each.path: each.text for each in sentences(process)}


def left_over(process: tree.Process) -> list[tuple[str, tree.Word]]:
    """Translations of what is not there any more, with their addresses."""
    known = {path for path, _ in things(process)}
    lines = [(place, line) for place, line in at.walk(process) if isinstance(line, tree.Word)]
    return [(place, word) for place, word in lines if ".".join(word.path) not in known]


def chosen(found: tuple[Wording, ...], find: str, missing: bool) -> list[Wording]:
    """Those with a word in them, or those some language lacks."""
    wanted = find.casefold()
    there = [one for one in found if not missing or one.missing]
    return [
        one for one in there if any(wanted in text.casefold() for text in (one.path, one.source, *(t for _, t in one.texts)))
    ]
