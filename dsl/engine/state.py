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
    """`status`: new, draft, open, returned (at the requester again), ended. `round` counts submissions."""

    status: str = "new"
    requester: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    round: int = 0
    open: Mapping[str, Open] = field(default_factory=dict)
    arms_done: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pending: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    visits: Mapping[str, int] = field(default_factory=dict)
    returns: Mapping[str, int] = field(default_factory=dict)
    acknowledged: bool = True
    end: str | None = None


NEW = State()
