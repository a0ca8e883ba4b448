"""The facts that a condition reads, made ready to be shown and to be supposed otherwise."""

from __future__ import annotations

from dsl import outside, tree, types
from dsl.checked import AttributeAt, Checked, ColumnAt, FactAt, FieldAt, LoopAt
from dsl.compiling.reads import names, paths
from dsl.program import Fact

KINDS = {"today": types.Date(), "now": types.Moment(), "requester": types.Person()}


def facts_of(checked: Checked, e: tree.Expression) -> dict[str, Fact]:
    """Name -> fact, for every fact that can be read without standing at a row."""
    found = {}
    for path in paths((e,)):
        meaning = checked.meanings.get(id(path))
        if isinstance(meaning, FactAt):
            found[meaning.name] = named(meaning)
        elif isinstance(meaning, AttributeAt) and not isinstance(meaning.base, ColumnAt | LoopAt):
            found[names(meaning)[-1]] = attribute(meaning)
    return found


def named(meaning: FactAt) -> Fact:
    """`today`, `now` or `requester`."""
    match meaning.name:
        case "today":
            return Fact(KINDS["today"], lambda a, f: f.today(), lambda a, f: "today")
        case "now":
            return Fact(KINDS["now"], lambda a, f: f.now, lambda a, f: None)
    return Fact(KINDS["requester"], lambda a, f: f.requester, lambda a, f: None)


def attribute(meaning: AttributeAt) -> Fact:
    """`requester.department.head`."""
    *before, last = meaning.hops

    def holder(a, f):
        held = a.get(meaning.base.path) if isinstance(meaning.base, FieldAt) else f.requester
        for hop in before:
            held = outside.attribute(f, hop, held)
        return held

    def question(a, f):
        held = holder(a, f)
        return None if held is None else f"{last.of}:{held}:{last.name}"

    return Fact(last.attribute.type, lambda a, f: outside.attribute(f, last, holder(a, f)), question)
