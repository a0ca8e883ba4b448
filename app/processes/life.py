"""The life of a process beside its versions: four eyes and full coverage on and off, retiring, bringing and rolling back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import NotFound

from app.db import now, reading, transaction
from app.errors import Invalid
from app.i18n import translate as _
from app.journal import admin
from app.people.permissions import require
from app.people.queries import Person
from app.processes import draft_rows
from app.processes.api import visible_one
from app.processes.draft_rows import Next
from app.processes.drafts import open_draft
from app.processes.publish import LONGEST_REASON, NotPublished, publish
from app.processes.queries import Process, Version, numbered, process_of
from app.processes.rows import life, process
from designer.drafts import Draft

ON, ASK, OFF = "four-eyes", "ask-two-eyes", "two-eyes"
RETIRED, BACK = "retired", "back"
COVERED, UNCOVERED = "covered", "uncovered"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to a process."""

    what: str
    by: str
    at: datetime
    reason: str


def deeds(c: Connection, id: str) -> list[Deed]:
    """Everything done to a process beside publishing, the newest first."""
    rows = c.execute(select(life).where(life.c.process == id).order_by(life.c.id.desc()))
    return [Deed(row.what, row.by, row.at, row.reason) for row in rows]


def asked_off(c: Connection, id: str) -> Deed | None:
    """Who asks to switch four eyes off, while nobody has answered."""
    about = (each for each in deeds(c, id) if each.what in (ON, ASK, OFF))
    newest = next(about, None)
    return newest if newest and newest.what == ASK else None


def require_right(c: Connection, me: Person, id: str) -> None:
    """404 for who does not know the process, 403 for who may not publish it."""
    visible_one(c, me, id)
    require(me, "publish")


def reason_of(given: str) -> str:
    """A reason, which every deed needs."""
    if not given.strip():
        raise Invalid([("reason", _("say why: it is kept with the process for ever"))])
    return given.strip()[:LONGEST_REASON]


def held(c: Connection, id: str) -> Process:
    """The process, held until the transaction ends."""
    return process_of(c.execute(select(process).where(process.c.id == id).with_for_update()).one())


def note(c: Connection, id: str, what: str, me: Person, reason: str) -> None:
    """Keep what was done."""
    at = now()
    c.execute(insert(life).values(process=id, what=what, by=me.id, at=at, reason=reason))
    admin.note(c, what, me.id, id, {"reason": reason}, at=at)


def switch_four_eyes(me: Person, id: str, on: bool, reason: str) -> str:
    """Switch four eyes on at once. Off takes two: one asks, another one confirms by asking too; switching on again says
    no. Returns what was done: ON, ASK or OFF."""
    with reading() as c:
        require_right(c, me, id)
    why = reason_of(reason)
    with transaction() as c:
        before, asked = held(c, id), asked_off(c, id)
        if before.four_eyes == on and not (on and asked):
            raise Refusal(_("this process needs four eyes already") if on else _("this process does not need four eyes"))
        if not on and asked and asked.by == me.id:
            raise Refusal(_("you asked for this already: another process admin has to confirm it"))
        what = ON if on else OFF if asked else ASK
        note(c, id, what, me, why)
        if what != ASK:
            c.execute(update(process).where(process.c.id == id).values(four_eyes=on))
    return what


def switch_covered(me: Person, id: str, on: bool, reason: str) -> str:
    """Ask for examples that exercise everything before a version is published, or no longer. One person does either: it
    guards against what was overlooked and not against a person; who did it and why stays in the log."""
    with reading() as c:
        require_right(c, me, id)
    why = reason_of(reason)
    with transaction() as c:
        if held(c, id).covered == on:
            told = _("this process wants that already") if on else _("this process does not want that")
            raise Refusal(told)
        note(c, id, COVERED if on else UNCOVERED, me, why)
        c.execute(update(process).where(process.c.id == id).values(covered=on))
    return COVERED if on else UNCOVERED


def retire(me: Person, id: str, reason: str) -> None:
    """Nobody starts the process any more; tickets under way go on."""
    set_retired(me, id, reason, RETIRED)


def bring_back(me: Person, id: str, reason: str) -> None:
    """A retired process can be started again."""
    set_retired(me, id, reason, BACK)


def set_retired(me: Person, id: str, reason: str, what: str) -> None:
    with reading() as c:
        require_right(c, me, id)
    why = reason_of(reason)
    with transaction() as c:
        before = held(c, id)
        if (before.retired is not None) == (what == RETIRED):
            raise Refusal(_("this process is retired already") if what == RETIRED else _("this process is not retired"))
        note(c, id, what, me, why)
        c.execute(update(process).where(process.c.id == id).values(retired=now() if what == RETIRED else None))


def roll_back(me: Person, id: str, number: int, reason: str) -> Version | Draft | NotPublished:
    """Publish the text of an earlier version again. Under four eyes it becomes a draft that somebody else publishes."""
    with reading() as c:
        require_right(c, me, id)
        found, old = visible_one(c, me, id)[0], numbered(c, id, number)
    if old is None:
        raise NotFound
    why = reason_of(reason)
    if number == found.number:
        raise Refusal(_("version {number} is the one that is published", number=number))
    if not found.four_eyes:
        return publish(old.text, me.id, why, old.files)
    return draft_of_old(me, old)


def draft_of_old(me: Person, old: Version) -> Draft:
    """The open draft of the process, if nobody has changed it, with an earlier text."""
    draft = open_draft(me, old.process)
    made = Next(old.text, old.files, old.text, me.id, now(), f"version {old.number}", draft.base)
    with transaction() as c:
        kept = draft_rows.find(c, draft.id)
        if kept.authors or not draft_rows.advance(c, kept, made):
            raise Refusal(_("somebody works on a draft of this process: publish it or throw it away first"))
        return draft_rows.find(c, draft.id).draft
