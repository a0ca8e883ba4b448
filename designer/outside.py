"""What the app hands in to the designer: its drafts, the directory to choose from, and the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from designer.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what there is to choose from: (id, label) pairs, by label; `holders` counts the people of each role."""

    people: tuple[tuple[str, str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    teams: tuple[tuple[str, str], ...] = ()
    holders: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outside:
    """`say(sentence, **values)` translates; `language()` is "en" or "zh"; `directory()` reads people, roles and teams;
    `wants_fragment()` tells whether htmx asks. `tell(program, batches, names, requester)` tells what happened to a rehearsed
    ticket as a picture and in words; `ask(question)` is the directory of the house (LookupError for what it cannot tell);
    `zone()` is where its clocks stand."""

    drafts: Drafts
    say: Callable[..., str]
    language: Callable[[], str]
    wants_fragment: Callable[[], bool]
    directory: Callable[[], Names] = field(default=Names)
    tell: Callable[..., Any] | None = None
    ask: Callable[[str], object] | None = None
    zone: Callable[[], tzinfo] = lambda: UTC
