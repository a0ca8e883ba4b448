"""Every place of a process that says a name: where a field, an option, a step, an end… is defined and where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from designer.address import walk
from dsl import tree
from dsl.checking.names import all_steps

Thing = tuple[str, ...]
"""What a name names: ("field", "amount"), ("column", "lines", "price"), ("option", "course", "art"), ("option", "lines",
"kind", "paper"), ("step", "payment"), ("result", "payment", "paid"), ("end", "done"), ("table", "desk"), ("row", "desk",
"small"), ("outcome", "desk", "pay"), ("arm", "both", "x"), ("section", …), ("rule", …), ("example", …), ("process", …)."""
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
TEMPLATE = re.compile(r"title|notify[0-9]*")
"""Last parts of the paths of sentences that show answers."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name stands at `slot` of the node at `address` (`name`, `parts.0`, or `text` for a template's placeholder)."""

    address: str
    slot: str
    thing: Thing
    defines: bool = False


def references(process: tree.Process) -> Iterator[Reference]:
    """All of them in the order of the text."""
    names = Names(process)
    owners: dict[str, tree.Line] = {}
    for address, line in walk(process):
        owners[address] = line
        above = owners.get(above_of(address))
        yield from defined(address, line, owners)
        yield from said(address, line, above, names)


def above_of(address: str) -> str:
    """The line a line stands in."""
    parts = address.split(".")
    return ".".join(parts[: -2 if parts[-1].isdigit() else -1])


class Names:
    """What is called what: fields with their columns and options, steps, ends, tables, and what `words` may mean."""

    def __init__(self, process: tree.Process) -> None:
        forms = [item for form in process.all(tree.Form) for item in form.items]
        self.fields = {f.name: f for item in forms for f in (item.fields if isinstance(item, tree.Section) else (item,))}
        steps = [step for flow in process.all(tree.Flow) for step in all_steps(flow.steps)]
        self.steps = {s.name: s for s in steps if isinstance(s, tree.Approve | tree.Task | tree.Parallel)}
        self.ends = {end.name for ends in process.all(tree.Ends) for end in ends.items}
        self.tables = {table.name: table for table in process.all(tree.Table)}
        self.words: dict[tuple[str, ...], Thing] = {(process.name,): ("process", process.name)}
        owners: dict[str, tree.Line] = {}
        for address, line in walk(process):
            owners[address] = line
            for each in defined(address, line, owners):
                if each.thing[0] == "row":  # it speaks for an outcome of the same name as well
                    self.words[each.thing[1:]] = each.thing
                self.words.setdefault(each.thing[1:], each.thing)

    def outcomes(self, step: str) -> set[str]:
        """The outcomes of a task."""
        return {one.name for one in getattr(self.steps.get(step), "clauses", ()) if isinstance(one, tree.Outcome)}

    def options(self, thing: Thing) -> set[str]:
        """The options of a field or a column."""
        field = self.fields.get(thing[1])
        if thing[0] == "column" and field:
            field = next((one for one in field.columns if one.name == thing[2]), None)
        return {option.name for option in field.options} if field else set()


def defined(address: str, line: tree.Line, owners: dict[str, tree.Line]) -> Iterator[Reference]:
    """The names a line defines."""
    above = owners.get(above_of(address))
    match line:
        case tree.Field() if isinstance(above, tree.Field):
            yield Reference(address, "name", ("column", above.name, line.name), True)
        case tree.Option():
            outer = owners.get(above_of(above_of(address)))
            inside = (outer.name,) if isinstance(outer, tree.Field) else ()
            yield Reference(address, "name", ("option", *inside, above.name, line.name), True)
        case tree.Row():
            yield Reference(address, "name", ("row", above.name, line.name), True)
        case tree.Table():
            yield Reference(address, "name", ("table", line.name), True)
            for number, outcome in enumerate(line.outcomes):
                yield Reference(address, f"outcomes.{number}", ("outcome", line.name, outcome), True)
        case tree.Outcome():
            yield Reference(address, "name", ("result", above.name, line.name), True)
        case tree.Arm() if isinstance(above, tree.Parallel) and line.name:
            yield Reference(address, "name", ("arm", above.name, line.name), True)
        case tree.Process() | tree.Section() | tree.Field() | tree.Rule() | tree.Example() | tree.EndPoint():
            yield Reference(address, "name", (SORTS[type(line)], line.name), True)
        case tree.Approve() | tree.Task() | tree.Parallel():
            yield Reference(address, "name", ("step", line.name), True)


