"""An explanation as sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.explain import Explanation

WORDS = {
    "en": {
        "decided": "`{rule}` (line {line}) decided: {outcome}",
        "otherwise": "no row matched, so `otherwise` (line {line}) decided: {outcome}",
        "nothing": "no row matched: nothing follows",
        "because": "because {test}: {values}",
        "from": "{name} comes from {formula}",
        "passed": "`{rule}` (line {line}) did not match: {test} does not hold: {values}",
        "more": "{count} further rows did not match",
        "change": "it would be {outcome} if {condition}",
        "is": "{name} is {value}",
        "and": ", ",
        "none": "nothing",
    },
    "zh": {
        "decided": "由“{rule}”（第 {line} 行）决定：{outcome}",
        "otherwise": "没有符合的规则，由 otherwise（第 {line} 行）决定：{outcome}",
        "nothing": "没有符合的规则，因此没有结果",
        "because": "因为 {test}：{values}",
        "from": "{name} 由 {formula} 得出",
        "passed": "“{rule}”（第 {line} 行）不符合：{test} 不成立：{values}",
        "more": "另有 {count} 行不符合",
        "change": "如果 {condition}，结果会是 {outcome}",
        "is": "{name} 是 {value}",
        "and": "，",
        "none": "没有结果",
    },
}


def sentences(explanation: Explanation, language: str = "en") -> list[str]:
    """What decided, because of what, what was passed over, and what would have led elsewhere."""
    words = WORDS.get(language, WORDS["en"])
    return [
        *_decided(explanation, words),
        *_because(explanation, words),
        *(
            words["passed"].format(rule=each.rule, line=each.line, test=each.failed, values=_values(each.values, words))
            for each in explanation.passed_over
        ),
        *([words["more"].format(count=explanation.more)] if explanation.more else []),
        *(
            words["change"].format(outcome=_outcome(each.outcome, words), condition=each.condition)
            for each in explanation.would_change
        ),
    ]


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
