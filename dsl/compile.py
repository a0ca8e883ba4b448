"""The door of the compiler: a checked process in, a program out."""

from __future__ import annotations

from dsl import tree
from dsl.check import check
from dsl.checked import Checked
from dsl.compiling.claims import claims
from dsl.compiling.flow import Flow
from dsl.compiling.forms import form
from dsl.compiling.functions import Functions, functions
from dsl.compiling.steps import EVERYONE, nobody, people
from dsl.compiling.tables import table
from dsl.compiling.texts import template
from dsl.compiling.words import Words, words
from dsl.format import format_process
from dsl.libraries import DEFAULT, Libraries
from dsl.meaning import semantic_hash
from dsl.parse import parse
from dsl.problems import Problem
from dsl.program import People, Program, Template

__all__ = ["compile", "compile_text"]


def compile(checked: Checked, evaluator: str = "compiled", source: str | None = None, hash: str | None = None) -> Program:
    """The program of a process without mistakes; `evaluator` "reference" interprets instead of compiling. `hash` and
    `source` spare working them out when nobody will ask."""
    if not checked.ok:
        raise ValueError("a process with problems cannot be compiled")
    process, made = checked.process, functions(checked, evaluator)
    said, title = words(process), process.one(tree.Title)
    steps = tuple(step for flow in process.all(tree.Flow) for step in flow.steps)
    flow = Flow(checked, made, said)
    start = flow.lay(steps)
    return Program(
        name=process.name,
        label=process.label or process.name,
        hash=semantic_hash(process) if hash is None else hash,
        source=format_process(process) if source is None else source,
        title=template(title.text) if title else Template((process.label or process.name,)),
        started_by=_everyone_in(made, process, tree.StartedBy) or people(made, EVERYONE),
        seen_by=_everyone_in(made, process, tree.SeenBy) or people(made, ()),
        nobody=nobody(made, process.one(tree.Nobody)),
        form=form(checked, made, said),
        tables={name: table(checked, made, sheet) for name, sheet in checked.tables.items()},
        nodes=flow.nodes,
        start=start,
        order=tuple(checked.steps),
        picture=flow.picture(steps),
        ends=_ends(checked),
        rules=tuple(rule for always in process.all(tree.Always) for rule in always.rules),
        words=said.labels,
        examples=process.all(tree.Example),
        titles=said.templates(title) if title else _named(process, said),
        claims=claims(process, made),
    )


def compile_text(text: str, libraries: Libraries = DEFAULT, evaluator: str = "compiled") -> Program | list[Problem]:
    """The program of a text, or all its problems."""
    parsed = parse(text)
    if parsed.problems or parsed.process is None:
        return list(parsed.problems)
    checked = check(parsed.process, libraries)
    return compile(checked, evaluator, text) if checked.ok else list(checked.problems)


def _everyone_in(made: Functions, process: tree.Process, kind: type) -> People | None:
    """The people of all `started by` or `seen by` lines together, if there are any."""
    lines = process.all(kind)
    return people(made, tuple(each for line in lines for each in line.people)) if lines else None


def _ends(checked: Checked) -> dict[str, str]:
    """Name -> label; every process has the end of those who withdraw, declared or not."""
    labels = {name: label or name for name, label in checked.ends.items()}
    return {**labels, "withdrawn": checked.ends.get("withdrawn") or "Withdrawn"}


def _named(process: tree.Process, said: Words) -> dict[str, Template]:
    """Without a title, tickets are called like their process."""
    return {language: Template((texts[process.name],)) for language, texts in said.labels.items() if process.name in texts}
