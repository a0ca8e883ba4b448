"""The history of a ticket as sentences: one paragraph for each act, with what followed from it below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from app import times
from app.i18n import translate as _
from app.processes.picture import end_word, outcome_word, result_word, step_word, table_word
from app.tickets.whys import Why
from dsl.engine import events
from dsl.engine.templates import fill
from dsl.program import Program

PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that changed: its label, and what stood there before and after ("" for nothing)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One act: who did what, its comment, changed answers, what followed, and the routing decisions to explain."""

    at: datetime
    icon: str
    tone: str
    text: Markup
    comment: str = ""
    changes: tuple[Change, ...] = ()
    followed: tuple[Markup, ...] = ()
    whys: tuple[Why, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """How things are called: labels in the reader's language, people by name, and answers as one reads them.

    `show(field, value)` writes an answer, or gives None when the reader may not see the field.
    """

    program: Program
    names: Mapping[str, str]
    language: str
    show: Callable[[str, object], str | None]
    hidden: frozenset[str] = frozenset()

    def step(self, name: str) -> str:
        """A step's label."""
        return step_word(self.program, name, self.language)

    def end(self, name: str) -> str:
        return end_word(self.program, name, self.language)

    def field(self, name: str) -> str:
        field = self.program.form.fields.get(name)
        return self.program.word(name, field.label if field else name, self.language)

    def person(self, id: str) -> str:
        return self.names.get(id, id)

    def people(self, ids: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(map(self.person, ids)) or _("nobody")

    def place(self, name: str) -> str:
        """Where a ticket is sent back to."""
        return _("the requester") if name == "request" else self.step(name)

    def of_table(self, table: str, name: str) -> str:
        """A rule or an outcome of a table."""
        return outcome_word(self.program, table, name, self.language)

    def is_plain(self, step: str) -> bool:
        """Whether a task names no outcome: then it is only done."""
        return [(one.name, one.label) for one in self.program.nodes[step].outcomes] == [("done", "Done")]

    def is_hidden(self, notify: str) -> bool:
        """Whether a message is made of answers the reader may not see."""
        reads = {read.split(".")[0] for read in self.program.nodes[notify].text.reads}
        return not self.hidden.isdisjoint(reads)

    def message(self, notify: str, text: str, answers: Mapping[str, object]) -> str:
        """A message as it was sent, or its translation with the `answers` of that time."""
        template = self.program.nodes[notify].texts.get(self.language)
        return text if template is None else fill(self.program, template, answers, "", self.language)


def told(sentence: str, **values: str) -> Markup:
    """The sentence in the reader's language with its values in bold."""
    text = escape(_(sentence))
    return Markup(PLACE.sub(lambda place: f"<b>{escape(values.get(place[1], place[0]))}</b>", text))


def headline(voice: Voice, event: events.Event) -> tuple[str, str, Markup] | None:
    """Icon, tone and sentence of an act of a person; None for what only follows from one."""
    match event:
        case events.Saved(by=by):
            return "pencil", "", told("{who} kept a draft", who=voice.person(by))
        case events.Submitted(by=by, round=1):
            return "send", "open", told("{who} filed the request", who=voice.person(by))
        case events.Submitted(by=by, round=round):
            return "send", "open", told("{who} filed it again (round {round})", who=voice.person(by), round=str(round))
        case events.Approved(earlier=earlier) if earlier:
            return None
        case events.Approved(step=step, by=by):
            return "check", "good", told("{who} approved at {step}", who=voice.person(by), step=voice.step(step))
        case events.Rejected(step=step, by=by):
            return "x", "bad", told("{who} rejected it at {step}", who=voice.person(by), step=voice.step(step))
        case events.SentBack(step=step, by=by, to=to):
            return "corner-up-left", "wait", told(
                "{who} sent it back from {step} to {place}",
                who=voice.person(by),
                step=voice.step(step),
                place=voice.place(to),
            )
        case events.Completed(step=step, by=by) if voice.is_plain(step):
            return "circle-check", "good", told("{who} finished {step}", who=voice.person(by), step=voice.step(step))
        case events.Completed(step=step, by=by, outcome=outcome):
            return "circle-check", "good", told(
                "{who} finished {step}: {outcome}",
                who=voice.person(by),
                step=voice.step(step),
                outcome=result_word(voice.program, step, outcome, voice.language),
            )
    return rare_headline(voice, event)


def rare_headline(voice: Voice, event: events.Event) -> tuple[str, str, Markup] | None:
    """The acts that do not decide anything."""
    match event:
        case events.Transferred(step=step, by=by, to=to):
            return "arrow-right", "", told(
                "{who} handed {step} over to {other}",
                who=voice.person(by),
                step=voice.step(step),
                other=voice.person(to),
            )
        case events.Reassigned(step=step, by=by, people=people):
            return "users", "wait", told(
                "{who} put {people} in charge of {step}",
                who=voice.person(by),
                people=voice.people(people),
                step=voice.step(step),
            )
        case events.TakenBack(by=by):
            return "undo-2", "wait", told("{who} took it back to change it", who=voice.person(by))
        case events.Withdrawn(by=by):
            return "undo-2", "bad", told("{who} withdrew the request", who=voice.person(by))
        case events.Acknowledged(by=by):
            return "check", "", told("{who} has seen this", who=voice.person(by))
        case events.Erased(by=by, reason=reason):
            return "eraser", "wait", told("{who} erased everything personal: {reason}", who=voice.person(by), reason=reason)
        case events.Moved(by=by, version=version, reason=reason, back=True):
            values = {"who": voice.person(by), "version": str(version), "reason": reason}
            return "git-branch", "wait", told("{who} moved it back to version {version}: {reason}", **values)
        case events.Moved(by=by, version=version, reason=reason):
            values = {"who": voice.person(by), "version": str(version), "reason": reason}
            return "git-branch", "wait", told("{who} moved it to version {version}: {reason}", **values)
        case events.Commented(by=by):
            return "message-square", "", told("{who} wrote", who=voice.person(by))
    return None


def consequence(voice: Voice, event: events.Event, answers: Mapping[str, object]) -> Markup | None:
    """What followed without anybody's doing, with the answers of that time; None for what goes without saying."""
    match event:
        case events.Routed(table=table, rules=rules, outcomes=outcomes):
            return told(
                "Rule {rule} of {table} decided: {outcome}",
                rule=", ".join(_("otherwise") if rule == "otherwise" else voice.of_table(table, rule) for rule in rules)
                or _("otherwise"),
                table=table_word(voice.program, table, voice.language),
                outcome=", ".join(voice.of_table(table, one) for one in outcomes) or _("nothing"),
            )
        case events.Asked(step=step, people=people):
            return told("{step}: asked {people}", step=voice.step(step), people=voice.people(people))
        case events.NobodyFound(step=step):
            return told("{step}: nobody was found to ask", step=voice.step(step))
        case events.Voided(step=step, fields=fields):
            changed = ", ".join(voice.field(name) for name in fields)
            return told("{step}: earlier approvals no longer count, {fields} changed", step=voice.step(step), fields=changed)
        case events.Approved(step=step, by=by, earlier=earlier) if earlier:
            return told(
                "{step}: the approval of {who} at {earlier} counts here as well",
                step=voice.step(step),
                who=voice.person(by),
                earlier=voice.step(earlier),
            )
        case events.Closed(step=step, result="cancelled"):
            return told("{step} is no longer needed", step=voice.step(step))
        case events.Joined(node=node):
            return told("{step}: all needed parts are through", step=voice.step(node))
        case events.Notified(node=node, people=people) if voice.is_hidden(node):
            return told("Told {people}", people=voice.people(people))
        case events.Notified(node=node, people=people, text=text):
            return told("Told {people}: {text}", people=voice.people(people), text=voice.message(node, text, answers))
        case events.Ended(end=end):
            return told("Ended: {end}", end=voice.end(end))
    return None


def changes_of(voice: Voice, event: events.Event, before: Mapping[str, object]) -> tuple[Change, ...]:
    """The changed answers the reader may see; computed ones too."""
    if not isinstance(event, events.Changed):
        return ()
    found = []
    for name, value in event.changes.items():
        after = "" if value is None else voice.show(name, value)
        old = voice.show(name, before[name]) if name in before else ""
        if after is not None and old is not None:
            found.append(Change(voice.field(name), old, after))
    return tuple(found)


def paragraph(
    voice: Voice, at: datetime, batch: Iterable[tuple[events.Event, Mapping[str, object]]], whys: tuple[Why, ...] = ()
) -> Paragraph | None:
    """One act; each event comes with the answers as they were before it."""
    head, comment, changes, followed = None, "", (), []
    for event, before in batch:
        found = headline(voice, event)
        if found and head is None:
            head = found
            comment = getattr(event, "comment", "") or getattr(event, "text", "")
        elif found:
            followed.append(found[2])
        changes += changes_of(voice, event, before)
        if (after := consequence(voice, event, before)) is not None:
            followed.append(after)
    if head is None and not followed and not changes:
        return None
    icon, tone, text = head or ("arrow-right", "", told("It went on"))
    return Paragraph(at, icon, tone, text, comment, changes, tuple(followed), whys, times.full(at))
