"""What a path means: a field, a column, an option, a fact, or an attribute of a person or a team."""

from __future__ import annotations

from dsl import tree, types
from dsl.checked import AttributeAt, ColumnAt, FactAt, FieldAt, Hop, LoopAt, Meaning, OptionAt
from dsl.checking.book import Book, Scope

FACTS: dict[str, types.Type] = {"requester": types.Person(), "today": types.Date(), "now": types.Moment()}


def resolve(book: Book, scope: Scope, path: tree.Path, expect: types.Type | None = None) -> Meaning | None:
    """The meaning of `path`, also written into the book; None after a mistake was written down."""
    base, used = _base(book, scope, path, expect)
    if base is None:
        return None
    rest = path.parts[used:]
    meaning = _hops(book, path, base, rest) if rest else base
    if meaning is not None:
        book.meanings[id(path)] = meaning
    return meaning


def _base(book: Book, scope: Scope, path: tree.Path, expect: types.Type | None) -> tuple[Meaning | None, int]:
    name = path.parts[0]
    if name in scope.loops:
        return _column(book, scope, path), 2
    option = len(path.parts) == 1 and name in options_of(expect)
    column = scope.row is not None and f"{scope.row}.{name}" in book.fields
    if option and (column or name in scope.fields):
        book.problem("ambiguous-option", path.at, name=name)
    if column:
        if name in scope.fields:
            book.problem("ambiguous-name", path.at, name=name, one=f"{scope.row}.{name}", other=name)
        return ColumnAt(scope.row, name), 1
    if name in scope.fields:
        return FieldAt(name), 1
    if option:
        return OptionAt(name), 1
    if name in FACTS and (name != "requester" or scope.requester):
        return FactAt(name), 1
    _unknown(book, scope, path, expect)
    return None, 0


def _column(book: Book, scope: Scope, path: tree.Path) -> Meaning | None:
    variable = path.parts[0]
    rows = scope.loops[variable]
    if len(path.parts) == 1:
        book.problem("row-alone", path.at, name=variable)
        return None
    column = path.parts[1]
    if f"{rows}.{column}" not in book.fields:
        known = [each.split(".")[1] for each in book.fields if each.startswith(rows + ".")]
        book.unknown("unknown-column", _part(path, 1), column, known)
        return None
    return LoopAt(variable, rows, column)


def _hops(book: Book, path: tree.Path, base: Meaning, names: tuple[str, ...]) -> Meaning | None:
    kind, hops = declared(book, base), []
    for name in names:
        of = {types.Person: "person", types.Team: "team"}.get(type(kind))
        if of is None:
            index = path.parts.index(name)
            book.problem("no-attributes", path.at, name=".".join(path.parts[:index]), part=name)
            return None
        known = book.libraries.person if of == "person" else book.libraries.team
        if name not in known:
            book.unknown("unknown-attribute", _part(path, len(path.parts) - len(names) + len(hops)), name, known)
            return None
        hops.append(Hop(of, name, known[name]))
        kind = known[name].type
    return AttributeAt(base, tuple(hops))


def _part(path: tree.Path, index: int) -> tree.Span:
    """Where one part of a path stands, when the path was written without blanks inside."""
    at, before = path.at, sum(len(part) + 1 for part in path.parts[:index])
    if at.end - at.start != len(".".join(path.parts)):
        return at
    length = len(path.parts[index])
    return tree.Span(
        at.line, at.column + before, at.line, at.column + before + length, at.start + before, at.start + before + length
    )


def _unknown(book: Book, scope: Scope, path: tree.Path, expect: types.Type | None) -> None:
    name, options = path.parts[0], options_of(expect)
    if name == "requester":
        book.problem("no-requester-here", path.at)
    elif name in book.later:
        book.problem("used-before" if scope.requester else "no-answers-here", path.at, name=name)
    elif options and len(path.parts) == 1:
        book.unknown("unknown-option", path.at, name, [*options, *scope.fields])
    else:
        columns = [each.split(".")[1] for each in book.fields if scope.row and each.startswith(scope.row + ".")]
        facts = [each for each in FACTS if each != "requester" or scope.requester]
        book.unknown("unknown-field", _part(path, 0), name, [*scope.fields, *columns, *scope.loops, *facts])


def options_of(kind: types.Type | None) -> tuple[str, ...]:
    return kind.options if isinstance(kind, types.Choice | types.Choices) else ()


def declared(book: Book, meaning: Meaning) -> types.Type | None:
    """The type of the thing itself, with nothing known about where it is read."""
    match meaning:
        case FieldAt(path):
            return book.fields[path].type
        case ColumnAt(rows, name) | LoopAt(_, rows, name):
            return book.fields[f"{rows}.{name}"].type
        case FactAt(name):
            return FACTS[name]
        case AttributeAt(_, hops):
            return hops[-1].attribute.type
    return None


def key_of(meaning: Meaning, alias: tuple[str, str] | None = None) -> str | None:
    """The key of boxes under which a thing is known; `alias` (rows, variable) reads columns as those of a loop."""
    match meaning:
        case FieldAt(path):
            return path
        case ColumnAt(rows, name):
            return f"{alias[1]}.{name}" if alias and alias[0] == rows else f"{rows}.{name}"
        case LoopAt(variable, _, column):
            return f"{variable}.{column}"
        case FactAt(name):
            return name
        case AttributeAt(base, hops):
            return ".".join([key_of(base, alias), *(hop.name for hop in hops)])
    return None
