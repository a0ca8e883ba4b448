"""Regions: where the tickets are that do a thing, as exact boxes on the way through the flow; none where no ticket can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from dsl import tree
from dsl.analysing.cells import OverBudget
from dsl.analysing.claims import keys_of_claims
from dsl.analysing.grid import Grid
from dsl.analysing.routes import flow_of
from dsl.analysing.walk import FlowWalk, Standing
from dsl.checking.book import Book, Box, Scope
from dsl.checking.names import all_steps
from dsl.checking.presence import View, everything, merged
from dsl.checking.sets import Set, both
from dsl.covering.things import OTHERWISE, Border, Thing, borders, branches
from dsl.edges import ends
from dsl.program import Approve, Program, Step, Task

BUDGET = 200_000
NOBODY = ""
"""Planned at a step: nobody is found there."""
MOST_BOXES = 40
"""Boxes of one thing looked at when an example is wanted."""


@dataclass(frozen=True, slots=True)
class Region:
    """Tickets that come as in `standing` and are then in `box`; people decide at steps as `plan` says, else they go on. With
    `border` what it compares has the number `aim`."""

    standing: Standing
    box: Box = field(default_factory=dict)
    plan: tuple[tuple[str, str], ...] = ()
    border: Border | None = None
    aim: int = 0


class Regions:
    """The regions of all things of a process without problems."""

    def __init__(self, book: Book, program: Program, budget: int = BUDGET) -> None:
        self.book, self.program, self.budget = book, program, budget
        self.walk = FlowWalk(book, budget, keys_of_claims(book))
        self.last = self.walk.start()
        self.nodes = {step.name: step for step in self.walk.steps if isinstance(step, tree.Approve | tree.Task)}
        self.branches = branches(book, program)
        self.winning: dict[str, dict[str, list[Region]]] = {}
        self.borders: dict[Thing, list[tuple[Border, int]]] = {}
        for border in (each for table in book.tables for each in borders(book, table)):
            for side, number in border.sides:
                self.borders.setdefault(border.thing(side), []).append((border, number))

    def reached(self, thing: Thing) -> bool:
        """Whether a ticket may do it, as far as can be told; False is proved."""
        try:
            return next(self.of(thing), None) is not None
        except OverBudget:
            return True

    def some(self, thing: Thing) -> list[Region]:
        """A few regions of a thing."""
        try:
            return list(islice(self.of(thing), MOST_BOXES))
        except OverBudget:
            return [Region(each) for each in self.asked(thing.key[0])]

    def of(self, thing: Thing) -> Iterator[Region]:
        """All regions; raises OverBudget where they cannot be told."""
        match thing.sort, thing.key:
            case "row", (table, row):
                yield from self._row(table, row)
            case "border", _:
                for border, number in self.borders.get(thing, ()):
                    yield from self._border(border, number)
            case "arm", (branch, outcome):
                yield from self._arm(self.branches[branch], outcome)
            case "step", (step,):
                yield from (Region(each) for each in self.walk.at.get(id(self.nodes[step]), ()))
            case "decision", (step, word):
                yield from (Region(each, {}, ((step, word),)) for each in self.walk.at.get(id(self.nodes[step]), ()))
            case "end", (end,):
                yield from self._end(end)

    # -- tables

    @cached_property
    def uses(self) -> dict[str, list[tree.Branch]]:
        found: dict[str, list[tree.Branch]] = {}
        for step in all_steps(flow_of(self.book.process)):
            if isinstance(step, tree.Branch):
                found.setdefault(step.table, []).append(step)
        return found

    def asked(self, table: str) -> list[Standing]:
        """The standings in which a table is asked."""
        return [each for step in self.uses.get(table, ()) for each in self.walk.at.get(id(step), ())]

    def _row(self, table: str, row: str) -> Iterator[Region]:
        if table not in self.winning:
            self.winning[table] = self._winning(table)
        yield from self.winning[table].get(row, ())

    def _winning(self, table: str) -> dict[str, list[Region]]:
        """A few regions of each row, from one walk over the table."""
        found: dict[str, list[Region]] = {}
        for standing in self.asked(table):
            for rows, box in self._ways(table, standing):
                for row in rows:
                    several = found.setdefault(row, [])
                    if len(several) < MOST_BOXES:
                        several.append(Region(standing, box))
        return found

    def _arm(self, branch: tree.Branch, outcome: str) -> Iterator[Region]:
        sheet = self.book.tables[branch.table]
        outcomes = {row.name: row.outcome for row in sheet.rows}
        outcomes[OTHERWISE] = sheet.node.otherwise.outcome if sheet.node.otherwise else ""
        for standing in self.walk.at.get(id(branch), ()):
            for rows, box in self._ways(branch.table, standing):
                if any(outcomes[row] == outcome for row in rows):
                    yield Region(standing, box)

    def _ways(self, table: str, standing: Standing) -> Iterator[tuple[Sequence[str], Box]]:
        """Which rows win inside a standing, with tickets for which they do."""
        names = [row.name for row in self.book.tables[table].rows]
        grid = self._grid(table)
        for leaf in grid.leaves(within=standing.box):
            rows = grid.rows_in(leaf.rows) if grid.every else () if leaf.row is None else (leaf.row,)
            yield [names[row] for row in rows] or [OTHERWISE], {**standing.box, **leaf.box}

    def _grid(self, table: str) -> Grid:
        grid = self.walk.grids.get(table)
        if grid is None:
            boxes = self.book.row_boxes.get(table)
            if boxes is None:
                raise OverBudget
            every = self.book.tables[table].node.policy == "collect"
            grid = self.walk.grids[table] = Grid(self.book, boxes, self.budget, self.walk.apart, every)
        grid.budget = self.budget
        return grid

    def _border(self, border: Border, number: int) -> Iterator[Region]:
        here: Set = ((number, number),)
        if border.key is None and not both(here, (ends(border.kind),)):
            return
        if border.key is not None and not both(here, everything(self.book, border.key)):
            return
        boxes: list[Box] = [{} if border.key is None else {border.key: here}]
        view = View(self.book, Scope(self.book.fields_by_name(), flow=True))
        for node in border.rest:
            pairs = ((one, other) for one in boxes for other in view.boxes(node))
            boxes = [box for pair in pairs if (box := merged(self.book, *pair)) is not None]
            if len(boxes) > 1000:
                raise OverBudget
        for standing in self.asked(border.table):
            for box in boxes:
                found = merged(self.book, standing.box, box)
                if found is not None:
                    yield Region(standing, found, (), border if border.key is None else None, number)

    # -- ends

    def _end(self, end: str) -> Iterator[Region]:
        first = next(iter(self.program.ends), None)
        for step in self.walk.steps:
            if isinstance(step, tree.Finish) and step.end == end:
                yield from (Region(each) for each in self.walk.at.get(id(step), ()))
        if end == first:
            yield from (Region(each) for each in self.last)
        for name, step in self.nodes.items():
            for word in leading_to(self.program.nodes[name], end):
                yield from (Region(each, {}, ((name, word),)) for each in self.walk.at.get(id(step), ()))
        if end == "withdrawn":
            yield Region(Standing(), {}, (("request", "withdraw"),))


def leading_to(node: Step, end: str) -> Iterator[str]:
    """The decisions of a step that lead to an end; NOBODY where it is taken because nobody is found."""
    match node:
        case Approve(reject=target) if target.end == end:
            yield "reject"
        case Task(outcomes=outcomes):
            yield from (each.name for each in outcomes if each.target is not None and each.target.end == end)
    if node.nobody.end == end:
        yield NOBODY
