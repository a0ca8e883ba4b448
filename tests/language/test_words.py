"""Translations as a program carries them: every sentence finds its own, also where a thing is called like a sentence."""

from __future__ import annotations

from pathlib import Path

from dsl.check import check
from dsl.compile import compile_text
from dsl.engine.templates import fill
from dsl.parse import parse
from dsl.program import Notify, Program
from dsl.translatable import sentences, things

CASE = (Path(__file__).parent / "check" / "sentences.way").read_text("utf-8")
GERMAN = CASE.index("  words de {")
TEXT = CASE[:GERMAN] + "}\n"
ANSWERS = {"purpose": "Pens", "amount": 1250}


def made(text: str = TEXT) -> Program:
    found = compile_text(text)
    assert isinstance(found, Program), found
    return found


def test_helps_and_check_messages_of_fields_and_columns():
    fields = made().form.fields
    amount, lines = fields["amount"], fields["lines"]
    item, price, help = lines.columns
    assert fields["purpose"].helped("zh") == "一行"
    assert fields["purpose"].helped("fr") == "One line"
    assert fields["secret"].helped("zh") is None
    assert [check.said("zh") for check in amount.checks] == ["太少", "太多"]
    assert [check.said("en") for check in amount.checks] == ["Too little", "Too much"]
    assert item.helped("zh") == "写明名称"
    assert [check.said("zh") for check in price.checks] == ["没有免费的"]
    assert made().word(help.path, help.label, "zh") == "名为 help 的列"
    assert lines.helped("zh") == "买了什么"


def test_titles_and_messages_are_filled_in_the_readers_language():
    program = made()
    assert fill(program, program.title, ANSWERS, "ana") == "Pens: 12.50 CNY"
    assert fill(program, program.titles["zh"], ANSWERS, "ana", "zh") == "Pens：12.50 CNY"
    first, second = (node for name, node in program.nodes.items() if name.startswith("notify"))
    assert fill(program, first.texts["zh"], ANSWERS, "ana", "zh") == "Pens 已提交"
    assert fill(program, second.texts["zh"], ANSWERS, "ana", "zh") == "12.50 CNY 即将到账 {很快}"


def test_without_a_title_a_ticket_is_called_like_its_process_and_shows_nothing_more():
    text = TEXT.replace('  title "{purpose}: {amount}"\n', "").replace('title "{purpose}：{amount}"', 'sentences "{secret}"')
    program = made(text.replace('process sentences "Sentences"', 'process sentences "{secret}"'))
    assert fill(program, program.title, {"secret": "sesame"}, "ana") == "{secret}"
    assert fill(program, program.titles["zh"], {"secret": "sesame"}, "ana", "zh") == "{secret}"


def test_every_path_can_be_translated_and_is_said_once():
    process = parse(TEXT).process
    paths = [path for path, _ in things(process)]
    assert len(paths) == len(set(paths))
    words = "".join(f'    {path} "译文"\n' for path in paths)
    all_translated = TEXT[: TEXT.index("  words zh {")] + f"  words zh {{\n{words}  }}\n}}\n"
    assert [problem.code for problem in check(parse(all_translated).process).problems if problem.level == "problem"] == []
    program = made(all_translated)
    assert {program.words["zh"][each.path] for each in sentences(process)} == {"译文"}
    messages = [node.texts["zh"] for node in program.nodes.values() if isinstance(node, Notify)]
    assert [fill(program, each, ANSWERS, "ana") for each in messages] == ["译文", "译文"]
