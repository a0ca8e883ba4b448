"""Names: defined once, and none that looks like another."""

from __future__ import annotations

from collections.abc import Iterable

from dsl import tree
from dsl.checking.book import Book
from dsl.checking.lookalike import skeleton


def unique(book: Book, sort: str, named: Iterable[tuple[str, tree.Node]]) -> None:
    """Names of one sort: each defined once, and no two that look alike."""
    seen: dict[str, tuple[str, tree.Node]] = {}
    for name, node in named:
        look = skeleton(name)
        first = seen.get(look)
        if first is None:
            seen[look] = name, node
        elif first[0] == name:
            book.problem("defined-twice", node.at, name=name, line=first[1].at.line or None, sort=sort)
        else:
            book.problem("look-alike", node.at, name=name, other=first[0], line=first[1].at.line or None)


def process_names(book: Book) -> None:
    """All names of a process, sort by sort; steps and ends share one, since examples expect both."""
    process = book.process
    form_fields = [field for item in process.all(tree.Form) for field in fields_of(item)]
    sections = [item for form in process.all(tree.Form) for item in form.items if isinstance(item, tree.Section)]
    ends = [end for item in process.all(tree.Ends) for end in item.items]
    steps = [step for flow in process.all(tree.Flow) for step in all_steps(flow.steps) if _name(step)]
    unique(book, "field", ((each.name, each) for each in form_fields))
    unique(book, "section", ((each.name, each) for each in sections))
    unique(book, "table", ((each.name, each) for each in process.all(tree.Table)))
    unique(book, "step", [(each.name, each) for each in [*steps, *ends]])
    unique(book, "example", ((each.name, each) for each in process.all(tree.Example)))
    unique(book, "rule", ((rule.name, rule) for item in process.all(tree.Always) for rule in item.rules))
    unique(book, "words", ((each.language, each) for each in process.all(tree.Words)))
    # What pages send beside the answers begins with `_`, as `_act`; a field must not be taken for it.
    reserved = [step for step in steps if step.name == "request"]
    for each in reserved + [field for field in form_fields if field.name.startswith("_")]:
        book.problem("reserved-name", each.at, name=each.name)


def _name(step: tree.Step) -> str | None:
    return step.name if isinstance(step, tree.Approve | tree.Task | tree.Parallel) else None


def fields_of(form: tree.Form) -> list[tree.Field]:
    """The fields of a form in definition order, without columns."""
    found: list[tree.Field] = []
    for item in form.items:
        found += item.fields if isinstance(item, tree.Section) else [item]
    return found


def all_steps(steps: Iterable[tree.Step]) -> list[tree.Step]:
    """All steps in the order of the text, those in arms included."""
    found, waiting = [], list(steps)[::-1]
    while waiting:
        step = waiting.pop()
        found.append(step)
        if isinstance(step, tree.Branch | tree.Parallel):
            inner = [each for arm in step.arms for each in arm.steps]
            waiting += inner[::-1]
    return found
