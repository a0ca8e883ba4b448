"""The edits of arms: a branch and its table are kept in step, whichever of the two a gesture changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer.edit import CannotEdit
from designer.edits.told import carried
from designer.flow import first, fresh
from designer.snippets import free_name
from dsl import tree


@dataclass(frozen=True, slots=True)
class AddArm:
    """A further arm. For a branch, its table gets an outcome and a row that leads there, and every branch by that table
    gets the arm; in a parallel the arm begins with an approval, labelled `inner`."""

    address: str
    inner: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        match at.get(process, self.address):
            case tree.Branch() as branch:
                return add_outcome(process, self.address, branch)
            case tree.Parallel() as parallel:
                step = fresh.approval(process, fresh.step_names(process), " ".join(self.inner.split()))
                return at.insert(process, f"{self.address}.arms", len(parallel.arms), (tree.Arm(None, (step,)),))
        raise LookupError(self.address)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"{self.address}.arms.{len(at.get(after, self.address).arms) - 1}"


def add_outcome(process: tree.Process, address: str, branch: tree.Branch) -> tree.Process:
    """A branch and its table with one outcome more."""
    place = table_place(process, branch.table)
    if place is None:
        raise CannotEdit("there is no table `{name}`", name=branch.table)
    table = process.items[place]
    one = first.beginning(process, table.rows)
    name = free_name(one.name, {*table.outcomes, *(arm.name or "" for arm in branch.arms)})
    row = () if table.file else (tree.Row(free_name(one.name, {row.name for row in table.rows}), one.when, name),)
    process = at.put(process, f"items.{place}", replace(table, outcomes=(*table.outcomes, name), rows=(*table.rows, *row)))
    for one_address in branches_by(process, branch.table):
        arms = at.get(process, f"{one_address}.arms")
        process = at.insert(process, f"{one_address}.arms", len(arms), (tree.Arm(name),))
    return process


@dataclass(frozen=True, slots=True)
class RemoveArm:
    """Take an arm away. Of a branch: also the outcome and the rows that lead there; `otherwise` leads to the first one left.
    Of a parallel: when only one arm is left, its steps stand where the parallel stood."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        arms, number = at.split(self.address)
        at.get(process, self.address)
        above = arms.rpartition(".")[0]
        match at.get(process, above):
            case tree.Branch() as branch if arms.endswith(".arms"):
                return carried(process, remove_outcome(process, above, branch, number))
            case tree.Parallel() as parallel if arms.endswith(".arms"):
                return carried(process, remove_parallel_arm(process, above, parallel, number))
        raise LookupError(self.address)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        arms, number = at.split(self.address)
        above = arms.rpartition(".")[0]
        left = getattr(at.get(after, above), "arms", ())
        return f"{arms}.{min(number, len(left) - 1)}" if left else above


def remove_outcome(process: tree.Process, address: str, branch: tree.Branch, number: int) -> tree.Process:
    """A branch and its table with one outcome less."""
    name, place = branch.arms[number].name, table_place(process, branch.table)
    if len(branch.arms) < 2:
        raise CannotEdit("a branch needs an arm: delete the whole branch instead")
    if place is None or name not in process.items[place].outcomes:
        return at.remove(process, f"{address}.arms.{number}")
    table = process.items[place]
    process = at.put(process, f"items.{place}", without_outcome(table, name))
    for one in branches_by(process, branch.table):
        for index, arm in enumerate(at.get(process, f"{one}.arms")):
            if arm.name == name:
                process = at.remove(process, f"{one}.arms.{index}")
                break
    return process


def without_outcome(table: tree.Table, name: str) -> tree.Table:
    """A table that does not know an outcome any more."""
    outcomes = tuple(one for one in table.outcomes if one != name)
    if not outcomes:
        raise CannotEdit("a branch needs an arm: delete the whole branch instead")
    last = table.otherwise
    if last is not None and last.outcome == name:
        last = replace(last, outcome=outcomes[0])
    return replace(table, outcomes=outcomes, rows=tuple(row for row in table.rows if row.outcome != name), otherwise=last)


def remove_parallel_arm(process: tree.Process, address: str, parallel: tree.Parallel, number: int) -> tree.Process:
    """A parallel with one arm less; one arm alone is no parallel any more."""
    arms = parallel.arms[:number] + parallel.arms[number + 1 :]
    if len(arms) > 1:
        join = min(parallel.join, len(arms)) if isinstance(parallel.join, int) else parallel.join
        return at.put(process, address, replace(parallel, arms=arms, join=join))
    home, place = at.split(address)
    return at.insert(at.remove(process, address), home, place, arms[0].steps if arms else ())


def table_place(process: tree.Process, name: str) -> int | None:
    """Where a table stands among the items."""
    return next((n for n, item in enumerate(process.items) if isinstance(item, tree.Table) and item.name == name), None)


def branches_by(process: tree.Process, table: str) -> list[str]:
    """The addresses of the branches that go by a table."""
    return [address for address, node in at.walk(process) if isinstance(node, tree.Branch) and node.table == table]


@dataclass(frozen=True, slots=True)
class SetTable:
    """Let a branch go by another table: arms of the outcomes it shares stay, others that are empty go, missing ones come."""

    address: str
    table: str

    def on(self, process: tree.Process) -> tree.Process:
        branch, place = at.get(process, self.address), table_place(process, self.table)
        if not isinstance(branch, tree.Branch) or place is None:
            raise LookupError(self.table)
        outcomes = process.items[place].outcomes
        kept = tuple(arm for arm in branch.arms if arm.name in outcomes or arm.steps or arm.trivia != tree.NO_TRIVIA)
        known = {arm.name for arm in kept}
        new = tuple(tree.Arm(name) for name in outcomes if name not in known)
        return carried(process, at.put(process, self.address, replace(branch, table=self.table, arms=kept + new)))


@dataclass(frozen=True, slots=True)
class SetJoin:
    """When a parallel goes on: `all`, `any`, or the number of arms."""

    address: str
    join: str
    number: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        parallel = at.of_kind(process, self.address, tree.Parallel)
        if self.join in ("all", "any"):
            return at.put(process, self.address, replace(parallel, join=self.join))
        text = self.number.strip() or "1"
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= len(parallel.arms)):
            raise CannotEdit("write a number from 1 to {high}", "number", high=len(parallel.arms))
        return at.put(process, self.address, replace(parallel, join=int(text)))
