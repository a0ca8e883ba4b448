"""Explaining a decision of a table of 10 000 rows: what decided and what nearly did, and all of it written out."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import process_time

from bench.ground import facts, program_of
from bench.measure import ROUNDS, Line, at_most, plain
from bench.rows import csv_of, rows_of, text, tickets_of
from dsl.engine.events import Routed
from dsl.explain import explain
from dsl.libraries import DEFAULT

DECISIONS = 500


def lines() -> list[Line]:
    program = program_of(text(), replace(DEFAULT, files={"desk.csv": csv_of(rows_of(10_000))}))
    table = program.tables["desk"]
    decided = [(answers, routed(program, answers)) for answers in tickets_of(DECISIONS)]
    assert all(confirmed(program, *each) for each in decided)

    def found(answers, _one) -> None:
        table.choose(answers, facts())
        table.near(answers, facts())

    def written(answers, one) -> None:
        explain(program, one, answers, facts())

    return [
        at_most("explain", "10 000 rows: the row, and all that fail in one thing alone", spent(found, decided), 50e-6),
        plain("explain", "10 000 rows: with values, lines and tried changes", spent(written, decided)),
    ]


def routed(program, answers) -> Routed:
    """The decision as it is recorded."""
    rules, outcomes, failed = program.tables["desk"].choose(answers, facts())
    return Routed(node="branch", table="desk", rules=rules, outcomes=outcomes, failed=failed)


def confirmed(program, answers, decided: Routed) -> bool:
    """It says what was decided, and something that would have changed it."""
    found = explain(program, decided, answers, facts())
    return found.outcomes == decided.outcomes and bool(found.would_change)


def spent(way: Callable, decided) -> float:
    """Seconds of this process for one decision, the median of the rounds."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(ROUNDS):
            began = process_time()
            for each in decided:
                way(*each)
            taken.append((process_time() - began) / len(decided))
    finally:
        gc.enable()
    return median(taken)
