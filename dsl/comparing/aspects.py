"""What a line says, aspect by aspect, as the text writes it: two lines differ in those that are written otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from dsl import tree
from dsl.format_expression import format_expression, quote
from dsl.format_statement import act, claim, decide, due, given, kind, people, statement, target

Aspect = tuple[str, str]


def aspects(node: tree.Line) -> tuple[Aspect, ...]:
    """(aspect, text) of the line itself, not of its block; "" where it says nothing."""
    return tuple(_aspects(node))


def _aspects(node: tree.Line) -> Iterator[Aspect]:
    match node:
        case tree.Field():
            yield from _field(node)
        case tree.Section():
            yield from (("label", node.label or ""), ("when", written(node.when)))
        case tree.Row(_, when, outcome):
            yield from (("condition", written(when)), ("outcome", outcome))
        case tree.Otherwise(outcome):
            yield "outcome", outcome
        case tree.Table():
            outcomes, file = ", ".join(node.outcomes), node.file or ""
            yield from (("label", node.label or ""), ("policy", node.policy), ("outcomes", outcomes), ("file", file))
        case tree.Process(name, label):
            yield from (("name", name), ("label", label or ""))
        case tree.Rule(_, what):
            yield "claim", claim(what)
        case tree.Example():
            yield from _example(node)
        case tree.Word(_, text):
            yield "translation", text
        case tree.Title(text):
            yield "title", text
        case tree.StartedBy(who) | tree.SeenBy(who):
            yield "people", people(who)
        case tree.Calendar(name):
            yield "calendar", name
        case _:
            yield from _of_flow(node)


def _field(node: tree.Field) -> Iterator[Aspect]:
    yield "type", kind(node.kind)
    yield "label", node.label or ""
    yield "value", written(node.value)
    yield "help", node.help or ""
    yield "optional", "optional" if node.optional else ""
    yield "default", written(node.default)
    yield "when", written(node.when)
    for check in node.checks:
        yield "check", f"{written(check.condition)} else {quote(check.message)}"


def _example(node: tree.Example) -> Iterator[Aspect]:
    yield "label", node.label or ""
    for item in node.items:
        match item:
            case tree.Requester():
                yield "requester", statement(item).removeprefix("requester ")
            case tree.Answers(items):
                yield from (("answer", given(each)) for each in items)
            case tree.Expect(acts):
                yield "expected", ", ".join(map(act, acts))


def _of_flow(node: tree.Line) -> Iterator[Aspect]:
    match node:
        case tree.Approve(_, label):
            yield from (("kind", "approve"), ("label", label or ""))
        case tree.Task(_, label):
            yield from (("kind", "call" if node.calls else "task"), ("label", label or ""))
        case tree.Parallel(_, label, join):
            yield from (("label", label or ""), ("join", str(join)))
        case tree.Branch(table):
            yield "table", table
        case tree.Notify(who, text):
            yield from (("people", people(who)), ("text", text))
        case tree.Finish(end):
            yield "end", end
        case tree.By(who, pick):
            yield from (("by", people(who)), ("pick", pick or ""))
        case tree.Decide():
            yield "decide", decide(node).removeprefix("decide ")
        case tree.Reject(where):
            yield "reject", target(where)
        case tree.Due():
            yield "due", due(node).removeprefix("due ")
        case tree.Access():
            sees = "" if node.sees is None else ", ".join(node.sees)
            fills = ", ".join(f"{need.name} required" if need.required else need.name for need in node.fills)
            yield from (("sees", sees), ("edits", ", ".join(node.edits)), ("fills", fills))
        case tree.Outcome(_, label, where):
            yield from (("label", label or ""), ("leads", target(where) if where else ""))
        case _ if hasattr(node, "label"):
            yield "label", node.label or ""
        case _:
            yield "line", statement(node)


def written(expression: tree.Expression | None) -> str:
    return "" if expression is None else format_expression(expression)


LITERALS = (tree.Number, tree.Amount, tree.Text, tree.Truth, tree.Day, tree.Clock, tree.Instant, tree.Length)


def constants(before: tree.Node, after: tree.Node) -> list[tuple[tree.Node, tree.Node]] | None:
    """The constants in which two expressions of one shape differ; None when they differ in anything else."""
    if before == after:
        return []
    if isinstance(before, LITERALS) and isinstance(after, LITERALS) and type(before) is type(after):
        return [(before, after)]
    if type(before) is not type(after):
        return None
    found: list[tuple[tree.Node, tree.Node]] = []
    for name in before.__dataclass_fields__:
        if name == "at":
            continue
        one, other = getattr(before, name), getattr(after, name)
        pairs = list(zip(one, other, strict=False)) if isinstance(one, tuple) else [(one, other)]
        if isinstance(one, tuple) and len(one) != len(other):
            return None
        for left, right in pairs:
            inner = constants(left, right) if isinstance(left, tree.Node) else [] if left == right else None
            if inner is None:
                return None
            found += inner
    return found
