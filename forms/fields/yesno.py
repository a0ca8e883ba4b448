"""Yes or no: `true` and `false` in JSON, `yes` and `no` from a page; no answer is not a no."""

from __future__ import annotations

from collections.abc import Callable

from dsl import types
from forms.fields.look import Look
from forms.messages import Wrong, word, words

ANSWERS = {"yes": True, "no": False, "": None}


def schema(type: types.YesNo, required: bool) -> dict[str, object]:
    return {"type": "boolean"}


def from_json(type: types.YesNo) -> Callable:
    def read(raw, world):
        return raw if raw.__class__ is bool else Wrong("not-yes-or-no", {"word": word(raw)})

    return read


def from_page(type: types.YesNo) -> Callable:
    def read(raw, world):
        if raw.__class__ is str and raw in ANSWERS:
            return ANSWERS[raw]
        return Wrong("not-yes-or-no", {"word": word(raw)})

    return read


def to_page(type: types.YesNo, value: bool) -> str:
    return "yes" if value else "no"


def widget(type: types.YesNo) -> tuple[str, dict[str, object]]:
    return "yesno", {}


def display(type: types.YesNo, value: bool, look: Look) -> str:
    return words(look.language)["yes" if value else "no"]
