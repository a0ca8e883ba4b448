"""The form: types of fields, what their expressions may read, and that every written value fits its field."""

from __future__ import annotations

from dataclasses import replace

from dsl import tree, types
from dsl.checked import FieldAt, FieldSheet
from dsl.checking import limits, ranges
from dsl.checking.book import Book, Scope
from dsl.checking.expressions import MEASURED, NUMBERS, TEXTS, condition, maybe, typed, word_of
from dsl.checking.kinds import type_of_kind
from dsl.checking.names import all_steps, fields_of, unique
from dsl.checking.presence import View, knowing
from dsl.checking.presence import assume as assuming
from dsl.checking.reads import unsteady
from dsl.format_expression import format_expression
from dsl.lengths import write_words
from dsl.problems import Fix
from dsl.scaled import write_scaled

INNER = frozenset({"rows"})
"""Kinds that cannot be columns."""


def filled_by(process: tree.Process) -> dict[str, tuple[str, ...]]:
    """Which steps fill which field."""
    found: dict[str, list[str]] = {}
    for flow in process.all(tree.Flow):
        for step in all_steps(flow.steps):
            for clause in getattr(step, "clauses", ()):
                for need in getattr(clause, "fills", ()):
                    found.setdefault(need.name, []).append(step.name)
    return {name: tuple(steps) for name, steps in found.items()}


def form(book: Book) -> None:
    """Checks all forms of the process (there is one) and writes the sheets of the fields."""
    forms, later = book.process.all(tree.Form), filled_by(book.process)
    for extra in forms[1:]:
        book.problem("only-one", extra.at, what="form")
    visible: dict[str, FieldSheet] = {}
    book.later = frozenset(field.name for each in forms for field in fields_of(each))
    for each in forms:
        for item in each.items:
            if isinstance(item, tree.Section):
                _section(book, item, visible, later)
            else:
                _field(book, item, visible, later.get(item.name, ()), None, ())
    for name, sheet in visible.items():
        _checks(book, sheet, visible)
        for column in sheet.node.columns:
            _checks(book, book.fields[f"{name}.{column.name}"], visible)
    book.unsteady = unsteady(book)
    book.place = ""


def _section(book: Book, section: tree.Section, visible: dict[str, FieldSheet], later: dict[str, tuple[str, ...]]) -> None:
    book.place, when = section.name, ()
    if section.when is not None and condition(book, Scope(visible), section.when):
        when = (section.when,)
    for field in section.fields:
        _field(book, field, visible, later.get(field.name, ()), section.name, when)


def _field(
    book: Book,
    field: tree.Field,
    visible: dict[str, FieldSheet],
    filled: tuple[str, ...],
    section: str | None,
    when: tuple[tree.Expression, ...],
) -> None:
    book.place = field.name
    _shape(book, field)
    scope = _scope(book, Scope(visible), when)
    inside = scope
    if field.columns and field.when is not None and condition(book, scope, field.when):
        inside = assuming(book, scope, field.when)
    columns = tuple(_column(book, field, column, inside) for column in field.columns)
    sheet = FieldSheet(field.name, type_of_kind(book, field, columns), field, section, when, filled)
    book.place = field.name
    sheet = _expressions(book, scope, sheet)
    book.fields[field.name] = sheet
    visible[field.name] = sheet


def _column(book: Book, rows: tree.Field, field: tree.Field, scope: Scope) -> tuple[str, types.Type]:
    book.place = f"{rows.name}.{field.name}"
    _shape(book, field)
    if field.kind.word in INNER:
        book.problem("not-a-column", field.kind.at, kind=field.kind.word)
    sheet = FieldSheet(f"{rows.name}.{field.name}", type_of_kind(book, field), field, rows=rows.name)
    sheet = _expressions(book, replace(scope, row=rows.name), sheet)
    book.fields[sheet.path] = sheet
    return field.name, sheet.type


def _scope(book: Book, scope: Scope, when: tuple[tree.Expression, ...]) -> Scope:
    for each in when:
        scope = assuming(book, scope, each)
    return scope


def _expressions(book: Book, scope: Scope, sheet: FieldSheet) -> FieldSheet:
    """The sheet with its own condition and, for a computed field, the range of its value."""
    field = sheet.node
    if field.when is not None and condition(book, scope, field.when):
        sheet = replace(sheet, when=(*sheet.when, field.when))
        scope = assuming(book, scope, field.when)
    if field.default is not None:
        _default(book, scope, sheet)
    if field.value is not None:
        _clash(book, field)
        kind = _value(book, scope, sheet)
        sheet = replace(sheet, type=kind)
    return sheet


def _default(book: Book, scope: Scope, sheet: FieldSheet) -> None:
    field = sheet.node
    kind = (maybe if field.optional else typed)(book, scope, field.default, sheet.type)
    if kind is not None:
        fits(book, field.default, kind, sheet.type)


