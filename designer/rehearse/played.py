"""Moves played on a program: what each led to, where the way differs from before, and the move that cannot be made now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from designer.rehearse.people import Answering
from designer.rehearse.play import Move, Play, clock_of
from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.state import NEW, State
from dsl.libraries import Libraries
from dsl.program import Program, Step
from dsl.rehearsal import Rehearsal
from forms.answers import Raw
from forms.form import read
from forms.world import ALONE, World


class WrongAnswers(Exception):
    """Answers the form does not take: problems by path."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Done:
    """A move that was made. `then` is what it led to, `differs` whether it led elsewhere when it was made first."""

    move: Move
    batch: e.Batch
    then: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The first move that cannot be made any more, and why."""

    move: Move
    refused: Refused | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a rehearsal."""

    play: Play
    done: tuple[Done, ...] = ()
    state: State = NEW
    stopped: Stopped | None = None

    @property
    def batches(self) -> tuple[e.Batch, ...]:
        return tuple(each.batch for each in self.done)

    @property
    def kept(self) -> Play:
        """The rehearsal with only the moves that were made, each with what it led to now."""
        return replace(self.play, moves=tuple(replace(each.move, then=each.then) for each in self.done))


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a rehearsal is played: `real` is the directory of the house, `world` what forms choose from."""

    program: Program
    libraries: Libraries
    language: str = "en"
    real: Callable[[str], object] | None = None
    world: World = ALONE

    def answering(self, play: Play) -> Answering:
        return Answering(self.program, self.libraries, play, self.real)

    def facts(self, play: Play, requester: str = "") -> Facts:
        """Facts at the rehearsal's clock."""
        return Facts(clock_of(play.at, self.world.zone), ask=self.answering(play), requester=requester or play.by)


def perform(stage: Stage, play: Play) -> Played:
    """Play the moves one after the other, as far as they can be made."""
    answering = stage.answering(play)
    ticket = Rehearsal(stage.program, answering, clock_of(play.at, stage.world.zone))
    done: list[Done] = []
    for move in play.moves:
        ticket.now, answering.today = clock_of(move.at, stage.world.zone), move.at[:10]
        try:
            events = ticket.do(command(stage, ticket, move))
        except Refused as refused:
            return Played(play, tuple(done), ticket.state, Stopped(move, refused))
        except WrongAnswers as wrong:
            return Played(play, tuple(done), ticket.state, Stopped(move, None, wrong.problems))
        then = outcome(events, ticket.state)
        done.append(Done(move, ticket.batches[-1], then, bool(move.then) and move.then != then))
    return Played(play, tuple(done), ticket.state)


def command(stage: Stage, ticket: Rehearsal, move: Move) -> c.Command:
    """What a move asks for; raises WrongAnswers, and Refused for a step that is not there."""
    match move.act:
        case "submit":
            return c.Submit(by=move.by, answers=answers(stage, ticket, move))
        case "withdraw":
            return c.Withdraw(by=move.by, comment=move.comment)
        case "take back":
            return c.TakeBack(by=move.by, comment=move.comment)
        case "acknowledge":
            return c.Acknowledge(by=move.by)
        case "comment":
            return c.Comment(by=move.by, text=move.comment)
        case "reject":
            return c.Reject(by=move.by, step=move.step, comment=move.comment)
        case "return":
            return c.SendBack(by=move.by, step=move.step, to=move.to, comment=move.comment)
        case "transfer":
            return c.Transfer(by=move.by, step=move.step, to=move.to, comment=move.comment)
    if not isinstance(stage.program.nodes.get(move.step), Step):
        raise Refused("unknown-step", step=move.step, process=stage.program.name, steps=stage.program.order)
    changes = answers(stage, ticket, move)
    if move.act == "approve":
        return c.Approve(by=move.by, step=move.step, comment=move.comment, changes=changes)
    return c.Complete(by=move.by, step=move.step, outcome=move.outcome, comment=move.comment, changes=changes)


def answers(stage: Stage, ticket: Rehearsal, move: Move) -> dict[str, object]:
    """The typed answers of a move; raises WrongAnswers."""
    step = move.step or None
    if step and not fields_of(stage.program, step):
        return {}
    facts = ticket.facts(ticket.state.requester or move.by)
    raw, before = Raw(move.raw, page=True), ticket.state.answers
    found, problems = read(stage.program, raw, facts, stage.language, step, before, stage.world)
    if problems:
        raise WrongAnswers(problems)
    return found


def fields_of(program: Program, step: str) -> tuple[str, ...]:
    """The fields that may be filled in at a step."""
    access = program.nodes[step].access
    return access.fills + access.edits


# -- what a move led to ----------------------------------------------------------------------------


def outcome(events: tuple[e.Event, ...], state: State) -> tuple[str, ...]:
    """Where a move led, in names of the text: decided rules, and where the ticket stands then."""
    routes = [f"rule {event.table} {' '.join(event.outcomes)}" for event in events if isinstance(event, e.Routed)]
    if state.status == "ended":
        return (*routes, f"end {state.end}")
    if state.status == "returned":
        return (*routes, "back")
    return (*routes, *(f"step {step} {len(now.waiting)}" for step, now in sorted(state.open.items())))
