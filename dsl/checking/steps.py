"""The lines of a step: people, rule of decision, targets, access, deadlines; each known, allowed here, and once."""

from __future__ import annotations

from collections.abc import Iterable

from dsl import tree
from dsl.checking import limits
from dsl.checking.book import Book, Scope
from dsl.checking.names import unique
from dsl.checking.people import people

APPROVE = (tree.By, tree.Decide, tree.Reject, tree.May, tree.Due, tree.Nobody, tree.SamePerson, tree.Void, tree.Access)
TASK = (tree.By, tree.May, tree.Due, tree.Nobody, tree.Access, tree.Outcome)
WORDS = {
    tree.By: "by",
    tree.Decide: "decide",
    tree.Reject: "reject",
    tree.May: "may",
    tree.Due: "due",
    tree.Nobody: "nobody",
    tree.SamePerson: "same person",
    tree.Void: "void when",
    tree.Access: "sees",
    tree.Outcome: "outcome",
}
ACTIONS = ("return", "transfer", "add signer")


def step_clauses(book: Book, scope: Scope, step: tree.Approve | tree.Task, earlier: tuple[str, ...]) -> None:
    """Checks everything inside one approval or task."""
    allowed = APPROVE if isinstance(step, tree.Approve) else TASK
    seen: set[type] = set()
    for clause in step.clauses:
        kind = type(clause)
        if kind not in allowed:
            book.problem("not-here", clause.at, what=WORDS[kind])
            continue
        if kind in seen and kind not in (tree.Access, tree.Outcome):
            book.problem("only-one", clause.at, what=WORDS[kind])
        seen.add(kind)
        _clause(book, scope, clause, earlier)
    if tree.By not in seen:
        book.problem("missing-by", step.at, name=step.name)
    if isinstance(step, tree.Approve) and tree.Reject not in seen and "rejected" not in book.ends:
        book.problem("no-reject", step.at, name=step.name)
    if isinstance(step, tree.Approve):
        _requester_alone(book, step)
    elif step.calls:
        book.note("call-by-hand", step.at, name=step.name)
    unique(book, "outcome", ((each.name, each) for each in step.clauses if isinstance(each, tree.Outcome)))
    access(book, scope, [each for each in step.clauses if isinstance(each, tree.Access)])


def _requester_alone(book: Book, step: tree.Approve) -> None:
    """Nobody decides the own request, so an approval by the requester alone always asks whoever is asked for nobody."""
    for clause in step.clauses:
        if isinstance(clause, tree.By) and all(each == tree.Path(("requester",)) for each in clause.people):
            book.note("requester-alone", clause.at, name=step.name)


def _clause(book: Book, scope: Scope, clause: tree.Clause, earlier: tuple[str, ...]) -> None:
    match clause:
        case tree.By(nodes, pick):
            people(book, scope, nodes)
            if pick == "in turn":
                book.note("not-enforced-yet", clause.at, what=f"pick {pick}")
        case tree.Decide(rule, number):
            _decide(book, clause, rule, number)
        case tree.Reject(goal):
            target(book, goal, clause, earlier)
        case tree.Outcome(target=goal) if goal is not None:
            target(book, goal, clause, earlier)
        case tree.May(actions):
            _may(book, clause, actions)
        case tree.Due():
            book.note("not-enforced-yet", clause.at, what="due")
            _due(book, scope, clause)
        case tree.Nobody():
            nobody(book, scope, clause)
        case tree.Void(fields):
            for name in fields:
                known_field(book, scope, name, clause.at)


def _decide(book: Book, clause: tree.Decide, rule: str, number: int | None) -> None:
    high = {"count": 100, "percent": 100}.get(rule)
    if high is not None and not 1 <= (number or 0) <= high:
        book.problem("bad-decide", clause.at, number=number, high=high)


def _may(book: Book, clause: tree.May, actions: tuple[str, ...]) -> None:
    for index, action in enumerate(actions):
        if action in actions[:index]:
            book.problem("said-twice", clause.at, name=action)
        if action == "add signer":
            book.note("not-enforced-yet", clause.at, what="add signer")


def _due(book: Book, scope: Scope, clause: tree.Due) -> None:
    people(book, scope, clause.people)
    if clause.length.count < 1:
        book.problem("bad-due", clause.at)
    for reminder in clause.reminders:
        if not 1 <= reminder <= 99:
            book.problem("bad-reminder", clause.at, number=reminder)


def nobody(book: Book, scope: Scope, clause: tree.Nobody) -> None:
    """`nobody ask …` or `nobody end …`."""
    people(book, scope, clause.people)
    end = clause.target.name if clause.target is not None else None
    if end is None:
        return
    if end not in book.ends:
        _unknown(book, "unknown-end", end, book.ends, clause.at)
    elif end == next(iter(book.ends)):
        book.note("nobody-passes", clause.at, end=end)


def target(book: Book, goal: tree.Target, clause: tree.Line, earlier: tuple[str, ...]) -> None:
    """An end that exists, the request, or a step that every path to here has passed."""
    match goal:
        case tree.End(name):
            if name not in book.ends:
                _unknown(book, "unknown-end", name, book.ends, clause.at)
        case tree.Return(to, limit):
            if limit is not None and not 1 <= limit <= limits.MOST_RETURNS:
                book.problem("bad-limit", clause.at, high=limits.MOST_RETURNS)
            if to == "request" or to in earlier:
                return
            if to in book.later_steps:
                book.problem(
                    "not-earlier", clause.at, name=to, known=", ".join(f"`{each}`" for each in ("request", *earlier))
                )
            else:
                _unknown(book, "unknown-step", to, ["request", *earlier], clause.at)


def _unknown(book: Book, code: str, name: str, known: Iterable[str], at: tree.Span) -> None:
    """An unknown name somewhere in a line: the guess is told, but the line cannot be replaced by it."""
    book.unknown(code, at, name, known, exact=False)


def known_step(book: Book, name: str, at: tree.Span) -> None:
    if name not in book.steps:
        _unknown(book, "unknown-step", name, book.steps, at)


def known_field(book: Book, scope: Scope, name: str, at: tree.Span) -> bool:
    if name in scope.fields:
        return True
    _unknown(book, "unknown-field", name, scope.fields, at)
    return False


def access(book: Book, scope: Scope, clauses: list[tree.Access]) -> None:
    """What a step sees, edits and fills: known fields, none computed, each named once."""
    if sum(clause.sees is not None for clause in clauses) > 1:
        book.problem("only-one", clauses[-1].at, what="sees")
    written: set[str] = set()
    for clause in clauses:
        for name in clause.sees or ():
            if name != "*":
                known_field(book, scope, name, clause.at)
        for name in [*clause.edits, *(need.name for need in clause.fills)]:
            if not known_field(book, scope, name, clause.at):
                continue
            if scope.fields[name].computed:
                book.problem("computed-written", clause.at, name=name)
            if name in written:
                book.problem("said-twice", clause.at, name=name)
            written.add(name)
