"""The flow: steps with their clauses, branches, parallels and where a step may lead instead of on."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.tree.expressions import Expression, Length
from dsl.tree.node import Line, Node


@dataclass(frozen=True, slots=True)
class End(Node):
    """`end rejected`, as a target."""

    name: str


@dataclass(frozen=True, slots=True)
class Return(Node):
    """`return to request` or `return to manager`, as a target; `limit` times per ticket."""

    to: str
    limit: int | None = None


Target = End | Return


@dataclass(frozen=True, slots=True)
class By(Line):
    """`by requester.manager, role("finance") pick least busy`; `pick`: least busy, in turn, first, or None for all."""

    people: tuple[Expression, ...]
    pick: str | None = None


@dataclass(frozen=True, slots=True)
class Decide(Line):
    """`decide any` · `all` · `in order` · `2 of them` · `60% of them`; `rule`: any all order count percent."""

    rule: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Reject(Line):
    target: Target


@dataclass(frozen=True, slots=True)
class May(Line):
    """`may return, transfer, add signer`."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due(Line):
    """`due 2 business days, remind at 50%, then escalate to …`; `then`: escalate, reassign, or None; reminders in %."""

    length: Length
    reminders: tuple[int, ...] = ()
    then: str | None = None
    people: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Nobody(Line):
    """`nobody ask role("process-admin")` or `nobody end rejected`; on the process and on a step."""

    people: tuple[Expression, ...] = ()
    target: End | None = None


@dataclass(frozen=True, slots=True)
class SamePerson(Line):
    """`same person asks again` or `same person counts`."""

    asks_again: bool


@dataclass(frozen=True, slots=True)
class Void(Line):
    """`void when amount, lines change`."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need(Node):
    """One field of a `fills` clause."""

    name: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Access(Line):
    """`sees all, edits amount`, `sees student, course`, `fills payment_ref required`: one line, any of the three parts.

    `sees` is None when not written, ("*",) for `all`. Without any `sees` a step sees all.
    """

    sees: tuple[str, ...] | None = None
    edits: tuple[str, ...] = ()
    fills: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Line):
    """`outcome bounced "Bank refused it" -> return to request`; without a target the flow goes on."""

    name: str
    label: str | None = None
    target: Target | None = None


Clause = By | Decide | Reject | May | Due | Nobody | SamePerson | Void | Access | Outcome


@dataclass(frozen=True, slots=True)
class Approve(Line):
    name: str
    label: str | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Task(Line):
    """`task payment "Pay out" { … }`; with `calls` the step `call stock "Ask the warehouse" { … }`."""

    name: str
    label: str | None = None
    clauses: tuple[Clause, ...] = ()
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Notify(Line):
    people: tuple[Expression, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Finish(Line):
    """The step `end rejected`: the ticket ends here."""

    end: str


@dataclass(frozen=True, slots=True)
class Arm(Line):
    """An arm of a branch (`name` is an outcome of its table) or of a parallel (`name` optional)."""

    name: str | None
    steps: tuple[Step, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Branch(Line):
    """`branch by desk { pay { } manager { … } }`."""

    table: str
    arms: tuple[Arm, ...] = ()


@dataclass(frozen=True, slots=True)
class Parallel(Line):
    """`parallel both "Two departments" join all { arm { … } arm { … } }`; `join`: all, any, or a count as int."""

    name: str
    label: str | None
    join: str | int
    arms: tuple[Arm, ...] = ()


Step = Approve | Task | Notify | Finish | Branch | Parallel


@dataclass(frozen=True, slots=True)
class Flow(Line):
    steps: tuple[Step, ...] = ()
