"""The state of a ticket: what its events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Open:
    """A step that waits for people. `waiting` may act (for `in order` only the first may), `decided` did: (id, word)."""

    waiting: tuple[str, ...]
    decided: tuple[tuple[str, str], ...] = ()
    visit: int = 1


@dataclass(frozen=True, slots=True)
class State:
    """`status`: new, draft, open, returned (at the requester again), ended. `round` counts submissions.

    Of this round: `open` steps; `done` steps in the order they closed with their `decisions` (who, word); `arms_done` of
    each parallel that is forked and of each `collect` branch, whose arms are `pending` (all of them, in row order);
    `touched` once somebody decided; steps whose approvals became `voided`. Of the whole ticket: how often each step was
    asked (`visits`), each way back was gone (`returns`), and whether the requester has `acknowledged` that it came back
    or was rejected, and whether everything personal was `erased`; and what the last move to another version `left`.
    """

    status: str = "new"
    requester: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    round: int = 0
    open: Mapping[str, Open] = field(default_factory=dict)
    arms_done: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pending: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    decisions: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    touched: bool = False
    voided: tuple[str, ...] = ()
    visits: Mapping[str, int] = field(default_factory=dict)
    returns: Mapping[str, int] = field(default_factory=dict)
    acknowledged: bool = True
    end: str | None = None
    erased: bool = False
    left: State | None = None


NEW = State()