SORTS = {
    tree.Process: "process",
    tree.Section: "section",
    tree.Field: "field",
    tree.Rule: "rule",
    tree.Example: "example",
    tree.EndPoint: "end",
}


def said(address: str, line: tree.Line, above: tree.Line | None, names: Names) -> Iterator[Reference]:
    """The names a line uses."""
    dot = f"{address}." if address else ""
    rows = above.name if isinstance(line, tree.Field) and isinstance(above, tree.Field) else None
    yield from in_expressions(address, line, names, {}, rows)
    match line:
        case tree.Title(text) | tree.Notify(text=text):
            yield from (Reference(address, "text", ("field", name)) for name in placeholders(text) if name in names.fields)
        case tree.Row(outcome=outcome) | tree.Otherwise(outcome):
            yield Reference(address, "outcome", ("outcome", above.name, outcome))
        case tree.Branch(table):
            yield Reference(address, "table", ("table", table))
        case tree.Arm(name=name) if isinstance(above, tree.Branch):
            yield Reference(address, "name", ("outcome", above.table, name))
        case tree.Finish(end):
            yield Reference(address, "end", ("end", end))
        case tree.Reject(target) | tree.Outcome(target=target) if target is not None:
            yield from to(f"{dot}target", target)
        case tree.Nobody(target=target) if target is not None:
            yield from to(f"{dot}target", target)
        case tree.Void(fields):
            yield from (Reference(address, f"fields.{n}", ("field", name)) for n, name in enumerate(fields))
        case tree.Access():
            yield from in_access(address, line)
        case tree.Rule(claim=claim):
            yield from in_claim(f"{dot}claim", claim)
        case tree.Answers(items):
            for number, given in enumerate(items):
                yield from in_given(f"{dot}items.{number}", given, ("field", given.name), names)
        case tree.Expect(acts):
            for number, act in enumerate(acts):
                yield from in_act(f"{dot}acts.{number}", act, names)
        case tree.Word():
            yield from in_word(address, line, names)


def to(address: str, target: tree.Target) -> Iterator[Reference]:
    """The end or the step a target names."""
    match target:
        case tree.End(name):
            yield Reference(address, "name", ("end", name))
        case tree.Return(name):
            yield Reference(address, "to", ("step", name))


def in_access(address: str, line: tree.Access) -> Iterator[Reference]:
    """The fields a step sees, edits and fills."""
    for part in ("sees", "edits"):
        for number, name in enumerate(getattr(line, part) or ()):
            if name != "*":
                yield Reference(address, f"{part}.{number}", ("field", name))
    for number, need in enumerate(line.fills):
        yield Reference(f"{address}.fills.{number}", "name", ("field", need.name))


def in_claim(address: str, claim: tree.Before | tree.NeverDecides) -> Iterator[Reference]:
    """The steps a rule is about."""
    match claim:
        case tree.Before(first, then):
            yield Reference(address, "first", ("step", first))
            yield Reference(address, "then", ("step", then))
        case tree.NeverDecides(_, step) if step is not None:
            yield Reference(address, "step", ("step", step))


def in_given(address: str, given: tree.Given, thing: Thing, names: Names) -> Iterator[Reference]:
    """The field or column an example answers, and the options it names."""
    yield Reference(address, "name", thing)
    values = [("value", given.value)] + [(f"values.{n}", one) for n, one in enumerate(given.values or ())]
    for slot, value in values:
        if isinstance(value, tree.Path) and value.parts[0] in names.options(thing):
            yield Reference(f"{address}.{slot}", "parts.0", ("option", *thing[1:], value.parts[0]))
    for number, row in enumerate(given.rows or ()):
        for place, cell in enumerate(row):
            yield from in_given(f"{address}.rows.{number}.{place}", cell, ("column", given.name, cell.name), names)


def in_act(address: str, act: tree.Act, names: Names) -> Iterator[Reference]:
    """The step or the end an example expects, the result of it, and what is changed there."""
    if act.name != "request" or act.name in names.ends:
        step = act.name in names.steps or act.name not in names.ends
        yield Reference(address, "name", ("step" if step else "end", act.name))
        if act.outcome and act.outcome not in ("reject", "return", "approve", "transfer"):
            back = act.outcome in names.steps and act.outcome not in names.outcomes(act.name)
            yield Reference(address, "outcome", ("step", act.outcome) if back else ("result", act.name, act.outcome))
    for number, given in enumerate(act.changes):
        yield from in_given(f"{address}.changes.{number}", given, ("field", given.name), names)


