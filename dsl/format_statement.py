"""Writes each statement on its one line, without its block and its comments."""

from __future__ import annotations

from dsl import tree
from dsl.format_expression import format_expression, length, quote


def people(expressions: tuple[tree.Expression, ...]) -> str:
    return ", ".join([format_expression(expression) for expression in expressions])


def labelled(word: str, name: str | None, label: str | None) -> str:
    """`approve director "Head of department"`, with what there is of it."""
    return " ".join([part for part in (word, name, label if label is None else quote(label)) if part])


def kind(value: tree.Kind) -> str:
    size = f" {value.size}" if value.size is not None else ""
    currency = f" {value.currency}" if value.currency else ""
    bounds = ""
    if value.bounds:
        bounds = f" [{format_expression(value.bounds.low)} .. {format_expression(value.bounds.high)}]"
    return f"{value.word}{size}{currency}{bounds}"


def field(node: tree.Field) -> str:
    """The field's line in its canonical order, without options and columns."""
    parts = [f"{node.name}: {kind(node.kind)}"]
    if node.label is not None:
        parts.append(quote(node.label))
    if node.value is not None:
        parts.append(f"= {format_expression(node.value)}")
    if node.help is not None:
        parts.append(f"help {quote(node.help)}")
    if node.optional:
        parts.append("optional")
    if node.default is not None:
        parts.append(f"default {format_expression(node.default)}")
    if node.when is not None:
        parts.append(f"when {format_expression(node.when)}")
    parts += [f"check {format_expression(check.condition)} else {quote(check.message)}" for check in node.checks]
    return " ".join(parts)


def target(node: tree.Target) -> str:
    match node:
        case tree.End(name):
            return f"end {name}"
        case tree.Return(to, None):
            return f"return to {to}"
        case tree.Return(to, limit):
            return f"return to {to} at most {limit} times"


def due(node: tree.Due) -> str:
    remind = f", remind at {', '.join([f'{percent}%' for percent in node.reminders])}" if node.reminders else ""
    late = f", then {node.then} to {people(node.people)}" if node.then else ""
    return f"due {length(node.length)}{remind}{late}"


def decide(node: tree.Decide) -> str:
    match node.rule:
        case "order":
            return "decide in order"
        case "count":
            return f"decide {node.number} of them"
        case "percent":
            return f"decide {node.number}% of them"
    return f"decide {node.rule}"


def access(node: tree.Access) -> str:
    parts = []
    if node.sees is not None:
        parts.append("sees " + ("all" if node.sees == ("*",) else ", ".join(node.sees)))
    if node.edits:
        parts.append("edits " + ", ".join(node.edits))
    if node.fills:
        parts.append("fills " + ", ".join([f"{n.name} required" if n.required else n.name for n in node.fills]))
    return ", ".join(parts)


def given(node: tree.Given) -> str:
    if node.rows is not None:
        groups = [f"{{ {', '.join(map(given, group))} }}" if group else "{ }" for group in node.rows]
        return " ".join([node.name, *groups])
    if node.values is not None:
        return f"{node.name} {{ {people(node.values)} }}" if node.values else f"{node.name} {{ }}"
    return f"{node.name} {format_expression(node.value)}"


def claim(node: tree.Before | tree.NeverDecides) -> str:
    match node:
        case tree.Before(first, then, when):
            return f"{first} before {then}" + (f" when {format_expression(when)}" if when else "")
        case tree.NeverDecides(who, step):
            return f"never {format_expression(who)} decides {step or 'any step'}"


def act(node: tree.Act) -> str:
    written = f"{node.name} -> {node.outcome}" if node.outcome else node.name
    return f"{written} {{ {', '.join(map(given, node.changes))} }}" if node.changes else written


def statement(node: tree.Line) -> str:
    """The line of any node that has one."""
    match node:
        case tree.Field():
            return field(node)
        case tree.Option() | tree.EndPoint():
            return labelled("", node.name, node.label)
        case tree.Row(name, when, outcome):
            return f"{name} when {format_expression(when)} -> {outcome}"
        case tree.Otherwise(outcome):
            return f"otherwise -> {outcome}"
        case tree.Section():
            when = f" when {format_expression(node.when)}" if node.when else ""
            return labelled("section", node.name, node.label) + when
        case tree.Table():
            file = f" from {quote(node.file)}" if node.file is not None else ""
            outcomes = ", ".join(node.outcomes)
            return f"{labelled('table', node.name, node.label)} {node.policy} -> {{ {outcomes} }}{file}"
        case tree.Word(path, text):
            return f"{'.'.join(path)} {quote(text)}"
        case tree.Answers(items):
            return ", ".join(map(given, items))
        case tree.Requester(name, attributes):
            return ", ".join([f"requester {name}", *map(given, attributes)])
        case tree.Expect(acts):
            return "expect " + ", ".join(map(act, acts))
        case tree.Rule(name, what):
            return f"{name}: {claim(what)}"
    return _flow(node)


def _flow(node: tree.Line) -> str:
    match node:
        case tree.Approve(name, label):
            return labelled("approve", name, label)
        case tree.Task(name, label):
            return labelled("call" if node.calls else "task", name, label)
        case tree.Notify(who, text):
            return f"notify {people(who)} {quote(text)}"
        case tree.Finish(end):
            return f"end {end}"
        case tree.Branch(table):
            return f"branch by {table}"
        case tree.Parallel(name, label, join):
            return f"{labelled('parallel', name, label)} join {join}"
        case tree.By(who, pick):
            return f"by {people(who)}" + (f" pick {pick}" if pick else "")
        case tree.Decide():
            return decide(node)
        case tree.Reject(where):
            return f"reject {target(where)}"
        case tree.May(actions):
            return f"may {', '.join(actions)}"
        case tree.Due():
            return due(node)
        case tree.Nobody(who, end):
            return f"nobody end {end.name}" if end else f"nobody ask {people(who)}"
        case tree.SamePerson(asks_again):
            return "same person asks again" if asks_again else "same person counts"
        case tree.Void(fields):
            return f"void when {', '.join(fields)} change"
        case tree.Access():
            return access(node)
        case tree.Outcome(name, label, where):
            return labelled("outcome", name, label) + (f" -> {target(where)}" if where else "")
    return _process(node)


def _process(node: tree.Line) -> str:
    match node:
        case tree.Process(name, label):
            return labelled("process", name, label)
        case tree.Title(text):
            return f"title {quote(text)}"
        case tree.StartedBy(who):
            return f"started by {people(who)}"
        case tree.SeenBy(who):
            return f"seen by {people(who)}"
        case tree.Calendar(name):
            return f"calendar {name}"
        case tree.Example(name, label):
            return labelled("example", name, label)
        case tree.Words(language):
            return f"words {language}"
        case tree.Form() | tree.Flow() | tree.Ends() | tree.Always():
            return type(node).__name__.lower()
    raise TypeError(f"not a statement: {node!r}")
