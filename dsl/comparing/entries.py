"""Every line of a process by what it is called, so that it is found again in another version wherever it stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsl import tree

Key = tuple
"""Sort, the key of what it is called within (None for what is called so in the whole process), name, and which of these."""

SORTS: dict[type, str] = {
    tree.Process: "process", tree.Form: "form", tree.Section: "section", tree.Field: "field", tree.Option: "option",
    tree.Table: "table", tree.Row: "row", tree.Otherwise: "otherwise", tree.Flow: "flow", tree.Approve: "step",
    tree.Task: "step", tree.Parallel: "parallel", tree.Branch: "branch", tree.Arm: "arm", tree.Notify: "message",
    tree.Finish: "finish", tree.Ends: "ends", tree.EndPoint: "end", tree.Always: "always", tree.Rule: "rule",
    tree.Example: "example", tree.Words: "words", tree.Word: "word", tree.Title: "title", tree.StartedBy: "started by",
    tree.SeenBy: "seen by", tree.Calendar: "calendar", tree.Nobody: "nobody", tree.By: "by", tree.Decide: "decide",
    tree.Reject: "reject", tree.May: "may", tree.Due: "due", tree.SamePerson: "same person", tree.Void: "void",
    tree.Access: "access", tree.Outcome: "outcome",
}  # fmt: skip
"""What a line is. An approval and a task of one name are the same step."""
EVERYWHERE = ("section", "field", "table", "step", "parallel", "rule", "example", "branch")
"""Sorts whose names are names of the whole process: a step is the same one wherever it stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `parent` is the key of the line in whose block it stands, `index` its turn there; `place` is what people
    call it."""

    key: Key
    node: tree.Line
    address: str
    parent: Key | None
    place: str
    index: int

    @property
    def sort(self) -> str:
        return self.key[0]


def entries(process: tree.Process, renamed: Mapping[Key, Key]) -> dict[Key, Entry]:
    """All lines, in the order of the text. `renamed` says which keys lines have in the other version."""
    found: dict[Key, Entry] = {}
    counted: Counter = Counter()
    waiting = [(process, "", None, "", 0)]
    while waiting:
        node, address, parent, within, index = waiting.pop()
        key = key_of(node, parent, counted, renamed)
        place = place_of(node, within, key)
        found[key] = Entry(key, node, address, parent, place, index)
        dot = f"{address}." if address else ""
        below = [(child, f"{dot}{where}", key, place, turn) for where, turn, child in children(node)]
        waiting += reversed(below)
    return found


def key_of(node: tree.Line, parent: Key | None, counted: Counter, renamed: Mapping[Key, Key]) -> Key:
    """The key of a line whose block's line has the key `parent`."""
    sort = SORTS[type(node)]
    column = sort == "field" and parent is not None and parent[0] in ("field", "column")
    sort = "column" if column else sort
    within = None if sort in EVERYWHERE or parent is None else parent
    head = (sort, within, name_of(node))
    key = (*head, counted[head])
    counted[head] += 1
    return renamed.get(key, key)


def name_of(node: tree.Line) -> str:
    """What a line is called among its like, or what it is known by; "" for those of which there should be one."""
    match node:
        case tree.Process():
            return ""
        case tree.Branch(table=table):
            return table
        case tree.Words(language=language):
            return language
        case tree.Word(path=path):
            return ".".join(path)
        case tree.Notify(text=text):
            return f"“{text}”"
        case tree.Finish(end=end):
            return end
        case tree.Arm(name=None, steps=steps):
            return next((f"with {step.name}" for step in steps if getattr(step, "name", None)), "")
    return getattr(node, "name", None) or ""


def place_of(node: tree.Line, within: str, key: Key) -> str:
    """What people call a line: a name with the name of what it belongs to, where it needs one."""
    name = name_of(node)
    match node:
        case tree.Process():
            return node.name
        case tree.Form() | tree.Flow() | tree.Ends() | tree.Always() | tree.Title() | tree.Calendar():
            return SORTS[type(node)]
        case tree.Option() | tree.Row() | tree.Outcome():
            return f"{within}.{name}"
        case tree.Field() if key[0] == "column":
            return f"{within}.{name}"
        case tree.Arm():
            return f"{within}.{node.name or name.removeprefix('with ') or key[3] + 1}"
        case tree.Otherwise():
            return f"{within}.otherwise"
        case tree.Finish():
            return f"end {node.end}"
        case tree.Notify():
            return f"notify {name}"
        case tree.Words():
            return f"words {name}"
        case tree.StartedBy() | tree.SeenBy():
            return SORTS[type(node)]
    return name or within


def children(node: tree.Line) -> Iterator[tuple[str, int, tree.Line]]:
    """The lines of a node's block: the end of their address, their turn, and they themselves. An example is one thing."""
    turn = 0
    for attribute in lists(node):
        for number, child in enumerate(getattr(node, attribute)):
            yield f"{attribute}.{number}", turn, child
            turn += 1
    if isinstance(node, tree.Table) and node.otherwise:
        yield "otherwise", turn, node.otherwise


def lists(node: tree.Line) -> tuple[str, ...]:
    """The attributes that hold the lines of its block."""
    match node:
        case tree.Process() | tree.Form() | tree.Ends() | tree.Words():
            return ("items",)
        case tree.Section():
            return ("fields",)
        case tree.Field():
            return ("options", "columns")
        case tree.Table():
            return ("rows",)
        case tree.Flow() | tree.Arm():
            return ("steps",)
        case tree.Branch() | tree.Parallel():
            return ("arms",)
        case tree.Approve() | tree.Task():
            return ("clauses",)
        case tree.Always():
            return ("rules",)
    return ()
