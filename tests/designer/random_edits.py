"""Random edits of every kind on a process, from any random source: each part of an edit is drawn from what could fit it."""

from __future__ import annotations

import random
from typing import get_origin

from designer.address import get, lists, walk
from designer.edit import parts_of
from designer.edits import EDITS
from designer.references import references
from dsl import tree
from dsl.format import format_expression
from dsl.format_statement import statement
from dsl.fragments import AROUND
from tests.designer import random_conditions, random_examples, random_form, random_steps, random_tables
from tests.designer.random_steps import gesture
from tests.language.grow import NAMES, TEXTS, Grower

SNIPPETS = {
    "process": ['title "{a}"', "calendar office", "ends {\n  over\n}"],
    "form": ['section more "More" {\n  a: text 3\n}', "b: whole [1 .. 9]"],
    "fields": ['amount: money CNY "Amount"', "# why\nx: choice { p, q }"],
    "columns": ["price: money CNY"],
    "options": ['p "P"', "p, q"],
    "rows": ["big when a > 5 -> b", "otherwise -> b"],
    "steps": ["approve x {\n  by requester.manager\n}", "end done", 'notify requester "hi"', "branch by t {\n  a {\n  }\n}"],
    "arms": ["a {\n}"],
    "parallel_arms": ["arm {\n}"],
    "clauses": ["by requester", "may return", "due 2 days", 'outcome good "Good"'],
    "ends": ['done "Done"'],
    "rules": ["mine: never requester decides any step"],
    "example": ["requester ana", "amount 5.00 CNY", "expect done"],
    "words": ['amount "金额"'],
}
GESTURES = random_steps.GESTURES | random_form.GESTURES | random_conditions.GESTURES | random_tables.GESTURES
GESTURES |= random_examples.GESTURES
BLOCKS = {"items": ("process", "form", "ends", "words", "example"), "arms": ("arms", "parallel_arms")}


class Edits:
    """Draws edits for a process."""

    def __init__(self, r: random.Random, process: tree.Process) -> None:
        self.r, self.process = r, process
        self.lines = [(address, line) for address, line in walk(process)]
        self.lists = [f"{a}.{name}".strip(".") for a, line in self.lines for name in lists(line)]
        self.expressions = [address for a, line in self.lines for address in inside(a, line)]
        self.people = [f"{a}.people" for a, line in self.lines if "people" in line.__dataclass_fields__]
        self.defined = [f"{e.address}.{e.slot}".removesuffix(".name") for e in references(process) if e.defines]

    def edit(self, kind: str):
        """An edit of a kind: most parts fit, some are anything."""
        if kind in GESTURES:
            return gesture(self.r, self.process, kind, GESTURES[kind])
        drawn: dict[str, object] = {}
        for name, hint in parts_of(EDITS[kind]).items():
            drawn[name] = self.part(kind, name, hint, drawn)
        return EDITS[kind](**drawn)

    def part(self, kind: str, name: str, hint: object, drawn: dict):
        if hint is bool:
            return self.r.random() < 0.5
        if hint is int:
            return self.r.randrange(6)
        if get_origin(hint) is tuple:
            return tuple(self.word(name, drawn) for _ in range(self.r.randint(0, 3)))
        return self.address(kind) if "address" in name else self.word(name, drawn)

    def address(self, kind: str) -> str:
        if kind == "set-people" and self.people:
            return self.r.choice(self.people)
        if "expression" in kind and self.expressions:
            return self.r.choice(self.expressions)
        if kind in ("rename", "remove-with-uses") and self.defined:
            return self.r.choice(self.defined)
        return self.r.choice(self.lines)[0]

    def word(self, name: str, drawn: dict) -> str:
        match name:
            case "list":
                return self.r.choice(self.lists)
            case "block":
                return self.block(drawn.get("list", ""))
            case "language":
                return self.r.choice(["zh", "de"])
            case "path":
                return ".".join(self.r.choice([each.thing[1:] for each in references(self.process)]))
            case "part":
                return self.r.choice(["label", "help", "text", "message"])
        return self.text(drawn)

    def block(self, at: str) -> str:
        last = at.rpartition(".")[2]
        return self.r.choice(BLOCKS.get(last, (last if last in AROUND else "fields",)))

    def text(self, drawn: dict) -> str:
        """Something to write: a statement like the one there, an expression, a snippet, a name or any text."""
        match self.r.randrange(5):
            case 0 if drawn.get("address"):
                return self.like(str(drawn["address"]))
            case 1:
                return format_expression(Grower(self.r).expression(2))
            case 2 if drawn.get("block") in SNIPPETS:
                return self.r.choice(SNIPPETS[str(drawn["block"])])
            case 3:
                return self.r.choice(NAMES)
        plain = [*TEXTS, "amount", "b = c"]
        return self.r.choice(SNIPPETS[str(drawn["block"])] if drawn.get("block") in SNIPPETS else plain)

    def like(self, address: str) -> str:
        """A statement of the kind that stands there."""
        kind = type(get(self.process, address))
        alike = [line for _, line in self.lines if type(line) is kind and not isinstance(line, tree.Arm)]
        return statement(self.r.choice(alike)) if alike else "x"


def inside(address: str, node: tree.Node) -> list[str]:
    """The addresses of the expressions on a line."""
    found = []
    for name in node.__dataclass_fields__:
        if name in ("at", "trivia"):
            continue
        value = getattr(node, name)
        for slot, one in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
            place = f"{address}.{name}".strip(".") + ("" if slot is None else f".{slot}")
            if isinstance(one, tree.Expression):
                found += [place, *inside(place, one)]
    return found
