"""Python code for a checked expression. The code of an expression is text made of names and operators only."""

from __future__ import annotations

from math import prod

from dsl import tree, types
from dsl.checked import AttributeAt, Checked, ColumnAt, FactAt, FieldAt, Hop, LoopAt, Meaning
from dsl.compiling.arithmetic import days_between, quotient, rounded
from dsl.compiling.constants import VARIES, constant, scale_up
from dsl.compiling.source import Source
from dsl.outside import holders, members, reader

DEEPEST = 20
"""Levels of one Python expression; what is deeper becomes a function of its own (Python's parser has limits too)."""
LONGEST = 60
"""Operands of one Python sum or product."""
SIGNS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Writer:
    """Writes the code of expressions over `a` (answers), `f` (facts), in columns `row`, and the variables of folds."""

    def __init__(self, checked: Checked, source: Source, in_row: bool = False) -> None:
        self.checked = checked
        self.source = source
        self.in_row = in_row
        self.loops: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.depth = 0

    @property
    def parameters(self) -> str:
        return ", ".join(["a", "f", *(["row"] if self.in_row else []), *self.loops.values()])

    def write(self, e: tree.Expression, places: int | None = None) -> str:
        """The code of `e`, scaled up to `places` when given; closed in brackets where it needs them."""
        self.depth += 1
        deep, outer_depth, outer_kept = self.depth > DEEPEST, self.depth, self.kept
        if deep:
            self.depth, self.kept = 0, {}
        code = self._scaled(e, places)
        if deep:
            code = f"{self.source.function(self.parameters, [f'return {code}'])}({self.parameters})"
            self.depth, self.kept = outer_depth, outer_kept
        self.depth -= 1
        return code

    def _scaled(self, e: tree.Expression, places: int | None) -> str:
        by = 0 if places is None else places - types.scale_of(self.checked.type_of(e))
        value = constant(self.checked, e)
        if value is not VARIES:
            return self.source.constant(scale_up(value, by))
        code = self._write(e)
        if not by:
            return code
        if self.checked.maybe_absent(e):
            return f"{self._call(_scaled_if_present)}({code}, {self.source.constant(10**by)})"
        return f"({code} * {self.source.constant(10**by)})"

    def _write(self, e: tree.Expression) -> str:
        match e:
            case tree.Path():
                return self._path(e)
            case tree.Or(items):
                return "(" + " or ".join(map(self.write, items)) + ")"
            case tree.And(items):
                return "(" + " and ".join(map(self.write, items)) + ")"
            case tree.Not(item):
                return f"(not {self.write(item)})"
            case tree.Compare("=", left, tree.Truth(value)):
                return self.write(left) if value else f"(not {self.write(left)})"
            case tree.Compare(op, left, right):
                left_code, right_code = self._level(left, right)
                return f"({left_code} {SIGNS[op]} {right_code})"
            case tree.Member():
                return self._member(e)
            case tree.Between(item, low, high, negated):
                value, low_code, high_code = self._level(item, low, high)
                return f"({'not ' if negated else ''}{low_code} <= {value} <= {high_code})"
            case tree.Present(path, absent):
                return self._present(path, absent)
            case tree.Sum():
                return self._sum(e)
            case tree.Product():
                return self._product(e)
            case tree.Negative(item):
                return f"(-{self.write(item)})"
            case tree.If(condition, then, otherwise):
                places = types.scale_of(self.checked.type_of(e))
                first, second = self.write(then, places), self.write(otherwise, places)
                return f"({first} if {self.write(condition)} else {second})"
            case tree.Call():
                return self._function(e)
            case tree.Fold():
                return self._fold(e)
        raise TypeError(e)

    def _level(self, *items: tree.Expression) -> list[str]:
        """The code of several expressions, all with the places of the one that has most."""
        places = max(types.scale_of(self.checked.type_of(item)) for item in items)
        return [self.write(item, places) for item in items]

    def _call(self, function: object) -> str:
        return self.source.constant(function)

    # -- paths -----------------------------------------------------------------------------------

    def _path(self, e: tree.Path) -> str:
        return self.read(self.checked.resolve(e), self.checked.maybe_absent(e))

    def read(self, meaning: Meaning, maybe: bool) -> str:
        match meaning:
            case FieldAt(path):
                if path in self.kept:
                    return self.kept[path]
                return self._key("a", path, maybe)
            case ColumnAt(_, name):
                return self._key("row", name, maybe)
            case LoopAt(variable, _, column):
                return self._key(self.loops[variable], column, maybe)
            case FactAt("today"):
                return "f.today()"
            case FactAt("now"):
                return "f.now"
            case FactAt("requester"):
                return "f.requester"
            case AttributeAt(base, hops):
                return self._hops(base, hops, maybe)
        raise TypeError(meaning)

    def _key(self, holder: str, name: str, maybe: bool) -> str:
        key = self.source.constant(name)
        return f"{holder}.get({key})" if maybe else f"{holder}[{key}]"

    def _hops(self, base: Meaning, hops: tuple[Hop, ...], maybe: bool) -> str:
        code = self.read(base, True)
        *before, last = hops
        for hop in before:
            code = f"{self._call(reader(hop))}(f, {code})"
        return f"{self._call(reader(last, surely=not maybe))}(f, {code})"

    def _present(self, path: tree.Path, absent: bool) -> str:
        meaning = self.checked.resolve(path)
        word = "not in" if absent else "in"
        match meaning:
            case FieldAt(name):
                return f"({self.source.constant(name)} {word} a)"
            case ColumnAt(_, name):
                return f"({self.source.constant(name)} {word} row)"
            case LoopAt(variable, _, column):
                return f"({self.source.constant(column)} {word} {self.loops[variable]})"
        return f"({self.read(meaning, True)} {'is' if absent else 'is not'} None)"

    # -- operators -------------------------------------------------------------------------------

    def _member(self, e: tree.Member) -> str:
        word = "not in" if e.negated else "in"
        if e.group is not None:
            return f"({self.write(e.item)} {word} {self._group(e.group)})"
        places = max(types.scale_of(self.checked.type_of(each)) for each in (e.item, *e.members))
        scales = [places - types.scale_of(self.checked.type_of(each)) for each in e.members]
        values = [constant(self.checked, each) for each in e.members]
        if VARIES in values:
            codes = ", ".join(self.write(each, places) for each in e.members)
            return f"({self.write(e.item, places)} {word} ({codes},))"
        group = frozenset(scale_up(value, by) for value, by in zip(values, scales, strict=True))
        return f"({self.write(e.item, places)} {word} {self.source.constant(group)})"

    def _group(self, e: tree.Expression) -> str:
        """What a thing may be in: the options chosen, or people."""
        is_call = isinstance(e, tree.Call)
        return self.write(e) if not is_call and isinstance(self.checked.type_of(e), types.Choices) else self.people(e)

    def _sum(self, e: tree.Sum) -> str:
        places = types.scale_of(self.checked.type_of(e))
        codes = [f"{'-' if term.op == '-' else ''}{self.write(term.value, places)}" for term in e.terms]
        if len(codes) > LONGEST:
            return f"sum(({', '.join(codes)},))"
        return "(" + " + ".join(codes) + ")"

    def _product(self, e: tree.Product) -> str:
        first, *rest = e.terms
        code, scale = self.write(first.value), types.scale_of(self.checked.type_of(first.value))
        batch: list[str] = []
        for term in rest:
            places = types.scale_of(self.checked.type_of(term.value))
            if term.op == "*":
                batch.append(self.write(term.value))
                scale += places
                continue
            scale, raised = min(scale + 6, 12), min(scale + 6, 12) - scale + places
            arguments = f"{self._times(code, batch)}, {self.write(term.value)}, {raised}"
            code, batch = f"{self._call(quotient)}({arguments})", []
            if code.count("(") > LONGEST:
                code = f"{self.source.function(self.parameters, [f'return {code}'])}({self.parameters})"
        return self._times(code, batch)

    def _times(self, code: str, factors: list[str]) -> str:
        if not factors:
            return code
        if len(factors) >= LONGEST:
            return f"{self._call(prod)}(({', '.join([code, *factors])},))"
        return "(" + " * ".join([code, *factors]) + ")"

    # -- functions and folds ---------------------------------------------------------------------

    def _function(self, e: tree.Call) -> str:
        places = types.scale_of(self.checked.type_of(e))
        match e.name, e.arguments:
            case "days", (start, end):
                return f"{self._call(days_between)}({self.write(start)}, {self.write(end)})"
            case "length", (item,):
                return f"len({self.write(item)})"
            case "round", (item, *rest):
                return self._round(item, rest, self.checked.type_of(e))
            case "divide", (top, bottom, instead):
                return self._divide(top, bottom, instead, places)
            case "lower" | "higher", (one, other):
                return f"{'min' if e.name == 'lower' else 'max'}({self.write(one, places)}, {self.write(other, places)})"
            case "starts_with", (item, start):
                return f"{self.write(item)}.startswith({self.write(start)})"
            case "contains", (item, part):
                return f"({self.write(part)} in {self.write(item)})"
            case "weekday", (date,):
                return f"{self.write(date)}.isoweekday()"
            case "year" | "month" | "day", (date,):
                return f"{self.write(date)}.{e.name}"
        raise TypeError(e)

    def _round(self, item: tree.Expression, rest: list[tree.Expression], kind: types.Type) -> str:
        have, places = types.scale_of(self.checked.type_of(item)), types.scale_of(kind)
        keep = constant(self.checked, rest[0]) if rest else types.scale_of(kind)
        arguments = f"{self.write(item)}, {max(have - keep, 0)}, {10 ** max(places - min(keep, have), 0)}"
        return f"{self._call(rounded)}({arguments})"

    def _divide(self, top: tree.Expression, bottom: tree.Expression, instead: tree.Expression, places: int) -> str:
        have, below = types.scale_of(self.checked.type_of(top)), types.scale_of(self.checked.type_of(bottom))
        natural = min(have + 6, 12)
        code = f"{self._call(quotient)}({self.write(top)}, {self.write(bottom)}, {natural - have + below})"
        up = f" * {10 ** (places - natural)}" if places > natural else ""
        return f"({code}{up} if {self.write(bottom)} else {self.write(instead, places)})"

    def _fold(self, e: tree.Fold) -> str:
        over = self.write(e.over)
        outer = self.loops
        self.loops = {**outer, e.name: f"each{len(outer)}"}
        where = f" if {self.write(e.where)}" if e.where is not None else ""
        body = "1" if e.body is None else self.write(e.body, self._fold_places(e))
        loop = f"for {self.loops[e.name]} in {over}{where}"
        self.loops = outer
        match e.kind:
            case "count" if not where:
                return f"len({over})"
            case "count":
                return f"sum([1 {loop}])"
            case "sum" | "any" | "all":
                return f"{e.kind}([{body} {loop}])" if e.kind == "sum" else f"{e.kind}({body} {loop})"
        return f"{e.kind}([{body} {loop}], default=None)"

    def _fold_places(self, e: tree.Fold) -> int | None:
        return types.scale_of(self.checked.type_of(e)) if e.kind in ("sum", "min", "max") else None

    # -- people ----------------------------------------------------------------------------------

    def people(self, e: tree.Expression) -> str:
        """Code for the ids an expression stands for where people are asked for."""
        if isinstance(e, tree.If):
            return f"({self.people(e.then)} if {self.write(e.condition)} else {self.people(e.otherwise)})"
        if isinstance(e, tree.Call) and e.name == "role":
            return f"{self._call(holders)}(f, {self.source.constant(e.arguments[0].value)})"
        code, kind = self.write(e), self.checked.type_of(e)
        if isinstance(kind, types.Team):
            return f"{self._call(members)}(f, {code})"
        return code if isinstance(kind, types.People) else f"{self._call(_alone)}({code})"


def _scaled_if_present(value: int | None, by: int) -> int | None:
    return None if value is None else value * by


def _alone(person: str | None) -> tuple[str, ...]:
    return () if person is None else (person,)
