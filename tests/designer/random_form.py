"""Random gestures in the form: addresses of the right sort, values that a page could send."""

from __future__ import annotations

from collections.abc import Callable

from designer.edits.fields import KINDS
from dsl import tree
from tests.designer.random_steps import Flow, Values

QUESTION = (tree.Field, tree.Section)
ENDS = ["", "", "0", "1", "2.50", "1,000", "2026-03-02", "x"]
LISTS = ["a\tA\nb", "Yes\nNo\n\n", "学生\nother\tOther", "", "a\na"]
LABELS = ["", "New", "学生姓名", "All of it", "2nd"]


def words(f: Flow) -> Values:
    """Labels of first options."""
    return {"one": f.one(["", "A"]), "two": f.one(["", "B"])}


def choice(f: Flow) -> str:
    """A question with options, where there is one."""
    fit = [address for address, line in f.lines if isinstance(line, tree.Field) and line.options]
    return f.one(fit) or f.at(tree.Field)


def checked(f: Flow) -> str:
    """A question with checks, where there is one."""
    fit = [address for address, line in f.lines if isinstance(line, tree.Field) and line.checks]
    return f.one(fit) or f.at(tree.Field)


def home(f: Flow) -> str:
    """A list of the form."""
    place = f.at(tree.Form, tree.Section, tree.Field)
    kind = type(dict(f.lines)[place])
    return f.one(["", f"{place}.{'items' if kind is tree.Form else 'fields' if kind is tree.Section else 'columns'}"])


GESTURES: dict[str, Callable[[Flow], Values]] = {
    "add-field": lambda f: {
        "list": home(f), "kind": f.one([*KINDS, "section", "computed"]), "index": f.r.randrange(4), "label": f.one(LABELS),
        **words(f),
    },
    "set-label": lambda f: {"address": f.at(*QUESTION, tree.Option), "label": f.one(LABELS)},
    "set-optional": lambda f: {"address": f.at(tree.Field), "optional": f.r.random() < 0.5},
    "answer-examples": lambda f: {
        "address": f.at(tree.Field), "examples": ",".join(one.name for one in f.process.all(tree.Example)),
    },
    "nudge": lambda f: {"address": f.at(*QUESTION, tree.Option), "up": f.r.random() < 0.5},
    "dissolve": lambda f: {"address": f.at(tree.Section)},
    "remove-section": lambda f: {"address": f.at(tree.Section)},
    "set-kind": lambda f: {"address": f.at(tree.Field), "kind": f.one(KINDS), **words(f)},
    "set-measure": lambda f: {
        "address": f.at(tree.Field), "size": f.one(["", "3", "x"]), "currency": f.one(["CNY", "eur", ""]),
        "low": f.one(ENDS), "high": f.one(ENDS), "low_unit": f.one(["", "days"]), "high_unit": f.one(["", "hours"]),
    },
    "add-check": lambda f: {
        "address": f.at(tree.Field), "message": f.one(["", "No."]), "condition": f.one(["", "a > 1", "a >"]),
    },
    "remove-check": lambda f: {"address": checked(f), "check": f.r.randrange(2)},
    "move-check": lambda f: {"address": checked(f), "check": f.r.randrange(2), "up": f.r.random() < 0.5},
    "add-option": lambda f: {"address": choice(f), "label": f.one(LABELS)},
    "set-options": lambda f: {"address": choice(f), "text": f.one(LISTS)},
}  # fmt: skip

TAKING = {"dissolve", "remove-section", "set-kind", "set-options"}
"""Gestures that may take lines away, and with them the comments at them."""
