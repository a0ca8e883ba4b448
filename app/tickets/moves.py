"""Moves: running tickets brought to another version together; asked for once, done ticket by ticket, and undone so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update
from werkzeug.exceptions import Conflict, NotFound

from app.db import insert_once, now, reading, transaction
from app.i18n import translate as _
from app.journal import admin
from app.people.queries import Person
from app.processes.life import reason_of, require_right
from app.processes.queries import Process, Version, find, find_version, numbered, numbers
from app.processes.rows import draft
from app.tickets.checks.moves import BACK, MOVED
from app.tickets.known import forget, know, remember
from app.tickets.moving import MOVES, Outlook, Written, outlook, ready, ready_back, rest, write
from app.tickets.perform import TRIES, Overtaken, facts_of
from app.tickets.rows import move, moved, ticket
from dsl.moving.move import UNDER_WAY, Move
from dsl.moving.why import Why, why

SECOND = 1.0
"""How long one request goes on moving."""
RUNNING, DONE, UNDOING, UNDONE = "running", "done", "undoing", "undone"
PIECE = 500
"""Tickets read at once."""
Seen = tuple[int, int]
"""A ticket and its count of events when somebody looked at it."""


@dataclass(frozen=True, slots=True)
class State:
    """A move as it is now: `total` tickets were to move, `done` of them were looked at; `counts` by verdict, `changed`
    were not as they had been looked at, and of those moved `back` are back where they were and `kept` stay."""

    id: int
    process: str
    to: Version
    state: str
    reason: str
    by: str
    at: datetime
    act: int
    total: int
    done: int
    counts: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    back: int = 0
    kept: int = 0

    @property
    def going(self) -> bool:
        """Whether something is still to be done."""
        return self.state in (RUNNING, UNDOING)


# -- who may, and what there is ------------------------------------------------------------------


def target(c: Connection, me: Person, name: str, number: int) -> tuple[Process, Version]:
    """The process and the version tickets shall go to, for somebody who may move them there. Under four eyes nobody moves
    tickets to a text they wrote: it would decide about others before anybody else has looked at what it does to them."""
    require_right(c, me, name)
    process, to = find(c, name), numbered(c, name, number)
    if to is None:
        raise NotFound
    if process.four_eyes and me.id in authors(c, to):
        raise Conflict(_("this process needs four eyes: who wrote the version does not move tickets to it; ask another one"))
    return process, to


def authors(c: Connection, of: Version) -> set[str]:
    """Everybody who wrote a version, as far as it is known."""
    found = c.scalars(select(draft.c.authors).where(draft.c.process == of.process, draft.c.published == of.number))
    return {of.author} | {one for each in found for one in each}


def waiting(c: Connection, to: Version, sources: Iterable[int] = (), after: int = 0, most: int = PIECE) -> list[Seen]:
    """The next tickets under way on other versions, or on those with the keys `sources`."""
    where = (*on_others(to, sources), ticket.c.id > after)
    rows = c.execute(select(ticket.c.id, ticket.c.count).where(*where).order_by(ticket.c.id).limit(most))
    return [(row.id, row.count) for row in rows]


def count_waiting(c: Connection, to: Version, sources: Iterable[int] = ()) -> int:
    """How many there are."""
    return c.scalar(select(func.count()).select_from(ticket).where(*on_others(to, sources))) or 0


def on_others(to: Version, sources: Iterable[int]) -> list[ColumnElement[bool]]:
    """Tickets under way on other versions than `to`, or on those with the keys `sources`."""
    where = [ticket.c.process == to.process, ticket.c.status.in_(UNDER_WAY), ticket.c.version != to.id]
    return where + ([ticket.c.version.in_(list(sources))] if sources else [])


def all_waiting(c: Connection, to: Version, sources: Iterable[int] = ()) -> list[Seen]:
    """All of them."""
    found: list[Seen] = []
    while piece := waiting(c, to, sources, found[-1][0] if found else 0):
        found += piece
    return found


def looked(c: Connection, by: str, to: Version, tickets: Iterable[int]) -> Iterator[Outlook]:
    """What would become of these tickets now; nothing is stored."""
    at = now()
    ask = remembering(facts_of(c, at).ask_outside)
    for id in tickets:
        known = know(c, id)
        found = outlook(c, known, to, by, facts_of(c, at, ask))
        if found.verdict == MOVES:
            found = replace(found, why=(*found.why, *rest(c, known, to, found.plan, at, ask)))
        yield found


def remembering(ask: Callable[[str], object]) -> Callable[[str], object]:
    """The same answer to the same question, for as long as one looks."""
    known: dict[str, object] = {}

    def answer(question: str) -> object:
        if question not in known:
            known[question] = ask(question)
        return known[question]

    return answer


# -- moving --------------------------------------------------------------------------------------


def begin(me: Person, name: str, number: int, tickets: list[Seen], reason: str) -> int:
    """Ask for the move of these tickets: the act, and the row by which it goes on. No ticket has moved yet."""
    with reading() as c:
        target(c, me, name, number)
    said = reason_of(reason)
    with transaction() as c:
        _process, to = target(c, me, name, number)
        chosen, at = of_process(c, name, tickets), now()
        if not chosen:
            raise Conflict(_("no ticket was chosen"))
        body = {"version": to.id, "number": to.number, "tickets": [id for id, _count in chosen], "reason": said}
        act = admin.note(c, MOVED, me.id, name, body, at=at)
        row = {"process": name, "version": to.id, "plan": [list(each) for each in chosen], "reason": said, "by": me.id}
        row |= {"at": at, "act": act, "state": RUNNING}
        return c.execute(insert(move).values(row).returning(move.c.id)).scalar_one()


def of_process(c: Connection, name: str, tickets: list[Seen]) -> list[Seen]:
    """Those of the tickets that are filed tickets of the process, in their order."""
    found, given = [], sorted(dict(tickets).items())
    for at in range(0, len(given), PIECE):
        piece = [id for id, _count in given[at : at + PIECE]]
        mine = ticket.c.process == name, ticket.c.status != "draft", ticket.c.id.in_(piece)
        known = set(c.scalars(select(ticket.c.id).where(*mine)))
        found += [each for each in given[at : at + PIECE] if each[0] in known]
    return found


def go_on(id: int, seconds: float = SECOND) -> State:
    """Move or move back for a while, from where it stopped, and say how far it is."""
    end = monotonic() + seconds
    with reading() as c:
        row = row_of(c, id)
        to, known = find_version(c, row.version), numbers(c, row.process)
        left = to_do(c, row)
    for each in left:
        if row.state == RUNNING:
            move_one(row, to, known, *each)
        elif row.state == UNDOING:
            back_one(row, to, known, *each)
        if monotonic() > end:
            break
    with transaction() as c:
        if not to_do(c, row_of(c, id)):
            finished = {RUNNING: DONE, UNDOING: UNDONE}.get(row.state, row.state)
            c.execute(update(move).where(move.c.id == id, move.c.state == row.state).values(state=finished))
        return state_of(c, id)


def to_do(c: Connection, row: Row) -> list[tuple[int, int]]:
    """Tickets nothing was done with yet: to move, with the count they had, or to move back, with where they came from."""
    rows = select(moved.c.ticket, moved.c.version).where(moved.c.move == row.id).order_by(moved.c.ticket)
    if row.state == RUNNING:
        there = set(c.scalars(rows))
        return [(one, count) for one, count in row.plan if one not in there]
    if row.state == UNDOING:
        rest = rows.where(moved.c.number.is_not(None), moved.c.back.is_(None), moved.c.kept.is_(None))
        return [(one.ticket, one.version) for one in c.execute(rest)]
    return []


def move_one(row: Row, to: Version, known: dict[int, int], id: int, count: int) -> None:
    """Move one ticket, or keep why it stays: its events and what is said of it are written together."""
    for locked in [False] * TRIES + [True]:
        try:
            if prepared(row, to, known, id, count, locked):
                return
        except Overtaken:
            forget(id)


def prepared(row: Row, to: Version, known: dict[int, int], id: int, count: int, locked: bool) -> bool:
    """Look, decide and write once; with the ticket `locked` from the look on when others were faster each time."""
    at = now()
    with (transaction if locked else reading)() as c:
        if locked:
            c.execute(select(ticket.c.id).where(ticket.c.id == id).with_for_update())
        before = know(c, id)
        wish = Move(row.by, to.number, known[before.version], row.reason, row.act)
        found, made = ready(c, before, to, wish, at)
        if locked:
            is_written = keep(c, row, found, before.version, found.count != count, made)
    if not locked:
        with transaction() as c:
            is_written = keep(c, row, found, before.version, found.count != count, made)
    if is_written:
        remember(made.after)
    return True


def keep(c: Connection, row: Row, found: Outlook, version: int, changed: bool, made: Written | None) -> bool:
    """Write a ticket's move, and what came of it; nothing when somebody else did just that. Whether it moved by this."""
    values = {"move": row.id, "ticket": found.ticket, "verdict": found.verdict, "version": version, "changed": changed}
    values |= {"why": [each.to_json() for each in found.why]}
    if made:
        values |= {"number": made.before.count + 1, "last": made.after.count}
    if not insert_once(c, moved, values) or made is None:
        return False
    write(c, made)
    return True


