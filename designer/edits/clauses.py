"""The edits of a step's clauses: each sets, adds or takes away one clause and leaves the others as they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer.edit import CannotEdit
from designer.flow import fresh
from designer.snippets import free_name
from dsl import tree

ORDER = (
    tree.By, tree.Decide, tree.Reject, tree.May, tree.Nobody, tree.SamePerson, tree.Void, tree.Access, tree.Due,
    tree.Outcome,
)  # fmt: skip
"""The order in which new clauses are put down; clauses that are there stay where they are."""
ACTIONS = ("return", "transfer", "add signer")
UNITS = ("minutes", "hours", "days", "weeks", "business hours", "business days")


def step_at(process: tree.Process, address: str) -> tree.Approve | tree.Task:
    """The approval or task at an address."""
    return at.of_kind(process, address, tree.Approve, tree.Task)


def clause_of(step: tree.Approve | tree.Task, kind: type) -> tuple[int, tree.Clause | None]:
    """A step's first clause of a kind with its place; None with the place where a new one goes."""
    for number, clause in enumerate(step.clauses):
        if type(clause) is kind:
            return number, clause
    rank = ORDER.index(kind)
    before = [number for number, clause in enumerate(step.clauses) if ORDER.index(type(clause)) <= rank]
    return (before[-1] + 1 if before else 0), None


def with_clause(process: tree.Process, address: str, kind: type, new: tree.Clause | None) -> tree.Process:
    """The step with its clause of a kind set to `new`; None takes it away. Comments at the clause stay with it."""
    step = step_at(process, address)
    place, old = clause_of(step, kind)
    if old == new:
        return process
    if new is None:
        return at.remove(process, f"{address}.clauses.{place}")
    if old is None:
        return at.insert(process, f"{address}.clauses", place, (new,))
    return at.put(process, f"{address}.clauses.{place}", replace(new, trivia=old.trivia))


def whole(text: str, part: str, low: int, high: int) -> int:
    """A number a person typed."""
    text = text.strip().removesuffix("%").strip()
    if text.isascii() and text.isdigit() and len(text) < 7 and low <= int(text) <= high:
        return int(text)
    raise CannotEdit("write a number from {low} to {high}", part, low=low, high=high)


def target(process: tree.Process, text: str, limit: str) -> tree.Target | None:
    """`end rejected` and `to request` as they come from a list; nothing is no target."""
    word, _, name = text.partition(" ")
    if word == "end" and name:
        return tree.End(name)
    if word == "to" and name:
        return tree.Return(name, whole(limit, "limit", 1, 100) if limit.strip() else None)
    if text:
        raise LookupError(text)
    return None


