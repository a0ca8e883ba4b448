"""The form of a program: fields in definition order with their functions, and the sections they are shown in."""

from __future__ import annotations

from dsl import tree, types
from dsl.checked import Checked, FieldSheet
from dsl.compiling.functions import Functions
from dsl.compiling.reads import reads_of
from dsl.compiling.words import Texts, Words
from dsl.format import format_expression
from dsl.program import Check, Field, Form, Section


def form(checked: Checked, functions: Functions, words: Words) -> Form:
    """The form; columns live inside their rows' field."""
    fields = {
        path: field(checked, functions, sheet, words) for path, sheet in checked.fields.items() if sheet.rows is None
    }
    requested = tuple(
        name for name in fields if not checked.fields[name].computed and not checked.fields[name].later
    )
    return Form(fields, sections(checked), requested)


def sections(checked: Checked) -> tuple[Section, ...]:
    """The sections as written, then the fields of none in a section without a title; steps' fields are in none."""
    shown = [sheet for sheet in checked.fields.values() if sheet.rows is None and not sheet.later]
    found = [
        Section(item.name, item.label or item.name, tuple(each.node.name for each in shown if each.section == item.name))
        for written in checked.process.all(tree.Form)
        for item in written.items
        if isinstance(item, tree.Section)
    ]
    loose = tuple(each.node.name for each in shown if each.section is None)
    return (*found, Section("", "", loose)) if loose else tuple(found)


def field(checked: Checked, functions: Functions, sheet: FieldSheet, words: Words) -> Field:
    """One field or column with all it can do."""
    node, in_row = sheet.node, sheet.rows is not None
    value = node.value
    return Field(
        name=node.name,
        path=sheet.path,
        type=sheet.type,
        label=node.label or node.name,
        line=node.at.line,
        help=node.help,
        section=sheet.section,
        optional=sheet.optional,
        default=functions.value(node.default, sheet.type, in_row) if node.default is not None else None,
        default_reads=reads_of(checked, node.default) if node.default is not None else (),
        when=functions.holds(sheet.when, in_row) if sheet.when else None,
        when_reads=reads_of(checked, *sheet.when),
        when_text=" and ".join(map(format_expression, sheet.when)),
        computed=functions.value(value, sheet.type, in_row) if value is not None else None,
        computed_reads=reads_of(checked, value) if value is not None else (),
        computed_text=format_expression(value) if value is not None else "",
        checks=tuple(check(checked, functions, each, in_row, words.of(each)) for each in node.checks),
        options={option.name: option.label or option.name for option in node.options},
        columns=columns(checked, functions, sheet, words) if isinstance(sheet.type, types.Rows) else (),
        helps=words.of(node),
    )


def columns(checked: Checked, functions: Functions, sheet: FieldSheet, words: Words) -> tuple[Field, ...]:
    """The columns of a rows field."""
    return tuple(
        field(checked, functions, column, words) for column in checked.fields.values() if column.rows == sheet.path
    )


def check(checked: Checked, functions: Functions, node: tree.Check, in_row: bool, messages: Texts) -> Check:
    """One `check … else "…"`."""
    return Check(
        holds=functions.holds((node.condition,), in_row),
        message=node.message,
        reads=reads_of(checked, node.condition),
        text=format_expression(node.condition),
        line=node.at.line,
        messages=messages,
    )
