"""A condition as cases: conjunctions of tests of single columns, no two of which hold for the same ticket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dsl import tree, types
from dsl.exporting.columns import Column, Things
from dsl.exporting.refusals import CannotSay
from dsl.format_expression import format_expression

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
TURNED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Size = Fraction | str
"""What constants are compared by; the days of one calendar as they are written."""
MOST = 64
"""Cases that one row may become."""


@dataclass(frozen=True, slots=True)
class Test:
    """`op` is one of = != < <= > >= with one operand, or `in` with several; operands are FEEL."""

    op: str
    operands: tuple[str, ...]


Case = dict[Column, tuple[Test, ...]]
"""Column -> the tests that hold together."""


@dataclass(slots=True)
class Cases:
    """Turns conditions into cases, collecting the columns they need."""

    things: Things

    def of(self, e: tree.Expression, yes: bool = True) -> list[Case]:
        """The cases in which `e` is true, or, without `yes`, false."""
        match e:
            case tree.Truth(value):
                return [{}] if value == yes else []
            case tree.Not(item):
                return self.of(item, not yes)
            case tree.And(items):
                return self.all_of(items, yes) if yes else self.first_of(items, yes)
            case tree.Or(items):
                return self.first_of(items, yes) if yes else self.all_of(items, yes)
            case tree.If(condition, then, otherwise):
                held, failed = self.of(condition), self.of(condition, False)
                return [*product(held, self.of(then, yes)), *product(failed, self.of(otherwise, yes))]
        return self.test(e, yes)

    def all_of(self, items: tuple[tree.Expression, ...], yes: bool) -> list[Case]:
        """The cases in which every item comes out `yes`."""
        found: list[Case] = [{}]
        for item in items:
            found = product(found, self.of(item, yes))
        return found

    def first_of(self, items: tuple[tree.Expression, ...], yes: bool) -> list[Case]:
        """The cases in which some item comes out `yes`: the first, or not the first but the second, and so on. So no two of
        them meet, and what the text reads only behind an earlier item is read only behind it here too."""
        found: list[Case] = []
        before: list[Case] = [{}]
        for item in items:
            found += product(before, self.of(item, yes))
            before = product(before, self.of(item, not yes))
        return found

    def test(self, e: tree.Expression, yes: bool) -> list[Case]:
        """The cases of one comparison."""
        match e:
            case tree.Path():
                return self.values(e, ("true",), yes)
            case tree.Present(path, absent):
                return [{self.things.column(path, True): (Test("in", ("true" if absent != yes else "false",)),)}]
            case tree.Compare(op, left, right):
                return self.compare(e, op if yes else OPPOSITE[op], left, right)
            case tree.Member(item, members, None, negated):
                return self.values(self.path(item), tuple(self.constant(each) for each in members), negated != yes)
            case tree.Member():
                raise CannotSay("dmn-group", e.at, format_expression(e))
            case tree.Between(item, low, high, negated):
                within = (tree.Compare(">=", item, low, at=e.at), tree.Compare("<=", item, high, at=e.at))
                held = negated != yes
                return self.all_of(within, True) if held else self.first_of(within, False)
        raise self.unsaid(e)

    def compare(self, e: tree.Compare, op: str, left: tree.Expression, right: tree.Expression) -> list[Case]:
        if self.things.operand(left) is not None:
            op, left, right = TURNED[op], right, left
        path, constant = self.path(left), self.things.operand(right)
        if constant is not None and op in ("=", "!="):
            return self.values(path, (constant,), op == "=")
        if constant is None:
            return [self.against(e, op, path, self.path(right))]
        return [{**self.present(path), self.things.column(path): (Test(op, (constant,)),)}]

    def against(self, e: tree.Compare, op: str, path: tree.Path, other: tree.Path) -> Case:
        """One thing compared with another."""
        if isinstance(self.things.checked.type_of(path), types.YesNo):
            raise CannotSay("dmn-two-answers", e.at, format_expression(e))
        guards = {**self.present(path), **self.present(other)}
        return {**guards, self.things.column(path): (Test(op, (self.things.column(other).name,)),)}

    def values(self, path: tree.Path, constants: tuple[str, ...], yes: bool) -> list[Case]:
        """The cases in which a thing is one of `constants`, or none of them."""
        column = self.things.column(path)
        if (every := domain(column)) is not None:
            chosen = tuple(each for each in every if (each in constants) == yes)
            if not chosen:
                return []
            return [{**({} if yes else self.present(path)), column: (Test("in", chosen),)}]
        if yes:
            return [{column: (Test("in", tuple(dict.fromkeys(constants))),)}]
        return [{**self.present(path), column: tuple(Test("!=", (each,)) for each in dict.fromkeys(constants))}]

    def present(self, path: tree.Path) -> Case:
        """What must be asked before a thing is compared that may be absent. The text has asked it already."""
        if not self.things.may_lack(path):
            return {}
        return {self.things.column(path, True): (Test("in", ("true",)),)}

    def path(self, node: tree.Expression) -> tree.Path:
        if isinstance(node, tree.Path):
            return node
        raise self.unsaid(node)

    def constant(self, node: tree.Expression) -> str:
        found = self.things.operand(node)
        if found is None:
            raise self.unsaid(node)
        return found

    def unsaid(self, node: tree.Expression) -> CannotSay:
        """Why an expression cannot be a column or a cell."""
        match node:
            case tree.Call():
                code = "dmn-function"
            case tree.Fold():
                code = "dmn-items"
            case tree.Path() | tree.Clock() | tree.Instant():
                code = "dmn-kind"
            case _:
                code = "dmn-arithmetic"
        return CannotSay(code, node.at, format_expression(node))


def domain(column: Column) -> tuple[str, ...] | None:
    """Every value a column can have, where they are few."""
    if column.type == "boolean":
        return ("true", "false")
    return tuple(f'"{option}"' for option in column.kind.options) if isinstance(column.kind, types.Choice) else None


def product(ones: list[Case], others: list[Case]) -> list[Case]:
    """Every case of the one side together with every case of the other that does not contradict it."""
    if len(ones) * len(others) > MOST * MOST:
        raise TooMany
    found = [joined for one in ones for other in others if (joined := together(one, other)) is not None]
    if len(found) > MOST:
        raise TooMany
    return found


class TooMany(Exception):
    """A row would become too many rows."""


def together(one: Case, other: Case) -> Case | None:
    """Two cases at once; None when they contradict each other."""
    found = dict(one)
    for column, tests in other.items():
        joined = narrowed((*found.get(column, ()), *tests))
        if joined is None:
            return None
        found[column] = joined
    return found


def narrowed(tests: tuple[Test, ...]) -> tuple[Test, ...] | None:
    """Tests of one column at once, as few as say the same; None when they contradict each other."""
    lists = [test.operands for test in tests if test.op == "in"]
    found = tightest(tuple(test for test in dict.fromkeys(tests) if test.op != "in"))
    if any(Test(OPPOSITE[test.op], test.operands) in found for test in found):
        return None
    known = [(test.op, size) for test in found if (size := sized(test.operands[0])) is not None]
    if not lists:
        return None if empty(known) else found
    common = (each for each in lists[0] if all(each in other for other in lists[1:]))
    kept = tuple(each for each in common if all(holds(op, sized(each), size) for op, size in known))
    unknown = tuple(test for test in found if sized(test.operands[0]) is None)
    return (Test("in", kept), *unknown) if kept else None


def tightest(tests: tuple[Test, ...]) -> tuple[Test, ...]:
    """Without the bounds that another bound of the same side says already."""
    kept = []
    for test in tests:
        size, side = sized(test.operands[0]), test.op[0]
        others = [other for other in tests if other is not test and other.op[0] == side and side in "<>"]
        rivals = [(other, sized(other.operands[0])) for other in others] if size is not None else []
        if not any(implies(other, its, test, size) for other, its in rivals if its is not None):
            kept.append(test)
    return tuple(kept)


def implies(one: Test, its: Size, other: Test, size: Size) -> bool:
    """Whether one bound makes another of the same side needless."""
    if its == size:
        return len(one.op) < len(other.op)
    return its > size if one.op[0] == ">" else its < size


def sized(operand: str) -> Size | None:
    """A constant that has a size; None for the name of another column, and for texts."""
    if operand.startswith('date("'):
        return operand
    return Fraction(operand) if NUMBER.fullmatch(operand) else None


def empty(known: list[tuple[str, Size]]) -> bool:
    """Whether no value is within these bounds."""
    lows = [(op, size) for op, size in known if op[0] == ">"]
    highs = [(op, size) for op, size in known if op[0] == "<"]
    return any(low > high or (low == high and len(a) + len(b) < 4) for a, low in lows for b, high in highs)


def holds(op: str, one: Size | None, other: Size) -> bool:
    """Whether a comparison of two constants holds; one without a size is only equal or not."""
    match op:
        case "!=":
            return one != other
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
    return one >= other
