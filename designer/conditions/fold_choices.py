"""What a fold over line items can be instead: another kind of it, or the same over other line items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from designer.conditions.choices import Choice, choice, with_current
from designer.conditions.folds import column_test, lines_of, variable
from designer.conditions.kinds import MEASURED, ORDERED, guess
from designer.conditions.labels import field_label
from designer.conditions.places import Place
from designer.conditions.sentences import sentence
from dsl import tree, types


def fold_choices(place: Place, node: tree.Fold) -> tuple[Choice, ...]:
    """The six kinds, each with a body that it can have."""
    found = []
    for kind, name in kinds(place):
        body = body_for(place, node, kind)
        if kind == node.kind:
            found.append(choice(node, name, "", True))
        elif kind == "count" or body is not None:
            found.append(choice(replace(node, kind=kind, body=None if kind == "count" else body), name))
    return with_current(found, node, node.kind)


def kinds(place: Place) -> Iterator[tuple[str, str]]:
    say = place.scene.outside.say
    yield "count", say("How many")
    yield "sum", say("Sum")
    yield "min", say("Smallest")
    yield "max", say("Largest")
    yield "any", say("At least one")
    yield "all", say("All")


def body_for(place: Place, node: tree.Fold, kind: str) -> tree.Expression | None:
    """A body for another kind: the one that stands there where it fits."""
    inner = replace(place, loops={**place.loops, node.name: ".".join(node.over.parts)})
    its = guess(node.body, inner.known) if node.body is not None else None
    rows = ".".join(node.over.parts)
    if rows not in place.rows:
        return node.body
    if kind in ("any", "all"):
        return node.body if isinstance(its, types.YesNo) else column_test(place, rows, node.name)
    wanted = MEASURED if kind == "sum" else ORDERED
    return node.body if isinstance(its, wanted) else first_column(place, rows, node.name, wanted)


def first_column(place: Place, rows: str, name: str, wanted: object) -> tree.Expression | None:
    """The first column of a type."""
    return next(
        (tree.Path((name, column)) for column, kind in lines_of(place.sheet(rows)) if isinstance(kind, wanted)), None
    )


def rows_choices(place: Place, node: tree.Fold) -> tuple[Choice, ...]:
    """The line items that can be gone through instead."""
    found = []
    for rows in place.rows:
        label = field_label(place.scene, rows)
        if node.over.parts == (rows,):
            found.append(choice(node, label, "", True))
            continue
        name = variable(place, rows)
        new = tree.Fold(node.kind, name, tree.Path((rows,)), None, None)
        body = body_for(place, new, node.kind) if node.kind != "count" else None
        if node.kind == "count" or body is not None:
            found.append(choice(replace(new, body=body), label))
    return with_current(found, node, sentence(place.scene, node.over))
