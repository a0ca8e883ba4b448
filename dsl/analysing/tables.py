"""Findings about tables: gaps, rows that never win, overlaps, and rows that change nothing, each tried on the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from dsl import tree
from dsl.analysing.cells import OverBudget
from dsl.analysing.findings import Finding
from dsl.analysing.grid import Grid, Leaf
from dsl.analysing.probe import Probe, Ticket, asked, sound
from dsl.analysing.tickets import TRIES, example, witness
from dsl.checking.book import Book, Box
from dsl.checking.presence import merged
from dsl.checking.sets import NO, YES
from dsl.checking.witness import has_opaque
from dsl.checking.witness import ticket as told
from dsl.libraries import Libraries

MOST_TOLD = 3
"""Notes of one sort told about one table; the sentence says how many there are."""
MOST_PROBLEMS = 10
NOT_SAID = "…"
"""Where every ticket will do."""
FEW_TRIES = 20
"""Tickets drawn for a note; for a problem it may be more."""

Fits = Callable[[dict[str, tuple[str, ...]]], bool]


@dataclass(slots=True)
class Sight:
    """What one walk over a table saw: where each row wins, where nothing does, and who would win instead."""

    wins: dict[int, Box] = field(default_factory=dict)
    differs: set[int] = field(default_factory=set)
    gaps: list[Box] = field(default_factory=list)

    def see(self, leaf: Leaf, outcome: Callable[[int | None], str | None]) -> None:
        if leaf.row is None:
            if len(self.gaps) < MOST_PROBLEMS:
                self.gaps.append(leaf.box)
            return
        self.wins.setdefault(leaf.row, leaf.box)
        if leaf.row not in self.differs and outcome(leaf.row) != outcome(leaf.then):
            self.differs.add(leaf.row)


class Tables:
    """The findings about all tables of a checked process; `grids` are those that a walk through the flow has made."""

    def __init__(self, book: Book, libraries: Libraries, budget: int, grids: Mapping[str, Grid] | None = None) -> None:
        self.book, self.libraries, self.budget = book, libraries, budget
        self.grids = grids or {}
        self.undecided: list[str] = []
        self.known = sound(book.done())

    def findings(self) -> Iterator[Finding]:
        for name in self.book.tables:
            yield from OneTable(self, name).findings()


class OneTable:
    """The findings about one table; the probe that tries them is made when the first ticket is looked for."""

    def __init__(self, all_tables: Tables, name: str) -> None:
        self.all, self.book, self.name = all_tables, all_tables.book, name
        self.sheet = self.book.tables[name]
        self.rows, self.node = self.sheet.rows, self.sheet.node
        self.boxes = self.book.row_boxes.get(name)
        self._probe: Probe | None = None
        self.hidden: set[int] = set()

    @property
    def probe(self) -> Probe:
        if self._probe is None:
            self._probe = Probe(self.book.process, [self.name], self.all.libraries, self.all.known)
        return self._probe

    def findings(self) -> Iterator[Finding]:
        if self.boxes is None:
            self.all.undecided.append(self.name)
            return
        grid = self.all.grids.get(self.name)
        if grid is None or grid.apart or grid.every or grid.whole is None:
            grid = Grid(self.book, self.boxes, self.all.budget)
        grid.budget = self.all.budget
        for what, part in (("gaps and hidden rows", self._rows), ("overlaps", self._overlaps)):
            try:
                yield from list(part(grid))
            except OverBudget:
                self.all.undecided.append(self.name)
                yield Finding("not-decided", self.node.at, {"name": self.name, "what": what}, "note")
                grid.budget = self.all.budget

    def _rows(self, grid: Grid) -> Iterator[Finding]:
        """Gaps, and rows that match nothing, never win, or change nothing."""
        never = {number for number, several in enumerate(self.boxes) if not several}
        for number in sorted(never)[:MOST_PROBLEMS]:
            yield Finding("row-never-matches", self.rows[number].at, {"name": self.name, "row": self.rows[number].name})
        if self.node.policy == "collect":
            return
        sight = Sight()
        for leaf in grid.leaves():
            sight.see(leaf, self.outcome)
        if self.node.otherwise is None:
            yield from (self.gap(box) for box in sight.gaps[:MOST_TOLD])
        self.hidden = {n for n in range(len(self.rows)) if n not in sight.wins}
        if self.node.policy == "first":
            for number in sorted(self.hidden - never)[:MOST_PROBLEMS]:
                yield self.never_wins(grid, number)
            for number in sorted(sight.wins.keys() - sight.differs)[:MOST_TOLD]:
                yield self.equal(number, sight.wins[number])

    def _overlaps(self, grid: Grid) -> Iterator[Finding]:
        """Rows that match the same tickets, where that matters."""
        if self.node.policy == "collect":
            return
        pairs = list(grid.meeting())
        if self.node.policy == "unique":
            yield from (self.overlap(one, other) for one, other in pairs[:MOST_PROBLEMS])
            return
        pairs = [(a, b) for a, b in pairs if self.rows[a].outcome != self.rows[b].outcome and b not in self.hidden]
        told = (self.order(one, other, len(pairs)) for one, other in pairs[: 2 * MOST_TOLD])
        # Without a ticket it would be a false alarm: what is computed or checked may keep the rows apart.
        yield from islice((each for each in told if each.surely), MOST_TOLD)

    def outcome(self, row: int | None) -> str | None:
        """What a row gives; without a row what `otherwise` gives, None where nothing would."""
        if row is not None:
            return self.rows[row].outcome
        return self.node.otherwise.outcome if self.node.otherwise else None

    # -- one finding each

    def gap(self, box: Box) -> Finding:
        return self.shown("gap", self.node.at, "problem", self.widened(box), lambda rows: not rows[self.name])

    def widened(self, box: Box) -> Box:
        """The gap without what does not matter: as long as no row matches any ticket of it."""
        every = [each for several in self.boxes for each in several]
        for key in sorted(box, key=str):
            wider = {other: values for other, values in box.items() if other != key}
            if all(merged(self.book, wider, each) is None for each in every):
                box = wider
        return box

    def never_wins(self, grid: Grid, number: int) -> Finding:
        """A row that others cover, with those that do."""
        pieces = [at for at, row in enumerate(grid.row) if row == number]
        covers = {leaf.row for piece in pieces for leaf in grid.leaves(1 << piece) if leaf.row is not None}
        names = [self.rows[each].name for each in sorted(covers)]
        others = ", ".join(f"`{each}`" for each in names[:4]) + (" …" if len(names) > 4 else "")
        row, box = self.rows[number], self.boxes[number][0]
        found = self.find(box, lambda rows: row.name in rows[self.name] and rows[self.name][0] != row.name)
        values = {"name": self.name, "row": row.name, "others": others, "example": in_words(self.book, box)}
        return self.made("row-never-wins", row.at, "problem", values, found, surely=True)

    def equal(self, number: int, box: Box) -> Finding:
        row = self.rows[number]
        values = {"name": self.name, "row": row.name, "outcome": row.outcome, "example": in_words(self.book, box)}
        found = self.find(box, lambda rows: rows[self.name][:1] == (row.name,) and self.same_without(rows[self.name]))
        return self.made("row-equal", row.at, "note", values, found, surely=True)

    def same_without(self, matching: tuple[str, ...]) -> bool:
        by_name = {row.name: row.outcome for row in self.rows}
        then = by_name[matching[1]] if len(matching) > 1 else self.outcome(None)
        return then == by_name[matching[0]]

    def order(self, one: int, other: int, count: int) -> Finding:
        a, b = self.rows[one], self.rows[other]
        values = {"one": a.name, "other": b.name, "outcome": a.outcome, "second": b.outcome}
        if count > 1:
            values["count"] = str(count)
        return self.shown("order-matters", b.at, "note", self.shared(one, other), self.both(a, b), values)

    def overlap(self, one: int, other: int) -> Finding:
        a, b = self.rows[one], self.rows[other]
        values = {"one": a.name, "other": b.name}
        return self.shown("overlap", b.at, "problem", self.shared(one, other), self.both(a, b), values)

    def both(self, one: tree.Row, other: tree.Row) -> Fits:
        return lambda rows: one.name in rows[self.name] and other.name in rows[self.name]

    def shared(self, one: int, other: int) -> Box:
        """Tickets that both rows match."""
        both = (merged(self.book, left, right) for left in self.boxes[one] for right in self.boxes[other])
        found = [box for box in both if box is not None]
        return min(found, key=has_opaque)

    # -- tried on the engine

    def find(self, box: Box, fits: Fits, tries: int = TRIES) -> Ticket | None:
        return witness(self.book, self.probe, box, fits, tries)

    def shown(self, code: str, at: tree.Span, level: str, box: Box, fits: Fits, values: dict | None = None) -> Finding:
        """A finding that stands and falls with its ticket."""
        said = {"name": self.name, "example": in_words(self.book, box), **(values or {})}
        found = self.find(box, fits, TRIES if level == "problem" else FEW_TRIES)
        return self.made(code, at, level, said, found, surely=found is not None)

    def made(self, code: str, at: tree.Span, level: str, values: dict, found: Ticket | None, surely: bool) -> Finding:
        if found is None:
            return Finding(code, at, values, level, surely=surely)
        found = asked(self.probe.program, self.all.libraries, found)
        shown = example(self.probe.program.form.fields, found, example_name(self.book, code), None)
        return Finding(code, at, values, level, found, shown, surely=surely)


def in_words(book: Book, box: Box) -> str:
    """A ticket of the box as a person reads it: nothing is said of a value that is absent, nor that a value is there."""
    telling = {key: values for key, values in box.items() if not (isinstance(key, str) and needless(box, key))}
    return told(book, telling) or NOT_SAID


def needless(box: Box, key: str) -> bool:
    """A value that is absent anyway, or the presence of one that is told."""
    return box.get(f"{key}?") == NO or (key.endswith("?") and box[key] == YES and key[:-1] in box)


def example_name(book: Book, code: str) -> str:
    """A name for a new example that no other one has."""
    taken = {each.name for each in book.process.all(tree.Example)}
    base = code.replace("-", "_")
    return next(name for n in range(1, 10_000) if (name := base if n == 1 else f"{base}_{n}") not in taken)
