"""The way a ticket takes through a flow when everybody approves, by what its tables decide; and which decisions matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dsl import tree
from dsl.checking.book import Book

Outcomes = Mapping[str, tuple[str, ...]]
"""Table -> the outcomes it decides, in order; one of a table that is not `collect`."""
Route = tuple[str, ...]
"""Names of approvals, tasks and ends in the order of the flow; what runs side by side stands between `(` and `)`."""
OTHERWISE = -1
"""The row of `otherwise`."""


def branches(process: tree.Process) -> tuple[str, ...]:
    """The tables the flow asks, each once."""
    return tuple(dict.fromkeys(_branches(flow_of(process))))


def flow_of(process: tree.Process) -> tuple[tree.Step, ...]:
    return tuple(step for flow in process.all(tree.Flow) for step in flow.steps)


def _branches(steps: Sequence[tree.Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, tree.Branch):
            yield step.table
        for arm in getattr(step, "arms", ()):
            yield from _branches(arm.steps)


def route(process: tree.Process, outcomes: Outcomes) -> Route:
    """The way of a ticket for which the tables decide so."""
    found: list[str] = []
    if follow(flow_of(process), outcomes, found):
        ends = [end.name for each in process.all(tree.Ends) for end in each.items]
        found.append(ends[0] if ends else "")
    return tuple(found)


def follow(steps: Sequence[tree.Step], outcomes: Outcomes, found: list[str]) -> bool:
    """Adds the steps of a sequence to the way; False when the ticket has ended there."""
    for step in steps:
        match step:
            case tree.Approve(name) | tree.Task(name):
                found.append(name)
            case tree.Finish(end):
                found.append(end)
                return False
            case tree.Branch(table, arms):
                by_name = {arm.name: arm for arm in arms}
                taken = [by_name[each] for each in outcomes.get(table, ()) if each in by_name]
                if not all(follow(arm.steps, outcomes, found) for arm in taken):
                    return False
            case tree.Parallel(arms=arms):
                found.append("(")
                goes_on = [follow(arm.steps, outcomes, found) for arm in arms]
                found.append(")")
                if not all(goes_on):
                    return False
    return True


def outcomes_of(book: Book, table: str, rows: Sequence[int]) -> tuple[str, ...]:
    """What a table decides when these rows match; `otherwise` when none does."""
    sheet = book.tables[table]
    found = tuple(dict.fromkeys(sheet.rows[row].outcome for row in rows))
    if found or sheet.node.otherwise is None:
        return found
    return (sheet.node.otherwise.outcome,)
