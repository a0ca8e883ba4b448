"""An example of the text as a rehearsal: played, and each act taken down as a move."""

from __future__ import annotations

from designer.rehearse.play import Move, Play, plain
from designer.rehearse.played import Stage, outcome
from dsl import tree
from dsl.engine import commands as c
from dsl.engine.refused import Refused
from dsl.examples import Failed, Playing, requester_of, turns_of
from dsl.literals import raw
from forms.answers import from_answers


def opened(stage: Stage, example: tree.Example) -> Play:
    """The rehearsal of an example, as far as it goes; the clock stands at its day."""
    acts = tuple(act for item in example.items if isinstance(item, tree.Expect) for act in item.acts)
    turns = turns_of(acts)
    playing = Playing(stage.program, example, stage.libraries, turns)
    line = next((item for item in example.items if isinstance(item, tree.Requester)), tree.Requester("ana"))
    told = {given.name: as_typed(raw(given.value)) for given in line.attributes if given.name != "today"}
    name, said = requester_of(example, stage.libraries)
    at = f"{said.get('today', '2026-03-05')}T12:00"
    moves: list[Move] = []
    really = playing.ticket.do

    def noted(command: c.Command):
        events = really(command)
        moves.append(move_of(stage, command, at, outcome(events, playing.ticket.state)))
        return events

    playing.ticket.do = noted
    try:
        playing.begin()
        for act in acts:
            playing.play(act)
    except (Refused, Failed):
        pass  # What could be played is shown; the list says why the example fails.
    return Play(name, at, False, told, turns, tuple(moves))


def as_typed(value: object) -> str:
    """An attribute as somebody would type it."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def move_of(stage: Stage, command: c.Command, at: str, then: tuple[str, ...]) -> Move:
    """A command as a move."""
    head = {"by": command.by, "at": at, "then": then}
    match command:
        case c.Submit(answers=answers):
            return Move("submit", raw=page(stage, answers), **head)
        case c.Approve(step=step, changes=changes):
            return Move("approve", step=step, raw=page(stage, changes), **head)
        case c.Complete(step=step, outcome=way, changes=changes):
            return Move("complete", step=step, outcome=way, raw=page(stage, changes), **head)
        case c.SendBack(step=step, to=to):
            return Move("return", step=step, to=to, **head)
        case c.Reject(step=step):
            return Move("reject", step=step, **head)
        case c.Transfer(step=step, to=to):
            return Move("transfer", step=step, to=to, **head)
        case c.Withdraw():
            return Move("withdraw", **head)
        case c.TakeBack():
            return Move("take back", **head)
    raise TypeError(command)


def page(stage: Stage, answers) -> dict[str, object]:
    """Answers as a page posts them."""
    return plain(from_answers(stage.program, answers).values)
