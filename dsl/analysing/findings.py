"""Findings: what a proof found out about a process, each with a ticket that shows it where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl import tree
from dsl.analysing.probe import Ticket
from dsl.format import format_line
from dsl.messages import filled
from dsl.messages_findings import FINDINGS

LEVELS = ("problem", "note", "proved")


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is a key of the catalogue, `values` fill its sentence. `level`: problem (refuses publishing), note (tells), or
    proved (a claim that holds). `ticket` shows it, `example` is the same ticket as the text would write it, and `path` the
    steps it takes. `surely` is False where the engine could not be made to show it: then it is possible, not more."""

    code: str
    at: tree.Span
    values: Mapping[str, str] = field(default_factory=dict)
    level: str = "problem"
    ticket: Ticket | None = None
    example: tree.Example | None = None
    path: tuple[str, ...] = ()
    surely: bool = True

    def said(self, language: str = "en") -> str:
        """The sentence in `language`."""
        sentence = filled(FINDINGS[self.code][language.startswith("zh")], self.values)
        if self.surely:
            return sentence
        return (f"possibly: {sentence}", f"可能：{sentence}")[language.startswith("zh")]

    def to_json(self, language: str = "en") -> dict[str, object]:
        """The finding for programs; `example` as text, None when no ticket was found."""
        return {
            "code": self.code,
            "level": self.level,
            "line": self.at.line,
            "column": self.at.column,
            "message": self.said(language),
            "surely": self.surely,
            "values": dict(self.values),
            "path": list(self.path),
            "example": format_line(self.example) if self.example else None,
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """All findings in the order of the text; `undecided` names tables and claims nothing could be proved about."""

    findings: tuple[Finding, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What refuses publishing."""
        return tuple(each for each in self.findings if each.level == "problem")
