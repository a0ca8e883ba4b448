"""Literals of the text, as they stand in examples, as raw values that `dsl/values.py` reads."""

from __future__ import annotations

import datetime

from dsl import tree, types
from dsl.pretend import ANY_HASH
from dsl.scaled import write_scaled


def raw_of(given: tree.Given) -> object:
    """What an example gives for one answer, as JSON."""
    if given.rows is not None:
        return [{cell.name: raw_of(cell) for cell in row} for row in given.rows]
    if given.values is not None:
        return [raw(each) for each in given.values]
    return raw(given.value)


def raw(literal: tree.Expression) -> object:
    """One literal as JSON."""
    match literal:
        case tree.Negative(item):
            return f"-{raw(item)}"
        case tree.Number(units, places):
            return write_scaled(units, places)
        case tree.Amount(units, places, currency):
            return f"{write_scaled(units, places)} {currency}"
        case tree.Length(count, unit, business):
            return f"{count} {'business ' if business else ''}{unit}"
        case tree.Path(parts):
            return ".".join(parts)
        case tree.Call(_, (tree.Text(id),)):
            return id
    return _plain(literal)


def _plain(literal: tree.Expression) -> object:
    match literal:
        case tree.Text(value) | tree.Truth(value):
            return value
        case tree.Day(value):
            return value.isoformat()
        case tree.Clock(value):
            return value.strftime("%H:%M")
        case tree.Instant(value):
            return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(literal)


def file_named(name: str) -> dict[str, object]:
    """A pretend file of that name, as answers hold it in JSON."""
    return types.FileRef(name, ANY_HASH, 1, "application/octet-stream")._asdict()
