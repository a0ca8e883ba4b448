"""Every kind of edit by its name: a new kind is one more line here and one class like the others."""

from __future__ import annotations

from designer.edit import CannotEdit, Edit, from_json, from_values, parts_of
from designer.edits import conditions, generic, names, words

EDITS: dict[str, type] = {
    "set-line": generic.SetLine,
    "set-expression": generic.SetExpression,
    "set-text": generic.SetText,
    "add": generic.Add,
    "remove": generic.Remove,
    "move": generic.Move,
    "duplicate": generic.Duplicate,
    "rename": names.Rename,
    "remove-with-uses": names.RemoveWithUses,
    "set-word": words.SetWord,
    "set-people": conditions.SetPeople,
}

__all__ = ["EDITS", "CannotEdit", "Edit", "from_json", "from_values", "parts_of"]
