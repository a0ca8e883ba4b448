"""A process and its surroundings for the examples of the text pane; `|` marks the cursor."""

from __future__ import annotations

from pathlib import Path

from designer.outside import Names
from designer.text.choices import World
from designer.text.complete import complete
from designer.text.outline import outline
from dsl.libraries import DEFAULT

REFUND = (Path(__file__).parents[2] / "examples/refund.way").read_text("utf-8")
DIRECTORY = Names(
    people=(("ana", "Ana Sousa"),),
    roles=(("cashier", "Cashier"), ("finance", "Finance")),
    teams=(("staff", "Staff"),),
    holders={"cashier": 1, "finance": 3},
)


def plain(sentence: str, **values: object) -> str:
    return sentence.format(**values)


def world(text: str, good: str = "", language: str = "en") -> World:
    return World(outline(text, good), DEFAULT, DIRECTORY, language)


def offered(text: str, good: str = "") -> list[str]:
    """What completion offers at the `|`."""
    offset = text.index("|")
    text = text.replace("|", "")
    return [choice.label for choice in complete(text, offset, world(text, good))[1]]


def refund(before: str, typed: str) -> str:
    """The refund process with `typed` behind the first `before`."""
    assert before in REFUND
    return REFUND.replace(before, before + typed, 1)


def within(text: str, word: str, nth: int = 0) -> int:
    """The offset of the nth `word` of a text."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(word, at + 1)
    return at
