"""Drafts: texts that several people work on, each change one transaction, nobody's work lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Row
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import NotFound

from app.db import now, reading, transaction
from app.errors import Invalid
from app.i18n import translate as _
from app.people.permissions import may, require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes import draft_rows
from app.processes.api import visible_one
from app.processes.draft_rows import Kept, Next, reads
from app.processes.queries import numbered
from designer.drafts import Conflict, Draft, Saved
from designer.merge import merge
from dsl.limits import SOURCE_BYTES

TYPING = timedelta(seconds=3)
"""Typed saves of one person that follow each other within this time are one state to undo."""
TRIES = 20
"""How often a change is made again because somebody was faster; each time somebody else got on."""
NOTHING = 'process untitled "" {\n}\n'
"""What pictures are drawn from while no text of a draft could be read yet."""

HALF = re.compile("[\ud800-\udfff]")
"""Half of a character that takes two, as only a broken program sends it."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredDrafts:
    """Drafts in the database, for the person `who` tells of."""

    who: Callable[[], Person] = current_person

    def find(self, id: int) -> Draft:
        """The draft; 404 when there is none for this person."""
        with reading() as c:
            return opened(c, self.who(), id).draft

    def text_of(self, id: int, revision: int) -> str | None:
        """The text as it was at a revision; None when it is not kept any more."""
        with reading() as c:
            found = draft_rows.state(c, opened(c, self.who(), id), revision)
        return found.text if found else None

    def save(
        self, id: int, base: int, text: str, what: str, typed: bool = False, files: Files | None = None
    ) -> Saved | Conflict:
        """Keep `text`, made from revision `base`; lines that somebody else changed meanwhile are merged in."""
        me = self.who()
        require_text(text, files)
        for _attempt in range(TRIES):
            with reading() as c:
                kept = opened(c, me, id)
                wanted = merged(c, kept, base, text, files)
            if wanted is None:
                return Conflict(kept.draft, text)
            if wanted == (kept.draft.text, kept.draft.files):
                return Saved(kept.draft, base != kept.draft.revision)
            made = next_of(kept, me, *wanted, what, typed)
            with transaction() as c:
                if draft_rows.advance(c, kept, made, typing_on(kept, made)):
                    return Saved(draft_rows.find(c, id).draft, base != kept.draft.revision)
        return Conflict(self.find(id), text)

    def undo(self, id: int, base: int) -> Saved | Conflict:
        """Go back to the state before the newest one; refuses when `base` is not the newest revision."""
        return self.go(id, base, draft_rows.before)

    def redo(self, id: int, base: int) -> Saved | Conflict:
        """Go forward again."""
        return self.go(id, base, draft_rows.ahead)

    def go(self, id: int, base: int, choose: Callable[[Connection, Kept], Row | None]) -> Saved | Conflict:
        """Show another state; nothing happens where there is none."""
        me = self.who()
        with reading() as c:
            kept = opened(c, me, id)
            there = choose(c, kept)
        if kept.draft.revision == base and there is None:
            return Saved(kept.draft)
        if kept.draft.revision == base:
            good = there.text if reads(there.text) else kept.draft.good
            with transaction() as c:
                if draft_rows.go_to(c, kept, there, good, me.id, now()):
                    return Saved(draft_rows.find(c, id).draft)
        return Conflict(self.find(id), self.text_of(id, base) or "")


def opened(c: Connection, me: Person, id: int) -> Kept:
    """The draft for somebody who may design. 403 for who may see its process, 404 for everybody else; who designs is
    told what became of a published one."""
    kept = draft_rows.find(c, id)
    if kept is None:
        raise NotFound
    if not may(me, "design"):
        require_hidden(c, me, kept)
    if kept.published is not None:
        values = {"number": kept.published, "process": kept.draft.process}
        raise Refusal(_("this draft was published as version {number} of `{process}`: open the process to go on", **values))
    if kept.closed is not None:
        raise NotFound
    return kept


