"""What one person sees of one ticket: the answers, the history and the reasons, each without fields hidden from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from app.journal import entries
from app.people.permissions import may
from app.people.queries import Person
from app.processes.programs import program
from app.processes.queries import readable_versions
from app.tickets import project
from app.tickets.known import Known, know, new, recorded
from app.tickets.queries import Listed, one
from app.tickets.rows import involved
from dsl.engine.choices import Choice, choices
from dsl.engine.events import Batch, Notified, Routed, Saved
from dsl.engine.facts import Facts
from dsl.explain import explain
from dsl.explaining.sentences import sentences
from dsl.program import Program

Hidden = frozenset[str]


@dataclass(frozen=True, slots=True)
class View:
    """A ticket for one person: `answers` without the fields in `hidden`, and what the person may do now."""

    listed: Listed
    program: Program
    known: Known
    hidden: Hidden
    answers: Mapping[str, object]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A routing decision: the event, and the answers, the facts and the version it was made with."""

    number: int
    routed: Routed
    answers: Mapping[str, object]
    facts: Facts
    program: Program


def view(c: Connection, person: Person, id: int) -> View | None:
    """The ticket as the person sees it; None when it does not exist or is not visible."""
    listed = one(c, person, id)
    if listed is None:
        return None
    known = know(c, id)
    made = program(c, known.version)
    hides = hidden(c, person, listed, known)
    answers = known.state.answers if person.id == listed.requester else known.public
    return View(
        listed=listed,
        program=made,
        known=known,
        hidden=hides,
        answers={name: value for name, value in answers.items() if name not in hides},
        choices=choices(made, known.state, person.id) + looking_after(person, known),
    )


def looking_after(person: Person, known: Known) -> tuple[Choice, ...]:
    """Steps whose people a process admin may name anew."""
    if not may(person, "reassign") or person.id == known.state.requester:
        return ()
    return tuple(Choice("reassign", step) for step in known.state.open)


def hidden(c: Connection, person: Person, listed: Listed, known: Known) -> Hidden:
    """The fields that must not leave the server for this person: those that any version of the ticket hides."""
    if listed.requester == person.id or may(person, "see every ticket"):
        return frozenset()
    if listed.version in readable_versions(c, person):
        return frozenset()
    query = select(involved.c.step).where(involved.c.ticket == listed.id, involved.c.person == person.id)
    steps = list(c.scalars(query))
    return frozenset().union(*(hidden_by(program(c, version), steps) for version in known.versions))


def hidden_by(made: Program, steps: list[str]) -> Hidden:
    """The fields that a version hides from somebody who is asked at these steps."""
    sets = [project.shown(made, step) for step in steps]
    return frozenset() if None in sets else frozenset(made.form.fields) - frozenset().union(*sets)


def history(c: Connection, person: Person, view: View) -> list[dict]:
    """The events of the ticket as JSON: numbered, dated, without hidden answers; drafts are their writer's alone."""
    own = person.id == view.listed.requester
    found = []
    for entry in entries.read(c, view.listed.id):
        if entry.body["type"] == Saved.__name__ and not own:
            continue
        body = seen(view, entry.body, program(c, entry.version))
        found.append({"number": entry.number, "at": entry.at.isoformat(), **body, "by": body.get("by", entry.by)})
    return found


def seen(view: View, body: Mapping[str, object], made: Program) -> dict[str, object]:
    """One event's JSON without hidden answers, the text of a message made of them, and what rules found in them."""
    kept = dict(body)
    for part in ("answers", "changes"):
        if part in kept:
            kept[part] = {name: value for name, value in kept[part].items() if name not in view.hidden}
    if kept["type"] == Notified.__name__ and view.hidden:
        reads = {read.split(".")[0] for read in made.nodes[kept["node"]].text.reads}
        if not view.hidden.isdisjoint(reads):
            del kept["text"]
    if kept["type"] == Routed.__name__ and view.hidden:
        kept.pop("failed", None)  # which conditions did not hold tells of the answers they read
    return kept


def reasons(c: Connection, view: View) -> list[Reason]:
    """Every routing decision of the ticket, with what it was made from, in order; none once that is erased."""
    known, found = new(view.known.version), []
    if view.known.state.erased:
        return []
    for past in recorded(c, entries.read(c, view.listed.id)):
        for event in past.batch.events:
            known = known.after(past.program, (event,), known.count + 1)
            if isinstance(event, Routed):
                found.append(Reason(known.count, event, known.state.answers, facts_of(past.batch, known), past.program))
    return found


def facts_of(batch: Batch, known: Known) -> Facts:
    """The recorded facts of a batch: enough to decide again."""
    return Facts(batch.at, dict(batch.facts), requester=known.state.requester)


def told(view: View, reason: Reason, language: str) -> dict[str, object]:
    """A routing decision as JSON, explained without what the person may not see; `partly` when that left something out."""
    routed = reason.routed
    found = explain(reason.program, routed, reason.answers, reason.facts, language)
    kept = replace(
        found,
        because=tuple(each for each in found.because if is_open(view, each.values)),
        passed_over=tuple(each for each in found.passed_over if is_open(view, each.values)),
        would_change=tuple(each for each in found.would_change if is_open(view, each.subjects)),
        below=tuple(each for each in found.below if is_open(view, each.reads)),
    )
    told = {"number": reason.number, "table": routed.table, **kept.to_json(), "partly": kept != found}
    return told | {"sentences": sentences(kept, language)}


def is_open(view: View, names: Iterable[str]) -> bool:
    """Whether the person may see every field that is named."""
    return view.hidden.isdisjoint(name.split(".")[0] for name in names)
