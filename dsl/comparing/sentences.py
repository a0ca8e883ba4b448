"""Changes as sentences, in English and Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.compare import Change

SORTS = {
    "process": ("process", "流程"),
    "form": ("form", "表单"),
    "section": ("section", "分区"),
    "field": ("field", "字段"),
    "column": ("column", "列"),
    "option": ("option", "选项"),
    "table": ("table", "决策表"),
    "row": ("rule", "规则"),
    "otherwise": ("last line", "兜底规则"),
    "flow": ("flow", "流转"),
    "step": ("step", "步骤"),
    "parallel": ("parallel", "并行"),
    "branch": ("branch", "分支"),
    "arm": ("arm", "支路"),
    "message": ("message", "通知"),
    "finish": ("step", "步骤"),
    "ends": ("ends", "结局"),
    "end": ("end", "结局"),
    "always": ("claims", "恒定约束"),
    "rule": ("claim", "约束"),
    "example": ("example", "示例"),
    "outcome": ("outcome", "结果"),
    "calendar": ("calendar", "日历"),
    "title": ("title", "标题"),
    "words": ("translations", "翻译"),
    "word": ("translation", "翻译"),
}
ASPECTS = {
    "type": ("type", "类型"),
    "label": ("label", "标签"),
    "value": ("computed value", "计算值"),
    "help": ("help", "说明"),
    "default": ("default", "默认值"),
    "when": ("condition", "条件"),
    "check": ("check", "校验"),
    "condition": ("condition", "条件"),
    "outcome": ("outcome", "结果"),
    "policy": ("policy", "匹配方式"),
    "outcomes": ("outcomes", "结果"),
    "file": ("file", "文件"),
    "claim": ("claim", "约束"),
    "requester": ("requester", "申请人"),
    "answer": ("answer", "答案"),
    "expected": ("expected way", "预期路径"),
    "translation": ("translation", "翻译"),
    "title": ("title", "标题"),
    "people": ("people", "人员"),
    "calendar": ("calendar", "日历"),
    "kind": ("kind of step", "步骤类型"),
    "join": ("join", "汇合方式"),
    "table": ("table", "决策表"),
    "text": ("text", "文本"),
    "end": ("end", "结局"),
    "by": ("people", "处理人"),
    "pick": ("pick", "选人方式"),
    "decide": ("how many decide", "审批方式"),
    "reject": ("where a rejection leads", "驳回去向"),
    "due": ("due", "期限"),
    "sees": ("what it sees", "可见字段"),
    "edits": ("what it edits", "可编辑字段"),
    "fills": ("what it fills in", "填写字段"),
    "leads": ("where it leads", "去向"),
    "line": ("line", "语句"),
    "threshold": ("threshold", "阈值"),
}
FROM_TO = {
    "by": ("who decides `{place}`: {before} → {after}", "`{place}` 的处理人：{before} → {after}"),
    "started by": ("who may start it: {before} → {after}", "可发起人：{before} → {after}"),
    "seen by": ("who sees all tickets: {before} → {after}", "可查看全部单据的人：{before} → {after}"),
    "nobody": ("when nobody is found for `{place}`: {before} → {after}", "`{place}` 无处理人时：{before} → {after}"),
    "threshold": ("threshold {before} → {after} in `{place}`", "`{place}` 的阈值 {before} → {after}"),
}
"""Whole sentences for the changes people look for."""
PLAIN = {
    "changed": ("{what} of `{place}`: {before} → {after}", "`{place}` 的{what}：{before} → {after}"),
    "added": ("{sort} `{place}` added", "新增{sort} `{place}`"),
    "removed": ("{sort} `{place}` removed", "删除{sort} `{place}`"),
    "renamed": ("{sort} `{before}` is called `{after}` now", "{sort} `{before}` 改名为 `{after}`"),
    "moved": ("{sort} `{place}` moved: {before} → {after}", "{sort} `{place}` 移动：{before} → {after}"),
    "relabelled": ("label of `{place}`: {before} → {after}", "`{place}` 的标签：{before} → {after}"),
    "words": ("translation of `{place}`: {before} → {after}", "`{place}` 的翻译：{before} → {after}"),
    "comments": ("comment at `{place}`", "`{place}` 处的注释"),
    "required": ("`{place}` is now required", "`{place}` 现为必填"),
    "optional": ("`{place}` is now optional", "`{place}` 现为选填"),
}
NOTHING = ("nothing", "无")
GROUP = re.compile(r'\b(role|team|person)\("([^"\\]*)"\)')
GROUPS = {"role": "角色", "team": "团队", "person": "人员"}
PLACED = re.compile(r"\b(after|first in) (\S.*)")
PLACES = {"after": "在 {} 之后", "first in": "{} 的首位"}
BIG = re.compile(r"-?(\d{4,})((?:\.\d+)?(?: [A-Z]{3})?)")


def sentence(change: Change, language: str = "en") -> str:
    """One change, for people."""
    at = 1 if language.startswith("zh") else 0
    before, after = (shown(change, text, at) for text in (change.before, change.after))
    values = {
        "place": change.place,
        "sort": SORTS.get(change.sort, (change.sort, change.sort))[at],
        "what": ASPECTS.get(change.what, (change.what, change.what))[at],
        "before": before,
        "after": after,
    }
    return template(change)[at].format(**values)


def template(change: Change) -> tuple[str, str]:
    """The sentence that fits."""
    if change.what == "optional":
        return PLAIN["optional" if change.after else "required"]
    if change.kind != "changed":
        return PLAIN[change.kind]
    whole = change.what if change.what in ("by", "threshold") else change.sort if change.what != "pick" else ""
    return FROM_TO.get(whole) or PLAIN["changed"]


def shown(change: Change, text: str, at: int) -> str:
    """What stood or stands there, as people read it."""
    if not text:
        return NOTHING[at]
    if change.kind == "renamed":
        return text
    if change.kind in ("relabelled", "words") or change.what in ("text", "title", "help"):
        return f"“{text}”"
    if change.kind == "moved" and at:
        return PLACED.sub(lambda found: PLACES[found[1]].format(found[2]), text)
    if change.what == "threshold" and (found := BIG.fullmatch(text)):
        return f"{'-' * text.startswith('-')}{int(found[1]):,}{found[2]}"
    return GROUP.sub(lambda found: f"{GROUPS[found[1]] if at else found[1]} {found[2]}", text)
