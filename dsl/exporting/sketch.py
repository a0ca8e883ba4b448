"""A BPMN diagram while it is laid out from left to right: shapes in blocks that know where their middle line runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

GAP, ROW = 40, 30
LANE = 24
"""Between two arrows that lead back, below everything."""
SIZES = {"task": (120, 80), "gateway": (50, 50), "event": (36, 36), "": (0, 0)}


@dataclass(frozen=True, slots=True)
class Shape:
    """`x` is its left edge, `y` the middle of its height. `tag` is its BPMN element; an empty one is a bend of an arrow."""

    id: str
    tag: str
    name: str = ""
    lines: tuple[str, ...] = ()
    x: int = 0
    y: int = 0
    extra: tuple[tuple[str, str], ...] = ()
    terminate: bool = False

    @property
    def size(self) -> tuple[int, int]:
        kind = "gateway" if self.tag.endswith("Gateway") else "event" if self.tag.endswith("Event") else "task"
        return SIZES[kind if self.tag else ""]

    @property
    def right(self) -> int:
        return self.x + self.size[0]

    @property
    def middle(self) -> int:
        return self.x + self.size[0] // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """`when` is its condition as FEEL; `bend` the shape at whose height it runs; `back` that it leads back."""

    source: str
    target: str
    name: str = ""
    when: str = ""
    bend: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A laid out part: its width, what it needs above and below its middle line, and its shapes around (0, 0)."""

    width: int = 0
    above: int = 0
    below: int = 0
    shapes: tuple[Shape, ...] = ()

    def moved(self, x: int, y: int) -> tuple[Shape, ...]:
        return tuple(replace(each, x=each.x + x, y=each.y + y) for each in self.shapes)


def one(shape: Shape) -> Block:
    width, height = shape.size
    room = 14 if shape.tag.endswith("Event") else 0
    return Block(width, height // 2, height // 2 + room, (shape,))


def row(blocks: Iterable[Block]) -> Block:
    """Blocks one behind the other on one line."""
    x, above, below, shapes = 0, 0, 0, ()
    for block in blocks:
        if not block.shapes:
            continue
        x += GAP if x else 0
        shapes += block.moved(x, 0)
        x, above, below = x + block.width, max(above, block.above), max(below, block.below)
    return Block(x, above, below, shapes)


def pile(blocks: list[Block]) -> Block:
    """Blocks one below the other, all beginning at the left, around a common middle."""
    tall = [max(block.above + block.below, 40) for block in blocks]
    y = -(sum(tall) + ROW * (len(blocks) - 1)) // 2
    top, shapes = y, ()
    for block, height in zip(blocks, tall, strict=True):
        shapes += block.moved(0, y + max(block.above, 20))
        y += height + ROW
    return Block(max(block.width for block in blocks), -top, y - ROW, shapes)


def under(block: Block, others: list[Block]) -> Block:
    """Blocks below a block, to the right of its last shape's middle."""
    x, y, shapes, width = block.shapes[-1].middle + 30, block.below, block.shapes, block.width
    for other in others:
        y += ROW + other.above
        shapes += other.moved(x, y)
        y, width = y + other.below, max(width, x + other.width)
    return Block(width, block.above, y, shapes)


@dataclass(slots=True)
class Sketch:
    """All arrows met so far, and the ids that are taken."""

    arrows: list[Arrow] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def id(self, wanted: str) -> str:
        found, number = wanted, 1
        while found in self.taken:
            number += 1
            found = f"{wanted}_{number}"
        self.taken.add(found)
        return found


def waypoints(arrow: Arrow, places: dict[str, Shape], floor: int) -> list[tuple[int, int]]:
    """The corners of an arrow; one that leads back runs at the height `floor`, below everything."""
    a, b = places[arrow.source], places[arrow.target]
    gateway = a.tag.endswith("Gateway")
    if arrow.back:
        start = (a.middle, a.y + a.size[1] // 2)
        return [start, (a.middle, floor), (b.middle, floor), (b.middle, b.y + b.size[1] // 2)]
    height = places[arrow.bend].y if arrow.bend else b.y if gateway else a.y
    first = [(a.right, a.y)] if height == a.y else [(a.middle, edge(a, height))] if gateway else [(a.right, a.y)]
    last = [(b.x, b.y)] if height == b.y else [(b.middle, edge(b, height))]
    corners = [*first, (first[0][0], height), (last[0][0], height), *last]
    return [each for at, each in enumerate(corners) if at == 0 or each != corners[at - 1]]


def edge(shape: Shape, height: int) -> int:
    """The side of a shape that looks to a height."""
    half = shape.size[1] // 2
    return shape.y + (half if height > shape.y else -half)