# -- back ----------------------------------------------------------------------------------------


def undo(me: Person, id: int, reason: str) -> None:
    """Ask for the move to be undone: tickets on which something was done since stay where they are."""
    with reading() as c:
        row = row_of(c, id)
        require_right(c, me, row.process)
    said = reason_of(reason)
    with transaction() as c:
        changed = update(move).where(move.c.id == id, move.c.state == DONE)
        at = now()
        if c.execute(changed.values(state=UNDOING, undone=at, undone_by=me.id)).rowcount != 1:
            raise Conflict(_("this move goes on still, or is undone already"))
        tickets = select(moved.c.ticket).where(moved.c.move == id, moved.c.number.is_not(None)).order_by(moved.c.ticket)
        body = {"act": row.act, "tickets": list(c.scalars(tickets)), "reason": said}
        act = admin.note(c, BACK, me.id, row.process, body, at=at)
        c.execute(update(move).where(move.c.id == id).values(undone_act=act, undone_reason=said))


def back_one(row: Row, to: Version, known: dict[int, int], id: int, version: int) -> None:
    """Move one ticket back, or keep why it stays."""
    mine = moved.c.move == row.id, moved.c.ticket == id, moved.c.back.is_(None), moved.c.kept.is_(None)
    for _try in range(TRIES + 1):
        forget(id)
        with reading() as c:
            before = know(c, id)
            last = c.scalar(select(moved.c.last).where(*mine))
            wish = Move(row.undone_by, known[version], to.number, row.undone_reason, row.undone_act)
            same = last == before.count
            made = ready_back(c, before, version, wish, now()) if same else (why("changed"),)
        try:
            with transaction() as c:
                is_written = back_kept(c, mine, made)
        except Overtaken:
            continue
        if is_written:
            remember(made.after)
        return


