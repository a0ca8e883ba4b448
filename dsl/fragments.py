"""Parts of a process text read by themselves: an expression, the people of a clause, or the statements of a block."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dsl import tree
from dsl.format import children_of
from dsl.lexing import scan
from dsl.parse import forbidden, parse, too_deep, too_large
from dsl.problems import Problem
from dsl.report import Report
from dsl.statement import statement
from dsl.tree import Span

START = Span(1, 1, 1, 1, 0, 0)

AROUND = {
    "process": ("process it {", "}"),
    "form": ("process it { form {", "} }"),
    "fields": ("process it { form { section it {", "} } }"),
    "columns": ("process it { form { it: rows {", "} } }"),
    "options": ("process it { form { it: choice {", "} } }"),
    "rows": ("process it { table it first -> { it } {", "} }"),
    "steps": ("process it { flow {", "} }"),
    "arms": ("process it { flow { branch by it {", "} } }"),
    "parallel_arms": ("process it { flow { parallel it join all {", "} } }"),
    "clauses": ("process it { flow { task it {", "} } }"),
    "ends": ("process it { ends {", "} }"),
    "rules": ("process it { always {", "} }"),
    "example": ("process it { example it {", "} }"),
    "words": ("process it { words zh {", "} }"),
}
"""Block -> what stands before and behind its statements in the shortest process."""


def read_expression(text: str) -> tree.Expression | tuple[Problem, ...]:
    """The expression that `text` is, or the problems why it is none; places count in `text`."""
    return _one("expression", text)


def read_people(text: str) -> tuple[tree.Expression, ...] | tuple[Problem, ...]:
    """The people expressions of a clause: `requester.manager, role("finance")`; a tuple of problems when they are none."""
    return _one("people", text)


def _one(start: str, text: str) -> Any:
    if problem := too_large(text):
        return (problem,)
    cut = scan(text)
    if problem := too_deep(cut.pieces):
        return (problem,)
    if problems := tuple(forbidden(text)):
        return problems
    if not cut.pieces or cut.comments:
        return (Problem("no-expression", START),)
    built = statement(start, text[cut.pieces[0].start : cut.pieces[-1].end])
    if not built.mistakes:
        return built.node
    report, first = Report(text, []), cut.pieces[0]
    for mistake in built.mistakes:
        report.add_mistake(mistake, Span(first.line, first.column, first.line, first.column, first.start, first.start))
    return report.in_order()


def read_block(block: str, text: str) -> tuple[tree.Line, ...] | tuple[Problem, ...]:
    """The statements in `text` as they would stand in a `block` (a key of `AROUND`), or the problems of them."""
    head, tail = AROUND[block]
    source = parse(f"{head}\n{text}\n{tail}")
    if source.problems:
        return tuple(_back(problem, len(head) + 1, len(text)) for problem in source.problems)
    node, depth = source.process, head.count("{") - head.count("->")
    for level in range(depth):
        inside = children_of(node)
        if level < depth - 1 and (len(inside) != 1 or node.trivia.inside_end):
            return (Problem("fragment-leaves-block", START),)
        node = inside[0] if level < depth - 1 else node
    return _stripped(children_of(node), node)


def _stripped(found: tuple[tree.Line, ...], around: tree.Line) -> tuple[tree.Line, ...] | tuple[Problem, ...]:
    """The statements; comments behind the last one would have no owner, so that they are refused and not lost."""
    if not found or around.trivia.inside_end or around.trivia.behind is not None:
        return (Problem("no-statement", START),)
    return found


def _back(problem: Problem, shift: int, length: int) -> Problem:
    """A problem with its place in the fragment."""
    return replace(problem, at=_place(problem.at, shift, length), fix=None)


def _place(at: Span, shift: int, length: int) -> Span:
    start, end = (min(max(offset - shift, 0), length) for offset in (at.start, at.end))
    return Span(max(at.line - 1, 1), at.column, max(at.end_line - 1, 1), at.end_column, start, end)
