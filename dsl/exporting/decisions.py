"""Decision tables as columns and cells, ready to be written for other engines."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dsl import tree
from dsl.checked import Checked, TableSheet
from dsl.exporting.cases import MOST, Case, Cases, Test, TooMany
from dsl.exporting.columns import Column, Things
from dsl.exporting.refusals import CannotSay, Refusal

ANY = "-"


@dataclass(frozen=True, slots=True)
class Rule:
    """One exported row: `row` is the name of the row of the text it comes from, `cells` one for each column."""

    row: str
    cells: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One exported table; `policy` is FIRST, UNIQUE or COLLECT."""

    name: str
    label: str
    policy: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """The tables that can be said, in the order of the text, and why the others cannot."""

    tables: tuple[Decision, ...]
    refusals: tuple[Refusal, ...]


def decisions(checked: Checked) -> Decisions:
    """The tables of a checked process as other engines can read them."""
    found: list[Decision] = []
    refused: list[Refusal] = []
    for sheet in checked.tables.values():
        one, why = decision(checked, sheet)
        if one is not None:
            found.append(one)
        refused += why
    return Decisions(tuple(found), tuple(refused))


def decision(checked: Checked, sheet: TableSheet) -> tuple[Decision | None, tuple[Refusal, ...]]:
    """One table, or every construct that keeps it from being exported."""
    things = Things(checked)
    cases, written, refused = Cases(things), [], []
    for row in sheet.rows:
        try:
            written += [(row.name, case, row.outcome) for case in cases.of(row.when)]
        except CannotSay as wrong:
            refused.append(wrong.refusal(table=sheet.name))
        except TooMany:
            refused.append(too_many(sheet, row.name, row.at))
    if refused:
        return None, tuple(refused)
    if sheet.node.otherwise is not None:
        try:
            written += [("otherwise", case, sheet.node.otherwise.outcome) for case in rest(cases, sheet)]
        except TooMany:
            return None, (too_many(sheet, "otherwise", sheet.node.otherwise.at),)
    columns = things.columns()
    rules = tuple(Rule(name, tuple(cell(case.get(column, ())) for column in columns), to) for name, case, to in written)
    return Decision(sheet.name, sheet.node.label or sheet.name, policy(sheet), columns, rules, sheet.node.outcomes), ()


def too_many(sheet: TableSheet, row: str, at: tree.Span) -> Refusal:
    return Refusal("dmn-cases", at, {"table": sheet.name, "text": row, "limit": str(MOST)})


def policy(sheet: TableSheet) -> str:
    """The hit policy. A last line for all the rest meets every other row, so with one `unique` becomes FIRST: which says the
    same, because the check has proved that no two rows meet."""
    if sheet.node.policy == "unique" and sheet.node.otherwise is not None:
        return "FIRST"
    return sheet.node.policy.upper()


def rest(cases: Cases, sheet: TableSheet) -> list[Case]:
    """The cases of `otherwise`: anything, where the first row wins; where all do, that none of them held."""
    if sheet.node.policy != "collect" or not sheet.rows:
        return [{}]
    return cases.all_of(tuple(row.when for row in sheet.rows), False)


def cell(tests: tuple[Test, ...]) -> str:
    """The tests of one cell as FEEL: one alone in its short form, several as a condition of `?`."""
    if not tests:
        return ANY
    if len(tests) > 1:
        return " and ".join(map(condition, tests))
    test = tests[0]
    if test.op in ("=", "in") and len(test.operands) == 1:
        return test.operands[0]
    return condition(test) if test.op in ("!=", "in") else f"{test.op} {test.operands[0]}"


def condition(test: Test) -> str:
    """One test about `?`, the value of the column."""
    match test.op, test.operands:
        case ("=" | "in"), (one,):
            return f"? >= {one} and ? <= {one}"
        case "in", several:
            return f"? in ({', '.join(several)})"
    return f"? {test.op} {test.operands[0]}"


def only(found: Decisions, names: tuple[str, ...]) -> Decisions:
    """Those of some tables."""
    tables = tuple(one for one in found.tables if one.name in names)
    return replace(found, tables=tables, refusals=tuple(r for r in found.refusals if r.values["table"] in names))
