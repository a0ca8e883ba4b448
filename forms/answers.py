"""What a page posts (names with points, lists, uploads) and what JSON holds, brought into one raw shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dsl import types
from dsl.program import Field, Program
from forms import limits
from forms.fields import duration, kind_of
from forms.fields.file import is_name
from forms.messages import Wrong, word
from forms.world import ALONE, World

NUMBER = re.compile("[0-9]{1,4}").fullmatch


@dataclass(frozen=True, slots=True)
class Raw:
    """Raw values by field name: strings, lists of strings, rows as lists of dicts (a page), or any JSON. `rearranged`: a
    row was added or taken away; the page is to be shown again and nothing is submitted."""

    values: object
    page: bool = False
    rearranged: bool = False


def raw_of(program: Program, posted: object, world: World = ALONE) -> Raw:
    """`posted` as Raw: a werkzeug MultiDict (anything with `getlist`) is a page, all else is JSON."""
    if isinstance(posted, Raw):
        return posted
    return from_page(program, posted, world=world) if hasattr(posted, "getlist") else Raw(posted)


def from_page(program: Program, posted, files=None, world: World = ALONE) -> Raw:
    """The raw values of a posted page; `posted` and `files` are MultiDicts. Uploads are kept at once, by `world.keep`."""
    rows = _rows(program, posted, files)
    values: dict[str, object] = {}
    for field in program.form.fields.values():
        if isinstance(field.type, types.Rows):
            if field.name in rows or field.name in posted:
                values[field.name] = [
                    _cells(field.columns, f"{field.name}.{number}.", posted, files, world)
                    for number in sorted(rows.get(field.name, ()))[: limits.ROWS + 1]
                ]
        else:
            _take(values, field, field.name, posted, files, world)
    return Raw(values, page=True, rearranged=_rearrange(program, values, rows, posted))


def from_answers(program: Program, answers: Mapping[str, object]) -> Raw:
    """The opposite: what a page would post for `answers`."""
    fields = program.form.fields
    return Raw(
        {
            name: kind_of(fields[name].type).to_page(fields[name].type, value)
            for name, value in answers.items()
            if name in fields and value is not None
        },
        page=True,
    )


def _rows(program: Program, posted, files) -> dict[str, set[int]]:
    """For each rows field the row numbers that occur in names such as `lines.3.price`."""
    found: dict[str, set[int]] = {}
    names = [*posted.keys(), *(files.keys() if files else ())]
    for name in names:
        first, _, rest = name.partition(".")
        number = rest.partition(".")[0]
        field = program.form.fields.get(first) if rest else None
        if field is not None and field.columns and NUMBER(number):
            found.setdefault(first, set()).add(int(number))
    return found


def _cells(columns: tuple[Field, ...], prefix: str, posted, files, world: World) -> dict[str, object]:
    cells: dict[str, object] = {}
    for column in columns:
        _take(cells, column, prefix + column.name, posted, files, world)
    return cells


def _take(values: dict[str, object], field: Field, name: str, posted, files, world: World) -> None:
    """Puts what was posted under `name` into `values`; nothing when the page did not show the field."""
    uploads = files.getlist(name) if files and isinstance(field.type, types.Files) else []
    if name not in posted and not uploads:
        return
    match field.type:
        case types.Files():
            # A page updated without uploading posts the text "[object File]" for a chosen file: it is not one yet.
            carried = [each for each in posted.getlist(name) if each.startswith("{")]
            # One more than may be is enough to be told so; the rest is not stored.
            room = max(0, field.type.high + 1 - len(carried))
            values[field.name] = carried + [kept for each in uploads[:room] if (kept := _keep(each, world)) is not None]
        case types.Choices():
            values[field.name] = posted.getlist(name)
        case types.Duration() | types.BusinessDuration():
            unit = posted.get(f"{name}.unit", "")
            typed = posted.get(name).strip()
            joined = bool(duration.COUNT(typed)) and unit in duration.units(field.type)
            values[field.name] = f"{typed} {unit}" if joined else typed or unit
        case _:
            values[field.name] = posted.get(name)


def _keep(upload, world: World) -> object:
    """The stored file, what is wrong with it, or None for an input left empty."""
    if not upload.filename:
        return None
    name = re.split(r"[/\\]", upload.filename)[-1][-limits.FILE_NAME :]
    if not is_name(name):
        return Wrong("bad-file-name", {"word": word(name)})
    if world.keep is None:
        return Wrong("files-not-kept", {"word": word(name)})
    media = (upload.mimetype or "application/octet-stream")[: limits.FILE_NAME]
    return world.keep(upload.stream, name, media)


def _rearrange(program: Program, values: dict[str, object], rows: dict[str, set[int]], posted) -> bool:
    """Does what the buttons `_add` (value: a rows field) and `_remove` (value: `lines.2`) ask for."""
    added = program.form.fields.get(posted.get("_add", ""))
    if added is not None and added.columns:
        shown = values.setdefault(added.name, [])
        if len(shown) < min(added.type.high, limits.ROWS):
            shown.append({})
        return True
    first, _, number = posted.get("_remove", "").partition(".")
    if first not in rows or not NUMBER(number) or int(number) not in rows[first]:
        return False
    at = sorted(rows[first]).index(int(number))
    if at < len(values[first]):
        del values[first][at]
    return True
