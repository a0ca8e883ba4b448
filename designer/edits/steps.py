"""The edits of the flow: put down a step of any kind, move it about, copy it, take it away."""

from __future__ import annotations

from dataclasses import dataclass

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.edits.told import carried
from designer.flow import first, fresh
from designer.flow.ways import shifted_to
from designer.names import all_names, renamed_apart
from dsl import tree

MOVABLE = (tree.Approve, tree.Task, tree.Notify, tree.Finish, tree.Branch, tree.Parallel, tree.Arm)


@dataclass(frozen=True, slots=True)
class AddStep:
    """Put a new step into a list of steps. A branch goes by `table`, or by a new one that comes with a first row and an
    `otherwise`. `label` and `inner` are what people will read on the step and on the steps inside it."""

    list: str
    index: int
    kind: str
    label: str = ""
    inner: str = ""
    table: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        steps = steps_at(process, self.list)
        label, inner = one_line(self.label), one_line(self.inner)
        index = min(self.index, len(steps))
        if self.kind != "branch":
            return carried(process, at.insert(process, self.list, index, (new_step(process, self.kind, label, inner),)))
        table = next((one for one in process.all(tree.Table) if one.name == self.table), None)
        if self.table and table is None:
            raise CannotEdit("there is no table `{name}`", "table", name=self.table[:40])
        made = table or first.new_table(process)
        after = at.insert(process, self.list, index, (fresh.branch(made),))
        return carried(process, after if table else with_table(after, made, self.list))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        index = min(self.index, len(at.get(before, self.list)))
        return behind_new_item(f"{self.list}.{index}", before, after)


def new_step(process: tree.Process, kind: str, label: str, inner: str) -> tree.Step:
    """The new step of a kind that needs no table."""
    taken = fresh.step_names(process)
    match kind:
        case "approve":
            return fresh.approval(process, taken, label)
        case "task" | "call":
            return fresh.task(taken, label, kind == "call")
        case "notify":
            return tree.Notify((tree.Path(("requester",)),), label or "…")
        case "parallel":
            return fresh.parallel(process, taken, label, inner)
        case "end":
            end = fresh.refusal_end(process) or next(iter(fresh.ends_of(process)), None)
            if end is None:
                raise CannotEdit("the process has no end yet: add one first")
            return tree.Finish(end)
    raise LookupError(kind)


def one_line(text: str) -> str:
    return " ".join(text.split())


def steps_at(process: tree.Process, address: str) -> tuple[tree.Step, ...]:
    """The steps of the flow or of an arm; LookupError for any other list."""
    steps = at.get(process, address)
    if address.rpartition(".")[2] != "steps" or not isinstance(steps, tuple):
        raise LookupError(address)
    return steps


def with_table(process: tree.Process, table: tree.Table, below: str) -> tree.Process:
    """The process with a new table in front of the flow that `below` lies in."""
    place = int(at.steps(below)[1])
    return at.insert(process, "items", place, (table_apart(process, table),))


def table_apart(process: tree.Process, table: tree.Table) -> tree.Table:
    """A new table stands apart from what is above it when the text has empty lines between its parts."""
    airy = any(item.trivia.blank_above for item in process.items)
    return tree.Table(
        table.name, table.policy, table.outcomes, table.rows, table.otherwise, trivia=tree.Trivia(blank_above=airy)
    )


def behind_new_item(address: str, before: tree.Process, after: tree.Process) -> str:
    """An address in the flow as it is once a table has been put in front of the flow."""
    more = len(after.items) - len(before.items)
    parts = address.split(".")
    return ".".join([parts[0], str(int(parts[1]) + more), *parts[2:]])


@dataclass(frozen=True, slots=True)
class ShiftStep:
    """Move a step or an arm one place: `way` is up, down, left or right. Up and down go along the steps, over the edge of
    an arm and out of it; left and right go to the arm beside, or from the flow into a branch next to the step."""

    address: str
    way: str

    def on(self, process: tree.Process) -> tree.Process:
        goal = shifted_to(process, self.address, self.way)
        if goal is None:
            raise CannotEdit("there is no place in that direction")
        return carried(process, at.moved(process, self.address, *goal)[0])

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        goal = shifted_to(before, self.address, self.way)
        return at.moved(before, self.address, *goal)[1] if goal else self.address


