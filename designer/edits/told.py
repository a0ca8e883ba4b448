"""Translations that follow what they translate: sentences counted in the order of the text, and things that are gone."""

from __future__ import annotations

from dataclasses import replace

from designer import address as at
from dsl import tree
from dsl.translatable import sentences, things

Path = tuple[str, ...]


def carried(before: tree.Process, after: tree.Process) -> tree.Process:
    """`after`, an edit of `before`, with its translations set right: the words of a `notify` that is counted anew go with
    it, and words of what was taken away go too. What was wrong before stays as it is."""
    if not after.all(tree.Words) or before is after:
        return after
    known = {tuple(path.split(".")) for path, _ in things(after)}
    gone = {tuple(path.split(".")) for path, _ in things(before)} - known
    new, lost = moved(before, after)
    if not new and not lost and not gone:
        return after
    for number, item in enumerate(after.items):
        if isinstance(item, tree.Words):
            after = at.put(after, f"items.{number}", rewritten(item, new, lost | (gone - set(new))))
    return after


def moved(before: tree.Process, after: tree.Process) -> tuple[dict[Path, Path], set[Path]]:
    """Paths of sentences that have another number now, old -> new, and paths whose sentence is gone."""
    now = {id(each.node): tuple(each.path.split(".")) for each in sentences(after)}
    new: dict[Path, Path] = {}
    lost: set[Path] = set()
    for each in sentences(before):
        old = tuple(each.path.split("."))
        if id(each.node) not in now:
            lost.add(old)
        elif now[id(each.node)] != old:
            new[old] = now[id(each.node)]
    changed = replaced(before, after, lost)
    return {**new, **changed}, lost - set(changed)


def replaced(before: tree.Process, after: tree.Process, lost: set[Path]) -> dict[Path, Path]:
    """Sentences whose node was made anew, one for one: a message that was only edited keeps its translation."""
    old = {id(each.node) for each in sentences(before)}
    fresh = [tuple(each.path.split(".")) for each in sentences(after) if id(each.node) not in old]
    return {path: path for path in lost if path in fresh}


def rewritten(words: tree.Words, new: dict[Path, Path], lost: set[Path]) -> tree.Words:
    """A block of translations with paths replaced and lines taken out; lines that stay are the very same ones."""
    items = tuple(
        replace(word, path=new[word.path]) if new.get(word.path, word.path) != word.path else word
        for word in words.items
        if word.path not in lost
    )
    same = len(items) == len(words.items) and all(one is other for one, other in zip(items, words.items, strict=True))
    return words if same else replace(words, items=items)
