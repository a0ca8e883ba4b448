"""The same tickets in fewer and wider boxes: what a person reads about a region says nothing that does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dsl.checking.book import Box
from dsl.checking.sets import NO, YES, Set, both, without

MOST_PIECES = 400
MOST_BOXES = 150
Universe = Callable[[object], Set]


def widest(boxes: list[Box], universe: Universe, maybe: Callable[[str], bool]) -> list[Box]:
    """Boxes that together hold the same tickets, each as wide as it can be; `maybe` tells which keys can be absent.

    They may overlap. Too many boxes are left as they are.
    """
    boxes = [told for box in boxes for told in presence_first(box, maybe)]
    if len(boxes) > MOST_BOXES:
        return boxes
    wide: list[Box] = []
    for box in boxes:
        if minus(box, wide, universe) != []:
            wide.append(widened(box, boxes, universe, maybe))
    return needed(wide, universe)


def presence_first(box: Box, maybe: Callable[[str], bool]) -> Iterator[Box]:
    """The value of something absent says nothing: a box that leaves open whether it is there becomes two."""
    for key in sorted((each for each in box if isinstance(each, str)), key=str):
        if key.endswith("?") or not maybe(key) or box.get(key + "?") == YES:
            continue
        rest = {other: values for other, values in box.items() if other != key}
        if box.get(key + "?") == NO:
            yield from presence_first(rest, maybe)
        else:
            yield from presence_first({**box, key + "?": YES}, maybe)
            yield from presence_first({**rest, key + "?": NO}, maybe)
        return
    yield box


def widened(box: Box, boxes: list[Box], universe: Universe, maybe: Callable[[str], bool]) -> Box:
    """The box with all values of each key that stay inside of `boxes`."""
    for key in sorted(box, key=lambda each: (isinstance(each, str), str(each))):
        if isinstance(key, str) and key.endswith("?") and key[:-1] in box:
            continue
        rest = {other: values for other, values in box.items() if other != key}
        outside = minus(rest, boxes, universe)
        if outside is None:
            return box
        values = universe(key)
        for piece in outside:
            values = without(values, piece.get(key, universe(key)))
        box = rest if values == universe(key) else {**rest, key: values}
    return box


def needed(boxes: list[Box], universe: Universe) -> list[Box]:
    """Without those the others hold already."""
    kept = list(boxes)
    for box in sorted(boxes, key=len, reverse=True):
        others = [each for each in kept if each is not box]
        if others and minus(box, others, universe) == []:
            kept = others
    return kept


def minus(box: Box, boxes: list[Box], universe: Universe) -> list[Box] | None:
    """What is left of a box without others; None when that are too many pieces."""
    left = [box]
    for each in boxes:
        left = [piece for one in left for piece in cut(one, each, universe)]
        if len(left) > MOST_PIECES:
            return None
    return left


def cut(box: Box, other: Box, universe: Universe) -> list[Box]:
    """What is left of one box without another."""
    pieces, inside = [], dict(box)
    for key, values in other.items():
        own = inside.get(key, universe(key))
        shared = both(own, values)
        if not shared:
            return [box]
        if shared != own:
            pieces.append({**inside, key: without(own, values)})
            inside[key] = shared
    return pieces
