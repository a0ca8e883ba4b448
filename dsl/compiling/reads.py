"""What an expression reads: paths of fields and names of facts, in the order of the text, each once."""

from __future__ import annotations

from collections.abc import Iterator

from dsl import tree
from dsl.checked import AttributeAt, Checked, ColumnAt, FactAt, FieldAt, LoopAt, Meaning


def reads_of(checked: Checked, *expressions: tree.Expression) -> tuple[str, ...]:
    """`("amount", "requester.level", "lines", "lines.price")`; facts are `today`, `now`, `requester` and attributes."""
    found: dict[str, None] = {}
    for path in paths(expressions):
        meaning = checked.meanings.get(id(path))
        if meaning is not None:
            found.update(dict.fromkeys(names(meaning)))
    return tuple(found)


def paths(expressions: tuple[tree.Expression, ...]) -> Iterator[tree.Path]:
    """All paths inside, from left to right, without recursion."""
    waiting = list(reversed(expressions))
    while waiting:
        e = waiting.pop()
        if isinstance(e, tree.Path):
            yield e
        else:
            waiting.extend(reversed(children(e)))


def children(e: tree.Expression) -> list[tree.Expression]:
    """The expressions directly inside."""
    match e:
        case tree.Or(items) | tree.And(items):
            return list(items)
        case tree.Not(item) | tree.Negative(item):
            return [item]
        case tree.Compare(_, left, right):
            return [left, right]
        case tree.Member(item, members, group):
            return [item, *members, *([group] if group is not None else [])]
        case tree.Between(item, low, high):
            return [item, low, high]
        case tree.Present(path):
            return [path]
        case tree.Sum(terms) | tree.Product(terms):
            return [term.value for term in terms]
        case tree.If(condition, then, otherwise):
            return [condition, then, otherwise]
        case tree.Call(_, arguments):
            return list(arguments)
        case tree.Fold(_, _, over, where, body):
            return [each for each in (over, where, body) if each is not None]
    return []


def names(meaning: Meaning) -> tuple[str, ...]:
    """The paths and facts one meaning reads; an attribute of a field reads the field too."""
    match meaning:
        case FieldAt(path):
            return (path,)
        case ColumnAt(rows, name) | LoopAt(_, rows, name):
            return (f"{rows}.{name}",)
        case FactAt(name):
            return (name,)
        case AttributeAt(base, hops):
            first = names(base)
            whole = ".".join([first[-1], *(hop.name for hop in hops)])
            return (whole,) if isinstance(base, FactAt) else (*first, whole)
    return ()
