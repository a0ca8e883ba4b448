"""The processes of `examples/`: they check, are written canonically, prove themselves, and speak Chinese as well."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from dsl import tree
from dsl.check import check
from dsl.compile import compile_text
from dsl.examples import examples
from dsl.format import format_text
from dsl.parse import parse
from dsl.translatable import things

FOLDER = Path(__file__).parent.parent.parent / "examples"
TEXTS = sorted(FOLDER.glob("*.way"))


def test_the_four_processes_are_there():
    assert {"refund", "travel", "supplies", "fault"} <= {path.stem for path in TEXTS}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
class TestEach:
    def test_it_has_no_problems(self, path: Path):
        process = parse(path.read_text("utf-8")).process
        assert [problem.code for problem in check(process).problems if problem.level == "problem"] == []

    def test_it_is_written_as_the_formatter_writes(self, path: Path):
        assert format_text(path.read_text("utf-8")) == path.read_text("utf-8")

    def test_its_examples_hold(self, path: Path):
        results = examples(compile_text(path.read_text("utf-8")))
        assert len(results) >= 4 and [(one.name, one.message) for one in results if not one.passed] == []

    def test_every_label_and_every_sentence_is_translated(self, path: Path):
        process = parse(path.read_text("utf-8")).process
        [zh] = [block for block in process.all(tree.Words) if block.language == "zh"]
        assert {name for name, _ in things(process)} == {".".join(word.path) for word in zh.items}

    def test_the_people_of_the_demo_hold_every_role_it_asks_for(self, path: Path):
        with (FOLDER / "people.csv").open(encoding="utf-8", newline="") as file:
            held = {role for line in csv.DictReader(file) for role in line["roles"].split()}
        assert set(re.findall(r'by role\("([^"]+)"\)', path.read_text("utf-8"))) <= held
