"""An explanation as sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.explain import Explanation
    from dsl.explaining.asked import LeftOut, WhyAsked
    from dsl.program import Program

WORDS = {
    "en": {
        "decided": "`{rule}` (line {line}) decided: {outcome}",
        "otherwise": "no row matched, so `otherwise` (line {line}) decided: {outcome}",
        "nothing": "no row matched: nothing follows",
        "because": "because {test}: {values}",
        "from": "{name} comes from {formula}",
        "passed": "`{rule}` (line {line}) did not match: {test} does not hold: {values}",
        "more": "{count} further rows did not match",
        "below True": "`{rule}` (line {line}) would match as well, but stands below",
        "below False": "`{rule}` (line {line}) stands below and does not match: {test} does not hold: {values}",
        "below None": "`{rule}` (line {line}) stands below and was not looked at",
        "change": "it would be {outcome} if {condition}",
        "is": "{name} is {value}",
        "and": ", ",
        "none": "nothing",
        "people": ", ",
        "asked": "{step}: {people}, found by {expression}",
        "nobody": "{step}: nobody was asked",
        "not-enough": "too few were found by {expression} ({need} needed)",
        "instead": "so {instead} was asked as well",
        "end": "so it ended: {end}",
        "requester": "{who} was left out: nobody decides the own request",
        "claim": "{who} was left out: the claim `{claim}` bars them",
        "pick": "{who} was found and not chosen (pick {pick})",
        "differs": "ALARM: the history says {said}, with what is stored it comes to {again}; something stored was changed",
    },
    "zh": {
        "decided": "由“{rule}”（第 {line} 行）决定：{outcome}",
        "otherwise": "没有符合的规则，由 otherwise（第 {line} 行）决定：{outcome}",
        "nothing": "没有符合的规则，因此没有结果",
        "because": "因为 {test}：{values}",
        "from": "{name} 由 {formula} 得出",
        "passed": "“{rule}”（第 {line} 行）不符合：{test} 不成立：{values}",
        "more": "另有 {count} 行不符合",
        "below True": "“{rule}”（第 {line} 行）也符合，但排在后面",
        "below False": "“{rule}”（第 {line} 行）排在后面，且不符合：{test} 不成立：{values}",
        "below None": "“{rule}”（第 {line} 行）排在后面，没有查看",
        "change": "如果 {condition}，结果会是 {outcome}",
        "is": "{name} 是 {value}",
        "and": "，",
        "none": "没有结果",
        "people": "、",
        "asked": "{step}：{people}，依据 {expression}",
        "nobody": "{step}：没有请任何人处理",
        "not-enough": "{expression} 找到的人不够（需要 {need} 人）",
        "instead": "因此也请 {instead} 处理",
        "end": "因此结束于：{end}",
        "requester": "未请 {who} 处理：不得审批自己的申请",
        "claim": "未请 {who} 处理：断言“{claim}”不允许",
        "pick": "找到了 {who} 但未选中（pick {pick}）",
        "differs": "警报：历史记录为 {said}，但按所存内容重新得出 {again}；所存内容曾被改动",
    },
}


Parts = tuple[list[str], list[str], list[str]]
"""Why, why not, and what would have changed it."""


def sentences(explanation: Explanation, language: str = "en") -> list[str]:
    """What decided, because of what, what was passed over, and what would have led elsewhere."""
    return [line for part in parts(explanation, language) for line in part]


def parts(explanation: Explanation, language: str = "en") -> Parts:
    """The same in its parts."""
    words = WORDS.get(language, WORDS["en"])
    passed = [
        words["passed"].format(rule=each.rule, line=each.line, test=each.failed, values=_values(each.values, words))
        for each in explanation.passed_over
    ]
    passed += [words["more"].format(count=explanation.more)] if explanation.more else []
    passed += [
        words[f"below {each.matches}"].format(
            rule=each.rule, line=each.line, test=each.failed, values=_values(each.values, words)
        )
        for each in explanation.below
    ]
    changes = [
        words["change"].format(outcome=_outcome(each.outcome, words), condition=each.condition)
        for each in explanation.would_change
    ]
    return [*_decided(explanation, words), *_because(explanation, words)], passed, changes


def _decided(explanation: Explanation, words: Mapping[str, str]) -> list[str]:
    if not explanation.rules:
        return [words["nothing"]]
    if explanation.rules == ("otherwise",):
        return [words["otherwise"].format(line=explanation.lines[0], outcome=explanation.outcomes[0])]
    outcome = words["and"].join(explanation.outcomes)
    rules = zip(explanation.rules, explanation.lines, strict=True)
    return [words["decided"].format(rule=rule, line=line, outcome=outcome) for rule, line in rules]


def _outcome(outcome: str | tuple[str, ...], words: Mapping[str, str]) -> str:
    return outcome if isinstance(outcome, str) else words["and"].join(outcome) or words["none"]


def _because(explanation: Explanation, words: Mapping[str, str]) -> list[str]:
    found = []
    for test in explanation.because:
        found.append(words["because"].format(test=test.test, values=_values(test.values, words)))
        found += [words["from"].format(name=name, formula=formula) for name, formula in test.origin.items()]
    return found


def _values(values: Mapping[str, str], words: Mapping[str, str]) -> str:
    return words["and"].join(words["is"].format(name=name, value=value) for name, value in values.items())


def asked_sentences(why: WhyAsked, program: Program, language: str = "en", person: Callable[[str], str] = str) -> list[str]:
    """Who was asked at a step and by which words of the text, and why others were not; `person` gives ids their names."""
    return [line for part in asked_parts(why, program, language, person) for line in part]


def asked_parts(why: WhyAsked, program: Program, language: str = "en", person: Callable[[str], str] = str) -> Parts:
    """The same in its parts; nothing is told of what would have changed it."""
    words = WORDS.get(language, WORDS["en"])
    joined = words["people"].join(map(person, why.people))
    step = step_label(program, why.step, language)
    if not why.same:
        return [f"{step}: {differs(joined, words['people'].join(map(person, why.again)), language)}"], [], []
    said = [words["asked" if why.people else "nobody"].format(step=step, people=joined, expression=why.expression)]
    if why.need:
        said.append(words["not-enough"].format(expression=why.expression, need=why.need))
    if why.instead:
        said.append(words["instead"].format(instead=why.instead))
    if why.end:
        said.append(words["end"].format(end=program.word(why.end, program.ends.get(why.end, why.end), language)))
    return said, [left_sentence(each, why, program, language, person) for each in why.left_out], []


def left_sentence(each: LeftOut, why: WhyAsked, program: Program, language: str, person: Callable[[str], str] = str) -> str:
    """Why somebody who was found was not asked."""
    claim = program.word(each.claim, each.claim, language)
    return WORDS.get(language, WORDS["en"])[each.why].format(who=person(each.who), claim=claim, pick=why.pick)


def step_label(program: Program, step: str, language: str) -> str:
    node = program.nodes.get(step)
    return program.word(step, node.label if node and node.label else step, language)


def differs(said: str, again: str, language: str = "en") -> str:
    """What to say of a decision that comes out otherwise than the history has it."""
    words = WORDS.get(language, WORDS["en"])
    return words["differs"].format(said=said or words["none"], again=again or words["none"])
