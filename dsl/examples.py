"""Examples: every `example` of a process run through the real engine, against a pretend directory."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from dsl import tree, types, values
from dsl.defaults import with_defaults
from dsl.engine import commands as c
from dsl.engine.refused import Refused, render
from dsl.format_statement import act as written
from dsl.libraries import DEFAULT, Libraries
from dsl.literals import file_named, raw, raw_of
from dsl.pretend import TODAY, Pretend, some_value
from dsl.program import Approve, Program, Step, Task
from dsl.rehearsal import Rehearsal
from dsl.scaled import Unfit


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one example. `expected` and `happened` are acts as the text writes them; `happened` stops where it
    went another way, its last item then says what stood there. `message` and `message_zh` say why it failed, "" if not.
    """

    name: str
    label: str
    line: int
    passed: bool
    expected: tuple[str, ...]
    happened: tuple[str, ...]
    message: str = ""
    message_zh: str = ""


class Failed(Exception):
    """An example went another way than it promised: the sentence in English and in Chinese."""


def examples(program: Program, libraries: Libraries = DEFAULT) -> tuple[Result, ...]:
    """The results of all examples, in the order of the text."""
    return tuple(run_example(program, example, libraries) for example in program.examples)


def run_example(program: Program, example: tree.Example, libraries: Libraries = DEFAULT) -> Result:
    """Run one example."""
    return played(program, example, libraries)[0]


def played(program: Program, example: tree.Example, libraries: Libraries = DEFAULT) -> tuple[Result, Playing]:
    """The result of an example, and its ticket as far as it came."""
    acts = tuple(act for item in example.items if isinstance(item, tree.Expect) for act in item.acts)
    expected = tuple(map(written, acts))
    playing = Playing(program, example, libraries, turns_of(acts))
    head = example.name, example.label or example.name, example.at.line
    try:
        playing.begin()
        for act in acts:
            playing.play(act)
    except (Refused, Failed) as gone_wrong:
        happened = (*playing.happened, *playing.standing())
        sentences = gone_wrong.args if isinstance(gone_wrong, Failed) else tuple(render(gone_wrong, x) for x in ("en", "zh"))
        return Result(*head, False, expected, happened, *sentences), playing
    return Result(*head, True, expected, tuple(playing.happened)), playing


def turns_of(acts: tuple[tree.Act, ...]) -> dict[str, int]:
    """How many acts in a row each step has at most; who hands the own part on decides nothing."""
    longest: dict[str, int] = {}
    for name, run in groupby(act.name for act in acts if act.outcome != "transfer"):
        longest[name] = max(longest.get(name, 0), len(list(run)))
    return longest


class Playing:
    """One example being played."""

    def __init__(self, program: Program, example: tree.Example, libraries: Libraries, turns: dict[str, int]):
        self.program = program
        self.example = example
        self.requester, told = requester_of(example, libraries)
        self.given: dict[str, object] = {}
        self.happened: list[str] = []
        today = datetime.date.fromisoformat(told.get("today", TODAY.isoformat()))
        noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
        self.ticket = Rehearsal(program, Pretend(program, libraries, told, turns), noon)

    def begin(self) -> None:
        """Read the answers and file the ticket."""
        self.given = answers_of(self.program, self.example)
        self.file()

    def file(self) -> None:
        """File the ticket, or file it again."""
        given = {name: value for name, value in self.given.items() if name in self.program.form.requested}
        facts = self.ticket.facts(self.requester)
        self.ticket.do(c.Submit(by=self.requester, answers=with_defaults(self.program.form, given, facts)))

    def play(self, act: tree.Act) -> None:
        """One expected act; a ticket that came back is filed again before the next step."""
        state = self.ticket.state
        if act.name == "request" and act.name not in self.program.ends:
            return self._request(act)
        if state.status == "ended" or not isinstance(self.program.nodes.get(act.name), Step):
            return self._arrive(act)
        if state.status == "returned":
            self.file()
        self._decide(act)
        self.happened.append(written(act))

    def _arrive(self, act: tree.Act) -> None:
        if self.ticket.state.end != act.name:
            raise Failed(*self._unexpected(act))
        self.happened.append(act.name)

    def _request(self, act: tree.Act) -> None:
        """What the requester does: withdraws, takes back, or files again with other answers."""
        match act.outcome:
            case "withdraw":
                self.ticket.do(c.Withdraw(by=self.requester))
            case "take_back":
                self.ticket.do(c.TakeBack(by=self.requester))
            case _ if self.ticket.state.status != "returned":
                raise Failed(*self._unexpected(act))
            case _:
                given = self.given | self._said(act)
                self.given = {name: value for name, value in given.items() if value is not None}
                self.file()
        self.happened.append(written(act))

    def _said(self, act: tree.Act) -> dict[str, object]:
        """The answers an act changes; None for one it takes away."""
        gone = {each.name: None for each in act.changes if is_taken_away(self.program, each)}
        return typed(self.program, [each for each in act.changes if each.name not in gone]) | gone

    def _decide(self, act: tree.Act) -> None:
        if act.name not in self.ticket.state.open:
            raise Failed(*self._unexpected(act))
        by = self.ticket.first_asked(act.name)
        if by is None:
            raise Refused("nobody-asked", step=act.name)
        node = self.program.nodes[act.name]
        self.ticket.do(command(node, act.outcome, by, self._changes(node, act)))

    def _changes(self, node: Step, act: tree.Act) -> dict[str, object]:
        """What the act changes, what the example gives for the fields a step fills, and something for those that must be
        filled."""
        now = self.ticket.state.answers
        changes = {name: self.given[name] for name in node.access.fills if name in self.given} | self._said(act)
        for name in node.access.required:
            if name not in changes and name not in now:
                changes[name] = some_value(self.program.form.fields[name].type, name)
        return changes

    def standing(self) -> tuple[str, ...]:
        """Where the ticket stands, for people."""
        state = self.ticket.state
        if state.status == "open":
            return (" | ".join(state.open),)
        return {"ended": (state.end,), "returned": ("request",)}.get(state.status, ())

    def _unexpected(self, act: tree.Act) -> tuple[str, str]:
        said, stands = act.name if act.name != "request" else written(act), "".join(self.standing())
        return tuple(each.format(act=said, stands=stands) for each in UNEXPECTED[self.ticket.state.status])


