"""Tables exported as DMN decide as ours do, in two other engines; what they could not is refused by name."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from SpiffWorkflow.dmn.parser.BpmnDmnParser import SCHEMAS

from dsl.beside import described, tables
from dsl.check import check
from dsl.compile import compile
from dsl.exporting.decisions import decisions
from dsl.exporting.dmn import MODEL, dmn
from dsl.parse import parse
from dsl.reference import World
from tests.language.other_engines import Spiff, Zen, given, ticket
from tests.language.random_answers import directory, facts
from tests.language.test_evaluators import accepted

ROOT = Path(__file__).parent.parent.parent
TEXTS = {path.stem: path for path in sorted((ROOT / "examples").rglob("*.way"))}
TICKETS = 1000
REFUSED = {("goods_return", "terms"): {"dmn-function"}}
"""The only tables of the examples that are left out: `days(delivered_on, today)` is no column."""


@cache
def checked_of(name: str):
    path = TEXTS[name]
    text = path.read_text("utf-8")
    libraries, _ = described(path, tables(path, text, lambda each: each.read_text("utf-8")))
    return check(parse(text).process, libraries)


def form(fields: str, table: str):
    """A process with some fields and a table."""
    outcomes = table[table.index("{") + 1 : table.index("}")].replace(",", " ").split()
    arms = " ".join(f"{outcome} {{ }}\n" for outcome in outcomes)
    flow = f"flow {{\n branch by t {{\n{arms}}}\n}}"
    source = parse(f"process small {{\n form {{\n{fields}\n}}\n{table}\n {flow}\n ends {{ done }}\n}}\n")
    assert not source.problems, source.problems
    found = check(source.process)
    assert found.ok, found.problems
    return found


def cells(found) -> list[tuple[str, ...]]:
    (one,) = decisions(found).tables
    return [(*rule.cells, rule.outcome) for rule in one.rules]


def refused(found) -> list[str]:
    return [each.code for each in dmn(found).refusals]


def decide_alike(checked, count: int, seed: int) -> dict[str, Counter]:
    """How often each table came to what, while all three engines agree."""
    program, r, seen = compile(checked), random.Random(seed), {}
    read = [(one, *engines(checked, one.name)) for one in decisions(checked).tables]
    for _ in range(count):
        told, requester = directory(r), r.choice(["ana", "bruno", "li"])
        whole = ticket(checked, program, r, facts(told, requester))
        for one, spiff, zen in read:
            ours = program.tables[one.name].pick(whole, facts(told, requester))
            inputs = given(one.columns, World(checked, whole, facts(told, requester)))
            theirs = [tuple(dict.fromkeys(engine.decide(inputs))) for engine in (spiff, zen)]
            assert theirs == [tuple(ours)] * 2, (one.name, inputs)
            seen.setdefault(one.name, Counter())[tuple(ours)] += 1
    return seen


def engines(checked, table: str):
    text = dmn(checked, (table,)).text
    return Spiff(text, table), Zen(text)


@pytest.mark.parametrize("name", TEXTS)
def test_every_exported_table_decides_alike(name):
    checked = checked_of(name)
    seen = decide_alike(checked, TICKETS, 1)
    exported = {one.name for one in decisions(checked).tables}
    assert set(seen) == exported == {table for table in checked.tables if (name, table) not in REFUSED}
    for table, counted in seen.items():
        reached = {outcome for outcomes in counted for outcome in outcomes}
        assert reached == set(checked.tables[table].node.outcomes), "the tickets do not reach every outcome"


def test_what_is_left_out_of_the_examples_is_said():
    left = {}
    for name in TEXTS:
        for each in dmn(checked_of(name)).refusals:
            left.setdefault((name, each.values["table"]), set()).add(each.code)
    assert left == REFUSED


@pytest.mark.parametrize("start", range(4))
def test_tables_of_random_processes_decide_alike(start):
    kept, seed, tried = 0, start, 0
    while kept < 12:
        found, seed = accepted(seed), seed + 4
        if found is not None:
            kept += 1
            tried += len(decide_alike(found[0], 40, seed))
    assert tried


@pytest.mark.parametrize("name", TEXTS)
def test_the_document_is_valid_dmn(name):
    text = dmn(checked_of(name)).text
    root = etree.fromstring(text.encode())
    assert root.tag == f"{{{MODEL}}}definitions"
    etree.XMLSchema(etree.parse(SCHEMAS[MODEL])).assertValid(root)
    assert dmn(checked_of(name)).text == text


def test_cells_are_short_where_they_can_be():
    found = form(
        "amount: money CNY [0.00 .. 900.00]\n kind: choice { a, b, c }\n urgent: yes/no\n on: date",
        "table t first -> { x, y } {\n"
        " one when amount > 5.00 CNY and urgent -> x\n two when amount in [1.00 CNY .. 2.00 CNY] and kind != a -> x\n"
        " three when on >= 2026-01-05 and not urgent and kind in {a, b} -> x\n otherwise -> y\n}",
    )
    assert cells(found) == [
        ("> 5.00", "true", "-", "-", "x"),
        ("? >= 1.00 and ? <= 2.00", "-", '? in ("b", "c")', "-", "x"),
        ("-", "false", '? in ("a", "b")', '>= date("2026-01-05")', "x"),
        ("-", "-", "-", "-", "y"),
    ]
    assert [column.label for column in decisions(found).tables[0].columns] == ["amount (CNY)", "urgent", "kind", "on"]


def test_either_or_becomes_rows_that_never_meet():
    found = form(
        "a: whole [0 .. 9]\n b: whole [0 .. 9]",
        "table t collect -> { x, y } {\n either when a > 5 or b > 5 -> x\n otherwise -> y\n}",
    )
    assert cells(found) == [("> 5", "-", "x"), ("<= 5", "> 5", "x"), ("<= 5", "<= 5", "y")]
    assert set(decide_alike(found, 300, 3)["t"]) == {("x",), ("y",)}


def test_what_may_be_absent_is_asked_first():
    found = form(
        "a: whole [0 .. 9] optional\n b: whole [0 .. 9]",
        "table t first -> { x, y } {\n gone when a is absent or a > b -> x\n otherwise -> y\n}",
    )
    assert cells(found) == [("false", "-", "-", "x"), ("true", "> b", "-", "x"), ("-", "-", "-", "y")]
    assert set(decide_alike(found, 300, 3)["t"]) == {("x",), ("y",)}


def test_names_that_engines_have_for_themselves_are_changed():
    found = form(
        "true: whole [0 .. 9]\n null: yes/no\n 金额: whole [0 .. 9]",
        "table t first -> { x, y } {\n one when true > 5 and 金额 > 5 -> x\n two when null -> x\n otherwise -> y\n}",
    )
    columns = decisions(found).tables[0].columns
    assert [(column.key, column.name) for column in columns[:2]] == [("true", "answer_true"), ("金额", "answer_2")]
    decide_alike(found, 100, 3)


ROWS = "lines: rows [0 .. 3] {\n price: whole [0 .. 9]\n}"


@pytest.mark.parametrize(
    ("fields", "when", "code"),
    [
        ("a: whole [0 .. 9]\n b: whole [0 .. 9]", "a + b > 5", "dmn-arithmetic"),
        ("a: text 9", 'starts_with(a, "x")', "dmn-function"),
        ("a: text 9", "length(a) > 5", "dmn-function"),
        (ROWS, "any(each line in lines: line.price > 3)", "dmn-items"),
        ("a: choices { x, y }", "x in a", "dmn-group"),
        ("a: yes/no", 'requester in role("finance")', "dmn-group"),
        ("a: time", "a > 14:30", "dmn-kind"),
        ("a: moment", "a < 2026-01-05T10:00Z", "dmn-kind"),
        ("a: yes/no\n b: yes/no", "a = b", "dmn-two-answers"),
        ("a: money CNY [0.00 .. 90000000000000.00]", "a > 5.00 CNY", "dmn-digits"),
    ],
)
def test_what_cannot_be_said_is_refused_by_name(fields, when, code):
    found = form(fields, f"table t first -> {{ p, q }} {{\n one when {when} -> p\n otherwise -> q\n}}")
    exported = dmn(found)
    assert exported.text is None and [each.code for each in exported.refusals] == [code]
    assert exported.refusals[0].at.line > 0
    assert all("`t`" in exported.refusals[0].said(language) for language in ("en", "zh"))


def test_a_row_of_too_many_cases_is_refused():
    fields = "\n".join(f"a{n}: whole [0 .. 9]\n b{n}: whole [0 .. 9]" for n in range(8))
    when = " and ".join(f"(a{n} > 5 or b{n} > 5)" for n in range(8))
    found = form(fields, f"table t first -> {{ p, q }} {{\n one when {when} -> p\n otherwise -> q\n}}")
    assert refused(found) == ["dmn-cases"]
