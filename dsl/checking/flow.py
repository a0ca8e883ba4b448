"""The flow: every branch has its arms, every target exists and may be taken, every end is there."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import tree
from dsl.checked import StepSheet
from dsl.checking.assignment import needed
from dsl.checking.book import Book, Scope, head, tail
from dsl.checking.names import all_steps, unique
from dsl.checking.people import people
from dsl.checking.steps import step_clauses
from dsl.checking.templates import template
from dsl.problems import Fix

Earlier = tuple[str, ...]


def flow(book: Book, before: dict[int, frozenset[str]]) -> None:
    """Checks the flow; `before` says what is filled where."""
    flows = book.process.all(tree.Flow)
    if not flows:
        book.problem("missing", book.process.at, what="flow { … }")
    for extra in flows[1:]:
        book.problem("only-one", extra.at, what="flow")
    for each in flows:
        _sequence(book, each.steps, (), before)
    book.place = ""


def _sequence(book: Book, steps: Sequence[tree.Step], earlier: Earlier, before: dict[int, frozenset[str]]) -> None:
    reached = True
    for step in steps:
        if reached and id(step) not in before and not book.unreached:
            reached = False
            book.problem("unreachable", step.at)
        book.unreached += not reached
        _step(book, step, earlier, before)
        if isinstance(step, tree.Approve | tree.Task):
            earlier = (*earlier, step.name)
        book.unreached -= not reached


def _step(book: Book, step: tree.Step, earlier: Earlier, before: dict[int, frozenset[str]]) -> None:
    filled = before.get(id(step), frozenset())
    scope = Scope(book.fields_by_name(), filled=filled, flow=True)
    match step:
        case tree.Approve() | tree.Task():
            book.place = step.name
            book.steps.setdefault(step.name, StepSheet(step.name, step, earlier, filled))
            step_clauses(book, scope, step, earlier)
            book.place = ""
        case tree.Notify():
            people(book, scope, step.people)
            template(book, scope, step.text, step.at)
        case tree.Finish(end):
            known_end(book, end, step)
        case tree.Branch():
            _branch(book, step, earlier, before)
        case tree.Parallel():
            _parallel(book, step, earlier, before)


def known_end(book: Book, name: str, node: tree.Node) -> None:
    if name not in book.ends:
        book.unknown("unknown-end", tail(node.at, name), name, book.ends)


def _branch(book: Book, step: tree.Branch, earlier: Earlier, before: dict[int, frozenset[str]]) -> None:
    tables = {each.name: each for each in book.process.all(tree.Table)}
    if step.table not in tables:
        book.unknown("unknown-table", step.at, step.table, tables, exact=False)
    else:
        _arms(book, step, tables[step.table].outcomes)
    for arm in step.arms:
        _sequence(book, arm.steps, earlier, before)


def _arms(book: Book, step: tree.Branch, outcomes: tuple[str, ...]) -> None:
    names: dict[str, tree.Arm] = {}
    for arm in step.arms:
        if names.setdefault(arm.name or "", arm) is not arm:
            book.problem("defined-twice", arm.at, name=arm.name, line=names[arm.name or ""].at.line or None, sort="arm")
        if arm.name not in outcomes:
            book.unknown("unknown-outcome", head(arm.at, arm.name or ""), arm.name or "", outcomes)
    missing = [name for name in outcomes if name not in names]
    if missing:
        book.problem("arm-missing", step.at, _more_arms(step, missing), table=step.table, name=", ".join(missing))


def _more_arms(step: tree.Branch, names: list[str]) -> Fix | None:
    """Empty arms before the closing brace of a branch."""
    at, indent = step.at, " " * (step.at.column - 1)
    if at.end == at.start:
        return None
    brace = tree.Span(at.end_line, at.end_column - 1, at.end_line, at.end_column - 1, at.end - 1, at.end - 1)
    arms = "".join(f"  {name} {{\n{indent}  }}\n{indent}" for name in names)
    return Fix(" ".join(f"{name} {{ }}" for name in names), brace, arms)


def _parallel(book: Book, step: tree.Parallel, earlier: Earlier, before: dict[int, frozenset[str]]) -> None:
    book.place = step.name
    if len(step.arms) < 2:
        book.problem("few-arms", step.at)
    elif not 1 <= needed(step) <= len(step.arms):
        book.problem("bad-join", step.at, number=step.join, high=len(step.arms))
    unique(book, "arm", ((arm.name, arm) for arm in step.arms if arm.name))
    for arm in step.arms:
        if not arm.steps:
            book.problem("empty-arm", arm.at)
    _both_write(book, step)
    book.place = ""
    for arm in step.arms:
        _sequence(book, arm.steps, earlier, before)


def _both_write(book: Book, step: tree.Parallel) -> None:
    """Two arms that change one field would depend on who is faster."""
    writers: dict[str, int] = {}
    for number, arm in enumerate(step.arms):
        for inner in all_steps(arm.steps):
            for clause in getattr(inner, "clauses", ()):
                if isinstance(clause, tree.Access):
                    for name in [*clause.edits, *(need.name for need in clause.fills)]:
                        if writers.setdefault(name, number) != number:
                            book.problem("both-write", clause.at, name=name)