def in_word(address: str, word: tree.Word, names: Names) -> Iterator[Reference]:
    """What a translation is of: each part of its path that is a name, and the fields its own placeholders show."""
    path, first = word.path, 0
    if len(path) > 1 and names.words.get(path[:1], ("",))[0] == "process":
        yield Reference(address, "path.0", names.words[path[:1]])
        first = 1
    for length in range(1, len(path) - first + 1):
        thing = names.words.get(path[first : first + length])
        if thing is not None:
            yield Reference(address, f"path.{first + length - 1}", thing)
    if TEMPLATE.fullmatch(path[-1]):
        yield from (Reference(address, "text", ("field", name)) for name in placeholders(word.text) if name in names.fields)


# -- expressions


def in_expressions(
    address: str, node: object, names: Names, loops: dict[str, str], rows: str | None
) -> Iterator[Reference]:
    """The names in the expressions of a node, those of its block left out; `loops` variable -> rows, `rows` where columns
    stand by themselves."""
    match node:
        case tree.Path(parts):
            yield from in_path(address, parts, names, loops, rows)
        case tree.Fold(_, name, over):
            loops = {**loops, name: over.parts[0]}
        case tree.Compare() | tree.Member() | tree.Between() | tree.If():
            yield from options_in(address, node, names, loops, rows)
        case tree.Field(default=default, value=value):
            thing = ("column", rows, node.name) if rows else ("field", node.name)
            yield from option_at(f"{address}.default", default, thing, names)
            yield from option_at(f"{address}.value", value, thing, names)
    for slot, child in inner(node):
        yield from in_expressions(f"{address}.{slot}" if address else slot, child, names, loops, rows)


BELOW = frozenset({"items", "fields", "options", "columns", "rows", "otherwise", "steps", "arms", "clauses", "rules"})


def inner(node: object) -> Iterator[tuple[str, object]]:
    """The parts of a node that hold expressions, with their slots."""
    if not isinstance(node, tree.Node):
        return
    for name in node.__dataclass_fields__:
        if isinstance(node, tree.Line) and (name in BELOW or isinstance(node, tree.Answers | tree.Expect | tree.Requester)):
            continue
        value = getattr(node, name)
        if isinstance(value, tree.Node):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((f"{name}.{n}", one) for n, one in enumerate(value) if isinstance(one, tree.Node))


def thing_of(parts: tuple[str, ...], names: Names, loops: dict[str, str], rows: str | None) -> Thing | None:
    """The field or column a path begins with."""
    if parts[0] in loops:
        return ("column", loops[parts[0]], parts[1]) if len(parts) > 1 else None
    outer = names.fields.get(rows) if rows else None
    if outer and parts[0] in {column.name for column in outer.columns}:
        return "column", rows, parts[0]
    return ("field", parts[0]) if parts[0] in names.fields else None


def in_path(
    address: str, parts: tuple[str, ...], names: Names, loops: dict[str, str], rows: str | None
) -> Iterator[Reference]:
    """The field or column a path names."""
    thing = thing_of(parts, names, loops, rows)
    if thing is not None:
        yield Reference(address, "parts.1" if parts[0] in loops else "parts.0", thing)


def options_in(
    address: str, node: tree.Node, names: Names, loops: dict[str, str], rows: str | None
) -> Iterator[Reference]:
    """The options a comparison names: those of the field on its other side."""
    sides = [(slot, child) for slot, child in inner(node)]
    things = [thing_of(one.parts, names, loops, rows) for _, one in sides if isinstance(one, tree.Path)]
    for thing in things:
        if thing is not None:
            for slot, child in sides:
                yield from option_at(f"{address}.{slot}", child, thing, names)


def option_at(address: str, node: object, thing: Thing, names: Names) -> Iterator[Reference]:
    """An option of `thing`, also as one side of an `if`."""
    match node:
        case tree.Path((name,)) if name in names.options(thing) and name not in names.fields:
            yield Reference(address, "parts.0", ("option", *thing[1:], name))
        case tree.If(_, then, otherwise):
            yield from option_at(f"{address}.then", then, thing, names)
            yield from option_at(f"{address}.otherwise", otherwise, thing, names)


def placeholders(text: str) -> list[str]:
    """The names between braces of a template."""
    return list(dict.fromkeys(match[1].strip() for match in PLACEHOLDER.finditer(text) if match[1] is not None))
