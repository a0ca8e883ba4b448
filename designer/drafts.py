"""What the designer asks of whoever stores drafts: a draft, its saved states, and what a save comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Draft:
    """A text somebody works on.

    `good` is the newest text of this draft that the parser read without a mistake; pictures are drawn from it.
    `files` are the tables beside the text, name -> CSV. `process` is the published process the draft continues and `base`
    the number of the version it began from, None for a new one. `revision` grows with every save, undo and redo.
    """

    id: int
    text: str
    good: str
    revision: int
    by: str
    at: datetime
    files: Mapping[str, str] = field(default_factory=dict)
    process: str | None = None
    base: int | None = None
    can_undo: bool = False
    can_redo: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft as it is now; `merged` when somebody else had saved meanwhile and the lines did not touch."""

    draft: Draft
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the same lines: `theirs` is what is stored, `mine` the text that was not saved."""

    theirs: Draft
    mine: str


class Drafts(Protocol):
    """Where drafts are kept; every door asks for permission itself and answers 403 or 404 by raising."""

    def find(self, id: int) -> Draft: ...

    def text_of(self, id: int, revision: int) -> str | None:
        """The text as it was at a revision; None when it is not kept any more."""

    def save(self, id: int, base: int, text: str, what: str, typed: bool = False) -> Saved | Conflict:
        """Keep `text`, which was made from revision `base`. `what` says what was done, for the history; saves of one
        person that are `typed` one soon after the other are one state to undo. The same text again changes nothing."""

    def undo(self, id: int, base: int) -> Saved | Conflict:
        """Go back to the state before the newest one; refuses (Conflict) when `base` is not the newest revision."""

    def redo(self, id: int, base: int) -> Saved | Conflict:
        """Go forward again."""
