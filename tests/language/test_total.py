"""Total: what the checker passes never reads an absent value, never divides by zero, and stays in the ranges it was given.

Random conditions without any care for presence: most are refused; those that pass are tried on many tickets.
"""

from __future__ import annotations

import os
import random

import pytest

from dsl import tree, types
from dsl.check import check
from dsl.checked import Checked, ColumnAt, FieldAt, LoopAt
from dsl.compile import compile
from dsl.complete import completing
from dsl.parse import parse
from tests.language.random_answers import answers, directory, facts
from tests.language.test_evaluators import accepted

PROCESSES = int(os.environ.get("WAYBILL_FUZZ", "12000")) // 10
SLICES = 4
FIELDS = {
    "c": ("choice", "abx"),
    "d": ("choice", "abx"),
    "n": ("whole [0 .. 3]", range(4)),
    "m": ("whole [0 .. 3]", range(4)),
    "y": ("yes/no", (False, True)),
    "z": ("yes/no", (False, True)),
}
COLUMNS = {"p": ("whole [0 .. 3]", range(4)), "q": ("whole [0 .. 3]", range(4)), "t": ("choice", "abx")}


class Absent(Exception):
    """An absent value was read."""


def atom(r: random.Random, names: list[str]) -> str:
    name = r.choice(names)
    if name == "lines":
        return fold(r, [each for each in names if "." not in each and each not in COLUMNS])
    if r.random() < 0.3:
        return f"{name} is {r.choice(['present', 'present', 'absent'])}"
    match name.removeprefix("l."):
        case "c" | "d" | "t":
            option = r.choice("abx")
            return r.choice([f"{name} = {option}", f"{name} != {option}", f"{name} in {{a, {r.choice('bx')}}}"])
        case "n" | "m" | "p" | "q":
            number, op = r.randint(0, 3), r.choice(["=", "!=", "<", "<=", ">", ">="])
            whole = [other for other in names if other[-1] in "nmpq"]
            return r.choice([f"{name} {op} {number}", f"{name} in [1 .. 2]", f"6 / {name} {op} {number}",
                             f"{name} {op} {r.choice(whole)}", f"6 / ({name} - {number}) > 1"])  # fmt: skip
    return r.choice([name, f"not {name}", f"{name} = {r.choice(['yes', 'no'])}"])


def fold(r: random.Random, names: list[str]) -> str:
    inner = [*(each for each in names if each != "lines"), *(f"l.{column}" for column in COLUMNS), "l.p", "l.q"]
    where = f" where {condition(r, inner, 1)}" if r.random() < 0.6 else ""
    match r.randint(0, 2):
        case 0:
            return f"sum(each l in lines{where}: {r.choice(['l.p', 'l.q', '6 / l.p', 'l.p * l.q'])}) > {r.randint(0, 3)}"
        case 1:
            return f"{r.choice(['any', 'all'])}(each l in lines{where}: {condition(r, inner, 1)})"
    return f"count(each l in lines{where}) > {r.randint(0, 1)}"


def condition(r: random.Random, names: list[str], depth: int) -> str:
    if depth == 0:
        return atom(r, names)
    match r.randint(0, 5):
        case 0:
            return f"not ({condition(r, names, depth - 1)})"
        case 1:
            parts = [condition(r, names, depth - 1) for _ in range(3)]
            return "(if {} then {} else {})".format(*parts)
        case 2 | 3:
            return "(" + " and ".join(condition(r, names, depth - 1) for _ in range(r.randint(2, 3))) + ")"
        case 4:
            return "(" + " or ".join(condition(r, names, depth - 1) for _ in range(r.randint(2, 3))) + ")"
    return atom(r, names)


def rows(r: random.Random, names: list[str]) -> list[str]:
    clause = r.choice(["", "", f" when {condition(r, names, 1)}"])
    lines, inner = [f"    lines: rows [0 .. 3]{clause} {{"], []
    for name, (kind, _) in COLUMNS.items():
        hidden = r.choice(["", " optional", f" when {condition(r, [*names, *inner, *inner], 1)}"])
        lines.append(f"      {name}: {kind}{hidden}" + (" { a, b, x }" if kind == "choice" else ""))
        inner.append(name)
    return [*lines, "    }"]


