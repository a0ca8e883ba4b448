"""What a change changes: the regions of answers whose tickets two versions of a process send different ways, all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dsl import tree
from dsl.analysing.boxes import condition
from dsl.analysing.cells import BUDGET, Cells, Rows
from dsl.analysing.joint import Joint
from dsl.analysing.probe import Ticket
from dsl.analysing.routes import Route, branches, outcomes_of, route
from dsl.analysing.twins import Twins
from dsl.analysing.widen import fewer, widest
from dsl.check import examined
from dsl.checked import TableSheet
from dsl.checking.book import Book, Box
from dsl.checking.presence import everything
from dsl.checking.sets import Set
from dsl.compare import Change, compare
from dsl.libraries import DEFAULT, Libraries

NO_ROWS = Rows((), ())
"""A table that one version does not have."""
MOST_TRIED = 40
"""Regions a ticket is looked for in; the others are told without one."""
ANSWERS = frozenset({"field", "section", "column", "option"})
STEPS = frozenset({"approve", "task", "by", "decide", "may", "reject", "nobody", "same person", "access", "void"})


@dataclass(frozen=True, slots=True)
class Region:
    """Tickets that go `before` in the old version and `after` in the new one.

    `boxes` are the parts of the region, `conditions` the same as the text would write them (None: all tickets). `ticket` is
    one of its tickets, tried with both versions on the engine. `surely` is False when none was found: then conditions over
    several fields, or what is computed, may be such that no ticket is ever there.
    """

    before: Route
    after: Route
    boxes: tuple[Box, ...]
    conditions: tuple[tree.Expression | None, ...]
    surely: bool = True
    ticket: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """All regions; outside them both versions send every ticket both accept the same way, as long as everybody approves
    and answers stay as they were filed. `decided` is False when the budget did not suffice: then `regions` are some, and
    nothing is said about the rest. `undecided` names tables nobody could read. `answered` and `asked` are changes that move
    no ticket elsewhere: what may be answered, and who decides how."""

    regions: tuple[Region, ...] = ()
    decided: bool = True
    undecided: tuple[str, ...] = ()
    answered: tuple[Change, ...] = ()
    asked: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One version: what the checker wrote down, and the rows of the tables its flow asks."""

    book: Book
    tables: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def process(self) -> tree.Process:
        return self.book.process

    def route(self, rows: Mapping[str, tuple[int, ...]]) -> Route:
        """The way of tickets for which these rows match."""
        return route(self.process, {name: outcomes_of(self.book, name, each) for name, each in rows.items()})


def impact(
    old: tree.Process,
    new: tree.Process,
    before: Libraries = DEFAULT,
    after: Libraries = DEFAULT,
    budget: int = BUDGET,
) -> Impact:
    """Compare two versions that check without problems; answers both accept are looked at."""
    sides = both_sides(examined(old, before), examined(new, after))
    missing = tuple(sorted({name for each in sides for name in branches(each.process) if name not in each.tables}))
    walk = Compared(*sides, budget)
    found: dict[tuple[Route, Route], list[Box]] = {}
    for box, routes in walk.differences() if not missing else ():
        found.setdefault(routes, []).append(box)
    twins = Twins(sides[0].book, sides[1].book)
    regions = [region(walk, *routes, simpler(boxes, walk)) for routes, boxes in found.items()]
    shown = [twins.confirmed(each) if at < MOST_TRIED else each for at, each in enumerate(regions)]
    changes = compare(old, new)
    return Impact(tuple(shown), walk.decided and not missing, missing, *others(changes))


def others(changes: tuple[Change, ...]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What may be answered otherwise, and who is asked otherwise."""
    real = [each for each in changes if not each.is_only_words and each.kind != "relabelled"]
    answered = tuple(each for each in real if each.sort in ANSWERS)
    return answered, tuple(each for each in real if each.sort in STEPS and each.kind not in ("added", "removed", "moved"))


def both_sides(old: Book, new: Book) -> tuple[Side, Side]:
    """Both versions in one space, that of the new one's book."""
    joint = Joint(old, new)
    return side(old, joint.boxes), side(new, new.row_boxes)


def side(book: Book, boxes: Mapping[str, list | None]) -> Side:
    """A version with the rows of the tables its flow asks."""
    known = [name for name in branches(book.process) if boxes.get(name) is not None]
    return Side(book, {name: rows_of(book.tables[name], boxes[name]) for name in known})


def rows_of(sheet: TableSheet, boxes: list) -> Rows:
    """The rows of a table with what each gives."""
    node, outcomes = sheet.node, tuple(row.outcome for row in sheet.rows)
    return Rows(tuple(map(tuple, boxes)), outcomes, node.policy == "collect", node.otherwise and node.otherwise.outcome)


class Compared:
    """Both versions and the space they share; tables that ask the same with the same outcomes are left at once."""

    def __init__(self, old: Side, new: Side, budget: int) -> None:
        self.old, self.new, self.budget, self.decided = old, new, budget, True
        self.alike = flows(old.process) == flows(new.process) and ends(old.process) == ends(new.process)

    def universe(self, key: object) -> Set:
        """The values that both versions accept."""
        return everything(self.new.book, key)

    def differences(self) -> Iterator[tuple[Box, tuple[Route, Route]]]:
        """Cells in which the versions differ, with both ways."""
        names = list(dict.fromkeys([*self.old.tables, *self.new.tables]))
        pairs = [(self.old.tables.get(name, NO_ROWS), self.new.tables.get(name, NO_ROWS)) for name in names]

        def told(matching: tuple[tuple[int, ...], ...]) -> tuple[Route, Route] | None:
            one = self.old.route(of_side(self.old, names, matching[::2]))
            other = self.new.route(of_side(self.new, names, matching[1::2]))
            return None if one == other else (one, other)

        cells = Cells(pairs, self.universe, told, self.alike, self.budget)
        yield from cells.differences()
        self.decided = cells.decided


def of_side(side: Side, names: list[str], matching: Sequence[tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The rows that match in the tables one version has."""
    return {name: rows for name, rows in zip(names, matching, strict=True) if name in side.tables}


def flows(process: tree.Process) -> list:
    """What routes in a flow, for comparing: steps by name, branches and arms."""
    return [shape(step) for flow in process.all(tree.Flow) for step in flow.steps]


def shape(step: tree.Step) -> tuple:
    match step:
        case tree.Approve(name) | tree.Task(name):
            return (name,)
        case tree.Finish(end):
            return ("end", end)
        case tree.Branch(table, arms) | tree.Parallel(table, arms=arms):
            return (type(step).__name__, table, [(arm.name, [shape(each) for each in arm.steps]) for arm in arms])
    return ()


def ends(process: tree.Process) -> list[str]:
    return [end.name for each in process.all(tree.Ends) for end in each.items][:1]


def region(walk: Compared, before: Route, after: Route, boxes: list[Box]) -> Region:
    """A region with its conditions in words of the text."""
    told = tuple(condition(walk.new.book, box) for box in boxes)
    return Region(before, after, tuple(boxes), told, surely=False)


def simpler(boxes: list[Box], walk: Compared) -> list[Box]:
    """The same region in as few and as wide boxes as are found."""
    tables = (*walk.old.tables.values(), *walk.new.tables.values())
    keys = {key for each in tables for several in each.boxes for box in several for key in box}

    def maybe(name: str) -> bool:
        fields = (each.book.fields.get(name) for each in (walk.old, walk.new))
        return name + "?" in keys or any(each is not None and (each.optional or each.when) for each in fields)

    return widest(fewer(boxes, walk.universe), walk.universe, maybe)
