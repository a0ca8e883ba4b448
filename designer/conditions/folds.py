"""What can be worked out over line items: how many, sums of columns, and whether any or all are so."""

from __future__ import annotations

from collections.abc import Iterator

from designer.conditions.kinds import ANY_WHOLE, FACTS, MEASURED
from designer.conditions.labels import field_label
from designer.conditions.places import Place
from designer.conditions.single import default_test, operators
from dsl import tree, types
from dsl.checked import FieldSheet
from dsl.limits import RESERVED

Subject = tuple[tree.Expression, types.Type | None, str, str]


def folds(place: Place) -> Iterator[Subject]:
    """(expression, type, label, group) for every line items that can be gone through here."""
    say = place.scene.outside.say
    for rows in place.rows:
        sheet, group, name = place.sheet(rows), field_label(place.scene, rows), variable(place, rows)
        over = tree.Path((rows,))
        yield tree.Fold("count", name, over, None, None), counted(sheet), say("how many {rows}", rows=group), group
        for column, kind in lines_of(sheet):
            if isinstance(kind, MEASURED):
                body, column_label = tree.Path((name, column)), field_label(place.scene, f"{rows}.{column}")
                yield (
                    tree.Fold("sum", name, over, None, body),
                    summed(kind),
                    say("the sum of {column}", column=column_label),
                    group,
                )
        test = column_test(place, rows, name)
        if test is not None:
            yield (
                tree.Fold("any", name, over, None, test),
                types.YesNo(),
                say("at least one of {rows}: …", rows=group),
                group,
            )
            yield tree.Fold("all", name, over, None, test), types.YesNo(), say("all of {rows}: …", rows=group), group


def counted(sheet: FieldSheet) -> types.Type:
    return types.Whole(sheet.type.low, sheet.type.high)


def summed(kind: types.Type) -> types.Type:
    """The type of a sum: from 0, so that a comparison to begin with makes sense."""
    match kind:
        case types.Whole():
            return ANY_WHOLE
        case types.Decimal(places):
            return types.Decimal(places, min(kind.low, 0), 10**12)
        case types.Money(currency):
            return types.Money(currency, min(kind.low, 0), 10**12)
    return kind


def lines_of(sheet: FieldSheet) -> tuple[tuple[str, types.Type], ...]:
    """The columns of line items with their types."""
    return sheet.type.columns


def column_test(place: Place, rows: str, name: str) -> tree.Expression | None:
    """A test about the first column that has one."""
    for column, kind in lines_of(place.sheet(rows)):
        if operators(kind, False):
            return default_test(place, tree.Path((name, column)), kind)
    return None


def variable(place: Place, rows: str) -> str:
    """A name for one of the rows that means nothing else here: `line` of `lines`."""
    taken = {*place.fields, *place.columns, *place.loops, *FACTS, *RESERVED}
    wanted = rows[:-1] if rows.endswith("s") and len(rows) > 1 else "row"
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}_{number}"
    return candidate