def process(r: random.Random) -> str:
    lines, names = [], []
    for name, (kind, _) in FIELDS.items():
        clause = "" if not names or r.random() < 0.3 else r.choice([" optional", f" when {condition(r, names, 1)}"])
        lines.append(f"    {name}: {kind}{clause}" + (" { a, b, x }" if kind == "choice" else ""))
        names.append(name)
    lines += rows(r, names)
    names.append("lines")
    lines.append(f"    result: yes/no = {condition(r, names, 3)}")
    return "process p {\n  form {\n" + "\n".join(lines) + "\n  }\n  flow {\n    end done\n  }\n  ends {\n    done\n  }\n}\n"


def decided(r: random.Random, policy: str) -> str:
    """A process with a table over the same fields."""
    text, names = process(r), list(FIELDS)
    rows = [f"    r{number} when {condition(r, names, r.randint(0, 2))} -> a" for number in range(r.randint(1, 5))]
    table = f"  table t {policy} -> {{ a }} {{\n" + "\n".join(rows) + "\n  }\n  flow {"
    fields = [line for line in text.splitlines() if not line.startswith("    result:")]
    branch = "    branch by t {\n      a {\n      }\n    }"
    return "\n".join(fields).replace("  flow {", table).replace("    end done", branch) + "\n"


def value(node: tree.Expression, ticket: dict, checked: Checked) -> object:
    """The plain meaning of an expression, which does not forgive reading what is absent."""
    match node:
        case tree.Path(parts):
            if not isinstance(checked.resolve(node), FieldAt | ColumnAt | LoopAt):
                return parts[0]
            if ".".join(parts) not in ticket:
                raise Absent(parts)
            return ticket[".".join(parts)]
        case tree.Number(units) | tree.Truth(units):
            return units
        case tree.And(items):
            return all(value(item, ticket, checked) for item in items)
        case tree.Or(items):
            return any(value(item, ticket, checked) for item in items)
        case tree.Not(item):
            return not value(item, ticket, checked)
        case tree.If(asked, then, otherwise):
            return value(then if value(asked, ticket, checked) else otherwise, ticket, checked)
        case tree.Present(path, absent):
            return (".".join(path.parts) in ticket) != absent
        case tree.Compare(op, left, right):
            one, other = value(left, ticket, checked), value(right, ticket, checked)
            return {"=": one == other, "!=": one != other}[op] if op in ("=", "!=") else eval(f"{one!r} {op} {other!r}")
        case tree.Member(item, members):
            return value(item, ticket, checked) in [value(member, ticket, checked) for member in members]
        case tree.Between(item, low, high):
            return value(low, ticket, checked) <= value(item, ticket, checked) <= value(high, ticket, checked)
        case tree.Sum((first, second)):
            return value(first.value, ticket, checked) - value(second.value, ticket, checked)
        case tree.Product((first, second)):
            one, other = value(first.value, ticket, checked), value(second.value, ticket, checked)
            return one * other if second.op == "*" else one / other
        case tree.Fold():
            return folded(node, ticket, checked)
    raise TypeError(node)


def folded(node: tree.Fold, ticket: dict, checked: Checked) -> object:
    if node.over.parts[0] not in ticket:
        raise Absent(node.over.parts)
    found = []
    for row in ticket[node.over.parts[0]]:
        here = ticket | {f"{node.name}.{column}": each for column, each in row.items()}
        if node.where is None or value(node.where, here, checked):
            found.append(True if node.body is None else value(node.body, here, checked))
    return {"sum": sum, "count": len, "any": any, "all": all}[node.kind](found)


