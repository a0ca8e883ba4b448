"""Commands: what a person asks to happen to a ticket. Imperative; `by` is the actor's id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Save(Command):
    """Keep answers as a draft; they may be incomplete."""

    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Command):
    """File the request, or file it again after it came back. `answers` are typed and complete (read by `forms`)."""

    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Command):
    step: str
    comment: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Command):
    step: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Command):
    """`return to …`: `to` is "request" or an earlier step."""

    step: str
    to: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Command):
    """Finish a task with one of its outcomes ("done" when it declares none)."""

    step: str
    outcome: str = "done"
    comment: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Command):
    """Hand the own part of a step to another person."""

    step: str
    to: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Command):
    """Put `people` in the place of those still asked at a step, so that nothing stays stuck when nobody was found or a
    person is gone. Who may do this is for the app to say (process admins); the engine only keeps the requester out."""

    step: str
    people: tuple[str, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Command):
    """The requester ends the ticket; it goes to the end `withdrawn`."""

    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Command):
    """The requester takes the running ticket back to change it, before anyone decided in this round."""

    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(Command):
    """The requester has seen that the ticket came back, or was rejected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Command):
    text: str
