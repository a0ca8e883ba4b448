"""One table decided for `waybill decide`: only the answers that the table reads have to be there."""

from __future__ import annotations

from app.cli.given import Given, directory
from dsl import values
from dsl.complete import completing
from dsl.engine.facts import Facts
from dsl.explain import decide_table
from dsl.libraries import Libraries
from dsl.program import Program
from dsl.values import Unfit
from forms.form import read_draft


def decided(program: Program, libraries: Libraries, table: str, given: Given) -> tuple[dict, dict[str, str]]:
    """The explained decision, or problems by path."""
    facts = Facts(given.now, ask=directory(given, program, libraries), requester=given.requester)
    later = {name: given.answers[name] for name in later_fields(program) if name in given.answers}
    asked = {name: value for name, value in given.answers.items() if name not in later}
    answers, problems = read_draft(program, asked, facts)
    filled, wrong = typed(program, later)
    whole = completing(program, {**answers, **filled}, facts)
    problems |= wrong
    for path in sorted(unknown_of(program, table, whole)):
        problems.setdefault(path, f"the table `{table}` reads `{path}`: give an answer for it")
    if problems:
        return {}, problems
    return decide_table(program, table, whole.answers, facts), {}


def later_fields(program: Program) -> list[str]:
    """Fields that steps fill, not the requester."""
    asked = program.form.requested
    return [name for name, field in program.form.fields.items() if field.computed is None and name not in asked]


def typed(program: Program, raw: dict[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """Typed answers of later fields, and what is wrong with the others."""
    answers: dict[str, object] = {}
    problems: dict[str, str] = {}
    for name, value in raw.items():
        try:
            answers[name] = values.from_json(program.form.fields[name].type, value)
        except Unfit as wrong:
            problems[name] = f"`{name}` cannot take this value: {wrong}"
    return answers, problems


def unknown_of(program: Program, table: str, whole) -> set[str]:
    """What the table reads and nobody can tell; columns count by their rows."""
    unknown = whole.unknown | {path.split(".")[0] for path in whole.missing}
    return {path for row in program.tables[table].rows for each in row.conditions for path in each.reads} & unknown
