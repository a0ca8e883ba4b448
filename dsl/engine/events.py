"""Events: what happened to a ticket, for ever. Past tense; one `decide` yields one batch, its first event carries the facts.

`step` and `node` are node ids of the program (the step's name; generated for nodes without one).
`at` (aware UTC), the number on the ticket and `facts` of the batch are kept by the journal around the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved(Event):
    """A draft was kept."""

    by: str
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Event):
    """Filed, or filed again: `round` counts from 1. `answers` are whole: typed, hidden ones absent, computed ones in."""

    by: str
    answers: Mapping[str, object]
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(Event):
    """A table decided at the branch `node`. `rules` are the names of the rows that won ("otherwise" for the last line);
    `outcomes` their outcomes in order; `failed` holds for each earlier row the index of its first condition that did not
    hold (what recomputation needs, a byte each). `answers` read are those of the state."""

    node: str
    table: str
    rules: tuple[str, ...]
    outcomes: tuple[str, ...]
    failed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Event):
    """A step opened: `people` may act now; for `in order` they are the ones still to come, first one acts."""

    step: str
    people: tuple[str, ...]
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyFound(Event):
    """The people of a step came out empty (the requester never counts); the `nobody` policy follows."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Event):
    """Answers changed at a step: only the changed fields, computed ones included; None for one that vanished."""

    step: str
    by: str
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Event):
    """`earlier` names the step at which `by` approved before, where the text says `same person counts`."""

    step: str
    by: str
    comment: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Event):
    step: str
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack(Event):
    """The ticket goes back to `to` ("request" or a step), counted against the return's limit under `counter`."""

    step: str
    by: str
    to: str
    counter: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed(Event):
    step: str
    by: str
    outcome: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Event):
    step: str
    by: str
    to: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned(Event):
    """A process admin put `people` in the place of those still asked at a step."""

    step: str
    by: str
    people: tuple[str, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(Event):
    """Approvals of `step` no longer count because watched fields changed; it is asked again."""

    step: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """A step is over. `result`: approved, rejected, sent back, done, or cancelled (an other arm decided)."""

    step: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forked(Event):
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmDone(Event):
    """Arm number `arm` of the parallel `node` arrived; of a `collect` branch: of the outcomes in the order they matched."""

    node: str
    arm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified(Event):
    node: str
    people: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack(Event):
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Event):
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented(Event):
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Event):
    """Everything personal of the ticket was erased, in all its events: no command does this, and it stays erased."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    """The ticket goes on by another version of its process: from number `before` to number `version`. An administrator
    did this, in the act with the number `act`. `answers` are whole, as that version has them; what was decided at the
    steps `forgotten` no longer counts. `back`: it undoes the move just before it, and everything is as it was."""

    by: str
    version: int
    before: int
    act: int
    reason: str
    answers: Mapping[str, object]
    forgotten: tuple[str, ...] = ()
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    end: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one command led to: the moment, the actor, the facts used, and the events in order."""

    at: object
    by: str
    events: tuple[Event, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
