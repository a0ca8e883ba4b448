"""Bringing a text in as a draft: of a new process, or of one that is published already."""

from __future__ import annotations

from app.db import reading
from app.people.permissions import require
from app.people.queries import Person
from app.processes import draft_rows
from app.processes.beginnings import own_name
from app.processes.drafts import Files, StoredDrafts, new_draft, open_draft
from designer.drafts import Conflict, Draft


def bring_draft(me: Person, text: str | None, process: str | None = None, files: Files | None = None) -> Draft | Conflict:
    """The draft of `process`, with `text` when it is given; without a process one's own draft of that name, or a new one.
    Conflict when somebody else has changed the draft: nobody's work is written over unseen."""
    draft = open_draft(me, process) if process is not None else own_draft(me, text or "")
    if draft is None:
        return new_draft(me, text or "", files, "import")
    if text is None or (text, draft.files if files is None else files) == (draft.text, draft.files):
        return draft
    with reading() as c:
        others = draft_rows.find(c, draft.id).authors - {me.id}
    if others:
        return Conflict(draft, text)
    done = StoredDrafts(lambda: me).save(draft.id, draft.revision, text, "import", files=files)
    return done if isinstance(done, Conflict) else done.draft


def own_draft(me: Person, text: str) -> Draft | None:
    """The draft of a new process of this name that nobody but this person has written."""
    require(me, "design")
    name = own_name(text)
    with reading() as c:
        alone = [kept.draft for kept in draft_rows.all_open(c) if kept.draft.process is None and kept.authors == {me.id}]
    return next((draft for draft in alone if name is not None and own_name(draft.text) == name), None)
