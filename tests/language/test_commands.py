"""The commands `waybill check` and `waybill format` on files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

REFUND = Path(__file__).parent / "format" / "refund.in.way"


def waybill(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.way"
    file.write_text(REFUND.read_text("utf-8").replace("decide 2 of", "decide 2 off"), "utf-8")
    return file


def test_check_says_nothing_bad_about_a_good_text():
    assert waybill("check", REFUND).exit_code == 0


def test_check_prints_the_place_the_code_and_the_sentence(broken: Path):
    result = waybill("check", REFUND, broken)
    assert result.exit_code == 1
    assert f"{broken}:60:24: did-you-mean: `off` does not fit here: did you mean `of`?" in result.output.splitlines()


def test_check_prints_chinese(broken: Path):
    assert "是否想写 `of`？" in waybill("check", "--language", "zh", broken).output


def test_check_gives_json(broken: Path):
    (file,) = json.loads(waybill("check", "--json", broken).output)["files"]
    (problem,) = file["problems"]
    assert (problem["line"], problem["column"], problem["level"], problem["fix"]["text"]) == (60, 24, "problem", "of")


def test_check_reads_the_csv_beside_the_text(tmp_path: Path):
    text = REFUND.read_text("utf-8")
    start, end = text.index("  table desk"), text.index("  flow {")
    table = '  table desk first -> { pay, finance, manager } from "desk.csv" {\n    otherwise -> manager\n  }\n'
    file = tmp_path / "refund.way"
    file.write_text(text[:start] + table + text[end:], "utf-8")
    assert "no-such-file" in waybill("check", file).output
    (tmp_path / "desk.csv").write_text("row,amount >,desk\nlarge,5000.00,finance\nsmall,,pay\n", "utf-8")
    assert "no-such-file" not in waybill("check", file).output


def test_libraries_beside_the_text_are_read_and_their_mistakes_told_where_they_stand(tmp_path: Path):
    file, toml = tmp_path / "refund.way", tmp_path / "libraries.toml"
    file.write_text(REFUND.read_text("utf-8"), "utf-8")
    toml.write_text('roles = ["finance"]\n', "utf-8")
    assert "unknown-role: unknown role `cashier`" in waybill("check", file).output
    toml.write_text('rolls = ["finance"]\n', "utf-8")
    result = waybill("check", file)
    assert result.exit_code == 1
    assert f"{toml}:0:0: unknown-entry: unknown entry `rolls`: did you mean `roles`?" in result.output.splitlines()
    assert "unknown entry `rolls`" in waybill("examples", file).output


def test_wrong_use_is_told_apart_from_mistakes(tmp_path: Path):
    assert waybill("check", tmp_path / "nowhere.way").exit_code == 2
    (tmp_path / "latin.way").write_bytes("process a {} # Gebühr".encode("latin-1"))
    result = waybill("check", tmp_path / "latin.way")
    assert result.exit_code == 2
    assert "is not UTF-8 text" in result.output


def test_format_writes_the_canonical_text(tmp_path: Path):
    file = tmp_path / "refund.way"
    file.write_text(REFUND.read_text("utf-8").replace("    decide 2 of them", "decide   2  of them"), "utf-8")
    assert waybill("format", "--check", file).exit_code == 1
    assert waybill("format", file).exit_code == 0
    assert file.read_text("utf-8") == REFUND.read_text("utf-8")
    assert waybill("format", "--check", file).exit_code == 0


def test_format_leaves_a_text_with_mistakes_alone(broken: Path):
    before = broken.read_bytes()
    result = waybill("format", "--json", broken)
    assert result.exit_code == 1
    assert json.loads(result.output)["files"][0]["problems"][0]["code"] == "did-you-mean"
    assert broken.read_bytes() == before
