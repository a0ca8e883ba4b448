"""Publishing a draft, and bringing what was published meanwhile into it."""

from __future__ import annotations

from dataclasses import replace

from app.db import now, reading, transaction
from app.i18n import translate as _
from app.people.permissions import require
from app.people.queries import Person
from app.processes import draft_rows
from app.processes.draft_rows import Next, reads
from app.processes.drafts import Files, either, opened
from app.processes.publish import NotPublished, Wanted, issue
from app.processes.queries import Version, find, numbered
from designer.drafts import Conflict, Draft, Saved
from designer.merge import merge


def publish_draft(me: Person, id: int, reason: str, revision: int | None = None) -> Version | NotPublished:
    """Publish a draft as it was at `revision`, as it is now unless given."""
    with reading() as c:
        kept = opened(c, me, id)
    require(me, "publish")
    if revision not in (None, kept.draft.revision):
        told = _("somebody changed this draft meanwhile: look at it again before you publish it")
        return NotPublished(code="changed", told=told)
    draft = kept.draft
    return issue(Wanted(draft.text, me.id, reason, draft.files, kept.authors, kept.author, kept))


def behind(draft: Draft) -> int | None:
    """The number of the version that was published after the draft began; None when it continues the newest."""
    if draft.process is None:
        return None
    with reading() as c:
        found = find(c, draft.process)
    return found.number if found and found.number != draft.base else None


def rebase(me: Person, id: int, base: int, keep: str = "both") -> Saved | Conflict:
    """Let the draft continue the newest version. `keep` is "both" to merge the lines, "mine" to publish the draft's text
    over it, "theirs" to begin with the published text. Conflict when lines touch; it shows both texts."""
    with reading() as c:
        kept = opened(c, me, id)
        found = find(c, kept.draft.process) if kept.draft.process else None
        newest = numbered(c, found.id, found.number) if found else None
        begun = numbered(c, found.id, kept.draft.base) if found else None
    if newest is None or newest.number == kept.draft.base:
        return Saved(kept.draft)
    together = joined(kept.draft, begun, newest, keep)
    if base != kept.draft.revision or together is None:
        return Conflict(replace(kept.draft, text=newest.text), kept.draft.text)
    made = Next(*together, kept.draft.good, me.id, now(), f"rebase {keep}", newest.number, author=keep != "both")
    with transaction() as c:
        if draft_rows.advance(c, kept, replace(made, good=made.text if reads(made.text) else made.good)):
            return Saved(draft_rows.find(c, id).draft, merged=keep == "both")
    return rebase(me, id, base, keep)


def joined(draft: Draft, begun: Version, newest: Version, keep: str) -> tuple[str, Files] | None:
    """The text and tables of the draft on the newest version; None when lines touch."""
    if keep != "both":
        return (draft.text, draft.files) if keep == "mine" else (newest.text, newest.files)
    text = merge(begun.text, draft.text, newest.text)
    files = either(begun.files, draft.files, newest.files)
    if text is None or files is None or (reads(draft.text) and not reads(text)):
        return None
    return text, files
