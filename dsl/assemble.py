"""Puts what stands in a block into the node of its head, and says what cannot stand there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from dsl import tree


class Misfit(NamedTuple):
    code: str
    node: tree.Line
    word: str


def filled(node: Any, children: tuple) -> tuple[Any, list[Misfit]]:
    """`node` with the statements of its block, and those of them that should not be there."""
    match node:
        case tree.Field(kind=kind):
            return _field(node, kind.word, children)
        case tree.Table():
            return _table(node, children)
        case tree.Process() | tree.Form() | tree.Ends() | tree.Example() | tree.Words():
            return replace(node, items=children), []
        case tree.Section():
            return replace(node, fields=children), []
        case tree.Flow() | tree.Arm():
            return replace(node, steps=children), []
        case tree.Branch() | tree.Parallel():
            return replace(node, arms=children), []
        case tree.Approve() | tree.Task():
            return replace(node, clauses=children), []
        case tree.Always():
            return replace(node, rules=children), []
    return node, []


def _field(node: tree.Field, word: str, children: tuple) -> tuple[tree.Field, list[Misfit]]:
    if word == "rows":
        return replace(node, columns=children), []
    if word in ("choice", "choices"):
        return replace(node, options=children), []
    return node, [Misfit("no-block-here", node, word)]


def _table(node: tree.Table, children: tuple) -> tuple[tree.Table, list[Misfit]]:
    """Only one `otherwise`, and no row behind it: it is what is left when no row holds."""
    rows = tuple(child for child in children if isinstance(child, tree.Row))
    others = [i for i, child in enumerate(children) if isinstance(child, tree.Otherwise)]
    misfits = [Misfit("otherwise-twice", children[i], "otherwise") for i in others[1:]]
    if others:
        behind = [child for child in children[others[0] + 1 :] if isinstance(child, tree.Row)]
        misfits += [Misfit("row-behind-otherwise", row, row.name) for row in behind]
    return replace(node, rows=rows, otherwise=children[others[0]] if others else None), misfits
