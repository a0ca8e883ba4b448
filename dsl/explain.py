"""Why a table decided as it did: the rule, its line, what it read, why other rules did not match, what would change it."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from dsl.edges import allowed, allows, point
from dsl.engine.events import Routed
from dsl.engine.facts import Facts, Unknown
from dsl.explaining.changes import Change, changes
from dsl.explaining.shown import origins, values_of
from dsl.program import Condition, Program, Row, Table

NEAR = 20
"""Of a large table so many near misses are told."""
OTHERWISE = "otherwise"

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Test:
    """A condition with the values it read, and the formulas of computed ones; `rule` is the row it belongs to."""

    rule: str
    test: str
    values: Mapping[str, str]
    origin: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rule that did not match: its first condition that failed, and the values that condition read."""

    rule: str
    line: int
    failed: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Below:
    """A rule below the one that won, which was not looked at: whether it `matches` as well (None: it asks what was not
    recorded), else its first condition that fails. It `reads` all these."""

    rule: str
    line: int
    matches: bool | None
    failed: str
    values: Mapping[str, str]
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision. `rules` are "otherwise" when no row matched; `more` rows were passed over without being told here.
    `below` the row that won stand rules of a small table that were not looked at.

    Whoever shows this to people who may not see a field leaves out the entries that name it.
    """

    table: str
    policy: str
    outcomes: tuple[str, ...]
    rules: tuple[str, ...]
    lines: tuple[int, ...]
    because: tuple[Test, ...]
    passed_over: tuple[PassedOver, ...]
    would_change: tuple[Change, ...]
    more: int = 0
    below: tuple[Below, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The explanation for machines; a `collect` table has lists of outcomes, rules and lines."""
        several = self.policy == "collect"
        return {
            "outcome": list(self.outcomes) if several else next(iter(self.outcomes), None),
            "rule": list(self.rules) if several else next(iter(self.rules), None),
            "line": list(self.lines) if several else next(iter(self.lines), None),
            "because": [_test(each, several) for each in self.because],
            "passed_over": [
                {"rule": each.rule, "line": each.line, "failed": each.failed, "values": dict(each.values)}
                for each in self.passed_over
            ],
            "more": self.more,
            "below": [
                {"rule": each.rule, "line": each.line, "matches": each.matches, "failed": each.failed}
                | {"values": dict(each.values)}
                for each in self.below
            ],
            "would_change": [
                {"outcome": list(each.outcome) if several else each.outcome, "if": each.condition}
                for each in self.would_change
            ],
        }


def _test(test: Test, several: bool) -> dict[str, object]:
    named = {"rule": test.rule} if several else {}
    return {**named, "test": test.test, "values": dict(test.values), "from": dict(test.origin)}


def explain(program: Program, routed: Routed, answers: Answers, facts: Facts, language: str = "en") -> Explanation:
    """The explanation of a recorded decision; `answers` as they were then, `facts` those recorded with it.

    Only what was recorded is looked at: a change whose effect depends on facts that were not asked then is not told.
    """
    recorded = Facts(facts.now, {**facts.given, **facts.used}, facts.ask_outside or _nobody_knows, facts.requester)
    return explain_choice(program, program.tables[routed.table], routed.rules, routed.outcomes, answers, recorded, language)


def _nobody_knows(question: str) -> object:
    """Not even what day it was: the decision did not look at the calendar."""
    raise Unknown(question)


def decide_table(program: Program, table: str, answers: Answers, facts: Facts, language: str = "en") -> dict[str, object]:
    """Decides a table and explains it, as JSON."""
    chosen = program.tables[table]
    rules, outcomes, _ = chosen.choose(answers, facts)
    return explain_choice(program, chosen, rules, outcomes, answers, facts, language).to_json()


def explain_choice(
    program: Program,
    table: Table,
    rules: tuple[str, ...],
    outcomes: tuple[str, ...],
    answers: Answers,
    facts: Facts,
    language: str,
) -> Explanation:
    """The explanation of what a table came to."""
    won = [_number(table, rule) for rule in rules if rule != OTHERWISE]
    lines = tuple(table.rows[number].line for number in won) if won else (table.otherwise_line,)
    world = (program, answers, facts, language)
    before = len(table.rows) - len(won) if table.policy == "collect" or not won else won[0]
    passed = [found for row in _passed_over(table, won, answers, facts) if (found := _passed(row, *world))]
    return Explanation(
        table=table.name,
        policy=table.policy,
        outcomes=outcomes,
        rules=rules,
        lines=lines if rules else (),
        because=tuple(_because(table.rows[row], each, *world) for row in won for each in table.rows[row].conditions),
        passed_over=tuple(passed),
        would_change=tuple(changes(program, table, outcomes, answers, facts)),
        more=before - len(passed),
        below=tuple(_below(row, *world) for row in _rows_below(table, won)),
    )


def _number(table: Table, rule: str) -> int:
    """The number of a row by its name."""
    if table.near is not None:
        return table.rows.numbers[rule]
    return next(number for number, row in enumerate(table.rows) if row.name == rule)


def _passed_over(table: Table, won: list[int], answers: Answers, facts: Facts) -> list[Row]:
    """The rows passed over that are told: all of a small table, the first near misses of a large one."""
    end = len(table.rows) if table.policy == "collect" or not won else won[0]
    if table.near is None:
        return [table.rows[number] for number in range(end) if number not in won]
    missed = heapq.merge(*table.near(answers, facts).values())
    return [table.rows[number] for number in islice(takewhile(lambda number: number < end, missed), NEAR)]


def _rows_below(table: Table, won: list[int]) -> list[Row]:
    """The rows behind the one that won; none of a large table."""
    if table.near is not None or table.policy == "collect" or not won:
        return []
    return [table.rows[number] for number in range(won[0] + 1, len(table.rows))]


def _below(row: Row, program: Program, answers: Answers, facts: Facts, language: str) -> Below:
    reads = tuple(dict.fromkeys(name for condition in row.conditions for name in condition.reads))
    try:
        failed = next((each for each in row.conditions if not _holds(each, answers, facts)), None)
    except Unknown:
        return Below(row.name, row.line, None, "", {}, reads)
    if failed is None:
        return Below(row.name, row.line, True, "", {}, reads)
    values = values_of(program, failed, answers, facts, language)
    return Below(row.name, row.line, False, failed.text, values, reads)


def _because(row: Row, condition: Condition, program: Program, answers: Answers, facts: Facts, language: str) -> Test:
    values = values_of(program, condition, answers, facts, language)
    return Test(row.name, condition.text, values, dict(origins(program, condition.reads)))


def _passed(row: Row, program: Program, answers: Answers, facts: Facts, language: str) -> PassedOver | None:
    try:
        failed = next((each for each in row.conditions if not _holds(each, answers, facts)), None)
    except Unknown:
        # The index passed over this row before anybody asked what its other conditions want to know.
        return None
    if failed is None:
        return None
    return PassedOver(row.name, row.line, failed.text, values_of(program, failed, answers, facts, language))


def _holds(condition: Condition, answers: Answers, facts: Facts) -> bool:
    """Whether a condition holds; edges are asked themselves, so that nothing has to be compiled for an explanation."""
    edge = condition.edge
    if edge is None:
        return condition.holds(answers, facts)
    fact = condition.facts.get(edge.subject)
    value = fact.value(answers, facts) if fact else answers.get(edge.subject)
    what = allowed((edge,))
    return allows(what, value if value is None or what.spans is None else point(edge.kind, value))


__all__ = ["Below", "Change", "Explanation", "PassedOver", "Test", "decide_table", "explain", "explain_choice"]
