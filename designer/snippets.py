"""Parts of a text that a gesture brings along: read like the text itself, refused with the parser's own sentence."""

from __future__ import annotations

from typing import Any

from designer.edit import CannotEdit
from dsl import tree
from dsl.fragments import read_block, read_expression, read_people
from dsl.limits import RESERVED, RESERVED_FIELDS
from dsl.problems import Problem

BLOCK_OF = {
    tree.Section: "form",
    tree.Field: "form",
    tree.Option: "options",
    tree.Row: "rows",
    tree.Otherwise: "rows",
    tree.EndPoint: "ends",
    tree.Rule: "rules",
    tree.Requester: "example",
    tree.Answers: "example",
    tree.Expect: "example",
    tree.Word: "words",
    **dict.fromkeys(
        (tree.Title, tree.StartedBy, tree.SeenBy, tree.Calendar, tree.Form, tree.Table, tree.Flow, tree.Ends, tree.Always,
         tree.Example, tree.Words), "process"),
    **dict.fromkeys((tree.Approve, tree.Task, tree.Notify, tree.Finish, tree.Branch, tree.Parallel), "steps"),
    **dict.fromkeys(
        (tree.By, tree.Decide, tree.Reject, tree.May, tree.Due, tree.SamePerson, tree.Void, tree.Access, tree.Outcome,
         tree.Nobody), "clauses"),
}  # fmt: skip
"""The block in which a statement of a class can be read; arms depend on what they stand in."""


def expression(text: str, part: str | None = None) -> Any:
    """The expression `text` is."""
    return found(read_expression(text), part)


def people(text: str, part: str | None = None) -> tuple[tree.Expression, ...]:
    """The people expressions `text` names, separated by commas."""
    return found(read_people(text), part)


def block(name: str, text: str, part: str | None = None) -> tuple[tree.Line, ...]:
    """The statements of a block, with their own blocks; `name` is a key of `dsl.fragments.AROUND`."""
    return found(read_block(name, text), part)


def line(like: type, text: str, part: str | None = None) -> Any:
    """The one statement `text` is, of the class `like`."""
    several = block(BLOCK_OF[like], text, part)
    if len(several) != 1 or type(several[0]) is not like:
        raise CannotEdit("write one statement here, of the same kind", part)
    return several[0]


def found(result: Any, part: str | None) -> Any:
    """What was read; raises CannotEdit with its problems."""
    if isinstance(result, tuple) and result and isinstance(result[0], Problem):
        raise CannotEdit(part=part, problems=result)
    return result


def name(text: str, part: str = "name", field: bool = False) -> str:
    """A name as it may stand in a text; raises CannotEdit."""
    text = text.strip()
    if text in (RESERVED_FIELDS if field else RESERVED):
        raise CannotEdit("`{word}` is a word of the language: choose another name", part, word=text[:40])
    read = read_expression(text)
    if not isinstance(read, tree.Path) or len(read.parts) != 1:
        raise CannotEdit("`{word}` is no name: use letters, digits and `_`, beginning with a letter", part, word=text[:40])
    return read.parts[0]


def free_name(wanted: str, taken: set[str] | frozenset[str]) -> str:
    """`wanted`, or `wanted_2`, `wanted_3`… when it is taken."""
    number, candidate = 1, wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}_{number}"
    return candidate
