"""The edit of the comments around a line: those above it, and the one behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from dsl import tree


@dataclass(frozen=True, slots=True)
class SetComment:
    """Say what stands above a line as comment, or (`place` is `behind`) behind it; with no text take it away."""

    address: str
    text: str
    place: str = "above"

    def on(self, process: tree.Process) -> tree.Process:
        line = at.get(process, self.address)
        if not isinstance(line, tree.Line) or self.place not in ("above", "behind"):
            raise LookupError(self.address)
        trivia = replace(line.trivia, **{self.place: self.said(line.trivia)})
        return process if trivia == line.trivia else at.put(process, self.address, replace(line, trivia=trivia))

    def said(self, was: tree.Trivia) -> tuple[str, ...] | str | None:
        """The comments as the text keeps them, each without its `#`; as they were where only their indentation differs."""
        lines = [line.rstrip() for line in self.text.strip("\n").splitlines()]
        if self.place == "behind":
            text = " ".join(line.strip() for line in lines).strip()
            return was.behind if text == (was.behind or "").strip() else f" {text}" if text else None
        if [line.strip() for line in lines] == [line.strip() for line in was.above]:
            return was.above
        return tuple(f" {line}" if line else "" for line in lines) if any(lines) else ()
