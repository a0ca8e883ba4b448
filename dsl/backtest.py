"""A recorded ticket under another version: its own answers, facts and decisions, as far as they reach."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dsl import values
from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.decide import decide
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts, Unknown
from dsl.engine.refused import Refused
from dsl.engine.shape import after
from dsl.engine.state import NEW, State
from dsl.engine.voting import acting
from dsl.program import Program
from dsl.scaled import Unfit

Recorded = tuple[Program, e.Batch]
"""What happened, with the program that decided it: a ticket that was moved has more than one."""
SOMEBODY = "somebody"
"""Whoever would be asked where nobody recorded whom: that somebody is there is assumed, and told."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`before` and `after`: the steps that asked people, in order, then the end if there is one. `asked`: steps that would
    be asked anew, `skipped`: steps that would no longer be. `waits`: the replay stopped there, at a decision nobody made.
    `assumed`: people it had to assume are there. `why_not` says why it could not be tried to that point, "" if it could.
    """

    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    assumed: bool = False
    why_not: str = ""

    @property
    def moves(self) -> bool:
        """Whether it goes another way, as far as it goes."""
        return not self.why_not and (bool(self.asked or self.skipped) or (not self.waits and self.before != self.after))


@dataclass(slots=True)
class Trial:
    """One replay: `done` is what happened in it, batch by batch; `refused` is what stopped it."""

    program: Program
    state: State = NEW
    done: list[e.Batch] = field(default_factory=list)
    known: dict[str, object] = field(default_factory=dict)
    assumed: bool = False
    refused: Refused | Unfit | None = None

    @property
    def news(self) -> list[e.Event]:
        """Everything that happened, in order."""
        return [event for batch in self.done for event in batch.events]

    def ask(self, question: str) -> object:
        """What was recorded; else somebody where people are looked for, and nothing else."""
        if question in self.known:
            return self.known[question]
        kind, _, rest = question.partition(":")
        self.assumed = True
        if kind == "load":
            return 0
        if kind in ("role", "team") and ":" not in rest:
            return [SOMEBODY]
        if rest.rpartition(":")[2] in ("manager", "head", "department"):
            return SOMEBODY
        raise Unknown(question)

    def do(self, at: datetime.datetime, command: c.Command) -> None:
        facts = Facts(at, ask=self.ask, requester=self.state.requester)
        news = decide(self.program, self.state, command, facts)
        self.state = replay(self.program, news, self.state)
        self.done.append(e.Batch(at, command.by, news, facts.used))

    def act(self, at: datetime.datetime, command: c.Command) -> None:
        """Do what somebody did; that it was this person is taken as it was."""
        step = getattr(command, "step", None)
        if step is not None and command.by not in acting(self.program.nodes[step], self.state.open[step]):
            self.do(at, c.Reassign(by=command.by, step=step, people=(command.by,)))
        self.do(at, command)


def trial(program: Program, recorded: Sequence[Recorded]) -> Trial:
    """Do what happened to a ticket with the decisions of `program`, as far as that goes."""
    trial, left = Trial(program), []
    # What is asked earlier than it was: the nearest that was recorded later.
    for _old, batch in reversed(recorded):
        trial.known |= batch.facts
    try:
        for old, batch in recorded:
            trial.known |= {"today": batch.at.date().isoformat(), **batch.facts}
            left += [(batch.at, command) for command in commands(program, old, batch)]
            left = worked_off(trial, left)
    except (Refused, Unfit) as refused:
        trial.refused = refused
    return trial


def tried(program: Program, recorded: Sequence[Recorded]) -> Tried:
    """What would have become of a ticket with the decisions of `program`."""
    return told(trial(program, recorded), [event for _old, batch in recorded for event in batch.events])


def told(trial: Trial, recorded: Sequence[e.Event]) -> Tried:
    """A replay beside what was recorded."""
    before = way(recorded)
    if trial.refused is not None:
        return Tried(before, why_not=reason(trial.refused), assumed=trial.assumed)
    news = trial.news
    steps, own = asked_steps(recorded), asked_steps(news)
    decided = {event.step for event in recorded if isinstance(event, e.Closed)}
    ended = any(isinstance(event, e.Ended) for event in recorded)
    waits = tuple(step for step in trial.state.open if step not in decided and (ended or step not in steps))
    skipped = tuple(step for step in steps if step not in own)
    if waits:
        later = set().union(*(after(trial.program, trial.state, step) for step in trial.state.open))
        skipped = tuple(step for step in skipped if step not in later)
    return Tried(before, way(news), tuple(step for step in own if step not in steps), skipped, waits, trial.assumed)


def reason(refused: Refused | Unfit) -> str:
    """What stopped a replay: the code of a refusal, else that an answer does not fit."""
    return refused.code if isinstance(refused, Refused) else "unfit"


def worked_off(trial: Trial, left: list) -> list:
    """Acts in their order, as far as they can be done now; those left may become possible later."""
    again = True
    while again:
        again = False
        for at, each in enumerate(left):
            if possible(trial.state, each[1]):
                trial.act(*each)
                # What was decided about answers that were then filed anew counts no longer.
                kept = [] if isinstance(each[1], c.Submit) else left[:at]
                left, again = [*kept, *left[at + 1 :]], True
                break
    return left


def possible(state: State, command: c.Command) -> bool:
    match command:
        case c.Submit():
            return state.status in ("new", "draft", "returned")
        case c.Withdraw() | c.TakeBack():
            return state.status == "open" or (state.status == "returned" and isinstance(command, c.Withdraw))
    return command.step in state.open


def commands(program: Program, old: Program, batch: e.Batch) -> Iterator[c.Command]:
    """What people did in a batch, as what they would do in the other version."""
    changes: dict[str, object] = {}
    for event in batch.events:
        match event:
            case e.Submitted(by=by, answers=answers):
                asked = program.form.requested
                given = {name: each for name, each in carried(program, old, answers).items() if name in asked}
                yield c.Submit(by=by, answers=given)
            case e.Changed(step=step, changes=made) if getattr(event, "by", ""):
                node = program.nodes.get(step)
                may = (*node.access.fills, *node.access.edits) if hasattr(node, "access") else ()
                changes = {name: each for name, each in carried(program, old, made).items() if name in may}
            case e.Approved(step=step, by=by, earlier=""):
                yield c.Approve(by=by, step=step, changes=changes)
            case e.Rejected(step=step, by=by):
                yield c.Reject(by=by, step=step)
            case e.Completed(step=step, by=by, outcome=outcome):
                yield c.Complete(by=by, step=step, outcome=outcome, changes=changes)
            case e.SentBack(step=step, by=by, to=to) if event is batch.events[0]:
                yield c.SendBack(by=by, step=step, to=to)
            case e.TakenBack(by=by):
                yield c.TakeBack(by=by)
            case e.Withdrawn(by=by):
                yield c.Withdraw(by=by)


def carried(program: Program, old: Program, answers: dict) -> dict[str, object]:
    """Answers as the other version reads them; Unfit where it cannot."""
    found: dict[str, object] = {}
    for name, value in answers.items():
        mine, theirs = program.form.fields.get(name), old.form.fields.get(name)
        if mine is None or mine.computed is not None or theirs is None:
            continue
        same = mine.type == theirs.type or value is None
        found[name] = value if same else values.from_json(mine.type, values.to_json(theirs.type, value))
    return found


def asked_steps(happened: Sequence[e.Event]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.step for event in happened if isinstance(event, e.Asked)))


def way(happened: Sequence[e.Event]) -> tuple[str, ...]:
    """The steps that asked people, and the end."""
    return (*asked_steps(happened), *(event.end for event in happened if isinstance(event, e.Ended)))
