"""The text with every construct really has every construct: each rule and each keyword of the grammar."""

from __future__ import annotations

from pathlib import Path

from lark import Lark, Token, Tree

from designer.address import walk
from dsl import tree
from dsl.blocks import STARTS
from dsl.check import check
from dsl.format import format_text, head_of
from dsl.lexing import Contextual, scan
from dsl.parse import parse
from dsl.statement import GRAMMAR

EVERYTHING = (Path(__file__).parent / "everything.way").read_text("utf-8")
STANDS_ALONE = {"expression", "people", "from_file"}
"""Rules that `everything.way` cannot use: parts read by themselves, and a table in a file."""


def starts(line: tree.Line) -> str:
    """The start symbol of a line's statement."""
    odd = {tree.Approve: "approve", tree.Task: "calling" if getattr(line, "calls", False) else "task", tree.Ends: "ends"}
    name = odd.get(type(line)) or "".join(f"_{c.lower()}" if c.isupper() else c for c in type(line).__name__).strip("_")
    return name


def parsed(line: tree.Line, in_parallel: bool, plain: Lark) -> Tree:
    start = "parallel_arm" if isinstance(line, tree.Arm) and in_parallel else starts(line)
    return plain.parse(scan(head_of(line, in_parallel)).pieces, start)


def test_everything_has_every_rule_and_every_keyword_of_the_grammar():
    how = {"parser": "lalr", "lexer": Contextual, "keep_all_tokens": True, "maybe_placeholders": False}
    plain = Lark(GRAMMAR.read_text("utf-8"), start=STARTS, **how)
    rules, words, above = set(), set(), {}
    process = parse(EVERYTHING).process
    for address, line in walk(process):
        above[address] = line
        outer = above.get(address.rpartition(".arms.")[0]) if isinstance(line, tree.Arm) else None
        found = parsed(line, isinstance(outer, tree.Parallel), plain)
        rules |= {each.data for each in found.iter_subtrees()}
        words |= {token.type for token in found.scan_values(lambda each: isinstance(each, Token))}
    known = {rule.alias or rule.origin.name for rule in plain.rules if not rule.origin.name.startswith("_")}
    wanted = {name for name in known if not any(r.options.expand1 and r.origin.name == name for r in plain.rules)}
    assert wanted - rules - STANDS_ALONE == set()
    assert {each.name for each in plain.terminals} - words - STANDS_ALONE == {"FROM"}


def test_everything_is_canonical_and_has_no_problems():
    assert format_text(EVERYTHING) == EVERYTHING
    assert [problem for problem in check(parse(EVERYTHING).process).problems if problem.level == "problem"] == []
