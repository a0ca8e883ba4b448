"""The first two laws of the language, on random programs and texts; `WAYBILL_FUZZ` says how many."""

from __future__ import annotations

import os
import random
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from dsl import tree
from dsl.format import format_expression, format_process
from dsl.lexing import UNITS, scan
from dsl.meaning import bare, semantic_hash
from dsl.messages import render
from dsl.messages_syntax import SYNTAX
from dsl.parse import parse
from tests.language.grow import PROCESSES, process
from tests.language.spoil import scramble, spoil

COUNT = int(os.environ.get("WAYBILL_FUZZ", "10000"))
PARTS = 8
VALUE = re.compile(r"\{(\w+)\}")
REFUND = (Path(__file__).parent / "format" / "refund.in.way").read_text("utf-8")


def seeds(part: int, count: int = COUNT) -> range:
    return range(part, count, PARTS)


def comments(text: str) -> list[str]:
    """The comments of a text, in order."""
    found = scan(text).comments
    return [comment.text for place in sorted(found) for comment in found[place]]


def words(text: str) -> Counter:
    """The words and texts written in a text, however they are written."""
    same = {"time": "times"} | UNITS
    written = [p.text for p in scan(text).pieces if p.kind in ("word", "text")]
    return Counter(same.get(word, word) for word in (unicodedata.normalize("NFC", word) for word in written))


def nodes(node: tree.Node) -> list[tree.Node]:
    """A node and all nodes in it."""
    found = [node]
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            found += nodes(item) if isinstance(item, tree.Node) else []
    return found


def assert_one_text(grown: tree.Process) -> None:
    """Parsing is the exact opposite of formatting, and formatting twice changes nothing."""
    text = format_process(grown)
    source = parse(text)
    assert source.problems == (), text
    assert source.process == grown, text
    assert format_process(source.process) == text


@pytest.mark.parametrize("part", range(PARTS))
def test_one_text_one_tree(part: int):
    for seed in seeds(part):
        assert_one_text(process(random.Random(seed)))


@given(PROCESSES)
@settings(max_examples=200, deadline=None)
def test_one_text_one_tree_where_failures_shrink(grown: tree.Process):
    assert_one_text(grown)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_text_breaks_the_parser(part: int):
    """Any text gives problems one can read, or a tree that holds every word of it."""
    for seed in seeds(part):
        r = random.Random(seed)
        grown = format_process(process(r))
        text = spoil(r, REFUND, grown) if seed % 16 == 0 else spoil(r, grown, REFUND)
        source = parse(text)
        assert source.problems or source.process, seed
        for problem in source.problems:
            assert 0 <= problem.at.start <= problem.at.end <= len(text), seed
            assert set(VALUE.findall(str(SYNTAX[problem.code]))) <= set(problem.values), seed
            assert f"{render(problem, 'en')} {render(problem, 'zh')} {problem.fix}".encode(), seed
        if not source.problems:
            formatted = format_process(source.process)
            assert words(formatted) == words(text), seed
            assert comments(formatted) == comments(text), seed
            assert_one_text(source.process)


@pytest.mark.parametrize("part", range(PARTS))
def test_layout_and_comments_are_no_meaning_and_comments_are_never_lost(part: int):
    """The same words in any layout, with comments between any two of them, make the same tree; all comments stay."""
    for seed in seeds(part, COUNT // 10):
        r = random.Random(seed)
        plain = replace(bare(parse(REFUND).process if seed % 100 == 0 else process(r)), epilogue=())
        text, written = scramble(r, format_process(plain))
        source = parse(text)
        assert source.problems == (), text
        assert replace(bare(source.process), epilogue=()) == plain, text
        assert semantic_hash(source.process) == semantic_hash(plain)
        assert comments(format_process(source.process)) == written, text
        assert_one_text(source.process)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_node_knows_where_it_stands(part: int):
    """The text at an expression's place is that expression; a line's place begins with its own line and column."""
    for seed in seeds(part, COUNT // 20):
        text = format_process(process(random.Random(seed)))
        lines = text.splitlines(keepends=True)
        for node in nodes(parse(text).process):
            at = node.at
            assert sum(map(len, lines[: at.line - 1])) + at.column - 1 == at.start, text
            assert sum(map(len, lines[: at.end_line - 1])) + at.end_column - 1 == at.end, text
            if isinstance(node, tree.Expression):
                assert text[at.start : at.end] in (format_expression(node), f"({format_expression(node)})"), text
