"""Tickets out of cells: answers that lie in a cell, completed to something a person could file, and tried on the engine."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator, Mapping

from dsl import tree, types
from dsl.analysing.probe import Probe, Ticket
from dsl.checking.book import Book, Box
from dsl.checking.constants import EPOCH
from dsl.checking.sets import FAR, Set
from dsl.examples import Failed, answers_of
from dsl.explaining.literals import literal
from dsl.fragments import read_expression
from dsl.pretend import TODAY, some_value
from dsl.program import Field, Program

TRIES = 120
"""Tickets tried before a cell counts as one that nobody could make a ticket for."""
ATTRIBUTE = "requester."
MINUTE = 60_000_000
"""Microseconds."""
LAST_MINUTE = (datetime.datetime.max.replace(tzinfo=datetime.UTC) - EPOCH) // datetime.timedelta(minutes=1)


def witness(
    book: Book, probe: Probe, box: Box, fits: Callable[[dict[str, tuple[str, ...]]], bool], tries: int = TRIES
) -> Ticket | None:
    """A ticket of the box for which the engine's answer fits; None when none was found.

    Values that a box names are set; what is computed, asked of others or compared with another field is found by trying:
    plain values first, then those of the process's examples, then any.
    """
    if probe.program is None:
        return None
    for ticket in drawn_tickets(book, probe.program, box, tries):
        rows = probe.rows(ticket)
        if rows is not None and fits(rows):
            return ticket
    return None


def drawn_tickets(book: Book, program: Program, box: Box, tries: int = TRIES) -> Iterator[Ticket]:
    """Tickets of the box, the plainest first."""
    r = random.Random(1)
    known = worked(book, program)
    yield draw(book, program, box, None)
    for base in known:
        yield draw(book, program, box, None, base)
    for _ in range(tries):
        yield draw(book, program, box, r, r.choice([{}, *known]))


def worked(book: Book, program: Program) -> list[dict[str, object]]:
    """The answers of the examples, as far as they can be read: they pass the checks of the form."""
    found = []
    for each in book.process.all(tree.Example):
        try:
            found.append(answers_of(program, each))
        except (Failed, KeyError):
            continue
    return found


def draw(
    book: Book, program: Program, box: Box, r: random.Random | None, base: Mapping[str, object] | None = None
) -> Ticket:
    """A ticket with the box's values and else those of `base`; the plainest one without `r`, any with it."""
    fields, given = program.form.fields, base or {}
    answers: dict[str, object] = {}
    for name in program.form.requested:
        keeps = name in given and (r is None or r.random() < 0.7)
        answers[name] = given[name] if keeps else any_value(fields[name], r) if r else plain_value(fields[name])
    drawing = Drawing(book, program, answers)
    for key, values in sorted(box.items(), key=lambda item: str(item[0])):
        drawing.set(key, values, r)
    if r:
        drawing.told |= {f"role:{name}": [f"{name}-1", "ana"] for name in ("finance",) if r.random() < 0.5}
    return drawing.ticket()


class Drawing:
    """A ticket being made up, key after key of a box."""

    def __init__(self, book: Book, program: Program, answers: dict[str, object]) -> None:
        self.book, self.program, self.answers = book, program, answers
        self.attributes: dict[str, object] = {}
        self.told: dict[str, object] = {}
        self.today = TODAY

    def set(self, key: object, values: Set, r: random.Random | None) -> None:
        """One key; those that are computed or compared with each other are left to chance."""
        if not isinstance(key, str):
            self._group(key[0], bool(values[0][0]))
        elif key == "today":
            self.today = datetime.date.fromordinal(pick(values, r))
        elif key.startswith(ATTRIBUTE):
            self._attribute(key.removeprefix(ATTRIBUTE), values, r)
        elif key.endswith("?"):
            self._presence(key[:-1], bool(values[0][0]))
        elif key in self.answers:
            self.answers[key] = value(self.book, key, pick(values, r))

    def _presence(self, name: str, there: bool) -> None:
        if not there:
            self.answers.pop(name, None)
        elif name in self.answers and self.answers[name] is None:
            self.answers[name] = some_value(self.program.form.fields[name].type, name)

    def _attribute(self, name: str, values: Set, r: random.Random | None) -> None:
        if name.endswith("?"):
            if not values[0][0]:
                self.attributes[name[:-1].split(".")[0]] = None
        elif "." not in name:
            self.attributes.setdefault(name, as_json(self.book, ATTRIBUTE + name, pick(values, r)))

    def _group(self, node: object, inside: bool) -> None:
        """`requester in role("finance")`: the directory says so, or not."""
        match node:
            case tree.Member(tree.Path((name,)), _, tree.Call(sort, (tree.Text(group),))):
                who = "ana" if name == "requester" else self.answers.get(name)
                self.told[f"{sort}:{group}"] = [who] if inside and who else [f"{group}-1"]

    def ticket(self) -> Ticket:
        given = {name: each for name, each in self.answers.items() if each is not None}
        return Ticket(given, self.attributes, self.told, today=self.today)