def tickets(checked: Checked, r: random.Random, count: int):
    """Random answers: hidden fields are absent, optional ones often are, all others are there."""
    lines = checked.fields["lines"].node
    for _ in range(count):
        ticket: dict[str, object] = {}
        for name, (_, values) in FIELDS.items():
            fill(ticket, name, values, checked.fields[name].node, ticket, checked, r)
        if lines.when is None or value(lines.when, ticket, checked):
            ticket["lines"] = tuple(row(ticket, checked, r) for _ in range(r.randint(0, 3)))
        yield ticket


def row(ticket: dict, checked: Checked, r: random.Random) -> dict:
    found: dict[str, object] = {}
    for name, (_, values) in COLUMNS.items():
        fill(found, name, values, checked.fields[f"lines.{name}"].node, ticket | found, checked, r)
    return found


def fill(into: dict, name: str, values, field: tree.Field, seen: dict, checked: Checked, r: random.Random) -> None:
    shown = field.when is None or value(field.when, seen, checked)
    if shown and not (field.optional and r.random() < 0.4):
        into[name] = r.choice(list(values))


@pytest.mark.parametrize("slice_number", range(SLICES))
def test_no_condition_that_passes_reads_an_absent_value_or_divides_by_zero(slice_number: int):
    tried, passed = 0, 0
    while tried < PROCESSES // SLICES * 2 or not passed:
        assert passed or tried < 5000, "no random condition passes the checker"
        seed = slice_number + SLICES * tried
        tried += 1
        text = process(random.Random(seed))
        source = parse(text)
        assert source.problems == (), text
        checked = check(source.process)
        if not checked.ok:
            continue
        passed += 1
        expression = checked.fields["result"].node.value
        for ticket in tickets(checked, random.Random(seed), 60):
            try:
                value(expression, ticket, checked)
            except (Absent, ZeroDivisionError) as mistake:
                raise AssertionError((seed, text, ticket)) from mistake


@pytest.mark.parametrize("slice_number", range(SLICES))
def test_computed_numbers_stay_in_the_range_the_checker_found(slice_number: int):
    for seed in range(slice_number, PROCESSES // 20, SLICES):
        found = accepted(seed)
        if found is None:
            continue
        checked, text = found
        program, r = compile(checked), random.Random(seed)
        for _ in range(10):
            given, told = answers(program, r), directory(r)
            whole = completing(program, given, facts(told, r.choice(["ana", "li"]))).answers
            for path, sheet in checked.fields.items():
                if sheet.computed and isinstance(sheet.type, types.Whole | types.Decimal | types.Money):
                    for number in numbers_at(path, whole):
                        assert sheet.type.low <= number <= sheet.type.high, (seed, text, path, number, sheet.type)


def numbers_at(path: str, whole: dict) -> list[int]:
    if "." not in path:
        return [whole[path]] if path in whole else []
    rows, column = path.split(".")
    return [row[column] for row in whole.get(rows, ()) if column in row]


@pytest.mark.parametrize("policy", ["first", "unique"])
def test_what_is_proved_about_a_table_holds_for_tickets(policy: str):
    tried, proved, losers = 0, 0, 0
    while tried < PROCESSES // 3 or not proved:
        assert proved or tried < 5000, "no random table is proved complete"
        tried += 1
        r = random.Random(f"{policy} {tried}")
        source = parse(decided(r, policy))
        assert source.problems == ()
        checked = check(source.process)
        told = {(each.code, each.values.get("name")) for each in checked.problems if each.level == "problem"}
        if {code for code, _ in told} - {"needs-otherwise", "row-never-wins", "row-never-matches", "rows-overlap"}:
            continue
        table = checked.tables["t"]
        overlap = any(code == "rows-overlap" for code, _ in told)
        for ticket in tickets(checked, r, 60):
            matching = [row.name for row in table.rows if value(row.when, ticket, checked)]
            assert matching or not table.complete
            assert policy == "first" or overlap or len(matching) <= 1
            assert not any(("row-never-matches", name) in told for name in matching)
            assert policy != "first" or not matching or ("row-never-wins", matching[0]) not in told
        proved += table.complete
        losers += any(code == "row-never-wins" for code, _ in told)
    assert policy == "unique" or losers or tried < 300
