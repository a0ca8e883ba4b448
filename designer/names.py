"""Names that are taken in a process, and copies whose own names are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from designer.address import walk, walk_from
from designer.snippets import free_name
from dsl import tree

NAMED = (
    tree.Section, tree.Field, tree.Option, tree.Table, tree.Row, tree.Approve, tree.Task, tree.Parallel, tree.Arm,
    tree.EndPoint, tree.Rule, tree.Example, tree.Outcome,
)  # fmt: skip
GLOBAL = (tree.Section, tree.Field, tree.Table, tree.Approve, tree.Task, tree.Parallel, tree.Rule, tree.Example)
"""Lines whose name is one of the whole process; options, rows, arms, outcomes and columns are named within their block."""


def all_names(process: tree.Process) -> frozenset[str]:
    """Every name a line has."""
    return frozenset(node.name for _, node in walk(process) if isinstance(node, NAMED) and node.name)


def renamed_apart(nodes: Sequence[tree.Line], taken: frozenset[str]) -> tuple[tree.Line, ...]:
    """The nodes with every name of the whole process in them that is taken, numbered; inside the copy its uses follow."""
    used, new = set(taken), {}
    for node in nodes:
        for _, line in walk_from(node, ""):
            if is_taken(line, taken, nodes):
                new[line.name] = free_name(line.name, used)
                used.add(new[line.name])
    return tuple(with_names(node, new) for node in nodes) if new else tuple(nodes)


def is_taken(line: tree.Line, taken: frozenset[str], nodes: Sequence[tree.Line]) -> bool:
    """Whether a line of the copy needs another name: also an option or a row when it is what was copied."""
    return isinstance(line, GLOBAL if not any(line is one for one in nodes) else NAMED) and line.name in taken


def with_names(node: Any, new: dict[str, str]) -> Any:
    """A copy with names replaced: of lines, in first parts of paths, and in targets."""
    if isinstance(node, tuple):
        return tuple(with_names(one, new) for one in node)
    if not isinstance(node, tree.Node):
        return node
    changed = {
        name: with_names(getattr(node, name), new)
        for name in node.__dataclass_fields__
        if name not in ("at", "trivia") and isinstance(getattr(node, name), tree.Node | tuple)
    }
    match node:
        case tree.Path(parts) if parts[0] in new:
            changed["parts"] = (new[parts[0]], *parts[1:])
        case tree.Return(to) if to in new:
            changed["to"] = new[to]
        case tree.Branch(table) if table in new:
            changed["table"] = new[table]
        case tree.Section() | tree.Field() | tree.Table() | tree.Approve() | tree.Task() | tree.Parallel() | tree.Rule():
            changed["name"] = new.get(node.name, node.name)
        case tree.Option() | tree.Row() | tree.EndPoint() | tree.Example() | tree.Outcome():
            changed["name"] = new.get(node.name, node.name)
        case tree.Void(fields):
            changed["fields"] = tuple(new.get(one, one) for one in fields)
    return replace(node, **changed)
