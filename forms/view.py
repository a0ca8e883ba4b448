"""What the templates walk: a form as plain values, with everything decided and every word in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OptionView:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """One input. `name` is posted ("lines.0.price"), `id` is the element's, `kind` names the template in `fields/`.
    `raw` is what the input shows; `text` the value as read by people (computed fields, kept files); `live` inputs ask the
    server again when they change."""

    name: str
    id: str
    kind: str
    label: str
    help: str | None = None
    required: bool = False
    problem: str | None = None
    raw: object = ""
    text: str = ""
    live: bool = False
    attributes: Mapping[str, object] = field(default_factory=dict)
    options: tuple[OptionView, ...] = ()
    columns: tuple[FieldView, ...] = ()
    rows: tuple[RowView, ...] = ()
    may_add: bool = False
    cell: bool = False

    @property
    def described(self) -> str | None:
        """Ids of the elements that describe the input."""
        parts = [f"{self.id}-help"] if self.help and not self.cell else []
        parts += [f"{self.id}-problem"] if self.problem else []
        return " ".join(parts) or None


@dataclass(frozen=True, slots=True)
class RowView:
    """One line item: its place among the shown rows (0-based, as posted) and a cell per column, None for a hidden one."""

    number: int
    name: str
    cells: tuple[FieldView | None, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    name: str
    label: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A line of the summary; `id` is the element it is about, None for the form as a whole."""

    text: str
    label: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class FormView:
    """`problems` lists all; those without an id stand in no field. `words` are the widgets' own words."""

    sections: tuple[SectionView, ...]
    problems: tuple[ProblemView, ...]
    language: str
    step: str | None
    words: Mapping[str, str]
    uploads: bool = False


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer to read; `columns` and `rows` (texts) for line items, `numeric` columns stand right."""

    name: str
    label: str
    text: str
    kind: str
    value: object = None
    columns: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersView:
    """Answers by section, for ticket pages; empty sections are left out."""

    name: str
    label: str
    answers: tuple[AnswerView, ...]