def back_kept(c: Connection, mine: tuple, made: Written | tuple[Why, ...]) -> bool:
    """Write that a ticket is back, or why it is not; nothing when somebody else did. Whether it is back by this."""
    if not isinstance(made, Written):
        c.execute(update(moved).where(*mine).values(kept=[each.to_json() for each in made]))
        return False
    if not c.execute(update(moved).where(*mine).values(back=made.after.count)).rowcount:
        return False
    write(c, made)
    return True


# -- reading -------------------------------------------------------------------------------------


def row_of(c: Connection, id: int) -> Row:
    """The move's row; 404 when there is none."""
    found = c.execute(select(move).where(move.c.id == id)).first()
    if found is None:
        raise NotFound
    return found


def state_of(c: Connection, id: int) -> State:
    """How far a move is, and what came of it so far."""
    row = row_of(c, id)
    counted = select(moved.c.verdict, func.count()).where(moved.c.move == id).group_by(moved.c.verdict)
    counts = {verdict: count for verdict, count in c.execute(counted)}

    def many(*where) -> int:
        return c.scalar(select(func.count()).select_from(moved).where(moved.c.move == id, *where)) or 0

    return State(
        id=id, process=row.process, to=find_version(c, row.version), state=row.state, reason=row.reason, by=row.by,
        at=row.at, act=row.act, total=len(row.plan), done=sum(counts.values()), counts=counts, changed=many(moved.c.changed),
        back=many(moved.c.back.is_not(None)), kept=many(moved.c.kept.is_not(None)),
    )  # fmt: skip


def results(c: Connection, id: int, verdict: str = "", after: int = 0, most: int = 50) -> list[Row]:
    """A page of what came of a move's tickets, in their order."""
    where = [moved.c.move == id, moved.c.ticket > after]
    match verdict:
        case "back":
            where.append(moved.c.back.is_not(None))
        case "kept":
            where.append(moved.c.kept.is_not(None))
        case "changed":
            where.append(moved.c.changed)
        case _ if verdict:
            where.append(moved.c.verdict == verdict)
    return c.execute(select(moved).where(*where).order_by(moved.c.ticket).limit(most)).all()


def latest(c: Connection, process: str, most: int = 10) -> list[State]:
    """The last moves of a process, the newest first."""
    ids = c.scalars(select(move.c.id).where(move.c.process == process).order_by(move.c.id.desc()).limit(most))
    return [state_of(c, id) for id in list(ids)]
