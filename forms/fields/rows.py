"""Rows of line items: a list of small forms; `forms/reading.py` reads their columns, this file knows the list."""

from __future__ import annotations

from collections.abc import Callable

from dsl import types
from forms import limits
from forms.fields.look import Look
from forms.messages import Wrong, word


def schema(type: types.Rows, required: bool) -> dict[str, object]:
    """Without the columns: `forms/schema.py` adds the object a row is, as it knows which columns are asked."""
    return {"type": "array", "minItems": type.low, "maxItems": type.high}


def from_json(type: types.Rows) -> Callable:
    """Only whether it is a list of objects, not longer than it may be."""
    high = type.high

    def read(raw, world):
        if raw.__class__ is not list:
            return Wrong("not-rows", {"word": word(raw)})
        return Wrong("too-many", {"count": len(raw), "high": high}) if len(raw) > high else raw

    return read


def from_page(type: types.Rows) -> Callable:
    """As JSON, but blank rows do not count, so that only the limit of a page is known yet."""
    return from_json(types.Rows(type.low, limits.ROWS, type.columns))


def to_page(type: types.Rows, value: tuple[dict[str, object], ...]) -> list[dict[str, object]]:
    from forms.fields import kind_of

    columns = dict(type.columns)
    return [{name: kind_of(columns[name]).to_page(columns[name], cell) for name, cell in row.items()} for row in value]


def widget(type: types.Rows) -> tuple[str, dict[str, object]]:
    return "rows", {}


def display(type: types.Rows, value: tuple[dict[str, object], ...], look: Look) -> str:
    count = len(value)
    return f"{count} 行" if look.language.startswith("zh") else f"{count} row{'' if count == 1 else 's'}"
