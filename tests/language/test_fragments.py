"""Parts of a text read by themselves: what they make, and what is wrong with those that make nothing."""

from __future__ import annotations

import pytest

from dsl import tree
from dsl.fragments import AROUND, read_block, read_expression, read_people
from dsl.messages import render

GOOD = {
    "process": "calendar office",
    "form": 'section a "A" {\n}\nb: text 3',
    "fields": "# why\na: text 3",
    "columns": "price: money CNY",
    "options": 'a "A", b',
    "rows": "large when amount > 5.00 CNY -> finance\notherwise -> pay",
    "steps": 'approve a "A" {\n  by requester.manager\n}\nend done',
    "arms": "pay {\n}",
    "parallel_arms": "arm {\n}\narm b {\n}",
    "clauses": "by requester\nmay return",
    "ends": 'done "Done"',
    "rules": "mine: never requester decides any step",
    "example": "requester ana\nexpect done",
    "words": 'amount "金额"\ndesk.large "大额"',
}


@pytest.mark.parametrize("block", sorted(AROUND))
def test_the_statements_of_every_block_are_read(block: str):
    found = read_block(block, GOOD[block])
    assert found and all(isinstance(one, tree.Line) for one in found)


@pytest.mark.parametrize(
    ("block", "text", "code"),
    [
        ("steps", "} ends { done", "fragment-leaves-block"),
        ("steps", "", "no-statement"),
        ("steps", "end done\n# and then?", "no-statement"),
        ("steps", "aprove a {\n}", "did-you-mean"),
        ("clauses", "by", "unfinished-value"),
    ],
)
def test_what_is_no_statement_of_the_block_is_refused(block: str, text: str, code: str):
    assert [problem.code for problem in read_block(block, text)] == [code]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "no-expression", 1),
        ("amount # of money", "no-expression", 1),
        ("amount >", "unfinished-value", 9),
        ("  amount > 1 CNY extra", "expected", 18),
        ("amount > 5 CNY or \u202e", "forbidden-character", 19),
        ("(" * 70, "nested-too-deep", 65),
    ],
)
def test_what_is_no_expression_is_refused_at_its_place(text: str, code: str, column: int):
    (problem,) = read_expression(text)
    assert (problem.code, problem.at.column) == (code, column)
    assert render(problem, "zh") != render(problem, "en")


def test_people_are_read_one_after_the_other():
    assert [type(one) for one in read_people('requester.manager, role("finance")')] == [tree.Path, tree.Call]
