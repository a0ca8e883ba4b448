"""What `words` can translate: everything with a label, and every sentence of the text, each with the path that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dsl import tree
from dsl.checking.names import all_steps


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text that is no label. `node` is what says it: a Field its help, a Check, a Title, a Notify, an Arm its label."""

    path: str
    sort: str
    text: str
    node: tree.Node

    @property
    def is_template(self) -> bool:
        """Whether braces in it stand for answers."""
        return isinstance(self.node, tree.Title | tree.Notify)


def labelled(process: tree.Process) -> Iterator[tuple[str, str]]:
    """Everything with a label: its path as `words` write it, and what sort of thing it is."""
    yield process.name, "process"
    for item in process.items:
        match item:
            case tree.Form():
                yield from _form(item)
            case tree.Table():
                yield item.name, "table"
                rows = dict.fromkeys(row.name for row in item.rows)
                yield from ((f"{item.name}.{row}", "row") for row in rows)
                yield from ((f"{item.name}.{outcome}", "outcome") for outcome in item.outcomes if outcome not in rows)
            case tree.Flow():
                yield from _flow(item)
            case tree.Ends(items):
                yield from ((end.name, "end") for end in items)
            case tree.Always(rules):
                yield from ((rule.name, "rule") for rule in rules)
            case tree.Example():
                yield item.name, "example"
    ends = [end.name for item in process.all(tree.Ends) for end in item.items]
    if "withdrawn" not in ends:
        yield "withdrawn", "end"


def sentences(process: tree.Process) -> tuple[Sentence, ...]:
    """Every sentence with its path: `title`, `amount.help`, `paid_on.check`, `paid_on.check2`, `notify`, `both.arm`.

    Where a thing is called so already, the path of the sentence begins with the name of the process: `refund.title`.
    """
    taken, counted, found = {path for path, _ in labelled(process)}, Counter(), []
    for wanted, sort, text, node in _sentences(process):
        counted[wanted] += 1
        path = numbered(wanted, counted[wanted])
        if path in taken:
            path = f"{process.name}.{path}"
        found.append(Sentence(path, sort, text, node))
    return tuple(found)


def numbered(name: str, number: int) -> str:
    """The first one has no number."""
    return name if number == 1 else f"{name}{number}"


def things(process: tree.Process) -> Iterator[tuple[str, str]]:
    """All paths with what sort of thing they name."""
    yield from labelled(process)
    yield from ((each.path, each.sort) for each in sentences(process))


def _form(form: tree.Form) -> Iterator[tuple[str, str]]:
    for item in form.items:
        if isinstance(item, tree.Section):
            yield item.name, "section"
    for path, sort, field in _fields(form):
        yield path, sort
        yield from ((f"{path}.{option.name}", "option") for option in field.options)


def _fields(form: tree.Form) -> Iterator[tuple[str, str, tree.Field]]:
    """Every field and column with its path, and which of both it is."""
    for item in form.items:
        for field in item.fields if isinstance(item, tree.Section) else (item,):
            yield field.name, "field", field
            yield from ((f"{field.name}.{column.name}", "column", column) for column in field.columns)


def _flow(flow: tree.Flow) -> Iterator[tuple[str, str]]:
    for step in all_steps(flow.steps):
        if isinstance(step, tree.Approve | tree.Task | tree.Parallel):
            yield step.name, "step"
        for outcome in getattr(step, "clauses", ()):
            if isinstance(outcome, tree.Outcome):
                yield f"{step.name}.{outcome.name}", "outcome"
        for arm in getattr(step, "arms", ()):
            if arm.name and isinstance(step, tree.Parallel):
                yield f"{step.name}.{arm.name}", "arm"


def _sentences(process: tree.Process) -> Iterator[tuple[str, str, str, tree.Node]]:
    """Path without a number, sort, text and node of every sentence, in the order of the text."""
    for item in process.items:
        match item:
            case tree.Title(text):
                yield "title", "title", text, item
            case tree.Form():
                for path, _, field in _fields(item):
                    if field.help is not None:
                        yield f"{path}.help", "help", field.help, field
                    yield from ((f"{path}.check", "check", check.message, check) for check in field.checks)
            case tree.Flow(steps):
                for step in all_steps(steps):
                    yield from _said(step)


def _said(step: tree.Step) -> Iterator[tuple[str, str, str, tree.Node]]:
    match step:
        case tree.Notify(text=text):
            yield "notify", "message", text, step
        case tree.Parallel():
            yield from ((f"{step.name}.arm", "arm", arm.label, arm) for arm in step.arms if not arm.name and arm.label)