@dataclass(frozen=True, slots=True)
class MoveStep:
    """Put a step, with all that is in it, in front of what stands at `index` of another list of steps, or an arm among
    the arms of its own branch."""

    address: str
    list: str
    index: int

    def on(self, process: tree.Process) -> tree.Process:
        home = at.split(self.address)[0]
        name = self.list.rpartition(".")[2]
        if home.rpartition(".")[2] != name or name not in ("steps", "arms") or (name == "arms" and home != self.list):
            raise CannotEdit("this cannot stand there")
        if at.is_below(self.list, self.address):
            raise CannotEdit("a step cannot go into itself")
        return carried(process, at.moved(process, self.address, self.list, self.index)[0])

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return at.moved(before, self.address, self.list, self.index)[1]


@dataclass(frozen=True, slots=True)
class PasteStep:
    """Put copied steps into a list of steps; names that are taken get a number."""

    list: str
    index: int
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        index = min(self.index, len(steps_at(process, self.list)))
        new = renamed_apart(snippets.block("steps", self.text, "text"), all_names(process))
        return carried(process, at.insert(process, self.list, index, new))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"{self.list}.{min(self.index, len(at.get(before, self.list)))}"


@dataclass(frozen=True, slots=True)
class CopyStep:
    """Put a copy of a step behind it; names in the copy get a number."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        home, number = at.split(self.address)
        steps_at(process, home)
        copy = renamed_apart((at.get(process, self.address),), all_names(process))
        return carried(process, at.insert(process, home, number + 1, copy))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        home, number = at.split(self.address)
        return f"{home}.{number + 1}"


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Take a step away with all that is in it; `with_table` also takes the table of a branch that no other one goes by."""

    address: str
    with_table: bool = False

    def on(self, process: tree.Process) -> tree.Process:
        home, _ = at.split(self.address)
        steps_at(process, home)
        node = at.get(process, self.address)
        after = at.remove(process, self.address)
        if self.with_table and isinstance(node, tree.Branch) and not tables_used(after, node.table):
            place = next((n for n, item in enumerate(after.items) if is_table(item, node.table)), None)
            after = after if place is None else at.remove(after, f"items.{place}")
        return carried(process, after)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        home, number = at.split(self.address)
        home = behind_new_item(home, before, after)
        left = len(at.get(after, home))
        return f"{home}.{min(number, left - 1)}" if left else home.rpartition(".")[0]


def is_table(item: tree.Item, name: str) -> bool:
    return isinstance(item, tree.Table) and item.name == name


def tables_used(process: tree.Process, name: str) -> bool:
    """Whether a branch goes by the table."""
    return any(isinstance(node, tree.Branch) and node.table == name for _, node in at.walk(process))


@dataclass(frozen=True, slots=True)
class AddFlow:
    """A flow for a text that has none, beginning with an approval; ends when there are none."""

    label: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        if process.one(tree.Flow) is not None:
            raise CannotEdit("the process has a flow already")
        place = flow_place(process)
        airy = tree.Trivia(blank_above=bool(process.items))
        if process.one(tree.Ends) is None:
            ends = tree.Ends((tree.EndPoint("done"), tree.EndPoint("rejected")), trivia=airy)
            process = at.insert(process, "items", place, (ends,))
        step = fresh.approval(process, fresh.step_names(process), one_line(self.label))
        return at.insert(process, "items", place, (tree.Flow((step,), trivia=airy),))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"items.{flow_place(before)}.steps.0"


def flow_place(process: tree.Process) -> int:
    """Where a flow goes: behind what begins the text, the form and the tables."""
    before = (tree.Title, tree.StartedBy, tree.SeenBy, tree.Calendar, tree.Nobody, tree.Form, tree.Table)
    return max([number + 1 for number, item in enumerate(process.items) if isinstance(item, before)], default=0)
