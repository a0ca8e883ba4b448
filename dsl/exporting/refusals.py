"""What another notation cannot say exactly: a code, its place in the text, and a sentence in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl.messages import filled
from dsl.tree import NOWHERE, Span

DMN: dict[str, tuple[str, str]] = {
    "dmn-arithmetic": (
        "`{table}`: `{text}` calculates; make it a computed field and compare that",
        "`{table}`：`{text}` 含有计算；请改成计算字段，再与它比较",
    ),
    "dmn-function": (
        "`{table}`: `{text}` calls a function; make it a computed field and compare that",
        "`{table}`：`{text}` 调用了函数；请改成计算字段，再与它比较",
    ),
    "dmn-items": (
        "`{table}`: `{text}` goes through line items; make it a computed field and compare that",
        "`{table}`：`{text}` 遍历明细行；请改成计算字段，再与它比较",
    ),
    "dmn-group": (
        "`{table}`: `{text}` asks whether somebody or something belongs to a group, which only Waybill knows",
        "`{table}`：`{text}` 询问是否属于某个群组，而这只有 Waybill 知道",
    ),
    "dmn-kind": (
        "`{table}`: `{text}` is a value of a kind that the engines read differently",
        "`{table}`：`{text}` 的类型在各引擎中含义不同",
    ),
    "dmn-two-answers": (
        "`{table}`: `{text}` compares two yes/no answers, which a cell cannot say",
        "`{table}`：`{text}` 比较两个是/否答案，单元格无法表达",
    ),
    "dmn-digits": (
        "`{table}`: `{text}` may have more than 15 digits, which other engines would round",
        "`{table}`：`{text}` 可能超过 15 位数字，其他引擎会舍入",
    ),
    "dmn-cases": (
        "`{table}`: the row `{text}` would become more than {limit} rows",
        "`{table}`：行 `{text}` 会变成超过 {limit} 行",
    ),
}
BPMN: dict[str, tuple[str, str]] = {
    "bpmn-join": (
        "`{step}` goes on when {text} of its arms arrived and cancels the others; a BPMN gateway waits for all",
        "`{step}` 在 {text} 个分支到达后继续并取消其余分支；BPMN 网关会等待全部分支",
    ),
    "bpmn-collect-order": (
        "the arms of `{step}` run in the order of the rows that match, and that differs from ticket to ticket",
        "`{step}` 的分支按匹配行的顺序执行，而各单据的顺序不同",
    ),
    "bpmn-return": (
        "sending back from `{step}` to `{text}` leaves a parallel; the arrow is left out, the step's documentation says it",
        "从 `{step}` 退回到 `{text}` 会离开并行分支；箭头已省略，写在步骤的说明中",
    ),
    "bpmn-any-step": (
        "`{step}` may also send back to a step done before; only the arrow to the requester is drawn",
        "`{step}` 也可退回到之前完成的步骤；只画出退回申请人的箭头",
    ),
    "bpmn-limit": (
        "`{step}` may send back at most {text} times; the diagram does not count",
        "`{step}` 最多退回 {text} 次；图中不计数",
    ),
    "bpmn-nobody": (
        "when `{step}` finds nobody the ticket ends at `{text}`; the documentation of the step says it",
        "`{step}` 找不到处理人时单据在 `{text}` 结束；写在步骤的说明中",
    ),
    "bpmn-void": (
        "approvals of `{step}` no longer count after a change of {text}; the documentation of the step says it",
        "{text} 更改后，`{step}` 的批准不再有效；写在步骤的说明中",
    ),
}
SENTENCES = {**DMN, **BPMN}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One construct that is not exported; `refuses` when what it stands in is left out as a whole."""

    code: str
    at: Span = NOWHERE
    values: Mapping[str, str] = field(default_factory=dict)
    refuses: bool = True

    def said(self, language: str = "en") -> str:
        """The sentence in a language."""
        return filled(SENTENCES[self.code][language == "zh"], self.values)

    def to_json(self, language: str = "en") -> dict[str, object]:
        """For programs."""
        return {
            "code": self.code, "line": self.at.line, "column": self.at.column, "refuses": self.refuses,
            "message": self.said(language),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """`text` is the document, None when nothing is left to export; `refusals` say what is not in it, and why."""

    text: str | None
    refusals: tuple[Refusal, ...] = ()


class CannotSay(Exception):
    """Something that the notation cannot say: a code of the catalogue, its place, and the words of the text."""

    def __init__(self, code: str, at: Span, text: str, **values: str) -> None:
        super().__init__(code, text)
        self.code, self.at, self.values = code, at, {"text": text, **values}

    def refusal(self, **values: str) -> Refusal:
        return Refusal(self.code, self.at, {**self.values, **values})
