"""Driving: a ticket taken through the real engine by people who always go on, as far as a step or its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dsl import tree
from dsl.analysing.probe import Ticket, started
from dsl.checked import Checked
from dsl.compile import compile
from dsl.defaults import with_defaults
from dsl.engine import commands as c
from dsl.engine import events
from dsl.engine.choices import choices
from dsl.engine.refused import Refused
from dsl.examples import command
from dsl.libraries import Libraries
from dsl.pretend import some_value
from dsl.program import Program
from dsl.rehearsal import Rehearsal

MOST_ACTS = 200
Changes = Mapping[str, Mapping[str, object]]
"""Step -> what it makes of answers."""


@dataclass(slots=True)
class Drive:
    """What happened: the acts as an example writes them, every event, where it ended, and the refusal that stopped it."""

    acts: list[tree.Act] = field(default_factory=list)
    events: list[events.Event] = field(default_factory=list)
    end: str | None = None
    refused: Refused | None = None
    filed: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The steps decided, in order, each once in a row, and the end."""
        names = [act.name for act in self.acts]
        return tuple(name for at, name in enumerate(names) if at == 0 or names[at - 1] != name)


class Driver:
    """Drives tickets of one process; `claims` says whether the claims of the text are kept on the way."""

    def __init__(self, checked: Checked, libraries: Libraries) -> None:
        self.libraries = libraries
        self.program: Program = compile(checked, "reference", "", "")
        self.open_handed = replace(self.program, claims=())

    def drive(
        self, ticket: Ticket, changes: Changes | None = None, first: str = "", claims: bool = True, last: str = ""
    ) -> Drive:
        """`changes`: what steps make of answers; `first` is decided as soon as it is open, `last` when nothing else is."""
        program = self.program if claims else self.open_handed
        rehearsal = started(program, self.libraries, ticket)
        found = Drive()
        try:
            given = with_defaults(program.form, dict(ticket.answers), rehearsal.facts(ticket.requester))
            found.events += rehearsal.do(c.Submit(by=ticket.requester, answers=given))
            found.filed = True
            while rehearsal.state.status == "open" and len(found.acts) < MOST_ACTS:
                waiting = sorted(rehearsal.state.open, key=lambda each: (each != first, each == last))
                step = waiting[0]
                if not self._act(rehearsal, step, (changes or {}).get(step, {}), found):
                    break
        except Refused as refused:
            found.refused = refused
        found.end = rehearsal.state.end
        if found.end:
            found.acts.append(tree.Act(found.end))
        return found

    def stuck(self, ticket: Ticket, step: str) -> bool:
        """Whether nobody can do anything at `step` any more after it has sent the ticket back as often as it may."""
        rehearsal = started(self.program, self.libraries, ticket)
        given = with_defaults(self.program.form, dict(ticket.answers), rehearsal.facts(ticket.requester))
        try:
            for _ in range(MOST_ACTS):
                state = rehearsal.state
                if state.status in ("new", "returned"):
                    rehearsal.do(c.Submit(by=ticket.requester, answers=given))
                    continue
                if state.status == "ended":
                    return False
                if step in state.open:
                    by = rehearsal.first_asked(step)
                    may = [each for each in choices(self.program, state, by or "") if each.step == step]
                    if not may:
                        return by is not None
                    outcome = next((each.outcomes[0] for each in may if each.outcomes), "")
                    rehearsal.do(c.Complete(by=by, step=step, outcome=outcome))
                elif not self._act(rehearsal, next(iter(state.open)), {}, Drive()):
                    return False
        except Refused:
            return False
        return False

    def _act(self, rehearsal: Rehearsal, step: str, changes: Mapping[str, object], found: Drive) -> bool:
        """One decision; False when nobody can make it."""
        by, node = rehearsal.first_asked(step), rehearsal.program.nodes[step]
        if by is None:
            return False
        now = rehearsal.state.answers
        may = (*node.access.fills, *node.access.edits)
        given = {name: changes[name] for name in may if name in changes and now.get(name) != changes[name]}
        for name in node.access.required:
            if name not in given and name not in now:
                given[name] = some_value(rehearsal.program.form.fields[name].type, name)
        found.events += rehearsal.do(command(node, None, by, given))
        found.acts.append(tree.Act(step))
        return True