def require_hidden(c: Connection, me: Person, kept: Kept) -> None:
    """404, or 403 for who knows the process."""
    if kept.draft.process is None or kept.closed is not None:
        raise NotFound
    visible_one(c, me, kept.draft.process)
    require(me, "design")


def require_text(text: str, files: Files | None = None) -> None:
    """422 for what no process text can be."""
    for name, each in {"text": text, **(files or {})}.items():
        if "\0" in each or len(each) > SOURCE_BYTES or len(each.encode("utf-8", "surrogatepass")) > SOURCE_BYTES:
            size = SOURCE_BYTES // 1024
            told = _("this must be a text of at most {size} KiB without invisible characters", size=size)
            raise Invalid([(name[:80], told)])
        if HALF.search(each):
            raise Invalid([(name[:80], _("this holds half a character: delete it"))])


def merged(c: Connection, kept: Kept, base: int, text: str, files: Files | None) -> tuple[str, Files] | None:
    """What to keep: `text` with what others changed since revision `base`; None when that touches."""
    now_there = kept.draft
    mine = now_there.files if files is None else files
    if base == now_there.revision:
        return text, mine
    state = draft_rows.state(c, kept, base)
    if state is None:
        return None
    beside = either(state.files, state.files if files is None else files, now_there.files)
    together = merge(state.text, text, now_there.text)
    if together is None or beside is None:
        return None
    broken = reads(text) and reads(now_there.text) and not reads(together)
    return None if broken else (together, beside)


def either(base: Files, mine: Files, theirs: Files) -> Files | None:
    """The tables that one of both changed; None when both did."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def next_of(kept: Kept, me: Person, text: str, files: Files, what: str, typed: bool) -> Next:
    """The state after a save."""
    good = text if reads(text) else kept.draft.good
    return Next(text, files, good, me.id, now(), what, kept.draft.base, typed)


def typing_on(kept: Kept, made: Next) -> bool:
    """Whether somebody only goes on typing what the newest state holds."""
    row = kept.state
    still = made.typed and row.is_typed and kept.position == kept.tip and row.before is not None
    return still and row.whose == made.by and made.at - row.since < TYPING


def open_draft(me: Person, process: str) -> Draft:
    """The one draft that continues a published process; made of the published text when there is none. One that nobody
    changed and that a newer version has overtaken begins anew."""
    with reading() as c:
        found, _made, _start = visible_one(c, me, process)
        require(me, "design")
        before = draft_rows.open_of(c, process)
        version = numbered(c, process, found.number)
    if before and (before.authors or before.draft.base == found.number):
        return before.draft
    made = Next(version.text, version.files, version.text, me.id, now(), "open", version.number, author=False)
    with transaction() as c:
        if before:
            draft_rows.close(c, before, now())
        draft_rows.create(c, made, process)
        return draft_rows.open_of(c, process).draft


def new_draft(me: Person, text: str, files: Files | None = None, what: str = "new") -> Draft:
    """A draft of a process that is not published yet."""
    require(me, "design")
    require_text(text, files)
    made = Next(text, files or {}, text if reads(text) else NOTHING, me.id, now(), what, None)
    with transaction() as c:
        return draft_rows.find(c, draft_rows.create(c, made)).draft


def close_draft(me: Person, id: int, revision: int | None = None) -> None:
    """Throw a draft away; 409 when somebody changed it after `revision`."""
    with reading() as c:
        kept = opened(c, me, id)
    if revision in (None, kept.draft.revision):
        with transaction() as c:
            if draft_rows.close(c, kept, now()):
                return
    raise Refusal(_("somebody changed this draft meanwhile: look at it again before you throw it away"))


def every_draft(c: Connection, me: Person) -> list[Draft]:
    """All open drafts, for somebody who may design."""
    require(me, "design")
    return [kept.draft for kept in draft_rows.all_open(c)]