def _value(book: Book, scope: Scope, sheet: FieldSheet) -> types.Type:
    """The type of a computed field: its written bounds must hold the value; without bounds they are the value's."""
    field, wanted = sheet.node, sheet.type
    kind = (maybe if field.optional else typed)(book, scope, field.value, wanted)
    if kind is None:
        return wanted
    if field.kind.bounds or not isinstance(wanted, MEASURED) or not isinstance(kind, MEASURED):
        fits(book, field.value, kind, wanted)
        return wanted
    if not fits(book, field.value, kind, wanted, ends=False):
        return wanted
    low, high = ranges.at_scale(kind, types.scale_of(wanted))
    if max(abs(low), abs(high)) > limits.STORED:
        book.problem("too-large", field.value.at)
        return wanted
    return ranges.like(wanted, types.scale_of(wanted), low, high)


def _clash(book: Book, field: tree.Field) -> None:
    for word in ("default", "options", "columns"):
        if getattr(field, word) and not (word == "options" and field.kind.word in ("choice", "choices")):
            book.problem("computed-and", field.at, name=field.name, word=word)


def _shape(book: Book, field: tree.Field) -> None:
    """Choices have options, rows have columns; each named once."""
    if field.kind.word in ("choice", "choices") and not field.options:
        book.problem("no-options", field.at, name=field.name)
    if field.kind.word == "rows" and not field.columns:
        book.problem("no-columns", field.at, name=field.name)
    unique(book, "option", ((each.name, each) for each in field.options))
    unique(book, "column", ((each.name, each) for each in field.columns))


def _checks(book: Book, sheet: FieldSheet, visible: dict[str, FieldSheet]) -> None:
    """`check … else` may read all fields, and runs only when its own field is present."""
    if not sheet.node.checks:
        return
    book.place = sheet.path
    scope = Scope(visible, row=sheet.rows)
    whole = book.fields[sheet.rows] if sheet.rows else sheet
    scope = knowing(book, scope, View(book, scope).present(FieldAt(whole.path), True))
    if sheet.rows:
        scope = knowing(book, scope, View(book, scope).shown(sheet, sheet.path, True))
    for check in sheet.node.checks:
        condition(book, scope, check.condition)


def fits(book: Book, node: tree.Expression, kind: types.Type, wanted: types.Type, ends: bool = True) -> bool:
    """A value of `kind` can be stored where `wanted` is asked for; else a mistake is written down."""
    match wanted, kind:
        case (types.Money(), types.Money()) if kind.currency != wanted.currency:
            book.problem("currencies-differ", node.at, one=wanted.currency, other=kind.currency)
            return False
        case (
            (types.Whole() | types.Decimal(), types.Whole() | types.Decimal())
            | (types.Money(), types.Money())
            | (types.Duration(), types.Duration())
            | (types.BusinessDuration(), types.BusinessDuration())
        ):
            return _fits_number(book, node, kind, wanted, ends)
        case (types.Text(), types.Text()) if kind.limit > wanted.limit:
            book.problem("text-too-long", node.at, high=wanted.limit, got=kind.limit)
            return False
        case (types.Date(), types.Date()) if kind.low < wanted.low or kind.high > wanted.high:
            book.problem("out-of-bounds", node.at, low=wanted.low, high=wanted.high)
            return False
        case (types.Choice(), types.Choice()):
            missing = [name for name in kind.options if name not in wanted.options]
            if missing:
                book.problem("option-missing", node.at, name=missing[0])
            return not missing
    if type(kind) is type(wanted) and not isinstance(kind, types.Rows | types.Files):
        return True
    if isinstance(wanted, types.Text) and isinstance(kind, TEXTS):
        book.problem("text-too-long", node.at, high=wanted.limit, got=2000)
        return False
    if isinstance(wanted, types.Money) and isinstance(kind, NUMBERS):
        book.problem("needs-currency", node.at, currency=wanted.currency)
        return False
    book.problem("wrong-type", node.at, wanted=word_of(wanted), got=word_of(kind))
    return False


def _fits_number(book: Book, node: tree.Expression, kind: types.Type, wanted: types.Type, ends: bool) -> bool:
    places = types.scale_of(wanted)
    if types.scale_of(kind) > places:
        text = f"round({format_expression(node)}, {places})"
        book.problem("needs-round", node.at, Fix(text, node.at, text) if node.at.end else None, places=places)
        return False
    low, high = ranges.at_scale(kind, places)
    if ends and (low < wanted.low or high > wanted.high):
        book.problem("out-of-bounds", node.at, low=shown(wanted, wanted.low), high=shown(wanted, wanted.high))
        return False
    return True


def shown(kind: types.Type, units: int) -> str:
    """One number of a type as written in a text."""
    match kind:
        case types.Money(currency):
            return f"{write_scaled(units, types.scale_of(kind))} {currency}"
        case types.Duration() | types.BusinessDuration():
            return write_words(units, isinstance(kind, types.BusinessDuration))
    return write_scaled(units, types.scale_of(kind))
