"""Translations: every path of `words` names one thing of the process."""

from __future__ import annotations

from collections.abc import Iterator

from dsl import tree
from dsl.checking.book import Book
from dsl.checking.names import all_steps


def words(book: Book) -> None:
    """Checks all translations."""
    blocks = book.process.all(tree.Words)
    if not blocks:
        return
    known: dict[str, list[str]] = {}
    for path, sort in things(book.process):
        known.setdefault(path, []).append(sort)
    for block in blocks:
        book.place = f"words {block.language}"
        seen: set[str] = set()
        for word in block.items:
            path = ".".join(word.path)
            if path in seen:
                book.problem("said-twice", word.at, name=path)
            seen.add(path)
            _word(book, word, path, known)
    book.place = ""


def _word(book: Book, word: tree.Word, path: str, known: dict[str, list[str]]) -> None:
    if path not in known:
        book.unknown("unknown-path", word.at, path, known, exact=False)
    elif len(sorts := dict.fromkeys(known[path])) > 1:
        book.problem("ambiguous-word", word.at, name=path, sorts=", ".join(sorts))


def things(process: tree.Process) -> Iterator[tuple[str, str]]:
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


def _form(form: tree.Form) -> Iterator[tuple[str, str]]:
    for item in form.items:
        if isinstance(item, tree.Section):
            yield item.name, "section"
        for field in item.fields if isinstance(item, tree.Section) else (item,):
            yield from _field(field, "", "field")


def _field(field: tree.Field, prefix: str, sort: str) -> Iterator[tuple[str, str]]:
    yield prefix + field.name, sort
    for option in field.options:
        yield f"{prefix}{field.name}.{option.name}", "option"
    for column in field.columns:
        yield from _field(column, f"{field.name}.", "column")


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
