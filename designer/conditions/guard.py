"""Guards: where an edit reads what may be absent, `x is present and …` or `if x is present then … else …` is added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from designer import address as at
from dsl import tree, types
from dsl.check import check
from dsl.checked import Checked
from dsl.checking.reads import parts_of
from dsl.libraries import DEFAULT, Libraries
from dsl.types import places_of

ROUNDS = 8
"""Guards that one edit may add."""
EXPRESSIONS = tuple(tree.Expression.__args__)
BOOLEAN = ("when", "condition")
"""The parts of a line that hold a condition."""


def guarded(process: tree.Process, address: str, libraries: Libraries = DEFAULT) -> tree.Process:
    """The process with every value that may be absent guarded, in the expression around the address."""
    root = root_of(process, address)
    for _ in range(ROUNDS if root else 0):
        checked = check(around(process, root), libraries)
        need = next(needs(process, checked, root), None)
        new = guard(process, checked, root, need) if need else None
        if new is None:
            break
        process = new
    return process


def root_of(process: tree.Process, address: str) -> str:
    """The address of the whole expression around an address; "" when nothing stands there."""
    steps, line = address.split("."), at.line_of(process, address)
    for count in range(len(at.steps(line)) + 1, len(steps) + 1):
        if isinstance(at.get(process, ".".join(steps[:count])), EXPRESSIONS):
            return ".".join(steps[:count])
    return ""


def around(process: tree.Process, root: str) -> tree.Process:
    """As much of the process as says what is known at the expression: proofs of tables take time and tell nothing here."""
    kept: list[tree.Line] = []
    for number, item in enumerate(process.items):
        match item:
            case tree.Example() | tree.Words() | tree.Always() if not root.startswith(f"items.{number}."):
                continue
            case tree.Table(rows=rows):
                steps = root.split(".")
                mine = steps[:2] == ["items", str(number)] and steps[2:3] == ["rows"]
                kept.append(replace(item, policy="collect", rows=(rows[int(steps[3])],) if mine else ()))
            case _:
                kept.append(item)
    return replace(process, items=tuple(kept))


def needs(process: tree.Process, checked: Checked, root: str) -> Iterator[str]:
    """The addresses of paths that may be absent where they must not be."""
    holder, _, part = root.rpartition(".")
    line = at.get(process, at.line_of(process, root))
    people = isinstance(at.get(process, holder), tuple) or part == "who"
    computed = isinstance(line, tree.Field) and line.optional and part in ("value", "default")
    yield from needs_in(checked, at.get(process, root), root, people or computed)


def needs_in(checked: Checked, node: Any, address: str, fine: bool) -> Iterator[str]:
    """The same below one node; `fine` where an absent value may pass."""
    match node:
        case tree.Path():
            if id(node) in checked.absent and not fine:
                yield address
        case tree.Present():
            return
        case _:
            for name, child in inner(node):
                passes = fine and isinstance(node, tree.If) and name != "condition"
                yield from needs_in(checked, child, f"{address}.{name}", passes)


def inner(node: tree.Expression) -> Iterator[tuple[str, tree.Expression]]:
    """The expressions inside a node, by the address below it."""
    children = {id(child) for child in parts_of(node)}
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if id(value) in children:
            yield name, value
        elif isinstance(value, tuple):
            for number, one in enumerate(value):
                if isinstance(one, tree.Term):
                    yield f"{name}.{number}.value", one.value
                elif id(one) in children:
                    yield f"{name}.{number}", one


def guard(process: tree.Process, checked: Checked, root: str, need: str) -> tree.Process | None:
    """The process with one guard more; None where none can help."""
    path = at.get(process, need)
    condition = Climb(process, root, path).condition(need)
    if condition is not None:
        return with_condition(process, condition, path)
    return with_default(process, checked, root, need, path)


@dataclass(frozen=True, slots=True)
class Climb:
    """The way up from a path to the condition that reads it."""

    process: tree.Process
    root: str
    path: tree.Path

    def condition(self, address: str) -> str | None:
        """The address of the nearest condition around; a fold's `where`, perhaps an empty one, for a column of its rows."""
        while address != self.root:
            head, part = self.above(address)
            parent = at.get(self.process, head)
            match parent:
                case tree.And() | tree.Or() | tree.If() if part in ("items", "condition"):
                    return address
                case tree.Fold(name=name) if part in ("where", "body"):
                    if part == "where" or self.path.parts[0] == name:
                        return f"{head}.where"
                    if parent.kind in ("any", "all"):
                        return address
            address = head
        return address if self.is_condition() else None

    def above(self, address: str) -> tuple[str, str]:
        """The node around, and the part of it that leads here."""
        steps = address.split(".")
        while True:
            last = steps.pop()
            if isinstance(at.get(self.process, ".".join(steps)), EXPRESSIONS):
                return ".".join(steps), last
            if not last.isdigit():
                part = last
            else:
                part = steps[-1]
            if part == "items":
                return ".".join(steps[:-1]), part

    def is_condition(self) -> bool:
        """Whether the whole expression is a condition."""
        holder, _, part = self.root.rpartition(".")
        field = at.get(self.process, holder)
        return part in BOOLEAN or (isinstance(field, tree.Field) and field.kind.word == "yes/no")


def with_condition(process: tree.Process, address: str, path: tree.Path) -> tree.Process | None:
    """`path is present and …` in front of the condition at an address; two `and` become one. None when that stands
    there already and has not helped."""
    present = tree.Present(tree.Path(path.parts))
    old = at.get(process, address)
    if old is None:
        return at.put(process, address, present)
    home, _, last = address.rpartition(".")
    above = home.rpartition(".")[0]
    if last.isdigit() and home.endswith(".items") and isinstance(at.get(process, above), tree.And):
        if present in at.get(process, home)[: int(last)]:
            return None
        return at.insert(process, home, int(last), (present,))
    return at.put(process, address, tree.And((present, *(old.items if isinstance(old, tree.And) else (old,)))))


def with_default(process: tree.Process, checked: Checked, root: str, need: str, path: tree.Path) -> tree.Process | None:
    """`if path is present then … else …` around the smallest value that has something to be instead."""
    address = need
    while True:
        node = at.get(process, address)
        instead = otherwise(checked.types.get(id(node))) if isinstance(node, EXPRESSIONS) else None
        if instead is not None:
            chosen = tree.If(tree.Present(tree.Path(path.parts)), node, instead)
            return at.put(process, address, chosen)
        if address == root:
            return None
        address = address.rpartition(".")[0]


def otherwise(kind: types.Type | None) -> tree.Expression | None:
    """What stands for an absent value: zero or what is nearest to it, an empty text, no, today, the first option."""
    match kind:
        case types.Whole(low, high):
            return tree.Number(nearest_to_zero(low, high))
        case types.Decimal(places, low, high):
            return tree.Number(nearest_to_zero(low, high), places)
        case types.Money(currency, low, high, extra):
            return tree.Amount(nearest_to_zero(low, high) // 10**extra, places_of(currency), currency)
        case types.Text():
            return tree.Text("")
        case types.YesNo():
            return tree.Truth(False)
        case types.Date():
            return tree.Path(("today",))
        case types.Moment():
            return tree.Path(("now",))
        case types.Duration():
            return tree.Length(0, "minutes")
        case types.BusinessDuration():
            return tree.Length(0, "hours", True)
        case types.Choice(options) if options:
            return tree.Path((options[0],))
    return None


def nearest_to_zero(low: int, high: int) -> int:
    return min(max(0, low), high)
