"""Sameness: which things mean the same in another version of a process, labels and comments aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from dsl import tree
from dsl.checked import Checked
from dsl.covering.said import table_of
from dsl.covering.things import Thing

ASIDE = frozenset({"at", "trivia", "label", "help", "message", "epilogue", "text"})
"""What people read, and nothing decides by."""
LITERALS = (tree.Text, tree.Notify)


def same_things(things: Iterable[Thing], now: Checked, then: Checked) -> frozenset[Thing]:
    """The things of `now` that a ticket of `then` can have done."""
    forms = alike(now.process.all(tree.Form), then.process.all(tree.Form)) and now.libraries.person == then.libraries.person
    tables = {name for name in now.tables if forms and name in then.tables and same_table(now, then, name)}
    steps = {name for name, sheet in now.steps.items() if name in then.steps and alike(sheet.node, then.steps[name].node)}
    return frozenset(each for each in things if is_same(each, tables, steps, then))


def is_same(thing: Thing, tables: set[str], steps: set[str], then: Checked) -> bool:
    match thing.sort:
        case "row" | "border":
            return thing.key[0] in tables
        case "arm":
            return table_of(thing.key[0]) in tables
        case "step" | "decision":
            return thing.key[0] in steps
    return thing.key[0] in then.ends


def same_table(now: Checked, then: Checked, name: str) -> bool:
    one, other = now.tables[name], then.tables[name]
    return alike(one.node, other.node) and alike(one.rows, other.rows)


def alike(one: object, other: object) -> bool:
    """Whether two parts of texts decide the same."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if not is_dataclass(one) or type(one) is not type(other):
        return one == other
    names = [each.name for each in fields(one) if each.name not in ASIDE or isinstance(one, LITERALS)]
    return all(alike(getattr(one, name), getattr(other, name)) for name in names if name not in ("at", "trivia"))
