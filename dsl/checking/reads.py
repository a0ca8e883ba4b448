"""Which fields an expression reads, computed ones followed to what they are made of."""

from __future__ import annotations

from dsl import tree
from dsl.checked import AttributeAt, ColumnAt, FactAt, FieldAt, LoopAt, Meaning
from dsl.checking.book import Book


def parts_of(node: tree.Expression) -> tuple[tree.Expression, ...]:
    """The expressions directly inside `node`."""
    match node:
        case tree.And(items) | tree.Or(items):
            return items
        case tree.Not(item) | tree.Negative(item):
            return (item,)
        case tree.Compare(_, left, right):
            return left, right
        case tree.Member(item, members, group):
            return (item, *members, *([group] if group is not None else []))
        case tree.Between(item, low, high):
            return item, low, high
        case tree.Present(path):
            return (path,)
        case tree.Sum(terms) | tree.Product(terms):
            return tuple(term.value for term in terms)
        case tree.If(condition, then, otherwise):
            return condition, then, otherwise
        case tree.Call(_, arguments):
            return arguments
        case tree.Fold(_, _, over, where, body):
            return tuple(each for each in (over, where, body) if each is not None)
    return ()


def reads_of(book: Book, *nodes: tree.Expression) -> set[str]:
    """Names of the fields `nodes` depend on, through computed fields and through conditions of hidden ones."""
    return {path.split(".")[0] for path in _followed(book, nodes)[0]}


def unsteady(book: Book) -> frozenset[str]:
    """Paths that may be absent later although they are there now: facts show them, or they are worked out from such."""
    found: set[str] = set()
    for path, sheet in book.fields.items():
        made_of = () if sheet.node.value is None else (sheet.node.value,)
        if reads_facts(book, *sheet.when) or _followed(book, made_of)[0] & found:
            found.add(path)
    return frozenset(found)


def reads_facts(book: Book, *nodes: tree.Expression) -> bool:
    """Whether `nodes` depend on what may be another tomorrow: the day, the time, or the directory."""
    return _followed(book, nodes)[1]


def _followed(book: Book, nodes: tuple[tree.Expression, ...]) -> tuple[set[str], bool]:
    seen: set[str] = set()
    facts, waiting = False, list(nodes)
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, tree.Member) and inner.group is not None:
            facts = True
        if not isinstance(inner, tree.Path):
            waiting += parts_of(inner)
            continue
        meaning = book.meanings.get(id(inner))
        base = meaning.base if isinstance(meaning, AttributeAt) else meaning
        facts = facts or isinstance(meaning, AttributeAt) or (isinstance(base, FactAt) and base.name != "requester")
        path = _path_of(base)
        if path is not None and path not in seen:
            seen.add(path)
            waiting += _behind(book, path)
    return seen, facts


def _path_of(meaning: Meaning | None) -> str | None:
    match meaning:
        case FieldAt(path):
            return path
        case ColumnAt(rows, column) | LoopAt(_, rows, column):
            return f"{rows}.{column}"
    return None


def _behind(book: Book, path: str) -> list[tree.Expression]:
    sheet = book.fields.get(path)
    if sheet is None:
        return []
    # Of rows, whoever reads a column names it: how many rows there are depends on no column.
    return [each for each in (sheet.node.value, sheet.node.when, *sheet.when) if each is not None]
