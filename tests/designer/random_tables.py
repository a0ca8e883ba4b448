"""Random gestures at rule tables and at the process around them, with values that a page could send."""

from __future__ import annotations

from collections.abc import Callable

from designer.tables.columns import OPS, columns_of
from dsl import tree
from dsl.format_statement import statement
from tests.designer.random_steps import Flow, Values

CELLS = ["", "5", "1,000", "5.00", "yes", "art, maths", "1 .. 5", "2026-03-02", "present", "team staff", "x y", "2 days"]
NEW = ["over", "pay", "学生", "and", "not granted", "x!", ""]
COMMENTS = ["", "why", "two\nlines", " # indented", '学生 {a} "b"']


def column(f: Flow, table: str) -> str:
    """A column of the table, or one of any operator."""
    there = dict(f.lines).get(table)
    found = columns_of(f.process, there) if isinstance(there, tree.Table) else ()
    fields = [line.name for _, line in f.lines if isinstance(line, tree.Field)] or ["a"]
    return f.one([*(one.key for one in found), f"{f.one(fields)} {f.one(list(OPS))}"])


def home(row: str) -> str:
    """The table a row stands in."""
    return row.rpartition(".rows.")[0]


def cell(f: Flow) -> Values:
    row = f.at(tree.Row)
    return {"address": row, "column": column(f, home(row)), "text": f.one(CELLS)}


def of_column(f: Flow) -> Values:
    table = f.at(tree.Table)
    return {"address": table, "column": column(f, table)}


def outcome(f: Flow, table: str) -> str:
    found = dict(f.lines).get(table)
    return f.one([*(found.outcomes if isinstance(found, tree.Table) else ()), *NEW])


def at_table(f: Flow, *names: str) -> Values:
    """A table and outcomes of it."""
    table = f.at(tree.Table)
    return {"address": table, **{name: outcome(f, table) for name in names}}


def rows(f: Flow) -> str:
    """Some rows of the text, with a new one."""
    there = [statement(line) for _, line in f.lines if isinstance(line, tree.Row)]
    several = [f.one(there or ["a when yes -> b"]) for _ in range(f.r.randrange(4))]
    return "\n".join([*several, f.one(["new when yes -> over", "otherwise -> over", "# why\nn when 1 > 2 -> pay"])])


def acts(f: Flow) -> str:
    """A step or an end, with a result."""
    steps = [line.name for _, line in f.lines if isinstance(line, tree.Approve | tree.Task | tree.EndPoint)] or ["done"]
    return f.one(steps) + f.one(["", "", " -> reject", " -> x y"])


def answer(f: Flow) -> Values:
    fields = [line.name for _, line in f.lines if isinstance(line, tree.Field)] or ["a"]
    text = f.one(["", "5", '"x"', "art", "{ a 1 }", "x, y", "7,000", 'a "b"'])
    return {"name": f.one(fields), "text": text, "quoted": f.r.random() < 0.3, "suffix": f.one(["", "", "CNY"])}


GESTURES: dict[str, Callable[[Flow], Values]] = {
    "set-cell": cell,
    "add-row": lambda f: {**at_table(f, "outcome"), "index": f.r.randrange(4)},
    "set-row-outcome": lambda f: {"address": f.at(tree.Row, tree.Otherwise), "outcome": f.one(["pay", *NEW])},
    "set-otherwise": lambda f: at_table(f, "outcome"),
    "set-policy": lambda f: {"address": f.at(tree.Table), "policy": f.one(["first", "unique", "collect", "best"])},
    "remove-column": of_column,
    "change-column": lambda f: {**of_column(f), "op": f.one([">", "<=", "=", "not in"])},
    "add-table-outcome": lambda f: at_table(f, "name"),
    "remove-table-outcome": lambda f: at_table(f, "outcome", "instead") | f.one([{}, {"instead": ""}]),
    "put-rows": lambda f: {"address": f.at(tree.Table), "text": rows(f), "how": f.one(["append", "replace"])},
    "add-table": lambda f: {"label": f.one(["", "Which way?"])},
    "set-comment": lambda f: {
        "address": f.one(f.lines)[0], "text": f.one(COMMENTS), "place": f.one(["above", "behind", "inside_end", "epilogue"]),
    },
    "set-title": lambda f: {"text": f.one(["", "{a}", "New"])},
    "set-calendar": lambda f: {"name": f.one(["", "office", "and"])},
    "allow-people": lambda f: {"who": f.one(["started", "seen"])},
    "set-nobody-at-all": lambda f: {"how": f.one(["", "ask", "end"]), "end": ""},
    "add-end": lambda f: {"label": f.one(["Over", "不同意", "done", ""])},
    "add-claim": lambda f: {"sort": f.one(["never", "before"])},
    "set-claim": lambda f: {"address": f.at(tree.Rule), "first": f.one(["", "boss"]), "step": f.one(["", "boss"])},
    "add-language": lambda f: {"language": f.one(["zh", "de", "fr", "and"])},
    "remove-language": lambda f: {"language": f.one([one.language for one in f.process.all(tree.Words)] or ["zh"])},
    "add-example": lambda f: {"label": f.one(["", "A new one", "一例"])},
    "set-requester": lambda f: {"address": f.at(tree.Example), "name": f.one(["bo", "李", "x y"])},
    "set-attribute": lambda f: {"address": f.at(tree.Example), **answer(f), "name": f.one(["level", "today"])},
    "set-answer": lambda f: {"address": f.at(tree.Example), **answer(f)},
    "add-act": lambda f: {"address": f.at(tree.Example), "act": acts(f)},
    "set-act": lambda f: {"address": f.at(tree.Example), "number": f.r.randrange(3), "act": f.one(["", acts(f)])},
    "set-acts": lambda f: {"address": f.at(tree.Example), "acts": tuple(acts(f) for _ in range(f.r.randrange(3)))},
}  # fmt: skip

TAKING = {
    "set-otherwise", "remove-table-outcome", "put-rows", "set-comment", "set-title", "set-calendar", "set-nobody-at-all",
    "remove-language", "set-answer", "set-act", "set-acts", "add-act",
}  # fmt: skip
"""Gestures that may take lines away, and with them the comments at them."""
