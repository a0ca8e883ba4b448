"""The same tickets in fewer and wider boxes: what a person reads about a region says nothing that does not matter.

Values of a key between which no box begins or ends are one bit; a box is then a tuple of whole numbers, one for each key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import and_

from dsl.checking.book import Box
from dsl.checking.sets import NO, YES, Set, joined

MOST_PIECES = 400
MOST_BOXES = 150
Universe = Callable[[object], Set]
Bits = tuple[int, ...]


def widest(boxes: list[Box], universe: Universe, maybe: Callable[[str], bool]) -> list[Box]:
    """Boxes that together hold the same tickets, each as wide as it can be; `maybe` tells which keys can be absent.

    They may overlap. Too many boxes are left as they are.
    """
    boxes = [told for box in boxes for told in presence_first(box, universe, maybe)]
    if len(boxes) > MOST_BOXES:
        return boxes
    scale = Scale(boxes, universe)
    every = [scale.bits(box) for box in boxes]
    wide: list[Bits] = []
    for box in every:
        if minus(box, wide) != []:
            wide.append(widened(box, every, scale))
    return [scale.box(box) for box in needed(wide, scale)]


def fewer(boxes: list[Box], universe: Universe) -> list[Box]:
    """The same tickets in fewer boxes: two that differ in one thing only become one."""
    scale = Scale(boxes, universe)
    places = range(len(scale.keys))
    left, count = [scale.bits(box) for box in boxes], 0
    while len(left) != count:
        count = len(left)
        for at in places:
            groups: dict[Bits, int] = {}
            for box in left:
                rest = (*box[:at], *box[at + 1 :])
                groups[rest] = groups.get(rest, 0) | box[at]
            left = [(*rest[:at], own, *rest[at:]) for rest, own in groups.items()]
    return [scale.box(box) for box in left]


def presence_first(box: Box, universe: Universe, maybe: Callable[[str], bool]) -> Iterator[Box]:
    """The value of something absent says nothing: a box that leaves open whether it is there becomes two."""
    for key in sorted((each for each in box if isinstance(each, str)), key=str):
        there = key + "?"
        if key.endswith("?") or not maybe(key) or box.get(there, universe(there)) == YES:
            continue
        rest = {other: values for other, values in box.items() if other != key}
        if box.get(there) == NO:
            yield from presence_first(rest, universe, maybe)
        else:
            yield from presence_first({**box, there: YES}, universe, maybe)
            yield from presence_first({**rest, there: NO}, universe, maybe)
        return
    yield box


class Scale:
    """Boxes as bits and back; `full` is the box of all tickets, `value_of` the place of the key whose presence a key is."""

    def __init__(self, boxes: Sequence[Box], universe: Universe) -> None:
        keys = {key for box in boxes for key in box}
        self.keys = sorted(keys, key=lambda key: (isinstance(key, str), str(key)))
        self.starts = [starts(boxes, key, universe(key)) for key in self.keys]
        self.full = tuple(self.number(at, universe(key)) for at, key in enumerate(self.keys))
        places = {key: at for at, key in enumerate(self.keys)}
        self.value_of = [places.get(key[:-1]) if isinstance(key, str) and key.endswith("?") else None for key in self.keys]

    def number(self, at: int, values: Set) -> int:
        """Values of the key at a place as bits."""
        starts, found = self.starts[at], 0
        for low, high in values:
            found |= (1 << bisect_left(starts, high + 1)) - (1 << bisect_left(starts, low))
        return found

    def bits(self, box: Box) -> Bits:
        return tuple(self.number(at, box[key]) if key in box else self.full[at] for at, key in enumerate(self.keys))

    def box(self, bits: Bits) -> Box:
        """The box again, without keys that leave every value open."""
        places = enumerate(zip(self.keys, bits, self.full, strict=True))
        return {key: self.values(at, own) for at, (key, own, full) in places if own != full}

    def values(self, at: int, own: int) -> Set:
        starts = self.starts[at]
        return joined([(starts[n], starts[n + 1] - 1) for n in range(len(starts) - 1) if own >> n & 1])

    def asked(self, bits: Bits) -> int:
        """How many keys a box names."""
        return sum(map(int.__ne__, bits, self.full))


def starts(boxes: Sequence[Box], key: object, every: Set) -> list[int]:
    """Where bits begin, and where the last one ends."""
    found = {each for low, high in every for each in (low, high + 1)}
    for box in boxes:
        found.update(each for low, high in box.get(key, ()) for each in (low, high + 1))
    return sorted(found)


def widened(box: Bits, boxes: list[Bits], scale: Scale) -> Bits:
    """The box with all values of each key that stay inside of `boxes`."""
    for at, full in enumerate(scale.full):
        value = scale.value_of[at]
        if box[at] == full or (value is not None and box[value] != scale.full[value]):
            continue
        rest = (*box[:at], full, *box[at + 1 :])
        outside = minus(rest, boxes)
        if outside is None:
            return box
        for piece in outside:
            full &= ~piece[at]
        box = (*box[:at], full, *box[at + 1 :])
    return box


def needed(boxes: list[Bits], scale: Scale) -> list[Bits]:
    """Without those the others hold already."""
    kept = list(boxes)
    for box in sorted(boxes, key=scale.asked, reverse=True):
        others = [each for each in kept if each is not box]
        if others and minus(box, others) == []:
            kept = others
    return kept


def minus(box: Bits, boxes: list[Bits]) -> list[Bits] | None:
    """What is left of a box without others; None when that are too many pieces."""
    left = [box]
    for other in boxes:
        if not all(map(and_, box, other)):
            continue
        left = [piece for one in left for piece in cut(one, other)]
        if not left:
            return left
        if len(left) > MOST_PIECES:
            return None
    return left


def cut(box: Bits, other: Bits) -> Sequence[Bits]:
    """What is left of one box without another."""
    shared = tuple(map(and_, box, other))
    if not all(shared):
        return (box,)
    return [
        (*shared[:at], own & ~common, *box[at + 1 :])
        for at, (own, common) in enumerate(zip(box, shared, strict=True))
        if own != common
    ]
