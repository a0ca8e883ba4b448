"""The values of the view "access": a row for every field, a column for every step, a level where they meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from designer.address import walk_from
from designer.edits.access import LEVELS
from designer.flow.told import Teller
from designer.scene import Scene
from dsl import tree


@dataclass(frozen=True, slots=True)
class Column:
    """A step: `levels` is what it may do with each field, by name."""

    at: str
    title: str
    sort: str
    mark: str
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A field; `computed` when a step can only see it."""

    name: str
    title: str
    computed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A section with its fields; `title` is empty for fields that stand in none."""

    title: str
    rows: tuple[Row, ...]


def scene_of(scene: Scene) -> dict[str, Any]:
    """Everything `designer/access.html` shows."""
    teller = Teller(scene)
    columns = tuple(columns_of(scene, teller))
    here = next((column for column in columns if below(scene.at, column.at)), columns[0] if columns else None)
    return {"columns": columns, "groups": groups_of(scene), "here": here, "levels": said(scene)}


def below(address: str, column: str) -> bool:
    """Whether a selected address lies in a column's step."""
    return address == column or address.startswith(f"{column}.")


def said(scene: Scene) -> dict[str, tuple[str, str, str]]:
    """Each level: its word in a cell, what it means, and the key that sets it."""
    say = scene.outside.say
    words = (say("hidden"), say("sees"), say("edits"), say("fills"), say("must fill"))
    meant = (
        say("The step does not see the field"),
        say("The step sees it and cannot change it"),
        say("The step may change what the requester wrote"),
        say("The step may fill it in"),
        say("The step is not done before it is filled in"),
    )
    return {level: (words[n], meant[n], key) for n, (level, key) in enumerate(zip(LEVELS, "hsefr", strict=True))}


def columns_of(scene: Scene, teller: Teller) -> Iterator[Column]:
    """Every approval and task, in the order of the text."""
    names = [name for name, _ in teller.fields()]
    for number, item in enumerate(scene.process.items):
        if isinstance(item, tree.Flow):
            for address, node in walk_from(item, f"items.{number}"):
                if isinstance(node, tree.Approve | tree.Task):
                    sort = "approve" if isinstance(node, tree.Approve) else "call" if node.calls else "task"
                    yield Column(address, teller.label(node), sort, teller.mark(address), levels_of(node, names))


def levels_of(step: tree.Approve | tree.Task, names: list[str]) -> dict[str, str]:
    """The level of every field in a step, all at once."""
    clauses = [clause for clause in step.clauses if isinstance(clause, tree.Access)]
    seen = [clause.sees for clause in clauses if clause.sees is not None]
    everything = not seen or "*" in seen[0]
    found = dict.fromkeys(names, "sees" if everything else "hidden")
    if not everything:
        found.update(dict.fromkeys((name for name in seen[0] if name in found), "sees"))
    for clause in clauses:
        found.update(dict.fromkeys((name for name in clause.edits if name in found), "edits"))
        found.update({need.name: "required" if need.required else "fills" for need in clause.fills if need.name in found})
    return found


def groups_of(scene: Scene) -> tuple[Group, ...]:
    """The fields by section, in the order of the form."""
    groups: list[Group] = []
    loose: list[Row] = []
    for item in [item for form in scene.process.all(tree.Form) for item in form.items]:
        if isinstance(item, tree.Field):
            loose.append(row_of(scene, item))
            continue
        if loose:
            groups.append(Group("", tuple(loose)))
            loose = []
        title = scene.word((item.name,), item.label or item.name)
        groups.append(Group(title, tuple(row_of(scene, field) for field in item.fields)))
    return (*groups, Group("", tuple(loose))) if loose else tuple(groups)


def row_of(scene: Scene, field: tree.Field) -> Row:
    """The row of one field."""
    return Row(field.name, scene.word((field.name,), field.label or field.name), field.value is not None)
