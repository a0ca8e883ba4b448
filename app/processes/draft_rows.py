"""The rows of drafts: read one, write its next revision if nobody was faster, keep its states within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from app.db import insert_once
from app.processes.rows import draft, draft_state
from designer.drafts import Draft
from designer.sources import SOURCES

MOST_STATES = 200
"""States of a draft that can be undone to, and moves by undo and redo that are remembered."""
MOST_PASSED = 20
"""States of a draft that were typed over or given up and are still kept, for merging."""
MOST_HISTORY = 32 * 1024 * 1024
"""Characters of all states of a draft; of a very long text fewer states are kept, at least two."""


@dataclass(frozen=True, slots=True)
class Next:
    """What a draft shall be after a change."""

    text: str
    files: Mapping[str, str]
    good: str
    by: str
    at: datetime
    what: str
    base: int | None
    typed: bool = False
    author: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft with what only its keeper needs to know."""

    draft: Draft
    position: int
    tip: int
    moves: tuple[tuple[int, int], ...]
    authors: frozenset[str]
    closed: datetime | None
    published: int | None
    state: Row | None = field(repr=False, default=None)

    @property
    def author(self) -> str:
        """Who wrote it last; of one that only brought a newer version in, one of those who wrote."""
        return self.draft.by if self.draft.by in self.authors else min(self.authors, default=self.draft.by)


def reads(text: str) -> bool:
    """Whether the parser reads the text without a mistake."""
    source = SOURCES.of(text)
    return source.process is not None and not source.problems


STATE = (draft_state.c.before, draft_state.c.typed.label("is_typed"), draft_state.c.by.label("whose"))
TOGETHER: Select = select(draft, *STATE, draft_state.c.at.label("since")).outerjoin(
    draft_state, (draft_state.c.draft == draft.c.id) & (draft_state.c.revision == draft.c.position)
)


def find(c: Connection, id: int) -> Kept | None:
    """The draft with this number, closed or not."""
    row = c.execute(TOGETHER.where(draft.c.id == id)).first()
    return kept_of(row) if row else None


def open_of(c: Connection, process: str) -> Kept | None:
    """The draft that continues a process."""
    row = c.execute(TOGETHER.where(draft.c.process == process, draft.c.closed.is_(None))).first()
    return kept_of(row) if row else None


def all_open(c: Connection) -> list[Kept]:
    """Every draft somebody works on, the one changed last first."""
    newest_first = draft.c.at.desc(), draft.c.id.desc()
    return [kept_of(row) for row in c.execute(TOGETHER.where(draft.c.closed.is_(None)).order_by(*newest_first))]


def kept_of(row: Row) -> Kept:
    """A row as a value."""
    found = Draft(
        id=row.id,
        text=row.text,
        good=row.good,
        revision=row.revision,
        by=row.by,
        at=row.at,
        files=row.files,
        process=row.process,
        base=row.base,
        can_undo=row.before is not None,
        can_redo=row.tip != row.position,
    )
    moves = tuple((revision, state) for revision, state in row.moves)
    return Kept(found, row.position, row.tip, moves, frozenset(row.authors), row.closed, row.published, row)


def state(c: Connection, kept: Kept, revision: int) -> Row | None:
    """The state a revision showed; None when it is not kept any more."""
    revision = dict(kept.moves).get(revision, revision)
    chosen = draft_state.c.draft == kept.draft.id, draft_state.c.revision == revision
    return c.execute(select(draft_state).where(*chosen)).first()


def create(c: Connection, made: Next, process: str | None = None) -> int | None:
    """A new draft with its first state; None when the process has an open one already."""
    values = {"process": process, "base": made.base, "text": made.text, "good": made.good, "files": dict(made.files)}
    values |= {"revision": 1, "position": 1, "tip": 1, "moves": [], "by": made.by, "at": made.at}
    values |= {"authors": [made.by] if made.author else []}
    if process is None:
        id = c.execute(insert(draft).values(values).returning(draft.c.id)).scalar_one()
    elif insert_once(c, draft, values):
        id = c.scalar(select(draft.c.id).where(draft.c.process == process, draft.c.closed.is_(None)))
    else:
        return None
    add_state(c, id, 1, made, None)
    return id