def pick(values: Set, r: random.Random | None) -> int:
    """A number of the set: the end of least surprise, or any."""
    if r is None:
        low, high = values[0]
        return low if low > -FAR else (high if high < FAR else 0)
    low, high = r.choice(values)
    low, high = max(low, -(10**9)), min(high, 10**15)
    return r.choice([low, high, r.randint(low, high)]) if low <= high else values[0][0]


def value(book: Book, key: str, number: int) -> object:
    """A number of a set as a typed value of the thing that has the key."""
    match book.things.get(key):
        case types.Choice(options):
            return options[number]
        case types.YesNo():
            return bool(number)
        case types.Date():
            return datetime.date.fromordinal(number)
        case types.Time():
            return datetime.time(number // 60, number % 60)
        case types.Moment():
            return EPOCH + datetime.timedelta(minutes=min(max(-(-number // MINUTE), 0), LAST_MINUTE))
        case types.Duration() | types.BusinessDuration():
            return writable(number)
        case types.Whole() | types.Decimal() | types.Money():
            return number
    known = {each: text for text, each in book.strings.items()}
    return known.get(number, "something else")


def writable(number: int) -> int:
    """A length that a text can write, in minutes or business hours: the next one, when it lies between two."""
    return -(-number // 60) * 60


def as_json(book: Book, key: str, number: int) -> object:
    """The same as the directory would tell it."""
    found = value(book, key, number)
    return found.isoformat() if isinstance(found, datetime.date) else found


def plain_value(field: Field) -> object:
    """Something for a field nobody cares about: nothing where that may be."""
    return None if field.optional else some_value(field.type, field.name)


def any_value(field: Field, r: random.Random) -> object:
    """Any value of a field, its ends more often than not."""
    return None if field.optional and r.random() < 0.3 else drawn(field.type, field.name, r)


def drawn(kind: types.Type, name: str, r: random.Random) -> object:
    """A value of a type."""
    match kind:
        case types.Whole() | types.Decimal() | types.Money() | types.Duration() | types.BusinessDuration():
            near = [kind.low, kind.high, some_value(kind, name), 10 ** r.randint(0, 9), r.randint(kind.low, kind.high)]
            number = min(max(r.choice(near), kind.low), kind.high)
            return writable(number) if isinstance(kind, types.Duration | types.BusinessDuration) else number
        case types.YesNo():
            return r.random() < 0.5
        case types.Choice(options):
            return r.choice(options)
        case types.Choices(options, low, high):
            return tuple(r.sample(options, r.randint(low, min(high, len(options)))))
        case types.Rows(low, high, columns):
            rows = range(r.randint(low, min(high, low + 3)))
            return tuple({column: drawn(each, column, r) for column, each in columns} for _ in rows)
        case types.Date(low, high):
            near = TODAY + datetime.timedelta(days=r.randint(-400, 400))
            return min(max(near, low), high)
        case types.Person():
            return r.choice(["ana", "bruno", "finance-1"])
    return some_value(kind, name)


# -- as the text writes them


def example(program_form, ticket: Ticket, name: str, label: str | None = None) -> tree.Example:
    """The ticket as an `example` of the text, without what it expects."""
    told = {key: each for key, each in sorted(ticket.attributes.items()) if each is not None}
    attributes = [tree.Given(key, told_as(each)) for key, each in told.items()]
    if ticket.today != TODAY:
        attributes.append(tree.Given("today", tree.Day(ticket.today)))
    told_answers = {key: each for key, each in ticket.answers.items() if key in program_form}
    shown = {key: each for key, each in told_answers.items() if each != () or program_form[key].optional}
    answers = [given(program_form[key].type, key, each) for key, each in shown.items()]
    lines = [tree.Answers(tuple(several)) for several in in_lines(answers)]
    return tree.Example(name, label, (tree.Requester(ticket.requester, tuple(attributes)), *lines))


def told_as(value: object) -> tree.Expression:
    """What the directory tells, as an example writes it."""
    return tree.Truth(value) if isinstance(value, bool) else tree.Path((str(value),))


def in_lines(answers: list[tree.Given]) -> Iterator[list[tree.Given]]:
    """Plain values a few on a line, rows on lines of their own."""
    plain = [each for each in answers if each.rows is None]
    for start in range(0, len(plain), 5):
        yield plain[start : start + 5]
    yield from ([each] for each in answers if each.rows is not None)


def given(kind: types.Type, name: str, answer: object) -> tree.Given:
    """One answer as an example writes it."""
    match kind:
        case types.Rows(columns=columns):
            rows = tuple(tuple(given(each, cell, row[cell]) for cell, each in columns if cell in row) for row in answer)
            return tree.Given(name, rows=rows) if rows else tree.Given(name, values=())
        case types.Choices():
            return tree.Given(name, values=tuple(tree.Path((each,)) for each in answer))
        case types.Files():
            return tree.Given(name, values=tuple(tree.Text(each.name) for each in answer))
        case types.Person() | types.Team():
            return tree.Given(name, tree.Text(str(answer)))
    return tree.Given(name, read_expression(literal(kind, answer)))
