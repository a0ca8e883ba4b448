"""Probes: the smallest process in which the real engine lets some tables of a text decide, also where the text has gaps."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dsl import tree
from dsl.check import check
from dsl.checked import Checked
from dsl.compile import compile
from dsl.defaults import with_defaults
from dsl.engine import commands, events
from dsl.engine.refused import Refused
from dsl.libraries import DEFAULT, Libraries
from dsl.pretend import TODAY, Pretend
from dsl.program import Field, Program
from dsl.rehearsal import Rehearsal

OTHERWISE = "otherwise"
"""What the engine calls the line that is left when no row holds; a probe has it in every table."""
HARMLESS = frozenset(
    {"row-never-matches", "row-never-wins", "rows-overlap", "may-overlap", "needs-otherwise", "no-expect", "missing"}
)
"""Mistakes with which a table can be asked all the same."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket somebody might file: typed answers, and what the directory is told about the requester and by question."""

    answers: Mapping[str, object] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)
    told: Mapping[str, object] = field(default_factory=dict)
    requester: str = "ana"
    today: datetime.date = TODAY


class Probe:
    """The tables `names` of a process, each asked once for a ticket; None answers where the form itself has problems."""

    def __init__(
        self,
        process: tree.Process,
        names: Sequence[str],
        libraries: Libraries = DEFAULT,
        known: Checked | None = None,
    ) -> None:
        self.libraries = libraries
        self.names = tuple(names)
        found = opened(known, self.names) if known else check(stripped(process, self.names), libraries)
        checked = replace(found, problems=tuple(each for each in found.problems if each.code not in HARMLESS))
        # Few tickets are asked: interpreting is faster than compiling first, and is the specification.
        self.program: Program | None = compile(checked, "reference", "", "") if checked.ok else None

    def rows(self, ticket: Ticket) -> dict[str, tuple[str, ...]] | None:
        """The names of the rows that match in each table, in order; () when none does. None when nobody could file it."""
        rehearsal = self.rehearsal(ticket)
        try:
            given = with_defaults(self.program.form, dict(ticket.answers), rehearsal.facts(ticket.requester))
            news = rehearsal.do(commands.Submit(by=ticket.requester, answers=given))
        except Refused:
            return None
        routed = {event.table: event.rules for event in news if isinstance(event, events.Routed)}
        return {name: tuple(rule for rule in routed[name] if rule != OTHERWISE) for name in self.names}

    def rehearsal(self, ticket: Ticket) -> Rehearsal:
        return started(self.program, self.libraries, ticket)


def started(program: Program, libraries: Libraries, ticket: Ticket) -> Rehearsal:
    """A rehearsal with the ticket's directory and its day, before anything is filed."""
    told = {"today": ticket.today.isoformat(), **ticket.told}
    told |= {f"person:{ticket.requester}:{name}": value for name, value in ticket.attributes.items()}
    noon = datetime.datetime.combine(ticket.today, datetime.time(12), datetime.UTC)
    return Rehearsal(program, Pretend(program, libraries, told), noon)


def asked(program: Program, libraries: Libraries, ticket: Ticket) -> Ticket:
    """The ticket without answers to what is not asked then."""
    given = with_defaults(program.form, dict(ticket.answers), started(program, libraries, ticket).facts(ticket.requester))
    fields = program.form.fields
    return replace(
        ticket, answers={name: typed(fields[name], each) for name, each in ticket.answers.items() if name in given}
    )


def typed(field: Field, value: object) -> object:
    """A value without the columns that are worked out."""
    names = {each.name for each in field.columns or () if each.computed is None}
    return tuple({name: each[name] for name in each if name in names} for each in value) if field.columns else value


def sound(checked: Checked) -> Checked | None:
    """What the checker found, when its tables can be asked all the same."""
    return checked if all(each.level == "note" or each.code in HARMLESS for each in checked.problems) else None


def stripped(process: tree.Process, names: Sequence[str]) -> tree.Process:
    """The form of a process, some of its tables with every row that matches told, and a flow that only asks them."""
    tables = [open_table(each) for each in process.all(tree.Table) if each.name in names]
    branches = tuple(tree.Branch(each.name, tuple(tree.Arm(outcome) for outcome in each.outcomes)) for each in tables)
    kept = (*process.all(tree.Form), *tables, tree.Flow(branches), tree.Ends((tree.EndPoint("done"),)))
    return replace(process, items=kept)


def opened(checked: Checked, names: Sequence[str]) -> Checked:
    """What the checker knows of the same, without looking twice; fields that steps fill are asked at the beginning."""
    tables = {name: sheet for name, sheet in checked.tables.items() if name in names}
    return replace(
        checked,
        process=stripped(checked.process, names),
        fields={path: replace(sheet, filled_by=()) for path, sheet in checked.fields.items()},
        tables={name: replace(sheet, node=open_table(sheet.node)) for name, sheet in tables.items()},
        steps={},
        ends={"done": None},
    )


def open_table(table: tree.Table) -> tree.Table:
    """A table that tells all rows that match, and takes what none of them does."""
    return replace(table, policy="collect", otherwise=tree.Otherwise(table.outcomes[0]))
