"""The checker on whole texts: what it says about each case, in words, at the place, and with fixes that fix."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from dsl.beside import described, tables
from dsl.check import Checked, check
from dsl.libraries import Libraries
from dsl.messages import CATALOGUE, filled, render
from dsl.messages_check import EXPRESSIONS, FORMS, NAMES
from dsl.messages_flow import EXAMPLES, FLOW, TABLES
from dsl.parse import parse
from dsl.problems import Problem

CASES = sorted((Path(__file__).parent / "check").rglob("*.way"))
CODES = {**NAMES, **EXPRESSIONS, **FORMS, **TABLES, **FLOW, **EXAMPLES}
GUIDE = Path(__file__).parent.parent.parent / "docs" / "problems.md"


def outside(path: Path) -> Libraries:
    """The libraries beside a case."""
    libraries, mistakes = described(path, tables(path, path.read_text("utf-8"), lambda file: file.read_text("utf-8")))
    assert mistakes == ()
    return libraries


def checked(path: Path, text: str | None = None) -> Checked:
    source = parse(path.read_text("utf-8") if text is None else text)
    assert source.problems == ()
    return check(source.process, outside(path))


def line_of(problem: Problem) -> str:
    return f"{problem.level} {problem.code} {problem.at.line}:{problem.at.column} {render(problem)}"


def expected(path: Path) -> list[str]:
    return path.with_suffix(".problems").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_has_exactly_these_problems(path: Path):
    assert [line_of(problem) for problem in checked(path).problems] == expected(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_fix_takes_its_problem_away(path: Path):
    text = path.read_text("utf-8")
    for problem in checked(path).problems:
        if problem.fix is not None:
            fix = problem.fix
            better = text[: fix.at.start] + fix.text + text[fix.at.end :]
            told = {(each.code, each.at.line, each.at.column) for each in checked(path, better).problems}
            assert (problem.code, problem.at.line, problem.at.column) not in told


def test_the_example_of_the_language_has_notes_only():
    found = checked(Path(__file__).parent / "check" / "refund.way")
    assert found.ok
    assert {problem.code for problem in found.problems} == {"not-enforced-yet"}


def test_everything_about_the_example_is_handed_to_the_compiler():
    found = checked(Path(__file__).parent / "check" / "refund.way")
    assert list(found.fields) == [
        "student", "course", "paid_on", "amount", "reason", "details", "receipts",
        "lines.item", "lines.quantity", "lines.price", "lines.net", "lines", "listed", "payment_ref",
    ]  # fmt: skip
    assert found.fields["listed"].type.high == 50 * 999 * 9999999
    assert found.fields["payment_ref"].filled_by == ("payment",)
    assert list(found.steps) == ["line_manager", "director", "controllers", "payment"]
    assert found.steps["payment"].earlier == ()
    assert list(found.ends) == ["done", "rejected", "withdrawn"]
    assert [row.name for row in found.tables["desk"].rows] == ["small", "large"]


LARGE = {"not-proved", "too-many-rows"}
"""Codes of tables too large to write down: `test_check_boxes` makes them."""


@pytest.mark.parametrize("code", sorted(set(CODES) - LARGE))
def test_every_code_has_a_case(code: str):
    assert any(f" {code} " in line for path in CASES for line in expected(path))


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_both_languages_say_the_same_values(code: str):
    names = [set(re.findall(r"\{(\w+)\}", sentence.replace("{{", ""))) for sentence in CATALOGUE[code].values()]
    assert len(names) == 2
    assert names[0] == names[1]


@pytest.mark.parametrize("seed", range(int(os.environ.get("WAYBILL_FUZZ", "12000")) // 300))
def test_a_spoiled_text_is_told_about_and_nothing_breaks(seed: int):
    r = random.Random(seed)
    path = r.choice(CASES)
    pieces = re.split(r'("[^"\n]*"|[\w.]+|\s+)', path.read_text("utf-8"))
    for _ in range(r.randint(1, 8)):
        where, kind = r.randrange(len(pieces)), r.random()
        pieces[where] = "" if kind < 0.3 else r.choice(pieces) if kind < 0.9 else pieces[where] * 2
    process = parse("".join(pieces)).process
    for problem in check(process, outside(path)).problems if process else ():
        assert render(problem, "en") and render(problem, "zh")


def test_braces_in_a_value_stay_what_they_are():
    assert filled("`{name}`[[: did you mean `{guess}`?]]", {"name": "{guess}"}) == "`{guess}`"
    assert filled("`{name}`[[: did you mean `{guess}`?]]", {"name": "[[x]]", "guess": "{name}"}) == (
        "`[[x]]`: did you mean `{name}`?"
    )


def test_a_problem_is_told_in_chinese():
    problem = Problem("unknown-field", values={"name": "金颖", "guess": "金额", "place": "审批"})
    assert render(problem, "zh") == "`审批` 中的字段 `金颖` 不存在：是否想写 `金额`？"


def test_a_process_in_chinese_is_checked_like_any_other():
    text = """process 退费 "课程退费" {
      form {
        金额: money CNY [0.01 .. 1000.00] "金额"
        原因: choice "原因" { 冲突, 其他 }
        说明: long text 200 "说明" when 原因 = 其他
        有说明: yes/no = 原因 = 其他 and length(说明) > 5
        大额: yes/no = 金颖 > 500.00 CNY
      }
      flow { end 完成 }
      ends { 完成 "完成" }
    }"""
    source = parse(text)
    assert source.problems == ()
    assert [(each.code, each.values["guess"]) for each in check(source.process).problems] == [("unknown-field", "金额")]
