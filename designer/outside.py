"""What the app hands in to the designer: its drafts, the directory to choose from, and the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from designer.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what there is to choose from: (id, label) pairs, by label."""

    people: tuple[tuple[str, str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    teams: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """`say(sentence, **values)` translates; `language()` is "en" or "zh"; `directory()` reads people, roles and teams;
    `wants_fragment()` tells whether htmx asks. `published(process)` says whether there is a published version to compare with."""

    drafts: Drafts
    say: Callable[..., str]
    language: Callable[[], str]
    wants_fragment: Callable[[], bool]
    directory: Callable[[], Names] = field(default=Names)
