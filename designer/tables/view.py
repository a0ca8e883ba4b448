"""The values of the view of rule tables: which table, its grid, and what the panel shows of the selected line."""

from __future__ import annotations

from typing import Any

from flask import request

from designer.address import walk
from designer.scene import Scene
from designer.tables.columns import Column, column_named, columns_of, split
from designer.tables.domain import domain_in, field_names, fields
from designer.tables.grid import Grid, grid
from designer.tables.labels import operator_label, thing_label
from dsl import tree
from dsl.libraries import Libraries
from dsl.types import Person, Team

DEEPEST = 3
"""Steps of an attribute that the menu of columns offers: `requester.department.head`."""


def show(scene: Scene) -> dict[str, Any]:
    """The values of `designer/tables.html`."""
    tables = [(f"items.{n}", item) for n, item in enumerate(scene.process.items) if isinstance(item, tree.Table)]
    address, table = chosen(scene, tables)
    values: dict[str, Any] = {"tables": tables, "address": address, "table": table, "row": None}
    if table is None:
        return values
    find, asked = request.values.get("_find", "")[:80], request.values.get("_page", "")
    page = int(asked) - 1 if asked.isdecimal() and len(asked) < 6 and asked != "0" else None
    if scene.at.startswith(f"{address}.rows.") and request.method == "POST":
        page = None
    shown = grid(scene, address, table, still_empty(scene, table), find, page)
    return values | {
        "grid": shown,
        "find": find,
        "whole_condition": request.values.get("_whole") == "yes" or has_rest(scene),
        "things": things(scene),
        "operators": operators(scene),
        "heads_of_row": cells_of_row(scene, shown),
        "uses": uses(scene, table),
        "policies": policies(scene),
        "arms": steps_in_arms(scene, table),
    }


def has_rest(scene: Scene) -> bool:
    """Whether the selected row has a condition that is no cell."""
    row = scene.selected
    return isinstance(row, tree.Row) and bool(split(row.when, field_names(scene.process)).rest)


def chosen(scene: Scene, tables: list[tuple[str, tree.Table]]) -> tuple[str, tree.Table | None]:
    """The table the selected line belongs to, else the first one."""
    for address, table in tables:
        if scene.at == address or scene.at.startswith(f"{address}."):
            return address, table
    return tables[0] if tables else ("", None)


def still_empty(scene: Scene, table: tree.Table) -> list[Column]:
    """The columns somebody added that no row uses yet: they live in the page alone."""
    given = [*request.values.getlist("_column"), *request.args.getlist("column")]
    if request.args.get("path") and request.args.get("op"):
        given.append(f"{request.args['path']} {request.args['op']}")
    if request.form.get("_edit") == "set-cell":
        # A column whose last cell was emptied stays until somebody removes it.
        given.append(request.form.get("column", ""))
    gone = request.form.get("column") if request.form.get("_edit") in ("remove-column", "change-column") else None
    found = []
    for key in dict.fromkeys(given):
        try:
            column = column_named(key[:200])
        except LookupError:
            continue
        if key != gone and domain_in(scene.process, column.path, scene.look.libraries).word:
            found.append(column)
    here = columns_of(scene.process, table)
    return [column for column in found if column not in here][:20]


def things(scene: Scene) -> list[tuple[str, str]]:
    """What a column can be about, as (path, label): fields, and attributes of people and teams."""
    paths = [(name,) for name in fields(scene.process)] + [("today",)]
    persons = [name for name, field in fields(scene.process).items() if field.kind.word == "person"]
    for start in ("requester", *persons):
        paths += attributes((start,), scene.look.libraries, "person")
    known = [path for path in paths if domain_in(scene.process, path, scene.look.libraries).operators]
    return [(".".join(path), thing_label(scene, path)) for path in known]


def attributes(path: tuple[str, ...], libraries: Libraries, of: str) -> list[tuple[str, ...]]:
    """The attributes of a person or a team, and theirs."""
    found = []
    for name, attribute in (libraries.person if of == "person" else libraries.team).items():
        found.append((*path, name))
        if len(path) + 1 < DEEPEST and isinstance(attribute.type, Person | Team):
            found += attributes((*path, name), libraries, "person" if isinstance(attribute.type, Person) else "team")
    return found


def operators(scene: Scene) -> list[tuple[str, str, str]]:
    """Every operator with the paths it suits: (operator, label, paths separated by blanks)."""
    found: dict[str, list[str]] = {}
    for path, _ in things(scene):
        for op in domain_in(scene.process, tuple(path.split(".")), scene.look.libraries).operators:
            found.setdefault(op, []).append(path)
    return [(op, operator_label(scene, op), " ".join(paths)) for op, paths in found.items()]


def cells_of_row(scene: Scene, shown: Grid) -> list:
    """Each head with the text of the selected row's cell."""
    line = next((one for one in shown.lines if one.address == scene.at), None)
    return list(zip(shown.heads, line.cells, strict=True)) if line else []


def uses(scene: Scene, table: tree.Table) -> int:
    """How many branches go by a table."""
    return sum(1 for _, line in walk(scene.process) if isinstance(line, tree.Branch) and line.table == table.name)


def steps_in_arms(scene: Scene, table: tree.Table) -> dict[str, int]:
    """How many steps stand in the arms of each outcome."""
    found = dict.fromkeys(table.outcomes, 0)
    for _, line in walk(scene.process):
        if isinstance(line, tree.Branch) and line.table == table.name:
            for arm in line.arms:
                found[arm.name] = found.get(arm.name, 0) + len(arm.steps)
    return found


def policies(scene: Scene) -> list[tuple[str, str, str]]:
    """How rows count: (word, name, explanation)."""
    say = scene.outside.say
    return [
        (
            "first",
            say("The first row that holds"),
            say("Rows are read from above. The first one that holds decides, the others are not looked at."),
        ),
        (
            "unique",
            say("The only row that holds"),
            say("At most one row may hold for any ticket. Two rows that can hold together are a mistake."),
        ),
        (
            "collect",
            say("All rows that hold"),
            say("Every row that holds counts, in this order: a branch runs all their arms, one after the other."),
        ),
    ]
