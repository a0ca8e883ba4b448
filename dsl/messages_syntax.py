"""The sentences for mistakes that parsing finds, by code and language; `{name}` stands for a value of the problem."""

from __future__ import annotations

SYNTAX: dict[str, dict[str, str]] = {
    "unexpected": {
        "en": "`{word}` does not fit here",
        "zh": "`{word}` 不能出现在这里",
    },
}
