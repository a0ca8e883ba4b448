"""What a document in plain language is made of: parts with paragraphs, lists and grids. Values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; `name` is what the text and the records call the thing, `number` stands before it, `under` below it."""

    text: str
    name: str = ""
    number: str = ""
    under: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Sentences, one below the other."""

    items: tuple[Said, ...]
    kind: str = "listing"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: each cell is one sentence or several. `heads` is what the columns are called, none for pairs."""

    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[Said, ...], ...], ...]
    kind: str = "grid"


@dataclass(frozen=True, slots=True)
class Title:
    """A heading inside a part."""

    text: str
    name: str = ""
    kind: str = "title"


Block = Said | Listing | Grid | Title


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """All of it: what the process is called, and its chapters."""

    title: str
    name: str
    language: str
    parts: tuple[Part, ...]


def cell(*texts: str | Said) -> tuple[Said, ...]:
    """A cell of sentences."""
    return tuple(text if isinstance(text, Said) else Said(text) for text in texts if text)
