"""Acts: what a person asks for by name and raw answers, made into a command, or into what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.exceptions import Forbidden

from app.db import now, reading
from app.errors import Invalid
from app.i18n import language
from app.i18n import translate as _
from app.people.changes import ID
from app.people.permissions import may, require
from app.people.queries import Person, find
from app.processes.api import require_open
from app.processes.principals import includes
from app.processes.programs import program
from app.processes.queries import find as process
from app.tickets.known import Known
from app.tickets.perform import facts_of
from app.tickets.world import world
from dsl.engine import commands
from dsl.engine.ways import leads_back
from dsl.program import Program, Step
from forms.answers import raw_of
from forms.fields.text import refused
from forms.form import read, read_draft
from forms.messages import say

LONGEST_COMMENT = 4000
"""Characters of a comment."""
MOST_PEOPLE = 100
"""People named in one reassignment."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is asked for: an action as `choices` names it, or "reassign"; the rest as far as the action needs it.
    `answers` are raw: a posted form or JSON."""

    action: str
    step: str = ""
    to: str = ""
    outcome: str = "done"
    comment: str = ""
    people: tuple[str, ...] = ()
    answers: object = field(default_factory=dict)


def first(c, person: Person, version: int, raw: object, draft: bool = False) -> commands.Command:
    """The command that files a new ticket, or keeps it as a draft; Forbidden when the person may not start it."""
    made = program(c, version)
    facts = facts_of(c, now())
    if not (may(person, "start") and includes(made.started_by, person, facts)):
        raise Forbidden(_("you may not start this process"))
    facts.requester = person.id
    if draft:
        return commands.Save(by=person.id, answers=draft_of(made, person, raw, facts))
    return commands.Submit(by=person.id, answers=whole_of(made, person, raw, facts))


def command(c, person: Person, made: Program, known: Known, act: Act) -> commands.Command:
    """The command for an act on a ticket; Invalid with everything that is wrong with it."""
    if len(act.comment) > LONGEST_COMMENT:
        raise Invalid([("comment", _("at most {count} characters", count=LONGEST_COMMENT))])
    if wrong := refused(act.comment, long=True):
        raise Invalid([("comment", say(wrong, language()))])
    by, note = person.id, act.comment
    match act.action:
        case "save" | "submit":
            return requested(c, person, made, known, act)
        case "approve":
            return commands.Approve(by=by, step=act.step, comment=note, changes=changes(c, person, made, known, act))
        case "complete":
            given = changes(c, person, made, known, act)
            return commands.Complete(by=by, step=act.step, outcome=act.outcome, comment=note, changes=given)
        case "reject":
            return commands.Reject(by=by, step=act.step, comment=note)
        case "return":
            return commands.SendBack(by=by, step=act.step, to=act.to, comment=note)
        case "transfer":
            return commands.Transfer(by=by, step=act.step, to=somebody("to", act.to), comment=note)
        case "reassign":
            return reassign(person, known, act)
    return of_ticket(by, act)


def of_ticket(by: str, act: Act) -> commands.Command:
    """The acts that need no step."""
    match act.action:
        case "withdraw":
            return commands.Withdraw(by=by, comment=act.comment)
        case "take back":
            return commands.TakeBack(by=by, comment=act.comment)
        case "acknowledge":
            return commands.Acknowledge(by=by)
        case "comment":
            if not act.comment.strip():
                raise Invalid([("comment", _("this is needed: please fill it in"))])
            return commands.Comment(by=by, text=act.comment)
    raise Invalid([("act", _("there is no act `{act}`", act=act.action[:40]))])


def requested(c, person: Person, made: Program, known: Known, act: Act) -> commands.Command:
    """The requester's form, filed again or kept. What was never filed cannot be once the process is retired."""
    if known.state.status == "draft":
        require_open(process(c, made.name))
    facts = facts_of(c, now())
    facts.requester = known.state.requester
    attached = known.state.answers if person.id == known.state.requester else {}
    if act.action == "save":
        return commands.Save(by=person.id, answers=draft_of(made, person, act.answers, facts, attached))
    return commands.Submit(by=person.id, answers=whole_of(made, person, act.answers, facts, attached))


def whole_of(made: Program, person: Person, raw: object, facts, attached: Mapping | None = None) -> dict[str, object]:
    """Typed answers of the whole request."""
    answers, problems = read(made, raw, facts, language(), world=world(person, attached))
    if problems:
        raise Invalid(list(problems.items()))
    return answers


def draft_of(made: Program, person: Person, raw: object, facts, attached: Mapping | None = None) -> dict[str, object]:
    """Typed answers as far as they are filled in."""
    answers, problems = read_draft(made, raw, facts, language(), world=world(person, attached))
    if problems:
        raise Invalid(list(problems.items()))
    return answers


def changes(c, person: Person, made: Program, known: Known, act: Act) -> dict[str, object]:
    """Typed changes of the answers a step fills or edits; the engine says whether the person may act there at all."""
    node = made.nodes.get(act.step)
    asked = act.step in known.state.open and person.id in known.state.open[act.step].waiting
    if not isinstance(node, Step) or not asked or not (node.access.fills or node.access.edits):
        return nothing(act.answers)
    facts = facts_of(c, now())
    facts.requester = known.state.requester
    before = known.state.answers
    given, problems = read(made, act.answers, facts, language(), act.step, before, world(person, before))
    if act.action == "complete" and leads_back(node, act.outcome):
        # What a step must fill in to go on is not demanded of somebody who sends the ticket back.
        problems = {path: text for path, text in problems.items() if is_said(made, act.answers, path)}
    if problems:
        raise Invalid(list(problems.items()))
    return given


def is_said(made: Program, raw: object, path: str) -> bool:
    """Whether a problem at `path` is about something that was filled in."""
    values = raw_of(made, raw).values
    return not path or not isinstance(values, Mapping) or bool(values.get(path.split(".")[0]))


def nothing(raw: object) -> dict[str, object]:
    """No changes; JSON that has some is refused here, as the step takes none."""
    if isinstance(raw, dict) and raw:
        raise Invalid([(str(name)[:80], _("this step does not take this answer")) for name in list(raw)[:20]])
    return {}


def reassign(person: Person, known: Known, act: Act) -> commands.Reassign:
    """Who is asked instead; only for those who look after incidents, and never of the own request: nobody names who decides
    about it."""
    require(person, "reassign")
    if person.id == known.state.requester:
        raise Forbidden(_("who decides about your own request is for another process admin to say"))
    if not 0 < len(act.people) <= MOST_PEOPLE:
        raise Invalid([("people", _("name 1 to {count} people", count=MOST_PEOPLE))])
    people = tuple(somebody("people", one) for one in act.people)
    return commands.Reassign(by=person.id, step=act.step, people=people, comment=act.comment)


def somebody(path: str, id: str) -> str:
    """The id of an active person."""
    with reading() as c:
        if not ID.fullmatch(id) or find(c, id) is None:
            raise Invalid([(path, _("nobody has the id `{id}`", id=id[:64]))])
    return id
