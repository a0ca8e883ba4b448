"""Definite assignment: which later fields every path through the flow has surely filled before a step reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dsl import tree
from dsl.checking.book import Book
from dsl.checking.names import all_steps
from dsl.checking.reads import reads_of

Filled = frozenset[str]
NOTHING: Filled = frozenset()


@dataclass(slots=True)
class Assignment:
    """`before` step (by identity of its node): the later fields surely filled when the flow arrives there."""

    book: Book
    unsure: Filled
    before: dict[int, Filled] = field(default_factory=dict)

    def sequence(self, steps: Sequence[tree.Step], filled: Filled) -> Filled | None:
        """What is filled behind `steps`; None when the flow never gets there."""
        now: Filled | None = filled
        for step in steps:
            if now is None:
                return None
            self.before[id(step)] = now
            now = self._step(step, now)
        return now

    def _step(self, step: tree.Step, filled: Filled) -> Filled | None:
        match step:
            case tree.Finish():
                return None
            case tree.Branch():
                return self._branch(step, filled)
            case tree.Parallel():
                return self._parallel(step, filled)
            case tree.Approve() | tree.Task():
                required = {
                    need.name
                    for clause in step.clauses
                    if isinstance(clause, tree.Access)
                    for need in clause.fills
                    if need.required
                }
                stays = [each for each in step.clauses if isinstance(each, tree.Outcome)]
                if stays and all(each.target is not None for each in stays):
                    return None
                return filled | (required - self.unsure)
        return filled

    def _branch(self, step: tree.Branch, filled: Filled) -> Filled | None:
        table = next((each for each in self.book.process.all(tree.Table) if each.name == step.table), None)
        behind = [self.sequence(arm.steps, filled) for arm in step.arms]
        if table is not None and table.policy == "collect" and (table.otherwise is None or len(behind) == 0):
            behind.append(filled)
        open_ends = [each for each in behind if each is not None]
        if not open_ends:
            return filled if not step.arms else None
        return frozenset.intersection(*open_ends)

    def _parallel(self, step: tree.Parallel, filled: Filled) -> Filled | None:
        """With a join of all, what any arm fills is filled; with fewer, what enough arms fill."""
        behind = [each for arm in step.arms if (each := self.sequence(arm.steps, filled)) is not None]
        need = needed(step)
        if len(behind) < need or not behind:
            return None if step.arms else filled
        names = frozenset().union(*behind)
        return frozenset(name for name in names if sum(name in each for each in behind) > len(behind) - need)


def needed(step: tree.Parallel) -> int:
    """How many arms a join waits for."""
    if step.join == "all":
        return len(step.arms)
    return 1 if step.join == "any" else int(step.join)


def unsure(book: Book) -> Filled:
    """Later fields that some step may empty or uncover again, so that being filled once says nothing later."""
    found: set[str] = set()
    written = [_written(step) for step in _clause_steps(book)]
    for name, sheet in book.fields_by_name().items():
        if not sheet.later:
            continue
        uncovering = {read for condition in sheet.when for read in reads_of(book, condition)}
        for changed, required in written:
            if sheet.optional and name in changed and name not in required:
                found.add(name)
            if uncovering & changed and name not in required:
                found.add(name)
    return frozenset(found)


def _clause_steps(book: Book) -> list[tree.Step]:
    steps = [step for flow in book.process.all(tree.Flow) for step in all_steps(flow.steps)]
    return [step for step in steps if isinstance(step, tree.Approve | tree.Task)]


def _written(step: tree.Approve | tree.Task) -> tuple[set[str], set[str]]:
    """What a step may change, and what of it must be filled afterwards."""
    access = [clause for clause in step.clauses if isinstance(clause, tree.Access)]
    changed = {name for clause in access for name in clause.edits}
    changed |= {need.name for clause in access for need in clause.fills}
    return changed, {need.name for clause in access for need in clause.fills if need.required}


def uncovered(book: Book) -> None:
    """A step that edits what shows a required field or column must be able to fill that too: else it would stay empty."""
    for step in _clause_steps(book):
        changed, _ = _written(step)
        if not changed:
            continue
        book.place = step.name
        clauses = [clause for clause in step.clauses if isinstance(clause, tree.Access)]
        for path, sheet in book.fields.items():
            name = sheet.rows or path
            if sheet.computed or sheet.optional or sheet.later or name in changed:
                continue
            # A column of rows that are hidden as a whole is told with the rows.
            hiding = sheet.when if sheet.rows is None else [sheet.node.when] if sheet.node.when is not None else []
            read = reads_of(book, *hiding) & changed
            if read:
                book.problem("edit-uncovers", clauses[0].at, name=min(read), other=path, also=name)
    book.place = ""
