"""Names that changed: a line that is gone and one that is new and says the same are one line with another name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dsl import tree
from dsl.comparing.entries import Entry, Key, entries

NAMED = frozenset(
    ("section", "field", "column", "option", "table", "row", "step", "parallel", "end", "rule", "example", "outcome", "arm")
)
"""Sorts that can be renamed."""
USES = {"name", "to", "table", "first", "then", "step", "outcome", "end"}
USES |= {"parts", "fields", "outcomes", "sees", "edits", "path"}
"""Attributes that hold names."""
PLACE = re.compile(r"\{([^{}]+)\}")
MOST_ROUNDS = 20
"""Lines found by each other's new names, one after the other; what is left then is gone and new."""

Names = Mapping[str, str]


def renames(old: tree.Process, new: tree.Process) -> tuple[dict[Key, Key], dict[str, str]]:
    """The new keys of old lines that are called otherwise now, and all names that changed."""
    keys: dict[Key, Key] = {}
    names: dict[str, str] = {}
    after = entries(new, {})
    keys |= by_turn(*apart(entries(old, keys), after), only=("arm",))
    for _ in range(MOST_ROUNDS):
        gone, come = apart(entries(old, keys), after)
        found = list(twins(gone, come, names))
        if not found:
            break
        for each, other in found:
            keys[each.key] = other.key
            names |= {each.node.name: other.node.name} if each.sort in NAMED else {}
    keys |= by_turn(*apart(entries(old, keys), after))
    return keys, names


def apart(before: Mapping[Key, Entry], after: Mapping[Key, Entry]) -> tuple[list[Entry], list[Entry]]:
    """The lines of only one version."""
    gone = [each for key, each in before.items() if key not in after]
    return gone, [each for key, each in after.items() if key not in before]


def twins(gone: list[Entry], come: list[Entry], names: Names) -> Iterator[tuple[Entry, Entry]]:
    """Lines that are gone, each with the one new line that says just the same under another name in the same block."""
    new: dict[object, list[Entry]] = {}
    for each in come:
        if each.sort == "word" or (each.sort in NAMED and each.node.name):
            new.setdefault(said(each, {}), []).append(each)
    for each in gone:
        if each.sort == "word" or (each.sort in NAMED and each.node.name):
            same = new.get(said(each, names), [])
            if len(same) == 1:
                yield each, same.pop()


def said(entry: Entry, names: Names) -> object:
    """What a line says and where, whatever it is called itself; a translation is called after what it translates."""
    own = {} if entry.sort == "word" else {entry.node.name: ""}
    return entry.sort, entry.parent, with_names(entry.node, {**names, **own})


def by_turn(gone: list[Entry], come: list[Entry], only: tuple[str, ...] = ()) -> dict[Key, Key]:
    """Lines without a name of their own are the same one when they stand in the same turn of the same block."""
    left, found = list(come), {}
    for each in (each for each in gone if is_nameless(each) and (not only or each.sort in only)):
        other = next((o for o in left if (o.sort, o.parent) == (each.sort, each.parent) and is_nameless(o)), None)
        if other is not None:
            left.remove(other)
            found[each.key] = other.key
    return found


def is_nameless(entry: Entry) -> bool:
    """Whether a line is known by what it says."""
    return isinstance(entry.node, tree.Notify | tree.Finish | tree.Branch) or (entry.sort == "arm" and not entry.node.name)


def is_same(before: tree.Node, after: tree.Node, names: Names) -> bool:
    """Whether two nodes are equal but for names that changed, comments aside."""
    return (not names and before == after) or with_names(before, names) == with_names(after, {})


def with_names(node: Any, names: Names) -> Any:
    """A copy with new names, and without comments."""
    if isinstance(node, tuple):
        return tuple(with_names(each, names) for each in node)
    if not isinstance(node, tree.Node):
        return node
    changed: dict[str, Any] = {"trivia": tree.NO_TRIVIA} if isinstance(node, tree.Line) else {}
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if name in ("at", "trivia"):
            continue
        if name in USES:
            value = named(value, names)
        elif name == "text" and isinstance(node, tree.Title | tree.Notify | tree.Word):
            value = PLACE.sub(lambda place: "{" + ".".join(named(tuple(place[1].split(".")), names)) + "}", value)
        changed[name] = with_names(value, names)
    return replace(node, **changed)


def named(value: Any, names: Names) -> Any:
    """A name, or several, as they are called now."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(named(each, names) for each in value)
    return value
