"""The problems of a draft as the text pane wants them: places as characters, the sentence, and the fix."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.messages import render
from dsl.problems import Problem


def said(problems: Iterable[Problem], text: str, language: str) -> list[dict[str, object]]:
    """Problems and notes as JSON; `from`, `to` count UTF-16 units as browsers do, and never leave the text."""
    units = Units(text)
    return [_one(problem, units, language) for problem in problems]


def _one(problem: Problem, units: Units, language: str) -> dict[str, object]:
    fix = problem.fix
    return {
        "from": units.of(problem.at.start),
        "to": units.of(max(problem.at.start, problem.at.end)),
        "line": problem.at.line,
        "severity": "error" if problem.level == "problem" else "info",
        "message": render(problem, language),
        "code": problem.code,
        "fix": fix and {"title": fix.title, "from": units.of(fix.at.start), "to": units.of(fix.at.end), "insert": fix.text},
    }


class Units:
    """Characters of a text counted as browsers count them: those beyond the basic plane count twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = not text or max(text) < "\U00010000"

    def of(self, offset: int) -> int:
        """UTF-16 units in front of a character."""
        offset = min(offset, len(self.text))
        return offset if self.plain else len(self.text[:offset].encode("utf-16-le", "surrogatepass")) // 2

    def back(self, units: int) -> int:
        """The character behind so many UTF-16 units."""
        if self.plain:
            return max(0, min(units, len(self.text)))
        before = self.text.encode("utf-16-le", "surrogatepass")[: max(0, units) * 2]
        return len(before.decode("utf-16-le", "replace"))
