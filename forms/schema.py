"""The JSON Schema (2020-12) of a form, and problems of data under it.

What the schema says is what the reader does, with these limits, which a schema has and a reader has not:

* `check … else` is not in the schema.
* A field with `when` is optional in the schema, and its value must be one of its kind wherever it stands. The reader
  asks for it when it is shown and drops it, whatever it is, when it is hidden.
* Which people, teams and files exist is not in the schema.
* At a step, `before` is not in the schema: a required field that the ticket already has may be left out for the reader.
* `format` names of ours ("number 0.01..200000.00") are only checked by `schema_problems`; other validators read
  `pattern`, `minimum`, `maximum` and `maxLength` beside them, which are nearly as strict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from jsonschema import Draft202012Validator
from referencing import Registry

from dsl.program import Program
from forms.fields import kind_of
from forms.formats import Formats
from forms.look import label_of, options_of
from forms.plan import Entry, plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NOTHING: Registry = Registry()
"""No schema may be fetched: the default registry would ask the network for a `$ref`."""
MARK = "\x00"


def schema(program: Program, step: str | None = None, language: str = "en") -> dict[str, object]:
    """The schema of what `read` takes as JSON. Bounds with a point are Decimal: write it with `schema_text`."""
    asked = plan(program, step, page=False).asked.values()
    label = program.word(program.name, program.label, language) or program.name
    return {"$schema": DIALECT, "title": label} | _object(program, asked, language, step is not None)


def _object(program: Program, entries: Iterable[Entry], language: str, at_step: bool) -> dict[str, object]:
    entries = tuple(entries)
    return {
        "type": "object",
        "properties": {entry.name: _property(program, entry, language, at_step) for entry in entries},
        "required": [entry.name for entry in entries if _required(program, entry, at_step)],
        "additionalProperties": False,
    }


def _required(program: Program, entry: Entry, at_step: bool) -> bool:
    """Whether it must be there, always. What a step edits is already there."""
    edited = at_step and "." not in entry.field.path and entry.name in program.form.requested
    filled = entry.optional or entry.empty is not None or entry.default is not None
    return not filled and entry.when is None and not edited


def _property(program: Program, entry: Entry, language: str, at_step: bool) -> dict[str, object]:
    field = entry.field
    said = {"title": label_of(program, field, language)}
    if field.help:
        said["description"] = field.helped(language)
    if field.options:
        # Labels of options have no place of their own in JSON Schema; people read them here.
        listed = "; ".join(f"{name}: {label}" for name, label in options_of(program, field, language).items())
        said["$comment"] = listed
    value = kind_of(field.type).schema(field.type, not entry.optional)
    if entry.columns:
        columns = [column for column in entry.columns if column.asked]
        value = value | {"items": _object(program, columns, language, False)}
    if not _required(program, entry, at_step):
        value = _or_null(value)
    return said | value


def _or_null(value: dict[str, object]) -> dict[str, object]:
    """What need not be there may be null, which says the same."""
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    options = {"enum": [*value["enum"], None]} if "enum" in value else {}
    return value | {"type": [*kinds, "null"]} | options


def schema_problems(schema: Mapping[str, object], data: object) -> list[tuple[str, str]]:
    """(path, message) for all that `schema` refuses in `data`; empty when it accepts it."""
    validator = Draft202012Validator(schema, registry=NOTHING, format_checker=Formats())
    found = validator.iter_errors(_without_floats(data))
    return sorted((".".join(map(str, error.absolute_path)), error.message) for error in found)


def _without_floats(data: object) -> object:
    """Floats by their shortest form as Decimal: `multipleOf` is exact only so."""
    match data:
        case float():
            return Decimal(repr(data))
        case list():
            return [_without_floats(each) for each in data]
        case dict():
            return {key: _without_floats(each) for key, each in data.items()}
    return data


def schema_text(schema: Mapping[str, object], indent: int | None = 2) -> str:
    """`schema` as JSON text; its Decimals are numbers in it, digit by digit."""
    text = json.dumps(schema, ensure_ascii=False, indent=indent, default=lambda number: f"{MARK}{number:f}{MARK}")
    return re.sub(r'"\\u0000(-?[0-9.]+)\\u0000"', r"\1", text)


__all__ = ["schema", "schema_problems", "schema_text"]
