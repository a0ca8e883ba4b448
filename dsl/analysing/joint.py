"""Two versions in one space: a key and a number mean the same in both, or the old one gets a key of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of

from dsl import tree, types
from dsl.checking.book import Book, Box
from dsl.checking.constants import TEXTUAL, universe
from dsl.checking.sets import FAR, YES, Set, both, joined, union
from dsl.libraries import Libraries

BEFORE = "before"
"""What stands before the name of a thing that the old version means otherwise."""


@dataclass(frozen=True, slots=True)
class Before:
    """A comparison is meant as the old version has it: `names` are what differs, `alias` is what its key had."""

    alias: object
    names: tuple[str, ...]


class Joint:
    """Puts what both versions accept into the book of the new one; `box` is a box of the old version in its words."""

    def __init__(self, old: Book, new: Book) -> None:
        self.old, self.new = old, new
        self.differing = differing(old, new)
        self.keys: dict[object, object] = {}
        for key in (*new.universes, *new_keys(new)):
            self.accept(key, new.universes.get(key))
        self.boxes = {name: [self.row(each) for each in rows] for name, rows in old.row_boxes.items() if rows is not None}

    def row(self, several: list[Box]) -> list[Box]:
        found = (self.box(each) for each in several)
        return [each for each in found if each is not None]

    def box(self, box: Box) -> Box | None:
        """The box, or None when nothing of it is left that both accept."""
        found = {}
        for key, values in box.items():
            name = self.key(key)
            mapped = both(self.values(key, name, values), self.new.universes.get(name, ((0, 1),)))
            if not mapped:
                return None
            found[name] = mapped
        return found

    def key(self, key: object) -> object:
        """The key of the new version that means the same, or one that only the old version has."""
        if key not in self.keys:
            self.keys[key] = name = self.named(key)
            if name != key or key not in self.new.universes:
                self.adopt(key, name)
        return self.keys[key]

    def named(self, key: object) -> object:
        if not isinstance(key, str):
            names = tuple(sorted(self.differing & reads(key[0])))
            return (key[0], Before(key[1], names)) if names else key
        name = key.rstrip("?")
        same = name.split(".")[0] not in self.differing and self.same_kind(name)
        return key if same else f"{BEFORE}.{key}"

    def same_kind(self, name: str) -> bool:
        one, other = kind_of(self.old, name), kind_of(self.new, name)
        return one is None or other is None or comparable(one, other)

    def adopt(self, key: object, name: object) -> None:
        """Take a thing of the old version over into the book."""
        if isinstance(key, str) and not key.endswith("?"):
            kind = self.old.things.get(key)
            self.new.things.setdefault(name, kind)
            if name == key:
                self.accept(key, self.values(key, name, self.old.universes[key]))
            else:
                self.new.universes[name] = self.old.universes[key]
        elif name == key:
            self.accept(key, None)

    def accept(self, key: object, every: Set | None) -> None:
        """Leave of a key the values both versions accept."""
        if not isinstance(key, str):
            return
        if key.endswith("?"):
            if any(always(book, key[:-1]) for book in (self.old, self.new)):
                self.new.universes[key] = YES
            return
        for book in (self.old, self.new):
            other = kind_of(book, key)
            if every and other is not None and key.split(".")[0] not in self.differing and self.same_kind(key):
                theirs = universe(other)
                if theirs is not None:
                    theirs = self.options(other, key, theirs) if isinstance(other, types.Choice) else theirs
                    every = both(every, theirs) or every
        if every:
            self.new.universes[key] = every

    def values(self, key: object, name: object, values: Set) -> Set:
        """Numbers of the old version as those of the new one."""
        kind = self.old.things.get(key) if isinstance(key, str) else None
        if isinstance(kind, types.Choice) and name == key:
            return self.options(kind, key, values)
        return self.strings(values) if isinstance(kind, TEXTUAL) else values

    def options(self, kind: types.Choice, key: str, values: Set) -> Set:
        """Options by their names; those the new version does not have stand behind its own."""
        known = kind_of(self.new, key)
        if not isinstance(known, types.Choice):
            return values
        names = [*known.options, *(each for each in kind.options if each not in known.options)]
        numbers = [names.index(kind.options[n]) for low, high in values for n in range(low, high + 1)]
        return joined([(number, number) for number in numbers])

    def strings(self, values: Set) -> Set:
        """Texts by what they say; one the old version does not name is one of all others there."""
        others = any(high == FAR or high > len(self.old.strings) for _, high in values)
        names = {text: holds(values, number) for text, number in self.old.strings.items()}
        numbers = {self.new.number_of(text): inside for text, inside in names.items()}
        found: Set = joined([(number, number) for number, inside in numbers.items() if inside])
        if not others:
            return found
        last, low, rest = -1, 0, []
        for number in sorted(number for number, inside in numbers.items() if not inside):
            rest.append((last + 1, number - 1))
            last = number
        low = last + 1
        return union(found, joined([*(each for each in rest if each[0] <= each[1]), (low, FAR)]))


def holds(values: Set, number: int) -> bool:
    return any(low <= number <= high for low, high in values)


def new_keys(book: Book) -> Iterator[object]:
    """Keys of the rows that have no universe of their own."""
    seen = {key for rows in book.row_boxes.values() for several in rows for box in several for key in box}
    return (key for key in seen if key not in book.universes)


def kind_of(book: Book, name: str) -> types.Type | None:
    """The type behind a key; None when this version has no such thing."""
    sheet = book.fields.get(name)
    return book.things.get(name) or (sheet.type if sheet else None)


def comparable(one: types.Type, other: types.Type) -> bool:
    """Whether numbers of both types mean the same, once options and texts are told by name."""
    if isinstance(one, TEXTUAL) and isinstance(other, TEXTUAL):
        return isinstance(one, types.Person) == isinstance(other, types.Person)
    if type(one) is not type(other):
        return False
    money = not isinstance(one, types.Money) or one.currency == other.currency
    return money and (not isinstance(one, types.Decimal | types.Money) or types.scale_of(one) == types.scale_of(other))


def always(book: Book, name: str) -> bool:
    """Whether every ticket of a version has an answer there."""
    sheet = book.fields.get(name)
    return sheet is not None and not (sheet.optional or sheet.when or sheet.filled_by or sheet.rows)


def differing(old: Book, new: Book) -> frozenset[str]:
    """Names that stand in both versions for what the same answers make otherwise: computed differently, or of another kind;
    and what reads them."""
    shared = [name for name in old.fields if name in new.fields]
    found = {name.split(".")[0] for name in shared if is_other(old, new, name)} | outside(old.libraries, new.libraries)
    while True:
        computed = {name for name in shared if "." not in name and not found.isdisjoint(reads(old.fields[name].node.value))}
        if computed <= found:
            return frozenset(found)
        found |= computed


def is_other(old: Book, new: Book, name: str) -> bool:
    one, other = old.fields[name], new.fields[name]
    if one.node.value != other.node.value:
        return True
    return one.node.value is None and not comparable(one.type, other.type)


def outside(old: Libraries, new: Libraries) -> set[str]:
    """What the directory tells otherwise: all of it is taken for other when its description is."""
    same = (old.person, old.team, old.calendars) == (new.person, new.team, new.calendars)
    return set() if same else {"requester"}


def reads(node: object) -> set[str]:
    """The names an expression begins its paths with."""
    if isinstance(node, tree.Path):
        return {node.parts[0]}
    if isinstance(node, tuple):
        return set().union(*(reads(each) for each in node))
    if is_dataclass(node) and not isinstance(node, type | tree.Span):
        return set().union(*(reads(getattr(node, each.name)) for each in fields_of(node)))
    return set()
