"""The kinds of questions as people call them, each with a picture, for the palette and wherever a kind is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dsl import tree


@dataclass(frozen=True, slots=True)
class Sort:
    """`word` is the kind as the text writes it, or `computed`, or `section`; `also` are other words people search for."""

    word: str
    icon: str
    label: str
    hint: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    sorts: tuple[Sort, ...]


def groups(say: Callable[..., str]) -> tuple[Group, ...]:
    """All of them, as the palette shows them."""
    return (
        Group("words", say("Words and addresses"), tuple(words(say))),
        Group("numbers", say("Numbers"), tuple(numbers(say))),
        Group("choices", say("To choose from"), tuple(choices(say))),
        Group("people", say("People and files"), tuple(people(say))),
        Group("days", say("Days and times"), tuple(days(say))),
        Group("parts", say("Parts of the form"), tuple(parts(say))),
    )


def words(say: Callable[..., str]) -> Iterator[Sort]:
    yield Sort("text", "type", say("Short text"), say("A name, a number on a card: one line"), "text name string 文本 单行")
    yield Sort("long text", "text", say("Long text"), say("A reason, a story: several lines"), "reason area 多行 备注")
    yield Sort("e-mail", "mail", say("E-mail address"), say("Checked to be an address"), "email 邮箱")
    yield Sort("phone", "phone", say("Phone number"), say("With its country code"), "telephone mobile 手机 电话")
    yield Sort("link", "link", say("Web address"), say("Begins with https://"), "url 网址 链接")


def numbers(say: Callable[..., str]) -> Iterator[Sort]:
    yield Sort("money", "coins", say("Amount of money"), say("In one currency, exact to the cent"), "price cost 金额 价格")
    yield Sort("whole", "hash", say("Whole number"), say("How many: no decimals"), "integer count quantity 整数 数量")
    yield Sort("decimal", "decimals-arrow-right", say("Decimal number"), say("Weights, rates: some decimals"), "小数")


def choices(say: Callable[..., str]) -> Iterator[Sort]:
    yield Sort("choice", "circle-dot", say("One of a list"), say("Exactly one option"), "radio select dropdown 单选 下拉")
    yield Sort("choices", "list-checks", say("Several of a list"), say("As many options as fit"), "checkbox multi 多选 复选")
    yield Sort("yes/no", "toggle-left", say("Yes or no"), say("A question with two answers"), "boolean switch 是否 开关")


def people(say: Callable[..., str]) -> Iterator[Sort]:
    yield Sort("person", "user", say("Person"), say("Somebody of the directory"), "people employee user 人员 员工 成员")
    yield Sort("team", "users", say("Team"), say("A team of the directory"), "department group 部门 团队")
    yield Sort("files", "paperclip", say("Files"), say("Receipts, pictures, papers"), "receipts upload 附件 上传 图片")


def days(say: Callable[..., str]) -> Iterator[Sort]:
    yield Sort("date", "calendar", say("Date"), say("A day of the calendar"), "day 日期")
    yield Sort("time", "clock", say("Time of day"), say("Hours and minutes"), "clock 时间")
    yield Sort("moment", "calendar-clock", say("Date and time"), say("A day with its time"), "datetime moment 日期时间")
    yield Sort("duration", "timer", say("Length of time"), say("Minutes, hours, days or weeks"), "duration 时长")
    yield Sort("business duration", "briefcase-business", say("Working time"), say("Working hours or days"), "business 工时")


def parts(say: Callable[..., str]) -> Iterator[Sort]:
    yield Sort("rows", "rows-3", say("Table of lines"), say("Line items: the same questions, many times"), "items 明细 表格")
    yield Sort("computed", "calculator", say("Computed value"), say("A sum or another result"), "formula sum 公式 计算 合计")
    yield Sort("section", "heading", say("Section"), say("A heading over some questions"), "group heading 分组 标题")


def by_word(say: Callable[..., str]) -> dict[str, Sort]:
    """All of them by their word."""
    return {sort.word: sort for group in groups(say) for sort in group.sorts}


def sort_of(field: tree.Field, known: dict[str, Sort]) -> Sort:
    """What a field is shown as."""
    return known["computed"] if field.value is not None else known[field.kind.word]
