"""What stands around form, tables and flow: title, who starts and sees, calendar, ends, and claims that always hold."""

from __future__ import annotations

from dsl import tree
from dsl.checking.book import Book, Scope, tail
from dsl.checking.expressions import condition
from dsl.checking.people import people
from dsl.checking.steps import known_step, nobody
from dsl.checking.templates import template

ONCE = {
    tree.Title: "title",
    tree.StartedBy: "started by",
    tree.SeenBy: "seen by",
    tree.Calendar: "calendar",
    tree.Nobody: "nobody",
    tree.Ends: "ends",
    tree.Always: "always",
}


def ends(book: Book) -> None:
    """Writes down the ends; `withdrawn` is always there."""
    for item in book.process.all(tree.Ends):
        for end in item.items:
            book.ends.setdefault(end.name, end.label)
    book.ends.setdefault("withdrawn", None)


def once(book: Book) -> None:
    """Lines that stand in a process once, and the ends, which it cannot do without."""
    process = book.process
    for kind, what in ONCE.items():
        for extra in process.all(kind)[1:]:
            book.problem("only-one", extra.at, what=what)
    if not any(item.items for item in process.all(tree.Ends)):
        book.problem("missing", (process.one(tree.Ends) or process).at, what='ends { done "Done" }')


def rest(book: Book) -> None:
    """Checks all items that have no room of their own."""
    fields = book.fields_by_name()
    for item in book.process.items:
        match item:
            case tree.Title(text):
                book.place = "title"
                template(book, Scope(fields), text, item.at)
            case tree.StartedBy(nodes):
                book.place = "started by"
                people(book, Scope({}, requester=False), nodes)
            case tree.SeenBy(nodes):
                book.place = "seen by"
                people(book, Scope(fields, flow=True), nodes)
            case tree.Nobody():
                book.place = "nobody"
                nobody(book, Scope(fields, flow=True), item)
            case tree.Calendar(name):
                _calendar(book, item, name)
            case tree.Always(rules):
                for rule in rules:
                    _rule(book, Scope(fields, flow=True), rule)
    book.place = ""


def _calendar(book: Book, item: tree.Calendar, name: str) -> None:
    book.place = ""
    known = book.libraries.calendars
    if known is not None and name not in known:
        book.unknown("unknown-calendar", tail(item.at, name), name, sorted(known))
    book.note("not-enforced-yet", item.at, what="calendar")


def _rule(book: Book, scope: Scope, rule: tree.Rule) -> None:
    book.place = rule.name
    match rule.claim:
        case tree.Before(first, then, when):
            known_step(book, first, rule.claim.at)
            known_step(book, then, rule.claim.at)
            if when is not None:
                condition(book, scope, when)
        case tree.NeverDecides(who, step):
            people(book, scope, (who,))
            if step is not None:
                known_step(book, step, rule.claim.at)
