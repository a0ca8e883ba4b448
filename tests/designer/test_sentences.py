"""Expressions as sentences, with labels instead of names, in English and in Chinese."""

from __future__ import annotations

import typing

import pytest

from designer import address as at
from designer.conditions.sentences import people_sentence, sentence
from designer.snippets import expression, people
from dsl import tree
from dsl.checking.reads import parts_of
from dsl.functions import FUNCTIONS
from tests.designer.desk import REFUND, WHEN, scene_of, with_condition

CASES = [
    ("amount > 5000.00 CNY", "Amount is more than 5,000.00 CNY", "金额大于 5,000.00 CNY"),
    (
        "amount > 5000.00 CNY and (requester.level = vip or course in {english, maths})",
        "Amount is more than 5,000.00 CNY and (the requester's level is vip or Course is one of English, Maths)",
        "金额大于 5,000.00 CNY 且 （申请人的级别是 vip 或 课程是以下之一：英语、数学）",
    ),
    ("amount >= 1.00 CNY", "Amount is at least 1.00 CNY", "金额不少于 1.00 CNY"),
    ("amount < 1.00 CNY", "Amount is less than 1.00 CNY", "金额小于 1.00 CNY"),
    ("amount <= 1.00 CNY", "Amount is at most 1.00 CNY", "金额不超过 1.00 CNY"),
    ("course = english", "Course is English", "课程是 英语"),
    ("course != english", "Course is not English", "课程不是 英语"),
    ("course not in {english}", "Course is none of English", "课程不是以下任何一项：英语"),
    ("abroad", "Abroad is yes", "出国为是"),
    ("not abroad", "Abroad is no", "出国为否"),
    ("abroad = yes", "Abroad is yes", "出国为是"),
    ("abroad != yes", "Abroad is no", "出国为否"),
    ("not (abroad and yes)", "not (Abroad is yes and always)", "并非（出国为是 且 总是）"),
    ("first_day < 2026-03-02", "First day is before 2026-03-02", "First day早于 2026-03-02"),
    ("first_day <= today", "First day is not after today", "First day不晚于 今天"),
    ("first_day > today", "First day is after today", "First day晚于 今天"),
    ("first_day >= today", "First day is not before today", "First day不早于 今天"),
    ("starts = 14:30", "Starts is 14:30", "Starts是 14:30"),
    ("arrival < now", "Arrival is before now", "Arrival早于 现在"),
    ("arrival > 2026-03-02T14:30Z", "Arrival is after 2026-03-02 14:30 UTC", "Arrival晚于 2026-03-02 14:30 UTC"),
    ("pause > 90 minutes", "Pause is more than 90 minutes", "Pause大于 90 分钟"),
    ("work > 2 business days", "Work is more than 2 business days", "Work大于 2 个工作日"),
    ("nights in [2 .. 5]", "Nights is between 2 and 5", "Nights在 2 到 5 之间"),
    ("nights not in [2 .. 5]", "Nights is not between 2 and 5", "Nights不在 2 到 5 之间"),
    ("hotel is present", "Hotel is filled in", "Hotel已填写"),
    ("hotel is absent", "Hotel is not filled in", "Hotel未填写"),
    ("requester.manager is present", "the requester's manager is known", "申请人的上级已知"),
    ("requester.manager is absent", "the requester's manager is not known", "申请人的上级未知"),
    ('requester in role("finance")', "the requester has the role Finance", "申请人有“Finance”角色"),
    ('owner not in role("finance")', "Owner does not have the role Finance", "Owner没有“Finance”角色"),
    ('requester in team("staff")', "the requester belongs to team Staff", "申请人属于团队“Staff”"),
    ("requester not in unit", "the requester does not belong to Unit", "申请人不属于Unit"),
    ("course in topics", "Course is among Topics", "课程在Topics之中"),
    ("course not in topics", "Course is not among Topics", "课程不在Topics之中"),
    ('owner = person("ana")', "Owner is Ana Ruiz", "Owner是 Ana Ruiz"),
    ("nights * (nights + 2) - -nights > 1 / 2", "Nights × (Nights + 2) − −Nights is more than 1 ÷ 2", None),
    (
        "round(higher(amount, sum(each line in lines: line.net)) * 1.5) > 1.00 CNY",
        "((the larger of Amount and the sum of Net over Items) × 1.5) rounded is more than 1.00 CNY",
        "（（金额与明细的小计合计中较大的） × 1.5）取整大于 1.00 CNY",
    ),
    (
        "(if abroad then nights else 1) > 2",
        "(if Abroad is yes then Nights, otherwise 1) is more than 2",
        "（若出国为是则为Nights，否则为1）大于 2",
    ),
    ("days(first_day, today) > 3", "days from First day to today is more than 3", "从First day到今天的天数大于 3"),
    ("length(purpose) > 3", "the number of characters of Purpose is more than 3", "Purpose的字数大于 3"),
    ("length(lines) > 3", "the number of rows of Items is more than 3", "明细的行数大于 3"),
    ("length(receipts) > 3", "the number of files of Receipts is more than 3", "Receipts的文件数大于 3"),
    ("length(topics) > 3", "the number of choices of Topics is more than 3", "Topics选了几项大于 3"),
    ("round(rate) = 3", "Rate rounded is 3", "Rate取整是 3"),
    ("round(rate, 1) = 0.5", "Rate rounded to 1 places is 0.5", "Rate保留 1 位小数是 0.5"),
    (
        "divide(amount, nights, 0.00 CNY) > 1.00 CNY",
        "Amount ÷ Nights (or 0.00 CNY when Nights is 0) is more than 1.00 CNY",
        "金额 ÷ Nights（Nights为 0 时取 0.00 CNY）大于 1.00 CNY",
    ),
    ("lower(nights, 3) = 3", "the smaller of Nights and 3 is 3", "Nights与3中较小的是 3"),
    ("higher(nights, 3) = 3", "the larger of Nights and 3 is 3", "Nights与3中较大的是 3"),
    ('starts_with(purpose, "A")', "Purpose starts with “A”", "Purpose以“A”开头"),
    ('contains(purpose, "A")', "Purpose contains “A”", "Purpose包含“A”"),
    ("contains(topics, art)", "Topics contains Art", "Topics包含Art"),
    ("year(first_day) = 2026", "the year of First day is 2026", "First day的年份是 2026"),
    ("month(first_day) = 1", "the month of First day is 1", "First day的月份是 1"),
    ("day(first_day) = 1", "the day of the month of First day is 1", "First day是当月第几日是 1"),
    ("weekday(first_day) = 1", "the weekday of First day (Monday is 1) is 1", "First day是星期几（星期一为 1）是 1"),
    ("count(each line in lines) > 2", "the number of Items is more than 2", "明细的行数大于 2"),
    (
        "count(each line in lines where line.kind = paper) > 2",
        "the number of Items where Kind is Paper is more than 2",
        "明细（其中Kind是 Paper）的行数大于 2",
    ),
    (
        "sum(each line in lines: line.net) > 1.00 CNY",
        "the sum of Net over Items is more than 1.00 CNY",
        "明细的小计合计大于 1.00 CNY",
    ),
    (
        "any(each line in lines: line.quantity > 3)",
        "for at least one of Items: Quantity is more than 3",
        "明细中至少有一行：Quantity大于 3",
    ),
    (
        "all(each line in lines: line.quantity > 3)",
        "for all of Items: Quantity is more than 3",
        "明细中每一行：Quantity大于 3",
    ),
    (
        "min(each line in lines: line.net) > 1.00 CNY",
        "the smallest Net of Items is more than 1.00 CNY",
        "明细中最小的小计大于 1.00 CNY",
    ),
    (
        "max(each line in lines: line.net) > 1.00 CNY",
        "the largest Net of Items is more than 1.00 CNY",
        "明细中最大的小计大于 1.00 CNY",
    ),
    ("no", "no", "否"),
    ("nowhere > 3", "nowhere is more than 3", "nowhere大于 3"),
]