@dataclass(frozen=True, slots=True)
class AddBy:
    """Say who a step is for: the requester's manager to begin with, or whoever looks after the process for a task."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        who = fresh.MANAGER if isinstance(step_at(process, self.address), tree.Approve) else fresh.ADMINS
        return with_clause(process, self.address, tree.By, tree.By((who,)))


@dataclass(frozen=True, slots=True)
class SetPick:
    """Whether all of the people are asked, or one: `pick` is least busy, in turn, first, or nothing."""

    address: str
    pick: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        if self.pick not in ("", "least busy", "in turn", "first"):
            raise LookupError(self.pick)
        _, by = clause_of(step_at(process, self.address), tree.By)
        if by is None:
            raise CannotEdit("say first who it is", "pick")
        return with_clause(process, self.address, tree.By, replace(by, pick=self.pick or None))


@dataclass(frozen=True, slots=True)
class SetDecide:
    """How many decide: `rule` is any, all, order, count, percent, or nothing for what holds without a word."""

    address: str
    rule: str = ""
    number: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        match self.rule:
            case "":
                new = None
            case "any" | "all" | "order":
                new = tree.Decide(self.rule)
            case "count" | "percent":
                number = self.number.strip() or ("2" if self.rule == "count" else "60")
                new = tree.Decide(self.rule, whole(number, "number", 1, 100))
            case _:
                raise LookupError(self.rule)
        return with_clause(process, self.address, tree.Decide, new)


@dataclass(frozen=True, slots=True)
class SetReject:
    """Where a reject leads: `end NAME`, `to STEP` at most `limit` times, or nothing for the end `rejected`."""

    address: str
    target: str = ""
    limit: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        goal = target(process, self.target, self.limit)
        return with_clause(process, self.address, tree.Reject, goal and tree.Reject(goal))


@dataclass(frozen=True, slots=True)
class SetMay:
    """What the people of a step may do besides: of return, transfer and add signer."""

    address: str
    actions: tuple[str, ...] = ()

    def on(self, process: tree.Process) -> tree.Process:
        actions = tuple(action for action in ACTIONS if action in self.actions)
        return with_clause(process, self.address, tree.May, tree.May(actions) if actions else None)


@dataclass(frozen=True, slots=True)
class SetNobody:
    """What happens when nobody is found: `how` is ask, end, or nothing for what the process says."""

    address: str
    how: str = ""
    end: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        _, old = clause_of(step_at(process, self.address), tree.Nobody)
        match self.how:
            case "":
                new = None
            case "ask":
                new = tree.Nobody(old.people if old and old.people else (fresh.ADMINS,))
            case "end":
                end = self.end or fresh.refusal_end(process) or next(iter(fresh.ends_of(process)), "")
                if end not in fresh.ends_of(process):
                    raise CannotEdit("the process has no end yet: add one first", "end")
                new = tree.Nobody((), tree.End(end))
            case _:
                raise LookupError(self.how)
        return with_clause(process, self.address, tree.Nobody, new)


@dataclass(frozen=True, slots=True)
class SetSamePerson:
    """Whether somebody who has approved earlier is asked again: `how` is asks, counts, or nothing."""

    address: str
    how: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        if self.how not in ("", "asks", "counts"):
            raise LookupError(self.how)
        return with_clause(process, self.address, tree.SamePerson, tree.SamePerson(self.how == "asks") if self.how else None)


@dataclass(frozen=True, slots=True)
class SetVoid:
    """The fields whose change makes approvals of a step void; fields that are named already keep their order."""

    address: str
    fields: tuple[str, ...] = ()

    def on(self, process: tree.Process) -> tree.Process:
        _, old = clause_of(step_at(process, self.address), tree.Void)
        kept = tuple(name for name in (old.fields if old else ()) if name in self.fields)
        names = kept + tuple(dict.fromkeys(name for name in self.fields if name not in kept))
        return with_clause(process, self.address, tree.Void, tree.Void(names) if names else None)


@dataclass(frozen=True, slots=True)
class SetDue:
    """The deadline of a step: `count` of `unit`, reminders in percent such as `50, 90`, and what happens `then`: escalate,
    reassign or nothing. Without a count there is no deadline."""

    address: str
    count: str = ""
    unit: str = "business days"
    reminders: str = ""
    then: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        _, old = clause_of(step_at(process, self.address), tree.Due)
        if not self.count.strip():
            return with_clause(process, self.address, tree.Due, None)
        if self.unit not in UNITS or self.then not in ("", "escalate", "reassign"):
            raise LookupError(self.unit)
        business = self.unit.startswith("business ")
        length = tree.Length(whole(self.count, "count", 1, 9_999), self.unit.removeprefix("business "), business)
        people = (old.people if old and old.people else (fresh.MANAGERS_MANAGER,)) if self.then else ()
        new = tree.Due(length, reminders(self.reminders), self.then or None, people)
        return with_clause(process, self.address, tree.Due, new)


def reminders(text: str) -> tuple[int, ...]:
    """`50, 90` or `50% 90%`."""
    parts = text.replace("，", ",").replace("、", ",").replace("%", " ").replace(",", " ").split()
    return tuple(whole(part, "reminders", 1, 99) for part in parts)


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """One more way a task may go. The first one stands for the `done` that a task without outcomes has."""

    address: str
    label: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        step = step_at(process, self.address)
        if not isinstance(step, tree.Task):
            raise LookupError(self.address)
        taken = {clause.name for clause in step.clauses if isinstance(clause, tree.Outcome)}
        new = tree.Outcome(free_name("outcome" if taken else "done", taken), " ".join(self.label.split()) or None)
        last = [n for n, clause in enumerate(step.clauses) if isinstance(clause, tree.Outcome)]
        place = last[-1] + 1 if last else len(step.clauses)
        return at.insert(process, f"{self.address}.clauses", place, (new,))


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """Where an outcome of a task leads: `end NAME`, `to STEP` at most `limit` times, or nothing to go on."""

    address: str
    target: str = ""
    limit: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        old = at.of_kind(process, self.address, tree.Outcome)
        return at.put(process, self.address, replace(old, target=target(process, self.target, self.limit)))


@dataclass(frozen=True, slots=True)
class SetEnd:
    """Which end a step `end` leads to."""

    address: str
    end: str

    def on(self, process: tree.Process) -> tree.Process:
        old = at.get(process, self.address)
        if not isinstance(old, tree.Finish) or self.end not in fresh.ends_of(process):
            raise LookupError(self.address)
        return at.put(process, self.address, replace(old, end=self.end))
