"""New steps as a gesture puts them down: complete enough that the checker has nothing to say, with names that are free."""

from __future__ import annotations

from designer.snippets import free_name
from dsl import tree
from dsl.checking.names import all_steps

NAMES = {"approve": "approval", "task": "work", "call": "outside_call", "parallel": "together"}
"""What a new step is called in the text; people see its label."""

MANAGER = tree.Path(("requester", "manager"))
MANAGERS_MANAGER = tree.Path(("requester", "manager", "manager"))
ADMINS = tree.Call("role", (tree.Text("process-admin"),))


def step_names(process: tree.Process) -> set[str]:
    """The names a step cannot have any more: those of steps and of ends, and `request`."""
    steps = [step.name for flow in process.all(tree.Flow) for step in all_steps(flow.steps) if hasattr(step, "name")]
    ends = [end.name for ends in process.all(tree.Ends) for end in ends.items]
    return {*steps, *ends, "request"}


def ends_of(process: tree.Process) -> list[str]:
    """The names of the ends, in order."""
    return [end.name for ends in process.all(tree.Ends) for end in ends.items]


def refusal_end(process: tree.Process) -> str | None:
    """Where a reject leads best: `rejected`, else the first end but the one where all went well; None without one."""
    ends = ends_of(process)
    others = [end for end in ends[1:] if end != "withdrawn"]
    return "rejected" if "rejected" in ends else others[0] if others else None


def approval(process: tree.Process, taken: set[str], label: str) -> tree.Approve:
    """An approval by the requester's manager; a reject leads somewhere."""
    name = free_name(NAMES["approve"], taken)
    taken.add(name)
    clauses: tuple[tree.Clause, ...] = (tree.By((MANAGER,)),)
    if "rejected" not in ends_of(process):
        end = refusal_end(process)
        clauses += (tree.Reject(tree.End(end) if end else tree.Return("request")),)
    return tree.Approve(name, label or None, clauses)


def task(taken: set[str], label: str, calls: bool) -> tree.Task:
    """A task, or a call of another system, for whoever looks after the process."""
    return tree.Task(free_name(NAMES["call" if calls else "task"], taken), label or None, (tree.By((ADMINS,)),), calls)


def parallel(process: tree.Process, taken: set[str], label: str, inner: str) -> tree.Parallel:
    """Two arms with an approval each."""
    name = free_name(NAMES["parallel"], taken)
    taken.add(name)
    arms = tuple(tree.Arm(None, (approval(process, taken, inner),)) for _ in range(2))
    return tree.Parallel(name, label or None, "all", arms)


def branch(table: tree.Table, filled: tuple[tree.Step, ...] = ()) -> tree.Branch:
    """A branch with an arm for every outcome of a table; what `filled` holds goes into the first."""
    return tree.Branch(table.name, tuple(tree.Arm(name, filled if not n else ()) for n, name in enumerate(table.outcomes)))