@pytest.mark.parametrize(("text", "english", "chinese"), CASES, ids=[text for text, *_ in CASES])
def test_a_condition_is_said_in_the_readers_language(text, english, chinese):
    for language, wanted in (("en", english), ("zh", chinese)):
        scene = scene_of(with_condition(text), language)
        if wanted is not None:
            assert sentence(scene, at.get(scene.process, WHEN)) == wanted


def test_every_kind_of_expression_and_every_function_is_said_above():
    seen, waiting = [], [expression(text) for text, *_ in CASES]
    while waiting:
        seen.append(waiting.pop())
        waiting += parts_of(seen[-1])
    assert set(typing.get_args(tree.Expression)) - {type(node) for node in seen} == set()
    assert set(FUNCTIONS) - {node.name for node in seen if isinstance(node, tree.Call)} == set()
    assert {node.op for node in seen if isinstance(node, tree.Compare)} == {"=", "!=", "<", "<=", ">", ">="}
    assert {node.kind for node in seen if isinstance(node, tree.Fold)} == {"sum", "count", "any", "all", "min", "max"}


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("requester.manager", "the requester's manager", "申请人的上级"),
        ("requester.department.head", "the requester's department's head", "申请人的部门的负责人"),
        (
            'role("finance"), person("ana")',
            "everyone with the role Finance, Ana Ruiz",
            "拥有“Finance”角色的所有人、Ana Ruiz",
        ),
        ('team("staff")', "the members of team Staff", "团队“Staff”的成员"),
        ("requester.department", "the members of the requester's department", "申请人的部门的成员"),
        (
            'if amount > 1.00 CNY then role("finance") else requester',
            "if Amount is more than 1.00 CNY then everyone with the role Finance, otherwise the requester",
            "若Amount大于 1.00 CNY则为拥有“Finance”角色的所有人，否则为申请人",
        ),
    ],
)
def test_people_are_said_in_the_readers_language(text, english, chinese):
    for language, wanted in (("en", english), ("zh", chinese)):
        scene = scene_of(REFUND.replace("words zh", "words xx"), language)
        assert people_sentence(scene, people(text)) == wanted


def test_a_long_text_is_shortened():
    scene = scene_of(REFUND)
    assert sentence(scene, tree.Text("x" * 100)) == "“" + "x" * 59 + "…”"


def test_a_question_is_said_without_its_mark():
    scene = scene_of(with_condition("abroad").replace('"Abroad"', '"Do you go abroad?"'))
    assert sentence(scene, at.get(scene.process, WHEN)) == "Do you go abroad is yes"
