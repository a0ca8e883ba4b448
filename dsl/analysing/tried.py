"""Trying: findings about the flow with a ticket that the real engine takes there, when one is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property

from dsl import tree
from dsl.analysing.drive import Changes, Drive, Driver
from dsl.analysing.findings import Finding
from dsl.analysing.probe import Ticket, asked
from dsl.analysing.tables import example_name
from dsl.analysing.tickets import drawn_tickets, example, pick, value
from dsl.analysing.walk import Standing
from dsl.checking.book import Book
from dsl.engine import events
from dsl.libraries import Libraries

TRIES = 60
Absent = list[tuple[str, tuple[tuple[str, str], ...]]]
"""What is not there: an answer, or the last of some attributes (whose, called what) of it or of the requester."""


class Tried:
    """Looks for tickets of standings; `runs` is False while the text has problems."""

    def __init__(self, book: Book, libraries: Libraries) -> None:
        self.book = book
        self.libraries = libraries
        self.checked = book.done()
        self.runs = self.checked.ok

    @cached_property
    def driver(self) -> Driver | None:
        """Made when the first ticket is looked for."""
        return Driver(self.checked, self.libraries) if self.runs else None

    def find(
        self, standing: Standing, fits: Callable[[Drive], bool], step: str, tries: int = TRIES, claims: bool = True,
        told: Mapping[str, object] | None = None, last: str = "",
    ) -> tuple[Ticket, Drive] | None:  # fmt: skip
        """A ticket of the standing whose drive fits; `step` is decided as soon as it is open, `last` as late as can be."""
        if self.driver is None:
            return None
        for ticket in drawn_tickets(self.book, self.driver.program, standing.filed, tries):
            ticket = replace(ticket, told={**ticket.told, **(told or {})})
            drive = self.driver.drive(ticket, self.changes(standing), step, claims, last)
            if drive.filed and fits(drive):
                return ticket, drive
        return None

    def changes(self, standing: Standing) -> Changes:
        """What steps must make of answers, so that they are as they are known to be."""
        found: dict[str, dict[str, object]] = {}
        for (step, name), values in standing.made.items():
            found.setdefault(step, {})[name] = value(self.book, name, pick(values, None))
        return found

    def found(self, standing: Standing, absent: Absent, step: str, tries: int) -> Ticket | None:
        """A ticket for which nobody is found at `step`: what is named in `absent` is not there."""
        if self.driver is None:
            return None
        for ticket in drawn_tickets(self.book, self.driver.program, standing.filed, tries):
            ticket = without(ticket, absent)
            drive = self.driver.drive(ticket, self.changes(standing), step)
            if any(isinstance(event, events.NobodyFound) and event.step == step for event in drive.events):
                return ticket
        return None

    def path_of(self, ticket: Ticket, step: str) -> tuple[str, ...]:
        """The steps a ticket goes through up to `step`."""
        path = self.driver.drive(ticket, first=step).path
        return path[: path.index(step) + 1] if step in path else (*path, step)

    def made(
        self, code: str, at: tree.Span, level: str, values: Mapping[str, str], ticket: Ticket | None,
        path: tuple[str, ...] = (), surely: bool = True, changes: Changes | None = None,
    ) -> Finding:  # fmt: skip
        """A finding, its ticket also as an example that says what happens to it."""
        if ticket is None or self.driver is None:
            return Finding(code, at, values, level, None, None, path, surely)
        shown = self.shown(ticket, example_name(self.book, code), changes or {})
        return Finding(code, at, values, level, ticket, shown, path, surely)

    def promised(self, finding: Finding) -> Finding:
        """A finding about a table, its example with what happens to the ticket; the first end when the text cannot run."""
        if finding.example is None or finding.ticket is None:
            return finding
        acts = tuple(self.driver.drive(finding.ticket).acts) if self.driver else ()
        if not acts:
            acts = tuple(tree.Act(end.name) for each in self.book.process.all(tree.Ends) for end in each.items)[:1]
        expect = (tree.Expect(acts),) if acts else ()
        return replace(finding, example=replace(finding.example, items=(*finding.example.items, *expect)))

    def shown(self, ticket: Ticket, name: str, changes: Changes) -> tree.Example:
        """The ticket as an example, with what it goes through; an example fills in, but it edits nothing."""
        program = self.driver.program
        fills = {
            step: {field: each for field, each in made.items() if field in program.nodes[step].access.fills}
            for step, made in changes.items()
        }
        answers = {**ticket.answers, **{field: each for made in fills.values() for field, each in made.items()}}
        found = example(program.form.fields, asked(program, self.libraries, replace(ticket, answers=answers)), name)
        acts = tuple(self.driver.drive(ticket, fills).acts)
        return replace(found, items=(*found.items, tree.Expect(acts))) if acts else found


def without(ticket: Ticket, absent: Absent) -> Ticket:
    """The ticket when the directory does not know these, or nobody answered them."""
    answers, told = dict(ticket.answers), dict(ticket.told)
    for head, hops in absent:
        if not hops:
            answers.pop(head, None)
            continue
        holder = ticket.requester if head == "requester" else str(answers.get(head, ""))
        for of, name in hops[:-1]:
            told[f"{of}:{holder}:{name}"] = holder = f"{holder}.{name}"
        of, name = hops[-1]
        told[f"{of}:{holder}:{name}"] = None
    return Ticket(answers, ticket.attributes, told, ticket.requester, ticket.today)
