"""What changed between two texts, in words: nothing for the same text, and something for every change of meaning."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from dsl import tree
from dsl.compare import compare, render
from dsl.format import format_process
from dsl.meaning import semantic_hash
from dsl.parse import parse
from tests.conftest import EXAMPLES
from tests.language.grow import process

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
OLD = parse(TEXT).process


def said(*replaced: tuple[str, str], language: str = "en") -> list[str]:
    """The sentences for the refund process with parts of its text replaced."""
    text = TEXT
    for before, after in replaced:
        assert before in text, before
        text = text.replace(before, after)
    source = parse(text)
    assert source.problems == ()
    return [render(change, language) for change in compare(OLD, source.process)]


ONE = [
    (
        [("5000.00 CNY -> finance", "8000.00 CNY -> finance")],
        "threshold 5,000.00 CNY → 8,000.00 CNY in `desk.large`",
        "`desk.large` 的阈值 5,000.00 CNY → 8,000.00 CNY",
    ),
    (
        [("amount > 5000.00 CNY -> finance", "amount > 5000.00 CNY or course = art -> finance")],
        "condition of `desk.large`: amount > 5000.00 CNY → amount > 5000.00 CNY or course = art",
        "`desk.large` 的条件：amount > 5000.00 CNY → amount > 5000.00 CNY or course = art",
    ),
    (
        [('role("cashier") pick', 'role("finance") pick')],
        "who decides `payment`: role cashier → role finance",
        "`payment` 的处理人：角色 cashier → 角色 finance",
    ),
    (
        [('text 40 "Payment reference" optional', 'text 40 "Payment reference"')],
        "`payment_ref` is now required",
        "`payment_ref` 现为必填",
    ),
    ([("{ english ", '{ physics "Physics", english ')], "option `course.physics` added", "新增选项 `course.physics`"),
    (
        [("      due 2 business days, remind at 50%, then escalate to requester.manager.manager\n", "")],
        "due of `line_manager`: 2 business days, remind at 50%, then escalate to requester.manager.manager → nothing",
        "`line_manager` 的期限：2 business days, remind at 50%, then escalate to requester.manager.manager → 无",
    ),
    (
        [('"Head of department"', '"The head"')],
        "label of `director`: “Head of department” → “The head”",
        "`director` 的标签：“Head of department” → “The head”",
    ),
    ([("director", "head_of_it")], "step `director` is called `head_of_it` now", "步骤 `director` 改名为 `head_of_it`"),
    ([('"部门负责人审批"', '"部门主管"')], "translation of `director`: “部门负责人审批” → “部门主管”",
     "`director` 的翻译：“部门负责人审批” → “部门主管”"),
    ([("# Policy", "# The policy")], "comment at `desk`", "`desk` 处的注释"),
]  # fmt: skip


@pytest.mark.parametrize(("replaced", "english", "chinese"), ONE)
def test_one_change_is_one_sentence(replaced, english, chinese):
    assert said(*replaced) == [english]
    assert said(*replaced, language="zh") == [chinese]


def test_a_step_that_moves_is_told_with_where_it_stood_and_stands():
    notify = '    notify requester "Refund {amount} is on its way"\n'
    assert notify in TEXT
    [change] = compare(OLD, parse(TEXT.replace(notify, "").replace("  flow {\n", "  flow {\n" + notify)).process)
    assert (change.kind, change.before, change.after) == ("moved", "after payment", "first in flow")


def test_rules_in_another_order_are_told():
    lines = TEXT.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "large when amount" in line)
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    [change] = compare(OLD, parse("".join(lines)).process)
    assert (change.kind, change.sort) == ("moved", "row") and change.place in ("desk.small", "desk.large")


def test_what_is_gone_with_its_block_is_one_change():
    form = TEXT.index("    section items")
    gone = TEXT[:form] + TEXT[TEXT.index("    listed:") :]
    assert "section `items` removed" in [render(change) for change in compare(OLD, parse(gone).process)]
    assert not [change for change in compare(OLD, parse(gone).process) if change.place.startswith("lines")]


def test_each_change_leads_to_its_line_in_both_texts():
    [change] = compare(OLD, parse(TEXT.replace("5000.00 CNY -> finance", "8000.00 CNY -> finance")).process)
    assert change.old == change.new
    head, _, row = change.new.rpartition(".rows.")
    assert OLD.items[int(head.removeprefix("items."))].rows[int(row)].name == "large"


# -- laws ------------------------------------------------------------------------------------------


def test_nothing_changed_in_the_same_text():
    for seed in range(400):
        grown = process(random.Random(seed))
        assert compare(grown, grown) == ()
        assert compare(grown, parse(format_process(grown)).process) == ()


def lists_of(node: tree.Node, path: tuple = ()):
    """All lists of lines in a tree, by their path."""
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, tuple) and value and isinstance(value[0], tree.Line):
            yield (*path, name)
            for number, child in enumerate(value):
                yield from lists_of(child, (*path, name, number))


def get(node, path):
    for step in path:
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return node


def put(node, path, new):
    if not path:
        return new
    inner = put(get(node, path[:1]), path[1:], new)
    return (*node[: path[0]], inner, *node[path[0] + 1 :]) if isinstance(node, tuple) else replace(node, **{path[0]: inner})


def edited(r: random.Random, grown: tree.Process, other: tree.Process) -> tree.Process:
    """One line removed, doubled, moved, or replaced by one of its kind from another process."""
    paths = list(lists_of(grown))
    if not paths:
        return grown
    path = r.choice(paths)
    lines = list(get(grown, path))
    match r.choice(("remove", "double", "move", "replace", "replace")):
        case "remove":
            lines.pop(r.randrange(len(lines)))
        case "double":
            lines.insert(r.randrange(len(lines) + 1), r.choice(lines))
        case "move":
            r.shuffle(lines)
        case "replace":
            at = r.randrange(len(lines))
            others = [one for where in lists_of(other) for one in get(other, where) if type(one) is type(lines[at])]
            lines[at] = r.choice(others) if others else lines[at]
    return put(grown, path, tuple(lines))


def test_who_changes_the_meaning_is_told_so():
    """What changes the semantic hash is a change that is more than words; each says where, in both languages."""
    changed = 0
    for seed in range(1500):
        r = random.Random(seed)
        grown, other = process(r), process(r)
        new = edited(r, edited(r, grown, other) if r.random() < 0.3 else grown, other)
        found = compare(grown, new)
        if semantic_hash(grown) != semantic_hash(new):
            changed += 1
            assert any(not change.is_only_words for change in found), seed
        for change in found:
            assert change.place and (change.old is not None or change.new is not None)
            assert render(change) and "{" not in change.kind and render(change, "zh") != ""
    assert changed > 500


def test_only_comments_and_translations_leave_the_meaning_alone():
    """The other way round: where all changes are words and comments, the hash is the same."""
    alike = 0
    for seed in range(600):
        r = random.Random(seed)
        grown = process(r)
        new = edited(r, grown, process(r))
        if all(change.is_only_words for change in compare(grown, new)):
            alike += 1
            assert semantic_hash(grown) == semantic_hash(new)
    assert alike


def test_the_folder_of_examples_compares_with_itself():
    for path in sorted(Path(EXAMPLES).glob("*.way")):
        text = path.read_text("utf-8")
        assert compare(parse(text).process, parse(text).process) == ()


# -- the command -----------------------------------------------------------------------------------


def waybill(*words: object):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_command_says_what_changed(tmp_path: Path):
    new = tmp_path / "refund.way"
    new.write_text(TEXT.replace("5000.00 CNY -> finance", "8000.00 CNY -> finance"), "utf-8")
    result = waybill("compare", EXAMPLES / "refund.way", new)
    assert (result.exit_code, result.output) == (0, "threshold 5,000.00 CNY → 8,000.00 CNY in `desk.large`\n")
    told = json.loads(waybill("compare", "--json", EXAMPLES / "refund.way", new).output)
    assert told["same_meaning"] is False
    assert [change["place"] for change in told["changes"]] == ["desk.large"]


def test_the_command_tells_the_problems_of_a_text_it_cannot_read(tmp_path: Path):
    new = tmp_path / "refund.way"
    new.write_text(TEXT.replace("decide 2 of", "decide 2 off"), "utf-8")
    result = waybill("compare", EXAMPLES / "refund.way", new)
    assert result.exit_code == 1 and "did-you-mean" in result.output
