"""The edit of the comments around a line: those above it, the one behind it, and those at the end of its block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from designer import address as at
from dsl import tree

PLACES = ("above", "behind", "inside_end", "epilogue")
"""Above the line, behind it, before the closing brace of its block; behind the whole process."""


@dataclass(frozen=True, slots=True)
class SetComment:
    """Say what stands as comment at a line, at one of the `PLACES`; with no text take it away."""

    address: str
    text: str
    place: str = "above"

    def on(self, process: tree.Process) -> tree.Process:
        line = at.get(process, self.address)
        if not isinstance(line, tree.Line) or self.place not in PLACES:
            raise LookupError(self.address)
        if self.place == "epilogue":
            if not isinstance(line, tree.Process):
                raise LookupError(self.address)
            said = comments(self.text, line.epilogue)
            return process if said == line.epilogue else replace(line, epilogue=said)
        was = getattr(line.trivia, self.place)
        said = behind(self.text, was) if self.place == "behind" else comments(self.text, was)
        trivia = replace(line.trivia, **{self.place: said})
        return process if trivia == line.trivia else at.put(process, self.address, replace(line, trivia=trivia))


def behind(text: str, was: str | None) -> str | None:
    """A comment of one line as the text keeps it, without its `#`."""
    text = " ".join(text.split())
    return was if text == (was or "").strip() else f" {text}" if text else None


def comments(text: str, was: Sequence[str]) -> tuple[str, ...]:
    """Comments of several lines; as they were where only their indentation differs."""
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    if [line.strip() for line in lines] == [line.strip() for line in was]:
        return tuple(was)
    return tuple(f" {line}" if line else "" for line in lines) if any(lines) else ()
