"""What process admins find on the page of a process beside its text: its draft, four eyes, retiring, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import Connection

from app import times
from app.i18n import language
from app.i18n import translate as _
from app.people import queries as people
from app.people.permissions import may
from app.people.queries import Person
from app.processes import draft_rows, life
from app.processes.queries import Process
from designer.drafts import Draft
from designer.sources import SOURCES
from dsl import tree


@dataclass(frozen=True, slots=True)
class Done:
    """Something done to a process, as a sentence with its reason."""

    what: str
    text: str
    reason: str
    when: str


@dataclass(frozen=True, slots=True)
class Lead:
    """`draft` is the open one, if somebody works on it; `asked` is who asks to switch four eyes off, `own` whether it was
    the reader; `elsewhere` how many tickets are under way on other versions than the published one."""

    draft: Draft | None
    by: str
    since: str
    asked: str
    own: bool
    done: tuple[Done, ...]
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list."""

    id: int
    label: str
    name: str
    by: str
    at: datetime
    when: str
    revision: int


def lead(c: Connection, me: Person, process: Process) -> Lead | None:
    """What there is to lead; None for who does not design."""
    if not may(me, "design"):
        return None
    kept, deeds, asked = draft_rows.open_of(c, process.id), life.deeds(c, process.id), life.asked_off(c, process.id)
    draft = kept.draft if kept and kept.authors else None
    who = [deed.by for deed in deeds] + ([draft.by] if draft else [])
    names = people.names(c, who)
    return Lead(
        draft=draft,
        by=names[draft.by] if draft else "",
        since=times.full(draft.at) if draft else "",
        asked=names[asked.by] if asked else "",
        own=bool(asked and asked.by == me.id),
        done=tuple(done_of(deed, names[deed.by]) for deed in deeds),
        elsewhere=sum(count for version, count in under_way(c, process.id).items() if version != process.version),
    )


def under_way(c: Connection, id: str) -> dict[int, int]:
    """How many tickets are under way by version; the rooms of tickets hand in the count."""
    return current_app.extensions["waybill.under_way"](c, id)


def done_of(deed: life.Deed, who: str) -> Done:
    """A deed as a sentence."""
    return Done(deed.what, sentence(deed.what, who), deed.reason, times.full(deed.at))


def sentence(what: str, who: str) -> str:
    """What was done, as a sentence."""
    match what:
        case life.ON:
            return _("{who} switched four eyes on", who=who)
        case life.ASK:
            return _("{who} asked to switch four eyes off", who=who)
        case life.OFF:
            return _("{who} agreed: four eyes are off", who=who)
        case life.COVERED:
            return _("{who} asked for full examples", who=who)
        case life.UNCOVERED:
            return _("{who} no longer asks for full examples", who=who)
        case life.RETIRED:
            return _("{who} retired the process", who=who)
        case _back:
            return _("{who} brought the process back", who=who)


def drafts(c: Connection, me: Person, labels: dict[str, str]) -> list[Row]:
    """The open drafts that somebody changed, for who designs; `labels` are those of published processes."""
    if not may(me, "design"):
        return []
    found = [kept.draft for kept in draft_rows.all_open(c) if kept.authors]
    names = people.names(c, [draft.by for draft in found])
    return [row_of(draft, labels.get(draft.process or "", ""), names[draft.by]) for draft in found]


def row_of(draft: Draft, label: str, by: str) -> Row:
    """A draft in the list; one of a new process is called what its text calls it."""
    return Row(draft.id, label or label_of(draft), draft.process or "", by, draft.at, times.full(draft.at), draft.revision)


def label_of(draft: Draft) -> str:
    """What the text calls its process, in the reader's language where it says so."""
    process = SOURCES.of(draft.good).process
    if process is None:
        return _("Without a name")
    words = (word for block in process.all(tree.Words) if block.language == language() for word in block.items)
    said = next((word.text for word in words if word.path == (process.name,)), process.label)
    return said or _("Without a name")
