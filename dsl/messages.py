"""The catalogue: every problem's sentence in English and Chinese, filled in once from left to right."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dsl.messages_check import EXPRESSIONS, FORMS, NAMES
from dsl.messages_flow import EXAMPLES, FLOW, TABLES
from dsl.messages_outside import OUTSIDE
from dsl.messages_syntax import SYNTAX
from dsl.problems import Problem

CHECKED = {**NAMES, **EXPRESSIONS, **FORMS, **TABLES, **FLOW, **EXAMPLES, **OUTSIDE}
CATALOGUE: dict[str, dict[str, str]] = {
    **SYNTAX,
    **{code: {"en": english, "zh": chinese} for code, (english, chinese) in CHECKED.items()},
}
_PIECE = re.compile(r"\[\[(.*?)\]\]|\{\{|\}\}|\{(\w+)\}")
_VALUE = re.compile(r"\{(\w+)\}")


def render(problem: Problem, language: str = "en") -> str:
    """The sentence of a problem in `language` (English when there is none), with the reader's own words in it."""
    sentences = CATALOGUE[problem.code]
    return filled(sentences.get(language, sentences["en"]), problem.values)


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """`sentence` with its placeholders replaced in one pass: braces inside a value stay what they are."""

    def piece(match: re.Match) -> str:
        if match[1] is not None:
            complete = all(name in values for name in _VALUE.findall(match[1]))
            return _VALUE.sub(lambda inner: values[inner[1]], match[1]) if complete else ""
        return match[0][0] if match[2] is None else values.get(match[2], "…")

    return _PIECE.sub(piece, sentence)
