"""Why a ticket cannot move, and what a move changes, as sentences in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

PLACE = re.compile(r"\{(\w+)\}")
NONE = ("none", "无")

CANNOT: dict[str, tuple[str, str]] = {
    # -- answers ---------------------------------------------------------------------------------
    "answer-kind": (
        "`{field}` is another kind of answer in the new version",
        "`{field}` 在新版本中是另一种答案",
    ),
    "answer-unfit": (
        "the answer to `{field}` is not possible in the new version: an option that is gone, or out of its bounds",
        "`{field}` 的答案在新版本中不可能：选项已删除或超出范围",
    ),
    "answer-missing": (
        "the new version needs `{field}`, and nobody was asked for it: send the ticket back first",
        "新版本需要 `{field}`，但没有人填写过：请先退回单据",
    ),
    "answer-refused": (
        "the new version refuses the answer to `{field}`: {message}",
        "新版本不接受 `{field}` 的答案：{message}",
    ),
    "fill-missed": (
        "`{field}` is filled in at `{step}` in the new version, and the ticket is past that step",
        "新版本中 `{field}` 由 `{step}` 填写，而单据已过该步骤",
    ),
    # -- the flow --------------------------------------------------------------------------------
    "step-gone": ("`{step}` is open and is not in the new version", "`{step}` 正在处理，而新版本中没有它"),
    "step-kind": (
        "`{step}` is open and is another kind of step in the new version",
        "`{step}` 正在处理，而在新版本中是另一种步骤",
    ),
    "parts-gone": (
        "the ticket runs in the parts of `{step}`, which the new version does not have",
        "单据正在 `{step}` 的各支路中流转，而新版本中没有它",
    ),
    "parts-rearranged": ("the parts of `{step}` are others in the new version", "`{step}` 的各支路在新版本中不同"),
    "parts-through": (
        "so many parts of `{step}` are done that the new version would have gone on already",
        "`{step}` 已完成的支路之多，按新版本早该继续",
    ),
    "elsewhere": (
        "`{step}` is open and lies in a part of the new flow that was never begun",
        "`{step}` 正在处理，而在新流程中位于尚未开始的支路",
    ),
    "part-empty": (
        "a part of `{step}` would wait for nobody in the new version",
        "在新版本中，`{step}` 的一条支路将无人处理",
    ),
    "at-once": (
        "{steps} are open at once, and come one after the other in the new version",
        "{steps} 同时在处理，而在新版本中是先后进行的",
    ),
    "settled": ("`{step}` would be settled by the new rule already", "按新规则 `{step}` 早已有结果"),
    "too-few": (
        "`{step}` needs {need} approvals in the new version, and too few people are asked: name more of them first",
        "新版本中 `{step}` 需要 {need} 人同意，而被询问的人不足：请先增加处理人",
    ),
    # -- claims ----------------------------------------------------------------------------------
    "excluded": (
        "`{who}` is asked at `{step}`, and never decides it in the new version: `{claim}` says so",
        "`{step}` 正由 `{who}` 处理，而新版本的 `{claim}` 不允许其处理",
    ),
    "breaks-never": (
        "`{who}` has decided `{step}`, and never does in the new version: `{claim}` says so",
        "`{who}` 已处理 `{step}`，而新版本的 `{claim}` 不允许其处理",
    ),
    "breaks-before": (
        "`{step}` was decided without `{first}` before it, which `{claim}` of the new version demands",
        "`{step}` 已处理，而新版本的 `{claim}` 要求先处理 `{first}`",
    ),
    "never-possible": (
        "`{claim}` of the new version wants `{first}` before `{step}`, and the ticket is past it",
        "新版本的 `{claim}` 要求 `{first}` 在 `{step}` 之前，而单据已过该步骤",
    ),
    "unknown-fact": (
        "the directory does not know the `{attribute}` that the new version asks for here",
        "组织目录中没有新版本此处所需的 `{attribute}`",
    ),
    # -- said by those who move ------------------------------------------------------------------
    "erased": ("everything personal of it was erased", "其个人信息已全部清除"),
    "held": ("it is under a legal hold: release it first", "处于法律保全：请先解除"),
    "own": ("it is your own request: somebody else has to move it", "这是您自己的申请：须由他人迁移"),
    "changed": ("something was done on it since", "其后已有人处理"),
    "not-under-way": ("it is not under way any more", "已不在流转中"),
}

STAYS: dict[str, tuple[str, str]] = {
    "there": ("it is on that version already", "已在该版本"),
    "not-chosen": ("it was not chosen", "未选择"),
}

NOTES: dict[str, tuple[str, str]] = {
    "answer-dropped": (
        "`{field}` is not asked any more: its answer stays in the history",
        "不再询问 `{field}`：其答案保留在历史中",
    ),
    "answer-computed": ("`{field}` is computed anew and comes out otherwise", "`{field}` 重新计算，结果不同"),
    "answer-again": ("`{field}` has to be answered again when it is filed", "重新提交时须再次填写 `{field}`"),
    "fills": ("`{step}` has to fill in {fields}", "`{step}` 须填写 {fields}"),
    "forgotten": (
        "what was decided at `{step}` stays in the history and no longer counts",
        "`{step}` 的处理结果保留在历史中，但不再算数",
    ),
    "skipped": ("`{step}` lies before the place where it is and is not asked", "`{step}` 在当前位置之前，不再询问"),
    "asked": ("`{step}`, which waits for nobody, asks {people}", "无人处理的 `{step}` 将询问 {people}"),
    "kept": ("`{step}` keeps asking {people}", "`{step}` 仍由 {people} 处理"),
    "way": ("from here: {steps}", "此后：{steps}"),
    "way-was": ("by its own version: {steps}", "按原版本：{steps}"),
    "filed-again": ("its requester files it again by the new version", "申请人将按新版本重新提交"),
}

SENTENCES = CANNOT | STAYS | NOTES
PEOPLE, NODES = ("who", "people"), ("step", "first", "steps")
Word = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Why:
    """One reason or one difference: a key of the sentences above, and the names it speaks of."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """For storing; `from_json` reads it back."""
        return {"code": self.code} | {
            name: list(value) if isinstance(value, tuple) else value for name, value in self.values.items()
        }


def why(code: str, **values: object) -> Why:
    """A reason with its names."""
    return Why(code, values)


def from_json(raw: Mapping[str, object]) -> Why:
    """What `to_json` wrote."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items() if name != "code"}
    return Why(str(raw["code"]), values)


def render(why: Why, language: str = "en", person: Word = str, place: Word = str, answer: Word = str) -> str:
    """The sentence; `person`, `place` and `answer` turn ids of persons, steps or ends, and fields into what people read."""
    at = 1 if language.startswith("zh") else 0
    words: dict[str, Word] = {name: person for name in PEOPLE} | {name: place for name in NODES}
    words |= {"field": answer, "fields": answer}

    def shown(found: re.Match) -> str:
        value, word = why.values[found[1]], words.get(found[1], str)
        if not isinstance(value, tuple):
            return word(str(value))
        return (", ", "、")[at].join(word(each) for each in value) or NONE[at]

    return PLACE.sub(shown, SENTENCES[why.code][at])
