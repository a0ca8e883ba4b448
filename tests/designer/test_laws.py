"""The laws of editing, on random edits of random processes in random layouts; `WAYBILL_FUZZ` says how many."""

from __future__ import annotations

import os
import random
import re
from collections import Counter

import pytest

from designer.address import walk, walk_from
from designer.edit import CannotEdit
from designer.edits import EDITS
from designer.journey import edited
from dsl import tree
from dsl.format import format_process, format_text
from dsl.lexing import scan
from dsl.parse import parse
from tests.designer import random_form, random_steps, random_tables
from tests.designer.desk import EVERY
from tests.designer.random_edits import Edits
from tests.language.grow import process

COUNT = max(2000, int(os.environ.get("WAYBILL_FUZZ", "2000")))
PARTS = 8
LENGTH = 4
"""Edits one after the other on each process."""
LINES = re.compile(r"\r\n|\n|\r")


def own_layout(r: random.Random, text: str) -> str:
    """A canonical text as somebody may have laid it out: more room, empty lines, and Windows line ends."""
    lines = []
    for line in text.split("\n"):
        deeper = len(line) - len(line.lstrip(" ")) if r.random() < 0.1 else 0
        lines.append(" " * deeper + (line.replace(" when ", "  when  ") if '"' not in line and "#" not in line else line))
        if not line.endswith("{") and r.random() < 0.05:
            lines.append(r.choice(["", "", "   "]))
    return r.choice(["\n", "\n", "\r\n"]).join(lines)


def comments(text: str) -> list[str]:
    found = scan(text).comments
    return [comment.text for place in sorted(found) for comment in found[place]]


def identical(before: tree.Process, after: tree.Process) -> list[tree.Line]:
    """The lines of the old tree that are the very same objects in the new one."""
    old = {id(line) for _, line in walk(before)}
    return [line for _, line in walk(after) if id(line) in old]


def own_lines(node: tree.Line, lines: list[str]) -> list[str]:
    return [line.strip() for line in lines[node.at.line - 1 : node.at.end_line]]


def assert_other_lines_stay(text: str, new: str, before: tree.Process, after: tree.Process) -> None:
    """A line of a node that no edit touched is still there, whatever its indentation."""
    old_lines, new_lines = LINES.split(text), Counter(line.strip() for line in LINES.split(new))
    kept = {id(line): line for line in identical(before, after)}
    inside = {id(below) for line in kept.values() for _, below in walk_from(line, "") if below is not line}
    outermost = [one for one in kept.values() if id(one) not in inside and alone(one)]
    wanted = Counter(line for one in outermost for line in own_lines(one, old_lines))
    assert not (missing := {line: n for line, n in (wanted - new_lines).items() if line not in ("", "}")}), missing


def alone(node: tree.Line) -> bool:
    """Options and ends may share a line with others."""
    return not isinstance(node, tree.Option | tree.EndPoint)


@pytest.mark.parametrize("part", range(PARTS))
def test_an_edit_writes_its_tree_and_leaves_other_lines_alone(part: int):
    done = Counter()
    for seed in range(part, COUNT, PARTS):
        r = random.Random(seed)
        text = format_process(process(r))
        text = own_layout(r, text) if seed % 3 else text
        for _ in range(LENGTH):
            before = parse(text).process
            kind = r.choice(list(EDITS))
            edit = Edits(r, before).edit(kind)
            try:
                after = edit.on(before)
                new, _selected = edited(text, (edit,))
            except (CannotEdit, LookupError):
                continue
            done[kind] += 1
            source = parse(new)
            assert (source.problems, source.process) == ((), after), (seed, edit)
            assert_other_lines_stay(text, new, before, after)
            if kind not in TAKING:
                assert Counter(comments(text)) <= Counter(comments(new)), (seed, edit)
            text = new
    assert done


TAKING = {"remove", "remove-with-uses", *random_steps.TAKING, *random_form.TAKING, *random_tables.TAKING}
"""Edits that may take comments along: those of the lines that go."""


def test_a_canonical_text_stays_canonical():
    """What an edit writes in a canonical text is what the formatter would write."""
    for seed in range(0, COUNT, 4):
        r = random.Random(seed)
        text = format_process(process(r, comments=0))
        before = parse(text).process
        try:
            new, _selected = edited(text, (Edits(r, before).edit(r.choice(list(EDITS))),))
        except CannotEdit:
            continue
        assert new == format_text(new) or has_options_apart(text), seed


def has_options_apart(text: str) -> bool:
    """Options that had lines of their own keep them, also where they would fit on one."""
    options = [line for _, line in walk(parse(text).process) if isinstance(line, tree.Option)]
    return any(text[: option.at.start].rpartition("\n")[2].strip() == "" for option in options)


def test_every_kind_of_edit_is_tried():
    """Over all seeds of this file each kind succeeds; a new kind that cannot is missing a generator. Some want a process
    without problems, which random ones seldom are."""
    tried, r = set(), random.Random(7)
    for number in range(4000):
        grown = parse(format_process(process(r)) if number % 20 else EVERY).process
        for kind in set(EDITS) - tried:
            try:
                Edits(r, grown).edit(kind).on(grown)
            except (CannotEdit, LookupError):
                continue
            tried.add(kind)
        if tried == set(EDITS):
            return
    assert tried == set(EDITS)
