"""From a tree to its one canonical text: two spaces a level, one statement a line, comments where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsl import tree
from dsl.format_expression import format_expression
from dsl.format_statement import labelled, statement
from dsl.parse import parse
from dsl.problems import Problem

__all__ = ["format_expression", "format_process", "format_text"]

WIDTH = 120
"""Options stand on their field's line when that stays within this many characters."""

LEVEL = "  "


def format_process(process: tree.Process) -> str:
    """The canonical text of `process`, which parses to an equal tree."""
    lines = [f"#{comment}" for comment in process.trivia.above]
    if process.trivia.blank_above and lines:
        lines.append("")
    lines += _block(process, "", statement(process), process.items)
    lines += [f"#{comment}" for comment in process.epilogue]
    return "\n".join(lines) + "\n"


def format_text(text: str) -> str | tuple[Problem, ...]:
    """The canonical form of a text, or the problems why it has none."""
    source = parse(text)
    if source.process is None or source.problems:
        return source.problems
    return format_process(source.process)


def format_line(node: tree.Line) -> str:
    """The canonical text of one line with its block, such as an example."""
    return "\n".join(_line(node, ""))


def _line(node: tree.Line, indent: str, in_parallel: bool = False) -> Iterator[str]:
    """A node with its comments and its block."""
    if node.trivia.blank_above:
        yield ""
    for comment in node.trivia.above:
        yield f"{indent}#{comment}"
    head = head_of(node, in_parallel)
    children = children_of(node)
    if isinstance(node, tree.Field) and (one_line := options_line(node, indent)):
        yield one_line
    elif children is None:
        yield f"{indent}{head}{_behind(node)}"
    else:
        yield from _block(node, indent, head, children)


def head_of(node: tree.Line, in_parallel: bool = False) -> str:
    """The arm of a branch begins with its outcome, the arm of a parallel with the word `arm`."""
    if isinstance(node, tree.Arm):
        return labelled("arm" if in_parallel else "", node.name, node.label)
    return statement(node)


def _behind(node: tree.Line) -> str:
    return f" #{node.trivia.behind}" if node.trivia.behind is not None else ""


def _block(node: tree.Line, indent: str, head: str, children: Iterable[tree.Line]) -> Iterator[str]:
    inner = indent + LEVEL
    yield f"{indent}{head} {{{_behind(node)}"
    for child in children:
        yield from _line(child, inner, isinstance(node, tree.Parallel))
    for comment in node.trivia.inside_end:
        yield f"{inner}#{comment}"
    yield f"{indent}}}"


def children_of(node: tree.Line) -> tuple[tree.Line, ...] | None:
    """What stands in the node's block; None for a node without a block."""
    match node:
        case tree.Field():
            return node.options or node.columns or (() if node.trivia.inside_end else None)
        case tree.Table():
            inside = node.rows + ((node.otherwise,) if node.otherwise else ())
            return inside if inside or node.file is None or node.trivia.inside_end else None
        case tree.Process(_, _, items) | tree.Example(_, _, items) | tree.Words(_, items):
            return items
        case tree.Form(items) | tree.Ends(items):
            return items
        case tree.Section():
            return node.fields
        case tree.Flow(steps) | tree.Arm(_, steps):
            return steps
        case tree.Approve() | tree.Task():
            return node.clauses
        case tree.Branch() | tree.Parallel():
            return node.arms
        case tree.Always(rules):
            return rules
    return None


def options_line(node: tree.Field, indent: str) -> str | None:
    """A field with its options on one line, when they have no comments and there is room."""
    if not node.options or node.trivia.inside_end or any(o.trivia != tree.NO_TRIVIA for o in node.options):
        return None
    line = f"{indent}{statement(node)} {{ {', '.join([statement(option) for option in node.options])} }}"
    return line + _behind(node) if len(line) <= WIDTH else None
