"""Sentences about answers, in English and Chinese: what is wrong, the person's own word, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from forms import limits


class Wrong(NamedTuple):
    """A problem before it is put into a language: `code` is a key of SENTENCES, `values` fill its places."""

    code: str
    values: Mapping[str, object] = {}


SENTENCES: dict[str, tuple[str, str]] = {
    "required": ("this is needed: please fill it in", "此项必填：请填写"),
    "required-choice": ("this is needed: please choose", "此项必选：请选择"),
    "too-long": (
        "`{length}` characters are too many: shorten it to at most `{limit}`",
        "`{length}` 个字符太多：请缩短到 `{limit}` 个以内",
    ),
    "not-a-text": ("`{word}` is not a text: write it in quotes", "`{word}` 不是文本：请加上引号"),
    "control-character": ("it holds the invisible character `{word}`: delete it", "含有不可见字符 `{word}`：请删除"),
    "turning-character": (
        "it holds the character `{word}`, which turns the direction of the text around: delete it",
        "含有会颠倒文字方向的字符 `{word}`：请删除",
    ),
    "not-a-whole": (
        "`{word}` is not a whole number: use digits only, such as `12`",
        "`{word}` 不是整数：请只用数字，例如 `12`",
    ),
    "not-a-number": (
        "`{word}` is not a number: use digits and a point only, such as `12.50`",
        "`{word}` 不是数字：请只用数字和小数点，例如 `12.50`",
    ),
    "too-many-digits": (
        "`{word}` has too many digits: at most `{limit}` before the point",
        "`{word}` 位数太多：小数点前最多 `{limit}` 位",
    ),
    "too-many-places": (
        "`{word}` has too many digits behind the point: at most `{limit}`",
        "`{word}` 小数位太多：最多 `{limit}` 位",
    ),
    "out-of-range": (
        "`{word}` is out of range: choose from `{low}` to `{high}`",
        "`{word}` 超出范围：请填写 `{low}` 到 `{high}`",
    ),
    "wrong-currency": (
        "`{word}` is another currency: give the amount in `{currency}`",
        "`{word}` 币种不对：请以 `{currency}` 填写金额",
    ),
    "not-yes-or-no": ("`{word}` is neither yes nor no: choose one of them", "`{word}` 不是“是”或“否”：请选择其一"),
    "not-an-option": (
        "`{word}` is not an option: choose one of {options}",
        "`{word}` 不在选项中：请从 {options} 中选择",
    ),
    "doubled": ("`{word}` is chosen twice: name it once", "`{word}` 重复选择：请只选一次"),
    "not-a-list": ("`{word}` is not a list: write it as `[…]`", "`{word}` 不是列表：请写成 `[…]`"),
    "too-few": ("`{count}` are too few: at least `{low}`", "`{count}` 项太少：至少 `{low}` 项"),
    "too-many": ("`{count}` are too many: at most `{high}`", "`{count}` 项太多：最多 `{high}` 项"),
    "not-a-date": (
        "`{word}` is not a day of the calendar: write it as `2026-03-31`",
        "`{word}` 不是有效日期：请写成 `2026-03-31`",
    ),
    "not-a-time": ("`{word}` is not a time of day: write it as `14:30`", "`{word}` 不是有效时间：请写成 `14:30`"),
    "not-a-moment": (
        "`{word}` is not a day and time: write it as `2026-03-31T14:30Z`",
        "`{word}` 不是有效的日期时间：请写成 `2026-03-31T14:30Z`",
    ),
    "not-a-duration": (
        "`{word}` is not a length of time: write it as `{example}`",
        "`{word}` 不是有效的时长：请写成 `{example}`",
    ),
    "not-an-id": ("`{word}` is not an id: choose from the list", "`{word}` 不是有效编号：请从列表中选择"),
    "unknown-person": ("nobody is called `{word}`: choose from the list", "没有名为 `{word}` 的人：请从列表中选择"),
    "unknown-team": ("no team is called `{word}`: choose from the list", "没有名为 `{word}` 的团队：请从列表中选择"),
    "not-a-file": ("`{word}` is not a stored file: attach it again", "`{word}` 不是已保存的文件：请重新上传"),
    "bad-file-name": ("a file cannot be called `{word}`: rename it", "文件不能叫 `{word}`：请重命名"),
    "file-refused": ("`{word}` cannot be attached: {reason}", "无法添加附件 `{word}`：{reason}"),
    "files-not-kept": ("`{word}` cannot be attached here: leave it out", "此处无法添加附件 `{word}`：请去掉"),
    "not-a-link": (
        "`{word}` is not a web address: it begins with `https://` or `http://`",
        "`{word}` 不是网址：应以 `https://` 或 `http://` 开头",
    ),
    "not-an-e-mail": (
        "`{word}` is not an e-mail address: write it as `name@example.org`",
        "`{word}` 不是电子邮件地址：请写成 `name@example.org`",
    ),
    "not-a-phone-number": (
        "`{word}` is not a telephone number: use digits, such as `+86 10 1234 5678`",
        "`{word}` 不是电话号码：请用数字，例如 `+86 10 1234 5678`",
    ),
    "not-rows": ("`{word}` is not a list of rows: write it as `[{…}]`", "`{word}` 不是明细列表：请写成 `[{…}]`"),
    "not-a-row": ("`{word}` is not a row: write it as `{…}`", "`{word}` 不是一行明细：请写成 `{…}`"),
    "not-a-form": (
        '`{word}` is not a filled-in form: write it as `{"field": …}`',
        '`{word}` 不是表单内容：请写成 `{"字段": …}`',
    ),
    "unknown-field": (
        "unknown field `{word}`: leave it out or correct its name",
        "未知字段 `{word}`：请去掉或更正名称",
    ),
    "unknown-field-near": ("unknown field `{word}`: did you mean `{near}`?", "未知字段 `{word}`：是否指 `{near}`？"),
    "computed-field": ("`{word}` is computed: leave it out", "`{word}` 由系统计算：请去掉"),
    "not-asked-here": ("`{word}` is not filled in here: leave it out", "`{word}` 不在此处填写：请去掉"),
    "needed-by-change": (
        "`{word}` would be needed after this change, and cannot be filled in here: change `{fields}` back",
        "此更改会使 `{word}` 成为必填，而此处无法填写：请改回 `{fields}`",
    ),
    "body-too-large": ("the body has more than `{limit}` bytes: send less", "内容超过 `{limit}` 字节：请减少内容"),
    "body-too-deep": (
        "the body is nested more than `{limit}` deep: flatten it",
        "内容嵌套超过 `{limit}` 层：请减少嵌套",
    ),
    "body-not-json": (
        "the body is not JSON (line `{line}`, column `{column}`): correct it",
        "内容不是 JSON（第 `{line}` 行第 `{column}` 列）：请更正",
    ),
    "body-not-text": ("the body is not UTF-8 text: encode it so", "内容不是 UTF-8 文本：请使用 UTF-8 编码"),
    "doubled-key": (
        "the key `{word}` stands twice in one object: keep one",
        "键 `{word}` 在同一对象中出现两次：请保留一个",
    ),
    "bad-number": (
        "the number `{word}` is not allowed: at most 15 digits and 6 places, no exponent",
        "不允许的数字 `{word}`：最多 15 位整数和 6 位小数，不用指数",
    ),
}

PLACE = re.compile(r"\{(\w+)\}")


@cache
def _parts(code: str, language: str) -> list[str]:
    english, chinese = SENTENCES[code]
    return PLACE.split(chinese if language.startswith("zh") else english)


def say(wrong: Wrong, language: str = "en") -> str:
    """The sentence of `wrong` in `language`."""
    parts = list(_parts(wrong.code, language))
    for index in range(1, len(parts), 2):
        parts[index] = str(wrong.values[parts[index]])
    return "".join(parts)


def word(raw: object) -> str:
    """What a person wrote, short enough to be repeated, without anything that could break a line or a backtick."""
    match raw:
        case str():
            text = raw
        case None:
            text = "null"
        case bool():
            text = "true" if raw else "false"
        case dict():
            text = "{…}"
        case list() | tuple():
            text = "[…]"
        case _:
            text = str(raw)
    text = text[: limits.WORD + 1]
    if not text.isprintable() or "`" in text:
        text = "".join(each if each.isprintable() and each != "`" else "·" for each in text)
    return text if len(text) <= limits.WORD else text[: limits.WORD] + "…"


WORDS: dict[str, tuple[str, str]] = {
    "yes": ("Yes", "是"),
    "no": ("No", "否"),
    "choose": ("Please choose", "请选择"),
    "none": ("None", "无"),
    "optional": ("optional", "选填"),
    "required": ("required", "必填"),
    "add": ("Add a row", "添加一行"),
    "remove": ("Remove", "删除"),
    "row": ("Row", "行"),
    "actions": ("Actions", "操作"),
    "no rows": ("No rows yet", "尚无明细"),
    "computed": ("Computed", "自动计算"),
    "unit": ("Unit", "单位"),
    "minutes": ("minutes", "分钟"),
    "hours": ("hours", "小时"),
    "days": ("days", "天"),
    "weeks": ("weeks", "周"),
    "business hours": ("business hours", "工作小时"),
    "business days": ("business days", "工作日"),
    "business minutes": ("business minutes", "工作分钟"),
    "keep": ("Untick a file to take it away", "取消勾选即可去掉文件"),
    "problems": ("Please correct these answers", "请更正以下内容"),
    "absent": ("—", "—"),
}


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of the widgets in `language`."""
    column = 1 if language.startswith("zh") else 0
    return {key: pair[column] for key, pair in WORDS.items()}
