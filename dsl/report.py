"""Collects the problems of one text, with the edits that would repair them."""

from __future__ import annotations

from dsl.limits import PROBLEMS
from dsl.mistakes import Mistake, shown
from dsl.problems import Fix, Problem
from dsl.statement import moved
from dsl.tree import Span


class Report:
    """The problems found so far; when it is full, reading on is in vain."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems

    def is_full(self) -> bool:
        return len(self.problems) >= PROBLEMS

    def add(self, code: str, at: Span, put: str | None = None, put_at: Span | None = None, **values: str) -> None:
        """`put` is a text that repairs it, in the place of `at` or of `put_at`."""
        fix = None if put is None else self.fix(put_at or at, put)
        self.problems.append(Problem(code, at, {n: shown(v) if n == "word" else v for n, v in values.items()}, fix))

    def add_mistake(self, mistake: Mistake, here: Span) -> None:
        """A mistake of the statement that begins at `here`."""
        at = moved(mistake.at, here)
        put_at = moved(mistake.put_at, here) if mistake.put_at else at
        fix = None if mistake.put is None else self.fix(put_at, mistake.put)
        self.problems.append(Problem(mistake.code, at, mistake.values, fix))

    def fix(self, at: Span, put: str) -> Fix:
        """The title shows what goes and what comes, in no language."""
        old, new = shown(self.text[at.start : at.end]), put.strip()
        return Fix(" → ".join(f"`{word}`" if word else "∅" for word in (old, new)), at, put)

    def in_order(self) -> tuple[Problem, ...]:
        """The problems as they stand in the text, one for each place: what else is wrong there mostly follows from it."""
        first: dict[int, Problem] = {}
        for problem in self.problems:
            first.setdefault(problem.at.start, problem)
        return tuple([first[start] for start in sorted(first)][:PROBLEMS])


def before(at: Span) -> Span:
    """The empty place in front of `at`."""
    return Span(at.line, at.column, at.line, at.column, at.start, at.start)


def behind(at: Span) -> Span:
    """The empty place behind `at`."""
    return Span(at.end_line, at.end_column, at.end_line, at.end_column, at.end, at.end)
