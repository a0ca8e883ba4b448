"""The rules of a version as plain JSON: tables, conditions and computed fields, for a verifier that cannot read the text.

An expression is a list: its sort, then its parts (`docs/audit.md` lists them). `interpreter.py` gives them the
meaning that `dsl/reference.py` gives the tree; numbers are exact, and how far quotients are rounded is written out.
"""

from __future__ import annotations

from dsl import tree, types
from dsl.checked import AttributeAt, Checked, ColumnAt, FactAt, FieldAt, FieldSheet, LoopAt, Meaning, OptionAt, TableSheet
from dsl.compiling.constants import constant
from dsl.compiling.rows import conjuncts
from dsl.compiling.tables import SMALL
from dsl.lengths import units_of
from dsl.program import Branch, Program

FORMAT = "waybill rules 1"
Json = list | dict | str | int | bool | None


def rules(checked: Checked, program: Program) -> dict[str, Json]:
    """Everything a routing decision follows from."""
    return {
        "format": FORMAT,
        "fields": [field(checked, sheet) for sheet in checked.fields.values() if sheet.rows is None],
        "tables": {name: table(checked, sheet) for name, sheet in checked.tables.items()},
        "branches": {node.id: node.table for node in program.nodes.values() if isinstance(node, Branch)},
    }


def field(checked: Checked, sheet: FieldSheet) -> dict[str, Json]:
    """A field or a column: `when` it is shown (all of these), and the `value` of a computed one."""
    value = sheet.node.value
    made = {"name": sheet.node.name, "kind": kind(sheet.type), "when": [written(checked, each) for each in sheet.when]}
    made["value"] = None if value is None else written(checked, value)
    columns = [field(checked, each) for each in checked.fields.values() if each.rows == sheet.path]
    return made | ({"columns": columns} if columns else {})


def table(checked: Checked, sheet: TableSheet) -> dict[str, Json]:
    """A table: the conditions of a row count from left to right; `traced` when decisions keep what failed."""
    rows = [
        {"name": row.name, "when": [written(checked, each) for each in conjuncts(row)], "outcome": row.outcome}
        for row in sheet.rows
    ]
    otherwise = sheet.node.otherwise.outcome if sheet.node.otherwise else None
    return {"policy": sheet.node.policy, "traced": len(rows) <= SMALL, "rows": rows, "otherwise": otherwise}


def kind(type: types.Type) -> Json:
    """How a recorded value of this type is read."""
    match type:
        case types.Whole() | types.Decimal() | types.Money():
            return "number"
        case types.Date() | types.Time() | types.Moment() | types.Duration():
            return type.__class__.__name__.lower()
        case types.BusinessDuration():
            return "work"
        case types.Choices(options=options):
            return ["choices", list(options)]
        case types.Rows(columns=columns):
            return ["rows", {name: kind(each) for name, each in columns}]
    return "plain"


def written(checked: Checked, e: tree.Expression) -> list:
    """An expression as JSON."""
    match e:
        case tree.Number(units, places) | tree.Amount(units, places):
            return ["number", units, places]
        case tree.Text(value) | tree.Truth(value):
            return ["is", "plain", value]
        case tree.Day(value):
            return ["is", "date", value.isoformat()]
        case tree.Clock(value):
            return ["is", "time", value.strftime("%H:%M")]
        case tree.Instant(value):
            return ["is", "moment", value.isoformat()]
        case tree.Length(count, unit, business):
            return ["number", units_of(count, unit, business), 0]
        case tree.Path():
            return read(checked.resolve(e), not checked.maybe_absent(e))
        case tree.Or(items) | tree.And(items):
            return [type(e).__name__.lower(), [written(checked, item) for item in items]]
        case tree.Not(item) | tree.Negative(item):
            return [type(e).__name__.lower(), written(checked, item)]
        case tree.Compare(op, left, right):
            return ["compare", op, written(checked, left), written(checked, right)]
        case tree.Present(path, absent):
            return ["present", read(checked.resolve(path), False), absent]
        case tree.If(condition, then, otherwise):
            return ["if", *(written(checked, each) for each in (condition, then, otherwise))]
        case tree.Fold(sort, name, over, where, body):
            parts = (None if each is None else written(checked, each) for each in (where, body))
            return ["fold", sort, name, checked.resolve(over).path, *parts]
    return more(checked, e)


def more(checked: Checked, e: tree.Expression) -> list:
    """The same of what is in a group, of arithmetic, and of calls."""
    match e:
        case tree.Member(item, members, None, negated):
            return ["member", written(checked, item), [written(checked, each) for each in members], negated]
        case tree.Member(item, _, group, negated):
            return ["among", written(checked, item), people(checked, group), negated]
        case tree.Between(item, low, high, negated):
            return ["between", *(written(checked, each) for each in (item, low, high)), negated]
        case tree.Sum(terms):
            return ["sum", [[term.op, written(checked, term.value)] for term in terms]]
        case tree.Product((first, *rest)):
            factors = [[term.op, written(checked, term.value), scale(checked, term.value)] for term in rest]
            return ["product", written(checked, first.value), scale(checked, first.value), factors]
        case tree.Call("team" | "person", (tree.Text(name),)):
            return ["is", "plain", name]
        case tree.Call("divide", (top, _, _)):
            return ["divide", *(written(checked, each) for each in e.arguments), min(scale(checked, top) + 6, 12)]
        case tree.Call("round", (item, *places)):
            keep = constant(checked, places[0]) if places else scale(checked, e)
            return ["round", written(checked, item), min(keep, scale(checked, item))]
        case tree.Call(name, arguments):
            return ["call", name, [written(checked, each) for each in arguments]]
    raise TypeError(e)


def scale(checked: Checked, e: tree.Expression) -> int:
    """How many places the numbers of an expression have."""
    return types.scale_of(checked.type_of(e))


def read(meaning: Meaning, surely: bool) -> list:
    """What a path stands for; `surely` when an attribute must be known."""
    match meaning:
        case FieldAt(path):
            return ["field", path]
        case ColumnAt(_, name):
            return ["column", name]
        case LoopAt(variable, _, column):
            return ["loop", variable, column]
        case OptionAt(name):
            return ["is", "plain", name]
        case FactAt(name):
            return [name]
        case AttributeAt(base, hops):
            steps = [[hop.of, hop.name, kind(hop.attribute.type)] for hop in hops]
            return ["attribute", read(base, False), steps, surely]
    raise TypeError(meaning)


def people(checked: Checked, e: tree.Expression) -> list:
    """What an expression stands for where a group is asked for."""
    match e:
        case tree.If(condition, then, otherwise):
            return ["if", written(checked, condition), people(checked, then), people(checked, otherwise)]
        case tree.Call("role", (tree.Text(name),)):
            return ["role", name]
    match checked.type_of(e):
        case types.Team():
            return ["members", written(checked, e)]
        case types.Choices():
            return written(checked, e)
    return ["one", written(checked, e)]
