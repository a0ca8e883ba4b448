"""Approvals and tasks of a program: their clauses gathered, with every default written out."""

from __future__ import annotations

from dsl import tree
from dsl.checked import Checked
from dsl.compiling.functions import Functions
from dsl.compiling.reads import reads_of
from dsl.format import format_expression
from dsl.program import Access, Approve, Nobody, Outcome, People, Step, Target, Task

ADMINS = (tree.Call("role", (tree.Text("process-admin"),)),)
EVERYONE = (tree.Call("role", (tree.Text("employee"),)),)
"""Who is meant where the text says nothing; everyone active holds the role `employee`."""
DEFAULT_RETURNS = 20


def people(functions: Functions, expressions: tuple[tree.Expression, ...]) -> People:
    """People expressions as one."""
    written = ", ".join(map(format_expression, expressions))
    return People(functions.people(expressions), written, reads_of(functions.checked, *expressions))


def nobody(functions: Functions, clause: tree.Nobody | None) -> Nobody:
    """A `nobody` clause, or the usual one."""
    if clause is None:
        return Nobody(people=people(functions, ADMINS))
    if clause.target is not None:
        return Nobody(end=clause.target.name)
    return Nobody(people=people(functions, clause.people))


def target(written: tree.Target) -> Target:
    match written:
        case tree.End(name):
            return Target(end=name)
        case tree.Return(to, limit):
            return Target(to=to, limit=DEFAULT_RETURNS if limit is None else limit)


def clauses(step: tree.Approve | tree.Task, kind: type) -> list:
    return [clause for clause in step.clauses if isinstance(clause, kind)]


def access(checked: Checked, step: tree.Approve | tree.Task) -> Access:
    """All access lines of a step as one; what a step edits or fills it also sees."""
    lines = clauses(step, tree.Access)
    edits = tuple(name for line in lines for name in line.edits)
    fills = tuple(need for line in lines for need in line.fills)
    seen = [line.sees for line in lines if line.sees is not None]
    names = {name for line in seen for name in line} | {*edits, *(need.name for need in fills)}
    everything = not seen or "*" in names
    sees = tuple(path for path, sheet in checked.fields.items() if sheet.rows is None and (everything or path in names))
    return Access(sees, edits, tuple(need.name for need in fills), tuple(need.name for need in fills if need.required))


def shared(checked: Checked, functions: Functions, step: tree.Approve | tree.Task) -> dict:
    """What approvals and tasks share."""
    by, due = clauses(step, tree.By), clauses(step, tree.Due)
    policy = clauses(step, tree.Nobody) or list(checked.process.all(tree.Nobody))
    return {
        "people": people(functions, tuple(each for clause in by for each in clause.people)),
        "pick": next((clause.pick for clause in by if clause.pick), None),
        "access": access(checked, step),
        "may": tuple(dict.fromkeys(action for clause in clauses(step, tree.May) for action in clause.actions)),
        "nobody": nobody(functions, policy[0] if policy else None),
        "due": due[0] if due else None,
    }


def approve(checked: Checked, functions: Functions, step: tree.Approve, common: dict) -> Approve:
    decide, reject = clauses(step, tree.Decide), clauses(step, tree.Reject)
    same = clauses(step, tree.SamePerson)
    return Approve(
        **common,
        **shared(checked, functions, step),
        rule=decide[0].rule if decide else "any",
        number=(decide[0].number if decide else None) or 1,
        reject=target(reject[0].target if reject else tree.End("rejected")),
        asks_again=same[0].asks_again if same else True,
        void=tuple(dict.fromkeys(name for clause in clauses(step, tree.Void) for name in clause.fields)),
    )


def task(checked: Checked, functions: Functions, step: tree.Task, common: dict) -> Task:
    outcomes = tuple(
        Outcome(each.name, each.label or each.name, target(each.target) if each.target else None)
        for each in clauses(step, tree.Outcome)
    )
    outcomes = outcomes or (Outcome("done", "Done"),)
    return Task(**common, **shared(checked, functions, step), outcomes=outcomes, calls=step.calls)


__all__ = ["ADMINS", "EVERYONE", "Step", "approve", "nobody", "people", "task"]
