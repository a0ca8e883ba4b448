"""The claims of `always`, made ready for the engine to keep them."""

from __future__ import annotations

from dsl import tree
from dsl.compiling.functions import Functions
from dsl.compiling.reads import reads_of
from dsl.compiling.steps import people
from dsl.format_statement import claim as written
from dsl.program import Before, Claim, Never


def claims(process: tree.Process, functions: Functions) -> tuple[Claim, ...]:
    """All claims of a process, in order."""
    return tuple(claim(functions, rule) for always in process.all(tree.Always) for rule in always.rules)


def claim(functions: Functions, rule: tree.Rule) -> Claim:
    head = {"name": rule.name, "text": written(rule.claim), "line": rule.at.line}
    match rule.claim:
        case tree.Before(first, then, when):
            holds = None if when is None else functions.holds((when,))
            read = () if when is None else reads_of(functions.checked, when)
            return Before(**head, first=first, then=then, when=holds, reads=read)
        case tree.NeverDecides(who, step):
            return Never(**head, who=people(functions, (who,)), step=step)
