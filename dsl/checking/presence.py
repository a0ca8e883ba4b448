"""What is known after a condition held or failed, and which values are surely present: boxes instead of guesses.

A condition becomes a list of boxes, one of which holds when the condition does. What it cannot compare with constants
stays a key of its own that is either true or false. A `Present` of a hidden field becomes the conditions that show it.
"""

from __future__ import annotations

from dsl import tree
from dsl.checked import AttributeAt, ColumnAt, FieldAt, FieldSheet, LoopAt, Meaning
from dsl.checking import limits
from dsl.checking.book import Book, Box, Scope
from dsl.checking.constants import constant, universe
from dsl.checking.paths import declared, key_of
from dsl.checking.sets import BOTH, NO, YES, Set, both, compared, outside, union

Alias = tuple[str, str] | None
Boxes = list[Box]
DEEPEST = 12
"""How many `when … is present` are followed from field to field."""
_FLIP = {"!=": "=", "<": ">=", ">": "<="}
_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


class View:
    """Boxes of conditions as seen from a place; `alias` reads the columns of rows as those of a loop variable."""

    __slots__ = ("alias", "book", "depth", "scope")

    def __init__(self, book: Book, scope: Scope, alias: Alias = None, depth: int = 0):
        self.book, self.scope, self.alias, self.depth = book, scope, alias, depth

    def boxes(self, node: tree.Expression, truth: bool = True) -> Boxes:
        """Boxes one of which holds when `node` is `truth`; an empty list when it never is."""
        if self.alias is None:
            key = (id(node), truth, self.scope.filled, self.scope.flow)
            found = self.book.boxes.get(key)
            if found is None:
                found = self.book.boxes[key] = self._boxes(node, truth)
            return found
        return self._boxes(node, truth)

    def _boxes(self, node: tree.Expression, truth: bool) -> Boxes:
        match node:
            case tree.Compare():
                return self._atom(node, truth)
            case tree.Not(item):
                return self.boxes(item, not truth)
            case tree.And(items) | tree.Or(items):
                every = isinstance(node, tree.And) == truth
                parts = []
                for item in items:
                    parts.append(self.boxes(item, truth))
                found = _all_of(self.book, parts) if every else _one_of(parts)
                return self._opaque(node, truth) if found is None else found
            case tree.Truth(value):
                return [{}] if value == truth else []
            case tree.Present(path, absent):
                meaning = self.book.meanings.get(id(path))
                return self._opaque(node, truth) if meaning is None else self.present(meaning, truth != absent)
        return self._atom(node, truth)

    def settled(self, node: tree.Expression) -> bool | None:
        """Whether a comparison with constants holds always (True) or never (False), whatever is answered; else None."""
        boxes = self.boxes(node)
        if len(boxes) != 1:
            return None if boxes else False
        (box,) = boxes
        return True if all(values == self.book.universes.get(key) for key, values in box.items()) else None

    def present(self, meaning: Meaning, truth: bool) -> Boxes:
        """Boxes one of which holds when the thing is there (`truth`) or is not."""
        match meaning:
            case FieldAt(path):
                return self.shown(self.book.fields[path], path, truth)
            case ColumnAt(rows, name):
                return self.shown(self.book.fields[f"{rows}.{name}"], key_of(meaning, self.alias), truth)
            case LoopAt(variable, rows, name):
                inner = View(self.book, self.scope, (rows, variable), self.depth)
                return inner.shown(self.book.fields[f"{rows}.{name}"], f"{variable}.{name}", truth)
            case AttributeAt(base, hops):
                return self._known_attribute(base, hops, truth)
        return [{}] if truth else []

    def _known_attribute(self, base: Meaning, hops: tuple, truth: bool) -> Boxes:
        key, keys = key_of(base, self.alias), []
        for hop in hops:
            key = f"{key}.{hop.name}"
            if hop.attribute.optional:
                keys.append(key + "?")
        first = self.present(base, truth)
        if truth:
            return _all_of(self.book, [first, [dict.fromkeys(keys, YES)]]) or []
        return [*first, *({key: NO} for key in keys)]

    def shown(self, sheet: FieldSheet, key: str, truth: bool) -> Boxes:
        """The same of a field or column known under `key`: its conditions where they settle it, else a key of its own."""
        exact = not sheet.optional and (not sheet.later or sheet.path in self.scope.filled)
        deeper = View(self.book, self.scope, self.alias, self.depth + 1)
        unsteady = self.scope.flow and sheet.path in self.book.unsteady
        if unsteady or (self.depth >= DEEPEST and sheet.when):
            return [{key + "?": YES if truth else NO}]
        if not truth:
            return _one_of(deeper.boxes(each, False) for each in sheet.when) or [] if exact else [{key + "?": NO}]
        parts = [deeper.boxes(each) for each in sheet.when]
        found = _all_of(self.book, parts if exact else [*parts, [{key + "?": YES}]])
        return [{key + "?": YES}] if found is None else found

    def _atom(self, node: tree.Expression, truth: bool) -> Boxes:
        found = self._compared(node)
        if found is None:
            return self._opaque(node, truth)
        key, values = found
        every = self.book.universes[key]
        left = values if truth else outside(values)
        if len(left) != 1 or len(every) != 1 or left[0][0] < every[0][0] or left[0][1] > every[0][1]:
            left = both(every, left)
        return [{key: left}] if left else []

    def _compared(self, node: tree.Expression) -> tuple[str, Set] | None:
        match node:
            case tree.Path():
                return self._of(node, lambda kind: YES)
            case tree.Compare(op, left, right):
                return self._against(op, left, right) or self._against(_MIRROR.get(op, op), right, left)
            case tree.Member(item, members, None, negated):
                found = self._of(item, lambda kind: self._members(members, kind))
                return found and (found[0], outside(found[1]) if negated else found[1])
            case tree.Between(item, low, high, negated):
                found = self._of(item, lambda kind: self._between(low, high, kind))
                return found and (found[0], outside(found[1]) if negated else found[1])
        return None

    def _against(self, op: str, left: tree.Expression, right: tree.Expression) -> tuple[str, Set] | None:
        def values(kind) -> Set | None:
            found = constant(self.book, right, kind)
            return found and compared(op, *found)

        return self._of(left, values)

    def _members(self, members: tuple[tree.Expression, ...], kind) -> Set | None:
        values: Set = ()
        for member in members:
            found = constant(self.book, member, kind)
            if found is None:
                return None
            values = union(values, compared("=", *found))
        return values

    def _between(self, low: tree.Expression, high: tree.Expression, kind) -> Set | None:
        ends = constant(self.book, low, kind), constant(self.book, high, kind)
        return None if None in ends else both(compared(">=", *ends[0]), compared("<=", *ends[1]))

    def _of(self, node: tree.Expression, values) -> tuple[str, Set] | None:
        """The key of a path and the values a condition leaves it; None when it is not a path against constants."""
        if not isinstance(node, tree.Path):
            return None
        meaning = self.book.meanings.get(id(node))
        key = meaning and key_of(meaning, self.alias)
        kind = declared(self.book, meaning) if key else None
        every = universe(kind)
        found = values(kind) if every is not None else None
        if found is None:
            return None
        if key not in self.book.universes:
            self.book.universes[key] = every
            self.book.things[key] = kind
        return key, found

    def _opaque(self, node: tree.Expression, truth: bool) -> Boxes:
        match node:
            case tree.Compare(op, left, right) if op in _FLIP:
                node, truth = tree.Compare(_FLIP[op], left, right), not truth
            case tree.Member(negated=True):
                node, truth = tree.Member(node.item, node.members, node.group), not truth
            case tree.Between(negated=True):
                node, truth = tree.Between(node.item, node.low, node.high), not truth
        return [{(node, self.alias): YES if truth else NO}]


