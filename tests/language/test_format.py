"""The canonical form of texts, by example: `format/NAME.in.way` becomes `format/NAME.out.way`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dsl import tree
from dsl.format import format_expression, format_process, format_text
from dsl.meaning import semantic_hash
from dsl.parse import parse

CASES = sorted((Path(__file__).parent / "format").glob("*.in.way"))
REFUND = (Path(__file__).parent / "format" / "refund.in.way").read_text("utf-8")


def text_of(file: Path) -> str:
    """The text with its line ends as they are."""
    return file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name.partition(".")[0])
def test_canonical_form(file: Path):
    canonical = text_of(file.with_name(file.name.replace(".in.", ".out.")))
    assert format_text(text_of(file)) == canonical
    assert format_text(canonical) == canonical


def test_opening_and_saving_the_example_changes_nothing():
    assert format_text(REFUND) == REFUND


def test_a_text_with_mistakes_has_no_canonical_form():
    problems = format_text(REFUND.replace("approve", "aprove"))
    assert [problem.code for problem in problems] == ["did-you-mean"] * 3


def test_one_edit_changes_only_its_lines():
    process = parse(REFUND).process
    title = process.one(tree.Title)
    items = tuple(tree.Title("New", trivia=title.trivia) if item is title else item for item in process.items)
    before, after = REFUND.splitlines(), format_process(replace(process, items=items)).splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert changed == [('  title "{student}: {amount}"', '  title "New"')]


def test_an_expression_has_the_fewest_brackets():
    expression = tree.And((tree.Or((tree.Path(("a",)), tree.Path(("b",)))), tree.Not(tree.Path(("c",)))))
    assert format_expression(expression) == "(a or b) and not c"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Course refunds. Owner: student affairs.\n", ""),
        ("amount <= 200.00 CNY", "(amount)<=200.00   CNY # fits\n"),
        ('student "学生"', 'student "学员"'),
        ("  words zh {", "  words de {\n  }\n  words zh {"),
        ("\n", "\r\n"),
    ],
)
def test_layout_comments_and_translations_have_no_meaning(old: str, new: str):
    assert semantic_hash(parse(REFUND.replace(old, new)).process) == semantic_hash(parse(REFUND).process)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("200.00 CNY", "200.01 CNY"),
        ('"Student"', '"Pupil"'),
        ("small when", "little when"),
        ("may return, transfer", "may transfer, return"),
        ("decide 2 of them", "decide all"),
        ("payment -> paid", "payment -> bounced"),
    ],
)
def test_everything_else_has(old: str, new: str):
    assert semantic_hash(parse(REFUND.replace(old, new)).process) != semantic_hash(parse(REFUND).process)
