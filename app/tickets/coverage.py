"""Coverage by recorded tickets: read one after the other from the journal, each as what its own version means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from app.journal import entries
from app.processes.programs import libraries
from app.processes.queries import find_version
from app.tickets.known import recorded as recorded_batches
from app.tickets.rows import ticket
from dsl.check import check
from dsl.coverage import Covering
from dsl.covering.same import same_things
from dsl.covering.things import Thing
from dsl.engine.evolve import replay
from dsl.engine.state import NEW
from dsl.parse import parse

PAGE = 500


@dataclass(slots=True)
class Recorded:
    """How many tickets did each thing; `tickets` were read, `erased` tell nothing any more."""

    tickets: int = 0
    erased: int = 0
    by: Counter = field(default_factory=Counter)


def recorded(c: Connection, process: str, covering: Covering, since: datetime | None = None) -> Recorded:
    """What the filed tickets of a process did of the things of a text."""
    found, same = Recorded(), {}
    for id in ids(c, process, since):
        events = entries.read(c, id)
        if any(each.erased for each in events):
            found.erased += 1
            continue
        found.tickets += 1
        for version in {each.version for each in events} - same.keys():
            same[version] = same_in(c, version, covering)
        found.by.update(seen(c, events, covering, same))
    return found


def seen(c: Connection, events: list[entries.Entry], covering: Covering, same: dict[int, frozenset[Thing]]) -> set[Thing]:
    """What one ticket did under each version that decided it."""
    found: set[Thing] = set()
    state = NEW
    for each in recorded_batches(c, events):
        if same[each.version]:
            found |= covering.watch.seen(each.program, [each.batch], None, state) & same[each.version]
        state = replay(each.program, each.batch.events, state)
    return found


def ids(c: Connection, process: str, since: datetime | None) -> Iterator[int]:
    """The filed tickets of a process, oldest first, a page at a time."""
    where = [ticket.c.process == process, ticket.c.status != "draft", *([ticket.c.created >= since] if since else [])]
    last = 0
    while page := list(c.scalars(select(ticket.c.id).where(*where, ticket.c.id > last).order_by(ticket.c.id).limit(PAGE))):
        yield from page
        last = page[-1]


def same_in(c: Connection, version: int, covering: Covering) -> frozenset[Thing]:
    """The things whose rules a version has just so."""
    row = find_version(c, version)
    source = parse(row.text)
    return same_things(covering.things, covering.checked, check(source.process, libraries(row.files)[0]))
