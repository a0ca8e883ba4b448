"""Completing answers until the language brings its own way: hidden fields out, computed ones in."""

from __future__ import annotations

from collections.abc import Mapping

from dsl.engine.facts import Facts
from dsl.program import Field, Program


def complete(program: Program, answers: Mapping[str, object], facts: Facts) -> dict[str, object]:
    """The answers in definition order, hidden ones out and computed ones in."""
    whole: dict[str, object] = {}
    for name, field in program.form.fields.items():
        if field.when is not None and not field.when(whole, facts):
            continue
        value = field.computed(whole, facts) if field.computed else answers.get(name)
        if value is not None:
            whole[name] = _rows(field, value, whole, facts) if field.columns else value
    return whole


def _rows(field: Field, rows: tuple, whole: dict, facts: Facts) -> tuple:
    done = []
    for given in rows:
        row: dict[str, object] = {}
        for column in field.columns:
            if column.when is not None and not column.when(whole, facts, row):
                continue
            value = column.computed(whole, facts, row) if column.computed else given.get(column.name)
            if value is not None:
                row[column.name] = value
        done.append(row)
    return tuple(done)


def problems_of(program: Program, answers: Mapping, facts: Facts, fields=None) -> list[tuple[str, str]]:
    """The failed checks of the form, as (path, message)."""
    return [
        (name, check.message)
        for name, field in program.form.fields.items()
        if name in answers and (fields is None or name in fields)
        for check in field.checks
        if not check.holds(answers, facts)
    ]
