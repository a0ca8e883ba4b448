"""Random gestures in the flow and the matrix: addresses of the right sort, values that a page could send."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from designer.address import walk
from designer.edits import EDITS
from designer.edits.access import LEVELS
from designer.edits.clauses import ACTIONS, UNITS
from designer.flow.fresh import ends_of
from designer.flow.ways import WAYS
from dsl import tree
from dsl.checking.names import fields_of

STEP = (tree.Approve, tree.Task)
ANY_STEP = (*STEP, tree.Notify, tree.Finish, tree.Branch, tree.Parallel)
TEXTS = [
    "approve x {\n  by requester.manager\n}",
    "end done",
    'notify requester "hi"',
    "branch by t {\n  a {\n  }\n}",
    "no step",
]
TARGETS = ["", "end done", "to request", "to x"]
NUMBERS = ["", "1", "2", "60%", "x"]


class Flow:
    """Draws what an edit of the flow needs, from one process."""

    def __init__(self, r: random.Random, process: tree.Process) -> None:
        self.r, self.process = r, process
        self.lines = list(walk(process))
        self.fields = [field.name for form in process.all(tree.Form) for field in fields_of(form)]

    def at(self, *kinds: type) -> str:
        """The address of a line of one of the classes; now and then of any."""
        fit = [address for address, line in self.lines if isinstance(line, kinds)]
        return self.r.choice(fit if fit and self.r.random() < 0.95 else [address for address, _ in self.lines])

    def list(self) -> str:
        return f"{self.at(tree.Flow, tree.Arm)}.steps"

    def some(self, names) -> tuple[str, ...]:
        return tuple(self.r.sample(list(names), self.r.randint(0, min(3, len(names)))))

    def one(self, names) -> str:
        return self.r.choice(list(names) or [""])

    def table(self) -> str:
        return self.one([table.name for table in self.process.all(tree.Table)])

    def cell(self) -> str:
        return f"{self.at(*STEP)}|{self.one(self.fields)}"


Values = Mapping[str, object]
GESTURES: dict[str, Callable[[Flow], Values]] = {
    "add-step": lambda f: {
        "list": f.list(), "index": f.r.randrange(5), "label": f.one(["", "New"]), "table": f.one(["", "", f.table()]),
        "kind": f.one(["approve", "task", "call", "notify", "parallel", "end", "branch", "branch"]),
    },
    "shift-step": lambda f: {"address": f.at(*ANY_STEP, tree.Arm), "way": f.one(WAYS)},
    "move-step": lambda f: {"address": f.at(*ANY_STEP), "list": f.list(), "index": f.r.randrange(5)},
    "paste-step": lambda f: {"list": f.list(), "index": f.r.randrange(5), "text": f.one(TEXTS)},
    "copy-step": lambda f: {"address": f.at(*ANY_STEP)},
    "remove-step": lambda f: {"address": f.at(*ANY_STEP), "with_table": f.r.random() < 0.5},
    "add-flow": lambda f: {"label": f.one(["", "New"])},
    "add-arm": lambda f: {"address": f.at(tree.Branch, tree.Parallel)},
    "remove-arm": lambda f: {"address": f.at(tree.Arm)},
    "set-table": lambda f: {"address": f.at(tree.Branch), "table": f.table()},
    "set-join": lambda f: {"address": f.at(tree.Parallel), "join": f.one(["all", "any", "count"]), "number": f.one(NUMBERS)},
    "add-by": lambda f: {"address": f.at(*STEP)},
    "set-pick": lambda f: {"address": f.at(*STEP), "pick": f.one(["", "least busy", "in turn", "first"])},
    "set-decide": lambda f: {
        "address": f.at(*STEP), "rule": f.one(["", "any", "all", "order", "count", "percent"]), "number": f.one(NUMBERS),
    },
    "set-reject": lambda f: {"address": f.at(*STEP), "target": f.one(TARGETS), "limit": f.one(["", "3"])},
    "set-may": lambda f: {"address": f.at(*STEP), "actions": f.some(ACTIONS)},
    "set-nobody": lambda f: {"address": f.at(*STEP), "how": f.one(["", "ask", "end"]), "end": f.one(ends_of(f.process))},
    "set-same-person": lambda f: {"address": f.at(*STEP), "how": f.one(["", "asks", "counts"])},
    "set-void": lambda f: {"address": f.at(*STEP), "fields": f.some(f.fields)},
    "set-due": lambda f: {
        "address": f.at(*STEP), "count": f.one(NUMBERS), "unit": f.one(UNITS), "reminders": f.one(["", "50", "50, 90"]),
        "then": f.one(["", "escalate", "reassign"]),
    },
    "add-outcome": lambda f: {"address": f.at(tree.Task), "label": f.one(["", "Paid"])},
    "set-outcome": lambda f: {"address": f.at(tree.Outcome), "target": f.one(TARGETS), "limit": f.one(["", "3"])},
    "set-end": lambda f: {"address": f.at(tree.Finish), "end": f.one(ends_of(f.process))},
    "set-access": lambda f: {
        "steps": tuple({f.at(*STEP), f.at(*STEP)}), "fields": f.some(f.fields), "level": f.one(LEVELS),
    },
    "turn-access": lambda f: {"cell": f.cell()},
}  # fmt: skip

TAKING = {
    "remove-step", "remove-arm", "set-table", "set-decide", "set-reject", "set-may", "set-nobody", "set-same-person",
    "set-void", "set-due", "set-access", "turn-access",
}  # fmt: skip
"""Gestures that may take a line away, and with it the comments at it."""


def gesture(r: random.Random, process: tree.Process, kind: str, draw: Callable[[Flow], Values]):
    """A gesture of a kind."""
    return EDITS[kind](**draw(Flow(r, process)))
