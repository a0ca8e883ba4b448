"""The door of the checker: a process and its libraries in, everything known about it out."""

from __future__ import annotations

import dsl.checking.calls
import dsl.checking.operators  # noqa: F401 - both register their rules
from dsl import tree
from dsl.checked import Checked
from dsl.checking.assignment import NOTHING, Assignment, uncovered, unsure
from dsl.checking.book import Book
from dsl.checking.example import example
from dsl.checking.flow import flow
from dsl.checking.forms import form
from dsl.checking.names import all_steps, process_names
from dsl.checking.rest import ends, once, rest
from dsl.checking.tables import table
from dsl.checking.words import words
from dsl.libraries import DEFAULT, Libraries
from dsl.uncollected import uncollected

__all__ = ["Checked", "check"]


def check(process: tree.Process, libraries: Libraries = DEFAULT) -> Checked:
    """Everything the checker finds out about `process`; never raises on a tree the parser can make."""
    return examined(process, libraries).done()


def examined(process: tree.Process, libraries: Libraries = DEFAULT) -> Book:
    """What the checker wrote down, for proofs that go on from there."""
    book = Book(process, libraries)
    with uncollected():
        _examine(book)
    return book


def _examine(book: Book) -> None:
    process = book.process
    process_names(book)
    once(book)
    ends(book)
    form(book)
    before = _assigned(book)
    uses = _uses(process)
    for each in process.all(tree.Table):
        table(book, each, _filled_at(book, each, uses.get(each.name, []), before))
    flow(book, before)
    uncovered(book)
    rest(book)
    for each in process.all(tree.Example):
        example(book, each)
    words(book)


def _assigned(book: Book) -> dict[int, frozenset[str]]:
    """What is surely filled before each step, by identity of the step's node."""
    steps = [step for each in book.process.all(tree.Flow) for step in all_steps(each.steps)]
    book.later_steps = frozenset(step.name for step in steps if isinstance(step, tree.Approve | tree.Task))
    found = Assignment(book, unsure(book))
    for each in book.process.all(tree.Flow):
        found.sequence(each.steps, NOTHING)
    return found.before


def _uses(process: tree.Process) -> dict[str, list[tree.Branch]]:
    """The branches each table decides."""
    found: dict[str, list[tree.Branch]] = {}
    for flow_ in process.all(tree.Flow):
        for step in all_steps(flow_.steps):
            if isinstance(step, tree.Branch):
                found.setdefault(step.table, []).append(step)
    return found


def _filled_at(book: Book, node: tree.Table, uses: list[tree.Branch], before: dict[int, frozenset[str]]) -> frozenset[str]:
    """What is surely filled wherever a table decides; a table that decides nowhere knows nothing."""
    if not uses:
        book.note("unused-table", node.at, name=node.name)
        return NOTHING
    return frozenset.intersection(*(before.get(id(step), NOTHING) for step in uses))
