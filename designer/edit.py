"""What an edit is: a frozen value that makes a new process from an old one, or says why it cannot."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Protocol

from dsl import tree
from dsl.messages import render
from dsl.problems import Problem

LONGEST_VALUE = 200_000
"""Characters of one part of an edit; a pasted table is the longest."""


class CannotEdit(Exception):
    """Why an edit cannot be done, for people: an English sentence, which is the key of the catalogue, with its values;
    `part` names the value of the edit it is about. `problems` instead of a sentence when the parser says it."""

    def __init__(
        self, sentence: str = "", part: str | None = None, problems: tuple[Problem, ...] = (), **values: object
    ) -> None:
        super().__init__(sentence or [problem.code for problem in problems])
        self.sentence, self.part, self.problems, self.values = sentence, part, problems, values

    def told(self, say: Any, language: str) -> str:
        """The sentence in the reader's language."""
        if self.problems:
            return render(self.problems[0], language)
        return say(self.sentence, **self.values)


class Edit(Protocol):
    """Fields are str, int, bool, or tuples of str. `on` raises CannotEdit, or LookupError when an address leads nowhere.

    An edit may have `selected(before, after) -> str | None`: the address that is selected afterwards; and
    `within(process, libraries)`, which is done instead of `on` where the description of the directory is at hand."""

    def on(self, process: tree.Process) -> tree.Process: ...


@cache
def parts_of(kind: type) -> Mapping[str, Any]:
    """The fields of an edit: name -> type."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def from_values(kind: type, given: Mapping[str, Iterable[str]]) -> Any:
    """An edit from the values of a form, each name with all its values; raises CannotEdit."""
    known = {f.name: f for f in fields(kind)}
    made = {}
    for name, hint in parts_of(kind).items():
        values = list(given.get(name, ()))
        if not values:
            if known[name].default is MISSING:
                if hint is not bool:
                    raise CannotEdit("the value `{name}` is missing: load the page again", name, name=name)
                made[name] = False
            continue
        made[name] = converted(hint, name, values)
    return kind(**made)


def converted(hint: Any, name: str, values: list[str]) -> Any:
    """The value of one field."""
    if any(len(value) > LONGEST_VALUE for value in values):
        raise CannotEdit("that is longer than {limit} characters: shorten it", name, limit=LONGEST_VALUE)
    if hint is bool:
        return values[-1] not in ("", "no", "false", "0")
    if hint is int:
        if not (values[-1].isascii() and values[-1].isdigit() and len(values[-1]) < 8):
            raise CannotEdit("`{word}` is no number: write digits", name, word=values[-1][:40])
        return int(values[-1])
    if typing.get_origin(hint) is tuple:
        return tuple(value for value in values if value)
    return values[-1].replace("\r\n", "\n")


def from_json(kind: type, given: Mapping[str, Any]) -> Any:
    """An edit from JSON: `{"edit": "set-line", "address": …}`; raises CannotEdit for what is not one."""
    unknown = set(given) - set(parts_of(kind)) - {"edit"}
    if unknown:
        raise CannotEdit("unknown value `{name}`", sorted(unknown)[0], name=sorted(unknown)[0][:40])
    values = {name: value if isinstance(value, list) else [value] for name, value in given.items() if name != "edit"}
    plain = {name: [as_text(name, one) for one in several] for name, several in values.items()}
    return from_values(kind, plain)


def as_text(name: str, value: Any) -> str:
    """A JSON scalar as a form would send it."""
    match value:
        case bool():
            return "yes" if value else ""
        case str() | int():
            return str(value)
    raise CannotEdit("`{name}` takes a text, a number or yes and no", name, name=name[:40])
