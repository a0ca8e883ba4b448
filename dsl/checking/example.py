"""Examples: answers fit the form, everything required is answered, and the acts name steps, outcomes and ends."""

from __future__ import annotations

from collections.abc import Collection

from dsl import tree, types
from dsl.checked import FieldSheet
from dsl.checking.book import Book, Scope, head, tail
from dsl.checking.expressions import typed, word_of
from dsl.checking.forms import fits
from dsl.checking.names import unique

NAMED = types.Person | types.Team
WRITTEN = types.Link | types.Email | types.Phone
ALONE = Scope({}, requester=False)
DECISIONS = ("approve", "reject", "return")
REQUEST = "request"
OF_REQUESTER = ("withdraw", "take_back")


def example(book: Book, node: tree.Example) -> None:
    """Checks one example."""
    book.place = node.name
    requesters = [item for item in node.items if isinstance(item, tree.Requester)]
    if len(requesters) != 1:
        book.problem("example-requester", node.at)
    for requester in requesters:
        for given in requester.attributes:
            _attribute(book, given)
    given = [each for item in node.items if isinstance(item, tree.Answers) for each in item.items]
    unique(book, "answer", ((each.name, each) for each in given))
    for each in given:
        _answer(book, each, book.fields, "")
    _missing(book, node, {each.name for each in given})
    expects = [item for item in node.items if isinstance(item, tree.Expect)]
    if not expects:
        book.problem("no-expect", node.at)
    acts = [act for item in expects for act in item.acts]
    for index, act in enumerate(acts):
        _act(book, act, index == len(acts) - 1)
    book.place = ""


def _attribute(book: Book, given: tree.Given) -> None:
    if given.name == "today":
        if not isinstance(given.value, tree.Day):
            book.problem("wrong-type", given.at, wanted="date", got="…")
        return
    known = book.libraries.person
    if given.name not in known:
        book.unknown("unknown-attribute", head(given.at, given.name), given.name, known)
        return
    _value(book, given, known[given.name].type)


def _answer(book: Book, given: tree.Given, fields: dict[str, FieldSheet], prefix: str) -> None:
    sheet = fields.get(prefix + given.name)
    if sheet is None or (not prefix and sheet.rows):
        names = [each[len(prefix) :] for each in fields if each.startswith(prefix) and "." not in each[len(prefix) :]]
        book.unknown("unknown-field", head(given.at, given.name), given.name, names)
    elif sheet.computed:
        book.problem("computed-answered", given.at, name=given.name)
    elif isinstance(sheet.type, types.Rows):
        _rows(book, given, sheet)
    else:
        _value(book, given, sheet.type)


def _rows(book: Book, given: tree.Given, sheet: FieldSheet) -> None:
    rows = () if given.values == () else given.rows
    if rows is None:
        book.problem("wrong-type", given.at, wanted="rows", got="…")
        return
    if not sheet.type.low <= len(rows) <= sheet.type.high:
        book.problem("count-outside", given.at, name=given.name, low=sheet.type.low, high=sheet.type.high)
    for row in rows:
        unique(book, "answer", ((each.name, each) for each in row))
        for each in row:
            _answer(book, each, book.fields, f"{given.name}.")
        columns = [book.fields[f"{sheet.path}.{column.name}"] for column in sheet.node.columns]
        _left_out(book, given.at, columns, {each.name for each in row})


def _value(book: Book, given: tree.Given, wanted: types.Type) -> None:
    """One plain value, or several for choices and files."""
    if isinstance(wanted, types.Choices | types.Files):
        _several(book, given, wanted)
        return
    node = given.value
    if node is None:
        book.problem("wrong-type", given.at, wanted=word_of(wanted), got="{ … }")
    elif isinstance(wanted, NAMED):
        name = tree.Path if isinstance(node, tree.Path) and len(node.parts) == 1 else tree.Text
        if not isinstance(node, name | tree.Call):
            book.problem("wrong-type", given.at, wanted=word_of(wanted), got="…")
    elif isinstance(wanted, WRITTEN):
        if not isinstance(node, tree.Text):
            book.problem("wrong-type", given.at, wanted=word_of(wanted), got="…")
    else:
        kind = typed(book, ALONE, node, wanted)
        if kind is not None and not (isinstance(node, tree.Path) and isinstance(wanted, types.Choice)):
            fits(book, node, kind, wanted)


