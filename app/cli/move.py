"""The command `move`: what moving the running tickets of a process to another version would do, doing it, and undoing it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.cli.ending import stop
from app.cli.server import running_app, tell

if TYPE_CHECKING:
    from app.people.queries import Person
    from app.tickets.moves import State

NUMBER = click.IntRange(min=1)
MOST = 10**6
"""Tickets of one range."""


@click.command()
@click.argument("process", required=False)
@click.option("--to", "number", type=NUMBER, help="The number of the version they shall go to.")
@click.option("--from", "sources", type=NUMBER, multiple=True, help="Only tickets of this version; can be repeated.")
@click.option("--tickets", help="Only these, such as 3,5,9-20.")
@click.option("--apply", "apply_it", is_flag=True, help="Do it; without this nothing is stored.")
@click.option("--undo", type=NUMBER, help="Undo the move with this number.")
@click.option("--continue", "resume", type=NUMBER, help="Go on with a move that was interrupted.")
@click.option("--by", help="Id of who does it: a process admin.")
@click.option("--reason", default="", help="Why; kept for ever with every ticket.")
@click.option("--json", "as_json", is_flag=True)
def move(
    process: str | None, number: int | None, sources: tuple[int, ...], tickets: str | None, apply_it: bool, undo: int | None,
    resume: int | None, by: str | None, reason: str, as_json: bool,
) -> None:  # fmt: skip
    """Move running tickets of PROCESS to another version, or say what that would do.

    Each ticket moves, or cannot and why. Drafts and tickets that have ended are not listed: a draft is its requester's
    alone, and what has ended is over. Ends with 0, with 1 when some cannot move or could not be moved back.
    """
    from werkzeug.exceptions import HTTPException

    with running_app():
        me = admin(by)
        try:
            if undo or resume:
                code = finish(me, undo, resume, reason, as_json)
            else:
                code = look_or_move(me, process, number, sources, tickets, apply_it, reason, as_json)
        except HTTPException as no:
            stop(no.description or "there is no such process or version", code=1)
    sys.exit(code)


def admin(by: str | None) -> Person:
    """Who does it; ends the command when they may not."""
    from app.db import reading
    from app.people.permissions import VERBS, may
    from app.people.queries import find

    with reading() as c:
        person = find(c, by) if by else None
    if person is None or not may(person, "publish"):
        roles = " or ".join(sorted(VERBS["publish"]))
        raise click.BadParameter(f"`{by or ''}` is nobody active with the role {roles}", param_hint="--by")
    return person


def look_or_move(me: Person, process, number, sources, tickets, apply_it: bool, reason: str, as_json: bool) -> int:
    """The plan, or what came of it."""
    from app.db import reading
    from app.processes.queries import numbered
    from app.tickets import moves

    if process is None or number is None:
        raise click.UsageError("name a PROCESS and a version: `waybill move refund --to 4`")
    with reading() as c:
        _process, to = moves.target(c, me, process, number)
        old = [numbered(c, process, each) for each in sources]
        if None in old:
            raise click.BadParameter("there is no such version", param_hint="--from")
        found = moves.all_waiting(c, to, [each.id for each in old])
    wanted = read_numbers(tickets)
    chosen = [each for each in found if wanted is None or each[0] in wanted]
    if wanted and (missing := wanted - {id for id, _count in chosen}):
        raise click.BadParameter(f"not under way on another version: {sorted(missing)[:20]}", param_hint="--tickets")
    if not apply_it:
        return tell_plan(me, to, chosen, as_json)
    if not reason.strip():
        raise click.BadParameter("say why: it is kept for ever", param_hint="--reason")
    if not chosen:
        tell(as_json, {"move": None, "moves": 0}, "no ticket is under way on another version: nothing was done")
        return 0
    return tell_result(to_the_end(moves.begin(me, process, number, chosen, reason), as_json), as_json)


def read_numbers(given: str | None) -> set[int] | None:
    """3,5,9-20 as numbers."""
    if given is None:
        return None
    found: set[int] = set()
    try:
        for part in given.split(","):
            first, _, last = part.strip().partition("-")
            found |= set(range(int(first), min(int(last or first), int(first) + MOST) + 1))
    except ValueError:
        raise click.BadParameter("write numbers such as 3,5,9-20", param_hint="--tickets") from None
    return found


def tell_plan(me: Person, to, chosen: list[tuple[int, int]], as_json: bool) -> int:
    """Each ticket with what would become of it; nothing is stored."""
    from app.db import reading
    from app.tickets import moves
    from dsl.moving.why import render

    counts, told = {"moves": 0, "cannot": 0, "stays": 0}, []
    with reading() as c:
        for one in moves.looked(c, me.id, to, [id for id, _count in chosen]):
            counts[one.verdict] += 1
            why = [render(each) for each in one.why]
            if as_json:
                told.append({"ticket": one.ticket, "verdict": one.verdict, "why": why})
            else:
                click.echo(f"{one.ticket}: {one.verdict}" + "".join(f"\n    {each}" for each in why))
    text = f"{counts['moves']} would move to version {to.number}, {counts['cannot']} cannot; nothing was stored"
    tell(as_json, {"to": to.number, **counts, "tickets": told}, text)
    return 1 if counts["cannot"] else 0


def finish(me: Person, undo: int | None, resume: int | None, reason: str, as_json: bool) -> int:
    """Undo a move, or go on with one."""
    from app.tickets import moves

    if undo:
        if not reason.strip():
            raise click.BadParameter("say why: it is kept for ever", param_hint="--reason")
        moves.undo(me, undo, reason)
    return tell_result(to_the_end(undo or resume or 0, as_json), as_json)


def to_the_end(id: int, quiet: bool) -> State:
    """Go on until nothing is left to do, telling on the way how far it is."""
    from app.tickets import moves

    while (state := moves.go_on(id, 5.0)).going:
        if not quiet:
            click.echo(f"{state.done} of {state.total} …", err=True)
    return state


def tell_result(state: State, as_json: bool) -> int:
    """What came of a move."""
    from app.db import reading
    from app.tickets import moves
    from dsl.moving.why import from_json, render

    with reading() as c:
        rows = moves.results(c, state.id, most=state.total)
    undone = state.state == moves.UNDONE
    stayed = [row for row in rows if (row.kept if undone else row.verdict != "moves")]
    why = {row.ticket: [render(from_json(each)) for each in (row.kept if undone else row.why)] for row in stayed}
    body = {"move": state.id, "state": state.state, "to": state.to.number, "act": state.act, "total": state.total}
    body |= {"moved": state.counts.get("moves", 0), "back": state.back, "stayed": why, "changed": state.changed}
    text = "\n".join(f"{ticket} stays: {'; '.join(each)}" for ticket, each in why.items())
    done = f"{state.back} moved back" if undone else f"{body['moved']} moved to version {state.to.number}"
    tell(as_json, body, f"{text}\n{done}, {len(why)} stayed: move {state.id}, act {state.act}".lstrip("\n"))
    return 1 if why else 0
