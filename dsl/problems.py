"""A problem: one mistake in a text or an answer, with its code, its place, the reader's own word and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl.tree import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Fix:
    """A suggested edit: replace the characters `at.start:at.end` by `text`; `title` says what it does."""

    title: str
    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is a key of the catalogue; `values` fill its sentence; `level` is "problem" (refuses) or "note" (tells)."""

    code: str
    at: Span = NOWHERE
    values: Mapping[str, str] = field(default_factory=dict)
    fix: Fix | None = None
    level: str = "problem"