def _several(book: Book, given: tree.Given, wanted: types.Choices | types.Files) -> None:
    values = given.values if given.values is not None else (given.value,)
    for value in values:
        if isinstance(wanted, types.Choices) and value is not None:
            typed(book, ALONE, value, wanted)
        elif not isinstance(value, tree.Text):
            book.problem("wrong-type", given.at, wanted=word_of(wanted), got="…")
    if not wanted.low <= len(values) <= wanted.high:
        book.problem("count-outside", given.at, name=given.name, low=wanted.low, high=wanted.high)


def _missing(book: Book, node: tree.Example, given: set[str]) -> None:
    _left_out(book, node.at, list(book.fields_by_name().values()), given)


def _left_out(book: Book, at: tree.Span, sheets: list[FieldSheet], given: set[str]) -> None:
    """Fields everyone must answer that the example does not answer."""
    for sheet in sheets:
        name = sheet.node.name
        free = sheet.computed or sheet.optional or sheet.later or sheet.when or sheet.node.default is not None
        empty = isinstance(sheet.type, types.Rows | types.Files | types.Choices) and sheet.type.low == 0
        if name not in given and not free and not empty:
            book.problem("answer-missing", at, name=name)


def _act(book: Book, act: tree.Act, last: bool) -> None:
    if act.name == REQUEST and act.name not in book.ends:
        _request(book, act)
        return
    if act.name in book.ends and act.name not in book.steps:
        if not last or act.outcome is not None:
            book.problem("end-in-between", act.at, name=act.name)
        _changed(book, act, ())
        return
    step = book.steps.get(act.name)
    if step is None:
        book.unknown("unknown-step", head(act.at, act.name), act.name, [*book.steps, *book.ends])
        return
    outcomes = [each.name for each in step.node.clauses if isinstance(each, tree.Outcome)] or ["done"]
    may = {action for clause in step.node.clauses if isinstance(clause, tree.May) for action in clause.actions}
    known = DECISIONS if isinstance(step.node, tree.Approve) else (*outcomes, "return")
    known += ("transfer",) * ("transfer" in may) + step.earlier * ("return" in may)
    lines = [clause for clause in step.node.clauses if isinstance(clause, tree.Access)]
    _changed(book, act, [name for line in lines for name in (*line.edits, *(need.name for need in line.fills))])
    if act.outcome is not None and act.outcome not in known:
        book.unknown("unknown-outcome", tail(act.at, act.outcome), act.outcome, known)


def _request(book: Book, act: tree.Act) -> None:
    """What the requester does once the ticket is filed: back out, or file again with other answers."""
    if act.outcome not in (None, *OF_REQUESTER):
        book.unknown("unknown-outcome", tail(act.at, act.outcome), act.outcome, OF_REQUESTER)
    asked = [name for name, sheet in book.fields_by_name().items() if not sheet.computed and not sheet.later]
    _changed(book, act, asked if act.outcome is None else ())


def _changed(book: Book, act: tree.Act, may: Collection[str]) -> None:
    """The answers an act changes: of fields that are its to change, each once."""
    unique(book, "answer", ((each.name, each) for each in act.changes))
    for given in act.changes:
        sheet = book.fields_by_name().get(given.name)
        if sheet is not None and given.name not in may:
            book.problem("act-cannot-change", head(given.at, given.name), name=given.name, step=act.name)
        elif sheet is None or given.values != () or isinstance(sheet.type, types.Rows | types.Files | types.Choices):
            _answer(book, given, book.fields, "")
