"""Defaults: what a page would have filled in before anybody types, for examples and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from dsl import types
from dsl.engine.facts import Facts
from dsl.program import Field, Form


def with_defaults(form: Form, given: Mapping[str, object], facts: Facts) -> dict[str, object]:
    """The requester's typed answers with defaults, and with lists that may be empty; hidden ones stay away."""
    return _Filling(facts).fill(form.fields.values(), given, frozenset(form.requested))


class _Filling:
    """Goes through fields in their order; what would read an answer that is missing is left alone."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.seen: dict[str, object] = {}
        self.missing: set[str] = set()

    def fill(self, fields, given: Mapping[str, object], asked: frozenset[str]) -> dict[str, object]:
        for field in fields:
            value = self._value(field, given, field.name in asked, (self.seen, self.facts))
            if value is not None:
                self.seen[field.name] = self._rows(field, value) if field.columns else value
        return {name: value for name, value in self.seen.items() if name in given or name in asked}

    def _value(self, field: Field, given: Mapping[str, object], asked: bool, arguments: tuple) -> object:
        """The value of a field or column as far as it can be told; what should be there and is not becomes missing."""
        if not self._can(field.when_reads) or (field.when is not None and not field.when(*arguments)):
            return None
        value = given.get(field.name)
        if field.computed is not None:
            value = field.computed(*arguments) if self._can(field.computed_reads) else None
        elif value is None and asked:
            value = self._start(field, arguments)
        if value is None and (field.computed is not None or asked) and not field.optional:
            self.missing.add(field.path)
        return value

    def _start(self, field: Field, arguments: tuple) -> object:
        if field.default is not None and self._can(field.default_reads):
            return field.default(*arguments)
        match field.type:
            case types.Files(low=0) | types.Rows(low=0) | types.Choices(low=0):
                return None if field.optional else ()
        return None

    def _rows(self, field: Field, rows: tuple) -> tuple:
        return tuple(self._row(field, row) for row in rows)

    def _row(self, field: Field, given: Mapping[str, object]) -> dict[str, object]:
        row: dict[str, object] = {}
        for column in field.columns:
            value = self._value(column, given, True, (self.seen, self.facts, row))
            if value is not None:
                row[column.name] = value
        return row

    def _can(self, paths: tuple[str, ...]) -> bool:
        """Nothing missing is read; what is absent for other reasons the text itself guards."""
        return self.missing.isdisjoint(paths)
