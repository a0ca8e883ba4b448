"""Every kind of edit by its name: a new kind is one more line here and one class like the others."""

from __future__ import annotations

from designer.edit import CannotEdit, Edit, from_json, from_values, parts_of
from designer.edits import checks, conditions, fields, generic, kinds, names, options, words

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
    "add-field": fields.AddField,
    "set-label": fields.SetLabel,
    "set-optional": fields.SetOptional,
    "nudge": fields.Nudge,
    "dissolve": fields.Dissolve,
    "set-kind": kinds.SetKind,
    "set-measure": kinds.SetMeasure,
    "add-check": checks.AddCheck,
    "remove-check": checks.RemoveCheck,
    "move-check": checks.MoveCheck,
    "add-option": options.AddOption,
    "set-options": options.SetOptions,
}

__all__ = ["EDITS", "CannotEdit", "Edit", "from_json", "from_values", "parts_of"]
