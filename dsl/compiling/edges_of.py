"""The edge of a condition: found when it compares one path with constants that its type can hold exactly."""

from __future__ import annotations

from dsl import tree, types
from dsl.checked import AttributeAt, Checked, FieldAt, Meaning
from dsl.compiling.constants import VARIES, constant
from dsl.compiling.reads import names
from dsl.edges import ON_A_LINE, Edge

TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NAMED = types.Choice | types.YesNo | types.Text | types.Person | types.Team | types.Link | types.Email | types.Phone


def edge_of(checked: Checked, e: tree.Expression) -> tuple[Edge, Meaning] | None:
    """The edge of `e` and what its subject means; None when `e` is more than one thing against constants."""
    match e:
        case tree.Path():
            return _made(checked, e, "=", (tree.Truth(True),))
        case tree.Not(tree.Path() as path):
            return _made(checked, path, "=", (tree.Truth(False),))
        case tree.Compare(op, tree.Path() as left, right) if constant(checked, left) is VARIES:
            return _made(checked, left, op, (right,))
        case tree.Compare(op, left, tree.Path() as right):
            return _made(checked, right, TURNED[op], (left,))
        case tree.Member(tree.Path() as item, members, None, negated):
            return _made(checked, item, "not in" if negated else "in", members)
        case tree.Between(tree.Path() as item, low, high, negated):
            return _made(checked, item, "not between" if negated else "between", (low, high))
        case tree.Present(path, absent):
            return _made(checked, path, "absent" if absent else "present", ())
    return None


def _made(checked: Checked, path: tree.Path, op: str, constants: tuple) -> tuple[Edge, Meaning] | None:
    meaning = checked.resolve(path)
    kind = declared(checked, meaning)
    if not isinstance(kind, ON_A_LINE) and not isinstance(kind, NAMED):
        return None
    values = tuple(_fitting(checked, each, kind) for each in constants)
    return None if VARIES in values else (Edge(names(meaning)[-1], kind, op, values), meaning)


def _fitting(checked: Checked, e: tree.Expression, kind: types.Type) -> object:
    """A constant as a value of `kind`; VARIES when it is none, or has more places."""
    value = constant(checked, e)
    if value is VARIES or isinstance(e, tree.Truth) or not isinstance(kind, ON_A_LINE) or not isinstance(value, int):
        return value
    by = types.scale_of(kind) - types.scale_of(checked.type_of(e))
    return value * 10**by if by >= 0 else VARIES


def declared(checked: Checked, meaning: Meaning) -> types.Type | None:
    """The type of what a path stands for, if it can be the subject of an edge."""
    match meaning:
        case FieldAt(path):
            return checked.fields[path].type
        case AttributeAt(_, hops):
            return hops[-1].attribute.type
    return None
