"""A desk for tests: a draft that was never stored, looked at as the designer does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from designer.drafts import Draft
from designer.look import look
from designer.outside import Names, Outside
from designer.scene import Scene

ROOT = Path(__file__).parent.parent.parent
CHINESE = json.loads((ROOT / "app/languages/zh.json").read_text("utf-8"))
REFUND = (ROOT / "examples/refund.way").read_text("utf-8")
NAMES = Names(
    people=(("ana", "Ana Ruiz"), ("li", "Li Hua")),
    roles=(("finance", "Finance"), ("cashier", "Cashier")),
    teams=(("staff", "Staff"), ("students", "Students")),
)


def say_in(language: str):
    """The translations of the app, without the app."""

    def say(sentence: str, **values: object) -> str:
        text = CHINESE[sentence] if language == "zh" else sentence
        return text.format_map(values) if values else text

    return say


def scene_of(text: str, language: str = "en", view: str = "flow", at: str = "") -> Scene:
    """The scene of a text, its reader's language being `language`."""
    outside = Outside(None, say_in(language), lambda: language, lambda: False, lambda: NAMES)
    return Scene(draft_of(text), look(draft_of(text)), outside, view, at)


def draft_of(text: str) -> Draft:
    """A draft of a text that parses."""
    return Draft(1, text, text, 1, "hana", datetime(2026, 3, 2, tzinfo=UTC))