def everything(book: Book, key: object) -> Set:
    """All values a key can have."""
    return book.universes.get(key, BOTH)


def merged(book: Book, left: Box, right: Box) -> Box | None:
    """What holds when both boxes do; None when they cannot."""
    if not left:
        return right
    result = dict(left)
    for key, values in right.items():
        old = result.get(key)
        new = values if old is None else both(old, values)
        if not new:
            return None
        result[key] = new
    return result


def _all_of(book: Book, parts) -> Boxes | None:
    """Boxes of an `and`; None when there would be too many."""
    result: Boxes = [{}]
    for part in parts:
        result = [box for left in result for right in part if (box := merged(book, left, right)) is not None]
        if len(result) > limits.MOST_BOXES_OF_A_ROW:
            return None
        if not result:
            return []
    return result


def _one_of(parts) -> Boxes | None:
    """Boxes of an `or`, those about one and the same thing in one; None when there would be too many."""
    single: dict[object, Set] = {}
    result: Boxes = []
    for part in parts:
        for box in part:
            if len(box) == 1:
                ((key, values),) = box.items()
                single[key] = union(single.get(key, ()), values)
            elif box:
                result.append(box)
            else:
                return [{}]
    result = [{key: values} for key, values in single.items()] + result
    return None if len(result) > limits.MOST_BOXES_OF_A_ROW else result


def assume(book: Book, scope: Scope, node: tree.Expression, truth: bool = True) -> Scope:
    """The same place, knowing that `node` held, or failed."""
    return knowing(book, scope, View(book, scope).boxes(node, truth))


def knowing(book: Book, scope: Scope, boxes: Boxes) -> Scope:
    """The same place, knowing that one of `boxes` holds."""
    possible = [box for each in boxes if (box := merged(book, scope.known, each)) is not None]
    if not possible:
        return scope
    if len(possible) == 1:
        return scope.knowing(possible[0])
    shared = set(possible[0]).intersection(*possible[1:])
    known = {}
    for key in shared:
        values: Set = ()
        for box in possible:
            values = union(values, box[key])
        known[key] = values
    return scope.knowing(known)


def implies(book: Book, scope: Scope, boxes_of_the_contrary: Boxes) -> bool:
    """Nothing of the contrary is possible here."""
    return all(merged(book, scope.known, box) is None for box in boxes_of_the_contrary)


def is_present(book: Book, scope: Scope, meaning: Meaning) -> bool:
    """The thing is surely there."""
    if isinstance(meaning, FieldAt):
        sheet = book.fields[meaning.path]
        unsteady = scope.flow and meaning.path in book.unsteady
        if not sheet.when and not sheet.node.optional and not sheet.filled_by and not unsteady:
            return True
    return implies(book, scope, View(book, scope).present(meaning, False))
