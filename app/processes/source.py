"""A process text as lines for reading: numbered, each word marked for colour, so that a rule can be pointed at."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

WORDS = (
    r"process|title|started|by|seen|calendar|nobody|ask|form|section|when|check|else|default|help|optional|table|"
    r"first|unique|collect|otherwise|from|flow|branch|approve|task|call|parallel|arm|join|all|any|decide|of|them|in|order|"
    r"reject|end|return|to|request|may|transfer|add|signer|due|remind|at|then|escalate|reassign|pick|least|busy|turn|"
    r"fills|required|sees|edits|outcome|notify|ends|always|before|never|requester|decides|step|example|expect|words|"
    r"same|person|asks|again|counts|void|change|and|or|not|is|present|absent|if|each|where|text|long|whole|decimal|"
    r"money|yes|no|date|time|moment|duration|business|choice|choices|team|files|link|phone|rows"
)
TOKEN = re.compile(
    r"(?P<c>#.*)|(?P<s>\"(?:[^\"\\]|\\.)*\")|(?P<n>\b\d[\d.:-]*(?:\s?[A-Z]{3}\b)?)|(?P<k>\b(?:" + WORDS + r")\b)"
)


def coloured(line: str) -> Markup:
    """One line with comments, texts, numbers and words of the language marked."""
    found, end = [], 0
    for match in TOKEN.finditer(line):
        found.append(escape(line[end : match.start()]))
        found.append(Markup('<span class="{}">{}</span>').format(match.lastgroup, match[0]))
        end = match.end()
    found.append(escape(line[end:]))
    return Markup("").join(found)


def lines(text: str) -> list[Markup]:
    """All lines of a text."""
    return [coloured(line) for line in text.splitlines()]
