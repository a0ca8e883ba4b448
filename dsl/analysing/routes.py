"""The way a ticket takes through a flow when everybody approves, by what its tables decide; and which decisions matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from dsl import tree
from dsl.checking.book import Book

Outcomes = Mapping[str, tuple[str, ...]]
"""Table -> the outcomes it decides, in order; one of a table that is not `collect`."""
Route = tuple[str, ...]
"""Names of approvals, tasks and ends in the order of the flow; what runs side by side stands between `(` and `)`, with `|`
between its arms."""
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
                if not side_by_side(arms, outcomes, found):
                    return False
    return True


def side_by_side(arms: Sequence[tree.Arm], outcomes: Outcomes, found: list[str]) -> bool:
    """Adds all arms in which something is done; False when the ticket ends in one of them."""
    goes_on, ways = True, []
    for arm in arms:
        ways.append([])
        goes_on = follow(arm.steps, outcomes, ways[-1]) and goes_on
    ways = [each for each in ways if each]
    found += ways[0] if len(ways) == 1 else [] if not ways else ["(", *ways[0], *_behind(ways[1:]), ")"]
    return goes_on


def _behind(ways: Sequence[Sequence[str]]) -> Iterator[str]:
    for way in ways:
        yield "|"
        yield from way


def in_line(route: Route, words: Callable[[str], str], then: str, beside: str) -> str:
    """A way on one line: `then` stands between steps, `beside` between arms that run side by side."""
    signs, said = {"(": "(", "|": beside, ")": ")"}, ""
    for before, each in pairwise(("(", *route)):
        close = before in ("(", "|") or each in ("|", ")")
        said += ("" if close else then) + (signs.get(each) or words(each))
    return said


def outcomes_of(book: Book, table: str, rows: Sequence[int]) -> tuple[str, ...]:
    """What a table decides when these rows match; `otherwise` when none does."""
    sheet = book.tables[table]
    found = tuple(dict.fromkeys(sheet.rows[row].outcome for row in rows))
    if found or sheet.node.otherwise is None:
        return found
    return (sheet.node.otherwise.outcome,)
