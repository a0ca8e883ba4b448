"""All checks, one after the other, on the database as it is at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import func, select

from app.journal import restored
from app.journal.rows import journal
from app.journal.witness import Told
from app.tickets.checks import house, log, tickets, verifications
from app.tickets.checks.breach import Breach, Look, moment, notes_in

CHECKS: tuple[Callable[[Look], Iterator[Breach]], ...] = (
    log.acts,
    house.versions,
    house.processes,
    house.people,
    tickets.tickets,
    log.entries,
    house.files,
    verifications.verifications,
)


def breaches(look: Look) -> Iterator[Breach]:
    """Everything that is not as it must be; the first is where to look first."""
    for check in CHECKS:
        try:
            yield from check(look)
        except tickets.UNREADABLE as error:
            yield Breach(check.__name__, "somewhere", f"it cannot be read ({type(error).__name__}: {error})")


def looked(
    anchors: Sequence[Path] = (), begin: Callable[[int], Callable[[], object]] | None = None, told: Sequence[Told] = ()
) -> Iterator:
    """The Look first, then each Breach. `begin` is told how many tickets there are and gives what to call after each;
    `told` are checkpoints that must hold beside those in the files."""
    own = [Told(file.name, note) for file, note in restored.remembered(anchored=0)]
    every = (*own, *told, *(each for file in anchors for each in notes_in(file)))
    with moment() as c:
        count = c.scalar(select(func.count()).select_from(journal).where(journal.c.number == 1))
        look = Look(c, every, step=begin(count or 0) if begin else lambda: None)
        yield look
        yield from breaches(look)
