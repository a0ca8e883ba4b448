"""Claims that somebody asks of a process without writing them into it: read, checked against its text, made ready to ask."""

from __future__ import annotations

import re
from dataclasses import replace

from dsl import tree
from dsl.check import check
from dsl.compile import compile, compile_text
from dsl.fragments import read_block
from dsl.libraries import Libraries
from dsl.problems import Problem
from dsl.program import Program
from dsl.tree import Span

BEGINNING = re.compile(r"(?:\s|#[^\n]*\n)*(process|always)\b")
"""How a text begins that is more than the claims alone."""
OWN_NAMES = (tree.Always, tree.Example, tree.Words)
"""What of the process's text may name its own claims, or has no part in asking."""


def asker(text: str, process: tree.Process, libraries: Libraries) -> Program | tuple[Problem, ...]:
    """The program whose claims are those in `text`: lines of claims, an `always { … }`, or a whole process of its own. The
    first two are read in `process`. Problems have their places in `text`."""
    begins = BEGINNING.match(text)
    if begins and begins[1] == "process":
        made = compile_text(text, libraries)
        return made if isinstance(made, Program) else wrong(made)
    found = read_block("process" if begins else "rules", text)
    if problems := tuple(each for each in found if isinstance(each, Problem)):
        return wrong(problems)
    blocks = tuple(each for each in found if isinstance(each, tree.Always)) if begins else (tree.Always(rules=found),)
    asking = replace(process, items=(*(each for each in process.items if not isinstance(each, OWN_NAMES)), *blocks))
    checked = check(asking, libraries)
    if checked.ok:
        return compile(checked, source=text, hash="")
    return tuple(replace(each, at=lifted(each.at), fix=None) for each in wrong(checked.problems))


def wrong(problems) -> tuple[Problem, ...]:
    return tuple(each for each in problems if each.level == "problem")


def lifted(at: Span) -> Span:
    """A place in the fragment: a line stands before it where it is read."""
    return replace(at, line=max(at.line - 1, 1), end_line=max(at.end_line - 1, 1))
