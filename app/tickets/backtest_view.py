"""What came of trying a draft on recorded tickets, in words and numbers for a page: kinds of moves, steps, and why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app import times
from app.i18n import language
from app.i18n import translate as _
from app.journal import chain
from app.people import queries as people
from app.processes.picture import end_word, step_word
from app.processes.programs import program
from app.processes.queries import find as find_process
from app.tickets.backtest_runs import Run
from designer.drafts import Draft
from dsl.program import Program

FEW = 12
"""Kinds of moves that are shown at once; the others follow below."""
WHY_NOT = {
    "erased": "they were erased",
    "unfit": "an answer does not fit the form of the draft",
    "not-filled": "the draft asks for something that was not filled in",
    "still-needed": "the draft asks for something that was not filled in",
    "still-missing": "the draft asks for something that was not filled in",
    "check-failed": "a check of the draft refuses the answers",
    "may-not-change": "somebody changed an answer that the draft does not let them change",
    "unknown-fact": "the draft asks for something about a person that was not recorded",
    "claim-before": "a claim of the draft refuses a decision that was made",
    "claim-never": "a claim of the draft refuses a decision that was made",
    "may-not": "somebody did what the draft does not allow at that step",
    "no-way-back": "they were sent back to where the draft has no way back",
    "sent-back-enough": "they were sent back more often than the draft allows",
    "unknown-outcome": "a task had an outcome that the draft does not know",
    "a-task": "what was an approval is a task in the draft",
    "an-approval": "what was a task is an approval in the draft",
    "already-decided": "they were taken back when in the draft somebody had decided already",
    "unknown-step": "somebody acted at a step that the draft does not have",
}
"""Why a ticket could not be tried, by what stopped it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step or an end on a way; `differs` when the other way does not go there at this place."""

    label: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """Tickets that move in the same way. Without `before` and `after` it is all that were too many to tell apart."""

    key: str
    count: int
    before: tuple[Stop, ...]
    after: tuple[Stop, ...]
    named: Sequence[int]


@dataclass(frozen=True, slots=True)
class Unread:
    """Tickets that could not be tried, and why."""

    key: str
    count: int
    why: str
    named: Sequence[int]


@dataclass(frozen=True, slots=True)
class Line:
    """A step with how many tickets would come to it anew, no longer, and wait there for a decision nobody made."""

    label: str
    asked: int
    skipped: int
    waits: int


@dataclass(frozen=True, slots=True)
class Told:
    """A run for a page. `outdated` when the draft says something else by now."""

    run: Run
    outdated: bool
    by: str
    at: str
    since: str
    until: str
    tried: int
    moved: int
    untried: int
    waiting: int
    assumed: int
    kinds: tuple[Kind, ...]
    unread: tuple[Unread, ...]
    lines: tuple[Line, ...]

    @property
    def same(self) -> int:
        """Tickets that go as they went."""
        return self.tried - self.moved - self.untried

    @property
    def total(self) -> int:
        """Tickets there are to try, never fewer than were tried."""
        return self.tried if self.run.state == "done" else max(self.run.total, self.tried)

    @property
    def most(self) -> int:
        """The largest figure of a step, for bars."""
        return max((max(each.asked, each.skipped) for each in self.lines), default=0)


@dataclass(frozen=True, slots=True)
class Words:
    """Labels of steps and ends: as the draft calls them, else as the published version does."""

    programs: tuple[Program, ...]

    def __call__(self, name: str) -> str:
        for made in self.programs:
            if name in made.ends or name == "withdrawn":
                return end_word(made, name, language())
            if name in made.nodes:
                return step_word(made, name, language())
        return name.replace("_", " ")


def words(c: Connection, draft: Draft, made: Program | None) -> Words:
    """The labels for a draft whose program is `made`."""
    process = find_process(c, draft.process) if draft.process else None
    published = (program(c, process.version),) if process else ()
    return Words(((made,) if made else ()) + published)


def told(c: Connection, run: Run, draft: Draft, made: Program | None) -> Told:
    """Everything a page says about a run."""
    say, found = words(c, draft, made), run.result
    return Told(
        run=run,
        outdated=not run.is_of(draft),
        by=people.names(c, [run.by])[run.by],
        at=times.full(run.at),
        since=times.full(run.since) if run.since else "",
        until=times.full(run.until) if run.until else "",
        tried=found["tickets"],
        moved=found["moved"],
        untried=sum(found["untried"].values()),
        waiting=found["waiting"],
        assumed=found["assumed"],
        kinds=tuple(kind(each, say) for each in found["ways"]),
        unread=tuple(unread(found, code) for code in sorted(found["untried"], key=lambda code: -found["untried"][code])),
        lines=lines(found, say),
    )


def kind(way: Mapping[str, object], say: Words) -> Kind:
    """A kind of moves in words."""
    before, after = way["before"], way["after"]
    old = tuple(Stop(say(name), name not in after) for name in before)
    new = tuple(Stop(say(name), name not in before) for name in after)
    if before and after and not any(each.differs for each in (*old, *new)):
        first = difference(before, after)
        old = tuple(Stop(each.label, at >= first) for at, each in enumerate(old))
        new = tuple(Stop(each.label, at >= first) for at, each in enumerate(new))
    return Kind(key_of(before, after), way["count"], old, new, way["tickets"])


def difference(before: Sequence[object], after: Sequence[object]) -> int:
    """The first place where both differ."""
    same = (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    return next(same, min(len(before), len(after)))


def key_of(before: Sequence[str], after: Sequence[str]) -> str:
    """What a kind is called in an address."""
    return hashlib.sha256(chain.canonical([list(before), list(after)])).hexdigest()[:12]


def unread(found: Mapping[str, object], code: str) -> Unread:
    """Tickets that could not be tried for this reason."""
    return Unread(f"not-{code}", found["untried"][code], why_not(code), found["untried_tickets"].get(code, ()))


def why_not(code: str) -> str:
    """The reason in words."""
    known = WHY_NOT.get(code)
    return _(known) if known else _("the draft refuses something that was done ({code})", code=code)


def lines(found: Mapping[str, Mapping[str, int]], say: Words) -> tuple[Line, ...]:
    """Each step that somebody would be asked at anew, or no longer, or where a replay waits; the most concerned first."""
    asked, skipped, waits = found["asked"], found["skipped"], found["waits"]
    names = sorted({*asked, *skipped, *waits}, key=lambda name: (-asked.get(name, 0) - skipped.get(name, 0), name))
    return tuple(Line(say(name), asked.get(name, 0), skipped.get(name, 0), waits.get(name, 0)) for name in names)
