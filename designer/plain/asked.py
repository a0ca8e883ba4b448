"""The chapter about the form: every question with its kind, its bounds, when it is asked, and what is checked."""

from __future__ import annotations

from collections.abc import Iterator

from designer.plain.document import Block, Grid, Part, Said, Title, cell
from designer.plain.reader import Reader
from dsl import tree
from dsl.checking.names import all_steps


def asked(r: Reader) -> Part:
    """All forms of the text (there is one, unless a draft is being changed)."""
    say = r.say
    later = filled_later(r)
    blocks: list[Block] = []
    for form in r.process.all(tree.Form):
        loose: list[tree.Field] = []
        for item in form.items:
            if isinstance(item, tree.Field):
                loose.append(item)
                continue
            blocks += outside(r, loose, later)
            loose = []
            blocks.append(Title(r.word((item.name,), item.label or item.name), item.name))
            if item.when is not None:
                blocks.append(Said(say("Only asked when {condition}.", condition=r.condition(item.when))))
            blocks += questions(r, item.fields, "", later)
        blocks += outside(r, loose, later)
    return Part("asked", say("What is asked"), tuple(blocks))


def outside(r: Reader, fields: list[tree.Field], later: dict[str, list[str]]) -> list[Block]:
    """The questions that stand in no section."""
    say = r.say
    return [Title(say("Further fields")), *questions(r, tuple(fields), "", later)] if fields else []


def filled_later(r: Reader) -> dict[str, list[str]]:
    """Which steps fill a field."""
    found: dict[str, list[str]] = {}
    for step in all_steps([step for flow in r.process.all(tree.Flow) for step in flow.steps]):
        for clause in getattr(step, "clauses", ()):
            if isinstance(clause, tree.Access):
                for need in clause.fills:
                    found.setdefault(need.name, []).append(r.step(step.name))
    return found


def questions(r: Reader, fields: tuple[tree.Field, ...], rows: str, later: dict[str, list[str]]) -> Iterator[Block]:
    """A grid of questions, and below it one for the columns of each that asks for rows."""
    say = r.say
    heads = (say("Question"), say("Answer"), say("Rules")) if not rows else (say("Column"), say("Answer"), say("Rules"))
    label = r.field(rows) if rows else say("What is asked")
    found = tuple(question(r, each, f"{rows}.{each.name}" if rows else each.name, later) for each in fields)
    if found:
        yield Grid(label, heads, found)
    for each in fields:
        if each.columns:
            yield Said(say("Columns of “{label}”:", label=r.field(each.name)), each.name)
            yield from questions(r, each.columns, each.name, later)


def question(r: Reader, node: tree.Field, path: str, later: dict[str, list[str]]) -> tuple[tuple[Said, ...], ...]:
    """A row: the question with its help, the kind of its answer, and its rules."""
    help = r.word((*path.split("."), "help"), node.help) if node.help else ""
    label = r.word(tuple(path.split(".")), node.label or node.name)
    return cell(Said(label, node.name), help), cell(*answer(r, node, path)), cell(*rules(r, node, path, later))


def rules(r: Reader, node: tree.Field, path: str, later: dict[str, list[str]]) -> Iterator[str]:
    """When it is asked, whether it must be answered, where it begins, and what is checked."""
    say = r.say
    if node.value is not None:
        yield say("worked out: {value}", value=r.value(node.value))
    elif node.name == path and path in later:
        yield say("filled in later, at {steps}", steps=r.listed(f"“{step}”" for step in later[path]))
    elif not node.optional and node.default is None and not may_be_none(node):
        yield say("must be answered")
    if node.optional:
        yield say("may be left out")
    if node.default is not None:
        yield say("begins as {value}", value=r.speaker.knowing(*options(r, node)).value(node.default))
    if node.when is not None:
        yield say("only when {condition}", condition=r.condition(node.when))
    for check in node.checks:
        message = r.sentence(check, check.message)
        yield say("only if {condition}; otherwise “{message}”", condition=r.condition(check.condition), message=message)


def may_be_none(node: tree.Field) -> bool:
    """Whether nothing at all is an answer: no files, no rows."""
    several = node.kind.word in ("files", "rows", "choices")
    return several and node.kind.bounds is not None and node.kind.bounds.low == tree.Number(0)


def options(r: Reader, node: tree.Field) -> tuple[tree.Expression, ...]:
    """The default when it is an option: it knows what it is called."""
    return (node.default,) if node.default is not None else ()


def answer(r: Reader, node: tree.Field, path: str) -> Iterator[str | Said]:
    """The kind of an answer with its bounds, and the options there are."""
    yield kind(r, node.kind)
    for option in node.options:
        label = r.word((*path.split("."), option.name), option.label or option.name)
        yield Said(f"– {label}", option.name)


def kind(r: Reader, kind: tree.Kind) -> str:
    """A kind as people say it, with its bounds."""
    say, told = r.say, word(r, kind)
    if kind.bounds is None:
        return told
    low, high = r.value(kind.bounds.low), r.value(kind.bounds.high)
    match kind.word:
        case "choices":
            return say("{low} to {high} of these:", low=low, high=high)
        case "files":
            return say("{low} to {high} attached files", low=low, high=high)
        case "rows":
            return say("{low} to {high} line items", low=low, high=high)
    return say("{kind}, from {low} to {high}", kind=told, low=low, high=high)


def word(r: Reader, kind: tree.Kind) -> str:
    """A kind without its bounds."""
    say = r.say
    match kind.word:
        case "text":
            return say("text of at most {size} characters on one line", size=kind.size)
        case "long text":
            return say("text of at most {size} characters", size=kind.size)
        case "decimal":
            return say("number with {places} decimal places", places=kind.size)
        case "money":
            return say("amount of money in {currency}", currency=kind.currency)
    return {
        "whole": say("whole number"),
        "yes/no": say("yes or no"),
        "date": say("date"),
        "time": say("time of day"),
        "moment": say("date and time of day"),
        "duration": say("length of time"),
        "business duration": say("length of business time"),
        "choice": say("one of these:"),
        "choices": say("any of these:"),
        "person": say("a person"),
        "team": say("a team"),
        "files": say("attached files"),
        "link": say("address of a page"),
        "e-mail": say("e-mail address"),
        "phone": say("phone number"),
        "rows": say("line items"),
    }.get(kind.word, kind.word)