def add_state(c: Connection, id: int, revision: int, made: Next, before: int | None) -> None:
    """Keep a state."""
    size = len(made.text) + sum(map(len, made.files.values()))
    row = {"draft": id, "revision": revision, "text": made.text, "files": dict(made.files), "size": size, "by": made.by}
    row |= {"at": made.at, "what": made.what[:200], "typed": made.typed, "passed": False, "before": before}
    c.execute(insert(draft_state).values(row | {"base": made.base}))


def change(c: Connection, kept: Kept, **values: object) -> bool:
    """Compare the revision and set the draft; False when somebody was faster or it is closed."""
    same = draft.c.id == kept.draft.id, draft.c.revision == kept.draft.revision, draft.c.closed.is_(None)
    return c.execute(update(draft).where(*same).values(**values)).rowcount == 1


def advance(c: Connection, kept: Kept, made: Next, over: bool = False) -> bool:
    """The next revision is a new state. `over`: it takes the place of the state shown now, as one types on."""
    revision = kept.draft.revision + 1
    values = {"text": made.text, "files": dict(made.files), "good": made.good, "by": made.by, "at": made.at}
    values |= {"base": made.base, "authors": authors(kept, made.by if made.author else None)}
    if not change(c, kept, revision=revision, position=revision, tip=revision, **values):
        return False
    given_up = draft_state.c.revision >= kept.position if over else draft_state.c.revision > kept.position
    c.execute(update(draft_state).where(draft_state.c.draft == kept.draft.id, given_up).values(passed=True))
    add_state(c, kept.draft.id, revision, made, kept.state.before if over else kept.position)
    prune(c, kept.draft.id)
    return True


def authors(kept: Kept, by: str | None) -> list[str]:
    """Everybody who changed the draft."""
    return sorted(kept.authors | ({by} if by else set()))


def go_to(c: Connection, kept: Kept, there: Row, good: str, by: str, at: datetime) -> bool:
    """The next revision shows the state `there` again."""
    revision = kept.draft.revision + 1
    moves = [*map(list, kept.moves), [revision, there.revision]][-MOST_STATES:]
    values = {"text": there.text, "files": there.files, "base": there.base, "good": good, "by": by, "at": at}
    values |= {"position": there.revision, "moves": moves, "authors": authors(kept, by)}
    return change(c, kept, revision=revision, **values)


def before(c: Connection, kept: Kept) -> Row | None:
    """The state to undo to."""
    return state_at(c, kept, kept.state.before)


def ahead(c: Connection, kept: Kept) -> Row | None:
    """The state to redo to: on the way from the one shown now to the tip."""
    newer = draft_state.c.draft == kept.draft.id, draft_state.c.revision > kept.position
    back = dict(tuple(row) for row in c.execute(select(draft_state.c.revision, draft_state.c.before).where(*newer)))
    at = kept.tip
    while at in back and back[at] != kept.position:
        at = back[at]
    return state_at(c, kept, at) if at in back else None


def state_at(c: Connection, kept: Kept, revision: int | None) -> Row | None:
    """The state made at just this revision."""
    return c.execute(
        select(draft_state).where(draft_state.c.draft == kept.draft.id, draft_state.c.revision == revision)
    ).first()


def prune(c: Connection, id: int) -> None:
    """Forget the oldest states."""
    columns = draft_state.c.revision, draft_state.c.size, draft_state.c.passed
    rows = c.execute(select(*columns).where(draft_state.c.draft == id).order_by(draft_state.c.revision.desc())).all()
    passed = [row.revision for row in rows if row.passed][MOST_PASSED:]
    gone, total = [], 0
    for number, row in enumerate(row for row in rows if not row.passed):
        total += row.size
        if number >= MOST_STATES or (number > 1 and total > MOST_HISTORY):
            gone.append(row.revision)
    if passed or gone:
        c.execute(delete(draft_state).where(draft_state.c.draft == id, draft_state.c.revision.in_([*passed, *gone])))
    if gone:
        orphans = draft_state.c.draft == id, draft_state.c.before <= max(gone)
        c.execute(update(draft_state).where(*orphans).values(before=None))


def close(c: Connection, kept: Kept, at: datetime, process: str | None = None, published: int | None = None) -> bool:
    """Nobody works on it any more; its states go with it. `published` is the version of `process` it became."""
    if not change(c, kept, closed=at, published=published, process=process or kept.draft.process):
        return False
    c.execute(delete(draft_state).where(draft_state.c.draft == kept.draft.id))
    return True
