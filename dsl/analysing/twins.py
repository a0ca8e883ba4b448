"""Twins: one ticket filed in two versions of a process, and the ways both would send it, decided by the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from dsl.analysing.probe import Probe, Ticket, asked, sound
from dsl.analysing.routes import Route, branches, outcomes_of, route
from dsl.analysing.tickets import drawn_tickets
from dsl.checking.book import Book, Box
from dsl.types import Rows

MOST_BOXES = 4
"""Parts of a region in which a ticket is looked for."""
TRIES = 30
Region = TypeVar("Region")


class Twin:
    """One version, asked where it would send a ticket; made when it is asked first."""

    def __init__(self, book: Book) -> None:
        self.book, self.names = book, branches(book.process)
        self.probe = Probe(book.process, self.names, book.libraries, sound(book.done()))
        self.numbers = {
            name: {row.name or str(at): at for at, row in enumerate(book.tables[name].rows)} for name in self.names
        }

    def route(self, ticket: Ticket) -> Route | None:
        """The way of a ticket; None when this version does not take it."""
        taken = self.taken(ticket)
        rows = self.probe.rows(taken) if self.has_rows(taken) else None
        if rows is None:
            return None
        found = {name: tuple(self.numbers[name][each] for each in several) for name, several in rows.items()}
        first = {name: each if self.is_collect(name) else each[:1] for name, each in found.items()}
        return route(self.book.process, {name: outcomes_of(self.book, name, each) for name, each in first.items()})

    def taken(self, ticket: Ticket) -> Ticket:
        """The ticket with the answers to what this version knows."""
        known = self.probe.program.form.requested
        return replace(ticket, answers={name: each for name, each in ticket.answers.items() if name in known})

    def has_rows(self, ticket: Ticket) -> bool:
        """Whether there are as many lines as the form wants; the engine takes for granted that there are."""
        fields = self.probe.program.form.fields
        several = ((fields[name].type, each) for name, each in ticket.answers.items() if each is not None)
        return all(kind.low <= len(each) <= kind.high for kind, each in several if isinstance(kind, Rows))

    def is_collect(self, name: str) -> bool:
        return self.book.tables[name].node.policy == "collect"


class Twins:
    """Both versions; `old` and `new` are made when the first ticket is looked for."""

    def __init__(self, old: Book, new: Book) -> None:
        self.books = old, new
        self.made: tuple[Twin, Twin] | None = None

    @property
    def pair(self) -> tuple[Twin, Twin]:
        if self.made is None:
            self.made = Twin(self.books[0]), Twin(self.books[1])
        return self.made

    def routes(self, ticket: Ticket) -> tuple[Route, Route] | None:
        """The ways of a ticket in both versions; None when one of them does not take it."""
        old, new = self.pair
        if (one := old.route(ticket)) is None or (other := new.route(ticket)) is None:
            return None
        return one, other

    def confirmed(self, region: Region) -> Region:
        """The region with a ticket of it that goes these two ways on the engine, when one is found."""
        if any(each.probe.program is None for each in self.pair):
            return region
        for box in region.boxes[:MOST_BOXES]:
            for ticket in self.drawn(box):
                if self.routes(ticket) == (region.before, region.after):
                    return replace(region, ticket=self.asked(ticket), surely=True)
        return region

    def asked(self, ticket: Ticket) -> Ticket:
        """The ticket with the answers one of the versions asks it for."""
        own = [asked(each.probe.program, each.book.libraries, each.taken(ticket)).answers for each in self.pair]
        return replace(ticket, answers={**own[0], **own[1]})

    def drawn(self, box: Box) -> Iterator[Ticket]:
        """Tickets with the answers both versions ask for; where both ask, the new one's."""
        old, new = self.pair
        pairs = zip(
            drawn_tickets(new.book, old.probe.program, box, TRIES),
            drawn_tickets(new.book, new.probe.program, box, TRIES),
            strict=False,
        )
        for one, other in pairs:
            gone = new.probe.program.form.requested
            kept = {name: each for name, each in one.answers.items() if name not in gone}
            yield replace(other, answers={**kept, **other.answers})