UNEXPECTED = {
    "open": ("expected `{act}`, but `{stands}` is asked now", "应为 `{act}`，但现在等待 `{stands}`"),
    "ended": ("expected `{act}`, but the ticket has ended at `{stands}`", "应为 `{act}`，但单据已在 `{stands}` 结束"),
    "returned": ("expected `{act}`, but the ticket is back at its requester", "应为 `{act}`，但单据已退回申请人"),
}
COLLEAGUE = "colleague"
"""Whom a decision is handed on to: somebody nobody asked before."""
UNREADABLE = ("`{name}` cannot take this value: {why}", "`{name}` 不能取该值：{why}")


def command(node: Step, outcome: str | None, by: str, changes: dict[str, object]) -> c.Command:
    """What an act of an example, or of a script, asks for at a step; without an outcome it goes on."""
    match node, outcome:
        case Approve(), (None | "approve" | "approved"):
            return c.Approve(by=by, step=node.id, changes=changes)
        case Approve(), ("reject" | "rejected"):
            return c.Reject(by=by, step=node.id)
        case Task(), None:
            onward = [each.name for each in node.outcomes if each.target is None]
            return c.Complete(by=by, step=node.id, outcome=(onward or ["done"])[0], changes=changes)
        case Task(outcomes=own), _ if outcome in [each.name for each in own] or not leaves(node, outcome):
            return c.Complete(by=by, step=node.id, outcome=outcome, changes=changes)
        case _, "transfer":
            return c.Transfer(by=by, step=node.id, to=f"{by}.{COLLEAGUE}")
    return c.SendBack(by=by, step=node.id, to="request" if outcome == "return" else outcome)


def leaves(node: Task, outcome: str) -> bool:
    """Whether a word that is none of a task's outcomes is a way back or on to somebody else."""
    return outcome == "return" or (outcome != "done" and "return" in node.may) or (outcome == "transfer" in node.may)


def requester_of(example: tree.Example, libraries: Libraries) -> tuple[str, dict[str, object]]:
    """Who files, and what the directory is told to say, by question."""
    line = next((item for item in example.items if isinstance(item, tree.Requester)), tree.Requester("ana"))
    told: dict[str, object] = {}
    for given in line.attributes:
        if given.name == "today":
            told["today"] = raw(given.value)
        elif given.name in libraries.person:
            kind = libraries.person[given.name].type
            told[f"person:{line.name}:{given.name}"] = values.to_json(kind, values.from_json(kind, raw_of(given)))
    return line.name, told


def answers_of(program: Program, example: tree.Example) -> dict[str, object]:
    """The typed answers an example gives, those of later steps too."""
    return typed(program, [each for item in example.items if isinstance(item, tree.Answers) for each in item.items])


def is_taken_away(program: Program, given: tree.Given) -> bool:
    """Whether `note { }` says that there is no answer any more; several of something are then none of it."""
    several = isinstance(program.form.fields[given.name].type, types.Rows | types.Files | types.Choices)
    return given.values == () and not several


def typed(program: Program, several: list[tree.Given]) -> dict[str, object]:
    """Answers as they are written, typed; raises Failed."""
    answers = {}
    for given in several:
        kind = program.form.fields[given.name].type
        written = raw_of(given)
        if isinstance(kind, types.Files | types.Choices) and not isinstance(written, list):
            written = [written]
        if isinstance(kind, types.Files):
            written = [file_named(str(name)) for name in written]
        try:
            answers[given.name] = values.from_json(kind, written)
        except Unfit as wrong:
            raise Failed(*(each.format(name=given.name, why=wrong) for each in UNREADABLE)) from None
    return answers
