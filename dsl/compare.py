"""What changed between two versions of a process: structured, each change with its place, and as sentences for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import zip_longest

from dsl import tree
from dsl.comparing.aspects import aspects, constants, written
from dsl.comparing.entries import Entry, Key, entries
from dsl.comparing.order import out_of_order
from dsl.comparing.renames import Names, is_same, renames, with_names
from dsl.comparing.sentences import sentence
from dsl.format import head_of

ONLY_WORDS = ("words", "comments")
CLAUSES = frozenset(
    ("by", "decide", "reject", "may", "due", "same person", "void", "access", "nobody", "started by", "seen by", "title")
)
"""Lines that say one thing about what they stand in: one that is new is a change of that."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `kind`: added, removed, renamed, moved, relabelled, changed, words (a translation) or comments.

    `sort` is what it happened to, `place` what that is called, `what` the aspect that changed. `before` and `after` are as
    the texts write them; of what moved, behind what it stands. `old` and `new` are the addresses in both trees.
    """

    kind: str
    sort: str
    place: str
    what: str = ""
    before: str = ""
    after: str = ""
    old: str | None = None
    new: str | None = None

    @property
    def is_only_words(self) -> bool:
        """Whether no ticket can tell the difference."""
        return self.kind in ONLY_WORDS

    def to_json(self) -> dict[str, object]:
        """The change for machines."""
        return asdict(self)


Found = Iterator[tuple[Key, Change]]
Entries = Mapping[Key, Entry]
InTurn = Mapping[tuple[Key | None, int], Entry]


def compare(old: tree.Process, new: tree.Process) -> tuple[Change, ...]:
    """All changes, in the order of the new text; what is gone comes where it stood."""
    keys, names = renames(old, new)
    before, after = entries(old, keys), entries(new, {})
    found = [*one_sided(before, after), *changed(before, after, names), *moved(before, after)]
    if old.epilogue != new.epilogue:
        last = next(reversed(after))
        found.append((last, Change("comments", "process", new.name, "comments", old="", new="")))
    order = in_order(before, after)
    return tuple(change for _, change in sorted(found, key=lambda each: order[each[0]]))


def in_order(before: Entries, after: Entries) -> dict[Key, tuple[int, int]]:
    """Where each line comes: in the order of the new text, gone ones behind the line they stood behind."""
    order = {key: (number, 0) for number, key in enumerate(after)}
    last = (-1, 0)
    for key in before:
        last = order[key] if key in after else (last[0], last[1] + 1)
        order.setdefault(key, last)
    return order


def one_sided(before: Entries, after: Entries) -> Found:
    """What is gone and what is new, without what stands inside of it."""
    for key, entry in before.items():
        if key not in after and entry.parent in after:
            yield key, alone(entry, "removed")
    for key, entry in after.items():
        if key not in before and entry.parent in before:
            yield key, alone(entry, "added")


def alone(entry: Entry, kind: str) -> Change:
    """The change that a line is only here. A clause that is new is a change of its step."""
    text = head_of(entry.node, in_parallel=entry.sort == "arm" and not entry.node.name)
    old, new = (entry.address, None) if kind == "removed" else (None, entry.address)
    what = ""
    if entry.sort in CLAUSES:
        said = [each for each in aspects(entry.node) if each[1]]
        what, text = (said[0][0], said[0][1]) if len(said) == 1 else ("line", text)
        kind = "changed"
    if entry.sort in ("words", "word"):
        kind, what = "words", "translation"
    before, after = (text, "") if new is None else ("", text)
    return Change(kind, entry.sort, entry.place, what, before, after, old, new)


def changed(before: Entries, after: Entries, names: Names) -> Found:
    """What the lines of both versions say otherwise."""
    for key, new in after.items():
        if key not in before:
            continue
        old = before[key]
        for change in differences(old, new, names):
            yield key, change
        if comments(old.node) != comments(new.node):
            yield key, Change("comments", new.sort, new.place, "comments", old=old.address, new=new.address)


def comments(node: tree.Line) -> tuple:
    """The comments of a line; of an example also those inside."""
    own = node.trivia.above, node.trivia.behind, node.trivia.inside_end
    return own, *(comments(item) for item in (node.items if isinstance(node, tree.Example) else ()))


def differences(old: Entry, new: Entry, names: Names) -> Iterator[Change]:
    """The changes of one line."""
    where = {"old": old.address, "new": new.address}
    one, other = bare(old.node), bare(new.node)
    if getattr(one, "name", None) != getattr(other, "name", None):
        yield Change("renamed", new.sort, new.place, "name", one.name or "", other.name or "", **where)
    if is_same(one, other, names):
        return
    count = 0
    for what, before, after in said_otherwise(one, other, names):
        count += 1
        if what == "name":
            continue
        if threshold := only_a_constant(one, other, what):
            what, before, after = "threshold", *threshold
        yield Change(kind_of(new.sort, what), new.sort, new.place, what, before, after, **where)
    if not count:
        sort = "words" if new.sort in ("words", "word") else "changed"
        yield Change(sort, new.sort, new.place, "line", head_of(one), head_of(other), **where)


def bare(node: tree.Line) -> tree.Line:
    """A line without its block; an example is whole."""
    blocks = {"items", "fields", "options", "columns", "rows", "steps", "arms", "clauses", "rules"}
    if isinstance(node, tree.Example | tree.Void):
        return node
    here = blocks.intersection(node.__dataclass_fields__)
    more = {"otherwise": None} if isinstance(node, tree.Table) else {}
    more |= {"epilogue": ()} if isinstance(node, tree.Process) else {}
    return type(node)(**{name: getattr(node, name) for name in node.__dataclass_fields__} | dict.fromkeys(here, ()) | more)


def kind_of(sort: str, what: str) -> str:
    if sort in ("words", "word"):
        return "words"
    return "relabelled" if what == "label" else "changed"


def said_otherwise(one: tree.Line, other: tree.Line, names: Names) -> Iterator[tuple[str, str, str]]:
    """(aspect, before, after) for what is written otherwise, names that changed not counted."""
    raw, now, then = grouped(one), grouped(with_names(one, names)), grouped(other)
    for what in dict.fromkeys((*then, *raw)):
        old, new = now.get(what, []), list(then.get(what, []))
        gone = []
        for text, original in zip(old, raw.get(what, []), strict=True):
            if text in new:
                new.remove(text)
            else:
                gone.append(text if original in new else original)
        for before, after in zip_longest(gone, new, fillvalue=""):
            yield what, before, after


def grouped(node: tree.Line) -> dict[str, list[str]]:
    found = defaultdict(list)
    for what, text in aspects(node):
        found[what].append(text)
    return found


def only_a_constant(one: tree.Line, other: tree.Line, what: str) -> tuple[str, str] | None:
    """The two values when a condition of a rule differs in one constant alone."""
    if what != "condition" or not isinstance(one, tree.Row) or not isinstance(other, tree.Row):
        return None
    found = constants(one.when, other.when)
    return (written(found[0][0]), written(found[0][1])) if found is not None and len(found) == 1 else None


def moved(before: Entries, after: Entries) -> Found:
    """What stands in another block, or behind something else of its block."""
    turns: dict[Key | None, list[Key]] = defaultdict(list)
    stood, stands = in_turn(before), in_turn(after)
    for key, new in after.items():
        if key in before and before[key].parent == new.parent:
            turns[new.parent].append(key)
        elif key in before:
            yield key, move(before[key], new, stood, stands)
    for keys in turns.values():
        for place in out_of_order([before[key].index for key in keys]):
            yield keys[place], move(before[keys[place]], after[keys[place]], stood, stands)


def in_turn(there: Entries) -> InTurn:
    """The lines by the block they stand in and their turn there; the line of a block itself at turn -1."""
    found = {(entry.parent, entry.index): entry for entry in there.values()}
    return found | {(key, -1): entry for key, entry in there.items()}


def move(old: Entry, new: Entry, stood: InTurn, stands: InTurn) -> Change:
    """The change that a line stands elsewhere."""
    kind = "words" if new.sort in ("words", "word") else "moved"
    behind, now = neighbour(old, stood), neighbour(new, stands)
    return Change(kind, new.sort, new.place, "order", behind, now, old.address, new.address)


def neighbour(entry: Entry, there: InTurn) -> str:
    """What a line stands behind; what it stands in when it is the first."""
    above = there.get((entry.parent, entry.index - 1))
    if above is None:
        return ""
    return f"after {above.place}" if entry.index else f"first in {above.place}"


def render(change: Change, language: str = "en") -> str:
    """One change as a sentence, in English or Chinese."""
    return sentence(change, language)
