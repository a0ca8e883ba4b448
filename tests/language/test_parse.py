"""What the parser says about texts with mistakes, and that no text is too large, too deep or too strange for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsl import limits, tree
from dsl.format import format_process
from dsl.lexing import scan
from dsl.meaning import semantic_hash
from dsl.messages import CHECKED, render
from dsl.messages_syntax import SYNTAX
from dsl.parse import parse
from dsl.problems import Fix

MISTAKES = sorted((Path(__file__).parent / "mistakes").glob("*.way"))
REFUND = (Path(__file__).parent / "format" / "refund.in.way").read_text("utf-8")
KIB = 1024


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse(text).problems]


def row(condition: str) -> str:
    return f"process p {{\n  table t first -> {{ a }} {{\n    r when {condition} -> a\n  }}\n}}\n"


def mended(text: str, fix: Fix) -> str:
    return text[: fix.at.start] + fix.text + text[fix.at.end :]


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_every_mistake_is_told_with_its_place_and_the_next_step(file: Path):
    said = [f"{p.at.line}:{p.at.column}: {p.code}: {render(p)}" for p in parse(file.read_text("utf-8")).problems]
    assert "\n".join(said) + "\n" == file.with_suffix(".txt").read_text("utf-8")


def test_every_sentence_exists_in_both_languages_and_belongs_to_one_code():
    assert not set(SYNTAX) & set(CHECKED)
    for code, sentences in SYNTAX.items():
        assert set(sentences) == {"en", "zh"}, code
        assert "。" not in sentences["zh"] and not sentences["en"].endswith("."), code


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("approve line_manager", "aprove line_manager"),
        ("table desk", "tabel desk"),
        ("money CNY =", "mony CNY ="),
        ("200.00 CNY and", "200.00 cny and"),
        ("student: text", "student text"),
        ('"Items" {\n', '"Items"\n'),
        ("otherwise ->", "otherwise →"),
        ("requester.level = vip", "requester.level == vip"),
        ('student: text 80 "Student"', "student: text 80 “Student”"),
        ("quantity * price", "quantity * (price"),
        ("5000.00 CNY -> finance", "５０００.00 CNY -> finance"),
        ("  }\n\n  flow", "\n  flow"),
        ("  ends {", "  }\n  ends {"),
        ("words zh {", "wrods zh {"),
    ],
)
def test_a_suggested_fix_repairs_the_text(right: str, wrong: str):
    text = REFUND.replace(right, wrong, 1)
    assert text != REFUND
    (problem,) = parse(text).problems
    assert semantic_hash(parse(mended(text, problem.fix)).process) == semantic_hash(parse(REFUND).process)


def test_one_mistake_makes_no_trail_of_others():
    """Every word and mark of the example left out, one at a time: hardly ever more than two problems."""
    told = [len(codes(REFUND[: p.start] + REFUND[p.end :])) for p in scan(REFUND).pieces]
    assert sum(n <= 1 for n in told) > 0.95 * len(told)
    assert max(told) <= 4


def test_lines_without_their_head_are_not_all_reported():
    problems = parse(REFUND.replace("  always {\n", "").replace("  words zh {\n", "")).problems
    assert len(problems) < 8


def test_a_broken_statement_hides_no_mistake_behind_it():
    text = REFUND.replace("money CNY [0.01", "mony CNY [0.01").replace("large when amount >", "large when amount > >")
    text = text.replace("decide 2 of them", "decide two of them").replace("expect director", "expect -> director")
    assert [p.at.line for p in parse(text).problems] == [14, 34, 60, 93]


def test_places_count_in_the_text_as_given():
    text = "\ufeffprocess p {\r\n\tform {\r\t\tx: txt 5\n  }\n}"
    (problem,) = parse(text).problems
    assert (problem.at.line, problem.at.column) == (3, 6)
    assert text[problem.at.start : problem.at.end] == "txt"


def test_a_node_knows_where_it_stands():
    form = parse(REFUND).process.one(tree.Form)
    field = form.items[0].fields[2]
    assert REFUND[field.at.start : field.at.end].startswith("paid_on: date")
    condition = field.checks[0].condition
    assert REFUND[condition.at.start : condition.at.end] == "paid_on <= today"
    assert (condition.at.line, condition.at.column) == (13, 37)


def test_names_are_kept_in_one_form_of_unicode():
    decomposed, composed = "nai\u0308ve", "na\u00efve"
    assert parse(f"process {decomposed} {{\n}}").process.name == composed


def test_names_may_be_written_in_any_language():
    for word in ("金额", "straße", "имя", "शुल्क", "ราคา", "مبلغ", "ὄνομα", "x_2"):
        assert parse(f"process {word} {{\n}}").problems == (), word


def test_a_reserved_word_is_no_name():
    for word in sorted(limits.RESERVED):
        assert codes(f'process p {{ ends {{ done, {word} "Label" }} }}') == ["reserved-word"], word
    for word in sorted(limits.RESERVED_FIELDS - limits.RESERVED):
        assert codes(f"process p {{\n  form {{\n    {word}: text 5\n  }}\n}}") == ["reserved-word"], word


def test_a_flat_or_is_one_node_however_long():
    process = parse(row(" or ".join(["a"] * 5000))).process
    assert len(process.items[0].rows[0].when.items) == 5000


def test_limits_are_reported_not_exceeded():
    assert codes("#" * (limits.SOURCE_BYTES + 1)) == ["source-too-large"]
    assert codes("#" + "课" * (limits.SOURCE_BYTES // 2)) == ["source-too-large"]
    assert codes(row("(" * 100_000)) == ["nested-too-deep"]
    assert codes("{" * 100_000) == ["nested-too-deep"]
    assert codes(row("(" * 62 + "a" + ")" * 62)) == []
    assert codes(row("(" * 63 + "a" + ")" * 63)) == ["nested-too-deep"]
    for chain in ("not ", "-", "if a then b else "):
        assert codes(row(chain * 10_000 + "a")) == ["too-deep"], chain
    assert codes(row("a = " + "1" * 16)) == ["number-too-long"]
    assert codes(row('a = "' + "x" * 1001 + '"')) == ["literal-too-long"]
    assert codes(row('a = "' + "x" * 1000 + '"')) == []
    assert codes(row("a" * 101)) == ["name-too-long"]


def test_a_form_and_a_table_have_limits():
    fields = "".join(f"f{i}: text 5\n" for i in range(301))
    assert codes(f"process p {{ form {{\n{fields}}} }}") == ["form-too-long"]
    rows = "".join(f"r{i} when a = {i} -> x\n" for i in range(limits.TABLE_ROWS + 1))
    assert codes(f"process p {{ table t first -> {{ x }} {{\n{rows}}} }}") == ["table-too-long"]


def test_at_most_a_hundred_problems_are_reported():
    assert len(codes("process p {\n" + "title 5\n" * 5000 + "}")) == limits.PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n" * 9999, "\x00", "\ud800", "\udfff\ud800", '"', '"\\', "“", "'", "{", "}", "}" * 9999, ")" * 9999, "#",
        "process", "process {", "process p {{{", "\ufeff", "\ufeff\ufeff", "\r", "9" * 99_999, '"' * 99_999, "," * 99_999,
        "a " * 9999, "½", "²x", "١٢٣", "\u202eprocess", "//", "&&&", "process p { form { a: choice { " + "x\n" * 9999,
        "process p { flow { " + "end a " * 9999, "process p { flow { approve a { " + "by " * 9999,
    ],
    ids=lambda text: ascii(text[:24]),
)  # fmt: skip
def test_no_text_is_too_strange(text: str):
    source = parse(text)
    assert source.problems or format_process(source.process)


def test_long_lines_take_time_in_proportion_to_their_length():
    """Statements written behind each other on one line are cut apart without reading the rest again and again."""
    text = "process p { flow { approve a { " + "decide all " * 20_000 + "} } }"
    process = parse(text).process
    assert len(process.one(tree.Flow).steps[0].clauses) == 20_000
