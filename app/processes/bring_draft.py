"""Bringing a text in as a draft: of a new process, or of one that is published already."""

from __future__ import annotations

from app.db import reading
from app.people.queries import Person
from app.processes import draft_rows
from app.processes.drafts import Files, StoredDrafts, new_draft, open_draft
from designer.drafts import Conflict, Draft


def bring_draft(me: Person, text: str | None, process: str | None = None, files: Files | None = None) -> Draft | Conflict:
    """The draft of `process`, with `text` when it is given; without a process a new draft. Conflict when somebody else
    has changed the draft: nobody's work is written over unseen."""
    if process is None:
        return new_draft(me, text or "", files, "import")
    draft = open_draft(me, process)
    if text is None or (text, files or draft.files) == (draft.text, draft.files):
        return draft
    with reading() as c:
        others = draft_rows.find(c, draft.id).authors - {me.id}
    if others:
        return Conflict(draft, text)
    done = StoredDrafts(lambda: me).save(draft.id, draft.revision, text, "import", files=files)
    return done if isinstance(done, Conflict) else done.draft
