"""The grammar itself: LALR(1) without conflicts, and what it costs to read and to read again."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from lark import Lark, logger

from dsl import statement
from dsl.blocks import BLOCKS, KINDS, STARTS
from dsl.lexing import Contextual
from dsl.limits import RESERVED, RESERVED_FIELDS
from dsl.parse import parse

REFUND = (Path(__file__).parent / "format" / "refund.in.way").read_text("utf-8")


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture):
    logger.addHandler(caplog.handler)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        text = statement.GRAMMAR.read_text("utf-8")
        Lark(text, parser="lalr", lexer=Contextual, start=STARTS, debug=True, maybe_placeholders=False)
    finally:
        logger.setLevel(level)
        logger.removeHandler(caplog.handler)
    assert [record.getMessage() for record in caplog.records if "conflict" in record.getMessage().lower()] == []
    assert not [record for record in caplog.records if "Unused" in record.getMessage()]


def test_every_statement_has_one_block_or_none():
    statements = [s for block in BLOCKS.values() for s in (*block.words.values(), block.named) if s]
    assert {s.body for s in statements} - {None, "?"} | {"file", "options"} == set(BLOCKS)


def test_the_kinds_of_fields_are_those_of_the_grammar():
    kind = re.search(r"!kind: (.*?)\n!bounds", statement.GRAMMAR.read_text("utf-8"), re.DOTALL)[1]
    assert {re.search(r'"(\w+)"', line)[1] for line in kind.splitlines() if line.strip()} == KINDS


def test_an_edit_of_one_line_reads_one_line_again():
    parse(REFUND)
    before = statement.remembered().misses
    edited = parse(REFUND.replace("5000.00 CNY -> finance", "4711.47 CNY -> finance"))
    assert edited.problems == ()
    assert statement.remembered().misses - before == 1


def test_what_is_remembered_stands_where_it_is_found():
    moved = parse("# one line more\n" + REFUND).process
    for before, after in zip(parse(REFUND).process.items, moved.items, strict=True):
        assert (after.at.line, after.at.start) == (before.at.line + 1, before.at.start + len("# one line more\n"))


def test_the_language_page_lists_the_words_that_are_no_names():
    page = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8").replace("\n", " ")
    assert set(re.search(r"Only `([^`]*)` name nothing", page)[1].split()) == RESERVED
    assert set(re.findall(r"`(\w+)`", re.search(r"cannot be called (.*?) either", page)[1])) == RESERVED_FIELDS - RESERVED
