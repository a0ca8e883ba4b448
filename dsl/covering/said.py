"""Things in words: what a person reads of them, and what an example for one is called."""

from __future__ import annotations

import re

from dsl import tree
from dsl.analysing.routes import flow_of
from dsl.checking.names import all_steps
from dsl.covering.things import ABOVE, AT, OTHERWISE, Thing

SENTENCES: dict[str, tuple[str, str]] = {
    "row": ("row `{row}` of `{table}`", "`{table}` 的行 `{row}`"),
    "otherwise": ("`otherwise` of `{table}`", "`{table}` 的 `otherwise`"),
    "arm": ("`{table}` leads to `{outcome}`", "`{table}` 走向 `{outcome}`"),
    "step": ("`{step}` is asked", "询问 `{step}`"),
    "approve": ("`{step}`: approved", "`{step}`：同意"),
    "reject": ("`{step}`: rejected", "`{step}`：驳回"),
    "return": ("`{step}`: sent back", "`{step}`：退回"),
    "outcome": ("`{step}`: `{word}`", "`{step}`：`{word}`"),
    "end": ("the end `{end}`", "终点 `{end}`"),
    "below": ("`{subject}` just below {literal}, in `{table}`", "`{table}` 中 `{subject}` 略低于 {literal}"),
    "at": ("`{subject}` exactly {literal}, in `{table}`", "`{table}` 中 `{subject}` 恰为 {literal}"),
    "above": ("`{subject}` just above {literal}, in `{table}`", "`{table}` 中 `{subject}` 略高于 {literal}"),
}
"""English and Chinese; the same sentences without code marks are labels of examples."""


def said(process: tree.Process, thing: Thing, language: str = "en") -> str:
    """The thing in one phrase, with names as the text writes them."""
    return SENTENCES[kind_of(thing)][language.startswith("zh")].format(**values(thing))


def label_of(process: tree.Process, thing: Thing, language: str = "en") -> str:
    """What an example for the thing shows, with what people call things."""
    called = names(process)
    shown = {key: each if key in ("literal",) else called.get((key, each), each) for key, each in values(thing).items()}
    told = SENTENCES[kind_of(thing)][language.startswith("zh")].replace("`", "").format(**shown)
    return told[:1].upper() + told[1:]


def kind_of(thing: Thing) -> str:
    match thing.sort, thing.key:
        case "row", (_, row):
            return "otherwise" if row == OTHERWISE else "row"
        case "decision", (_, ("approve" | "reject" | "return") as word):
            return word
        case "decision", _:
            return "outcome"
        case "border", (*_, side):
            return side
    return thing.sort


def values(thing: Thing) -> dict[str, str]:
    match thing.sort, thing.key:
        case "row", (table, row):
            return {"table": table, "row": row}
        case "arm", (branch, outcome):
            return {"table": table_of(branch), "outcome": outcome}
        case "decision", (step, word):
            return {"step": step, "word": word}
        case "border", (table, subject, literal, _):
            return {"table": table, "subject": subject, "literal": literal}
    return {thing.sort: thing.key[0]}


def table_of(branch: str) -> str:
    """The table a branch asks, from its id `branch.desk` or `branch.desk.2`."""
    return branch.split(".")[1]


def names(process: tree.Process) -> dict[tuple[str, str], str]:
    """(part of a phrase, name) -> label, where the text has one."""
    found: dict[tuple[str, str], str | None] = {}
    for form in process.all(tree.Form):
        for item in form.items:
            for each in item.fields if isinstance(item, tree.Section) else (item,):
                found["subject", each.name] = each.label
    for step in all_steps(flow_of(process)):
        if isinstance(step, tree.Approve | tree.Task):
            found["step", step.name] = step.label
            for clause in step.clauses:
                if isinstance(clause, tree.Outcome):
                    found.setdefault(("word", clause.name), clause.label)
    found |= {("end", end.name): end.label for ends in process.all(tree.Ends) for end in ends.items}
    found |= {("table", table.name): table.label for table in process.all(tree.Table)}
    return {key: label for key, label in found.items() if label}


def name_of(thing: Thing) -> str:
    """A name for its example: `amount_above_5000_00_cny`."""
    match thing.sort, thing.key:
        case "border", (_, subject, literal, side):
            parts = [subject, {AT: "at", ABOVE: "above"}.get(side, "below"), literal.casefold()]
        case "arm", (branch, outcome):
            parts = [table_of(branch), outcome]
        case _:
            parts = list(thing.key)
    name = re.sub(r"[\W_]+", "_", "_".join(parts)).strip("_")
    return f"to_{name}" if thing.sort in ("step", "end") else name
