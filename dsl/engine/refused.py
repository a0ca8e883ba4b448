"""Refused: a command that may not happen now, and why, as a sentence for people."""

from __future__ import annotations

import re
from collections.abc import Callable

from dsl.engine.refusals import ACTIONS, NONE, SENTENCES

PLACE = re.compile(r"\{(\w+)\}")
PERSONS = ("who", "asked", "requester", "to")
"""Values that are ids of persons; `to` may also be a step."""
PLACES = ("step", "first", "open", "end", "steps", "targets")
"""Values that are names of steps or ends."""

Word = Callable[[str], str]


class Refused(Exception):
    """`code` is a key of the catalogue in `dsl/engine/refusals.py`; `values` fill its sentence: names, numbers, or
    tuples of names. A `message` of the text comes with `said`, its translations by language."""

    def __init__(self, code: str, **values: object):
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return render(self)


def render(refused: Refused, language: str = "en", person: Word = str, place: Word = str) -> str:
    """The sentence of a refusal; `person` turns the id of a person into the name shown, `place` that of a step or end."""
    at = 1 if language.startswith("zh") else 0
    refused = _translated(refused, language)
    return PLACE.sub(lambda found: _shown(refused, found[1], at, person, place), SENTENCES[refused.code][at])


def _translated(refused: Refused, language: str) -> Refused:
    """The refusal with the text's own message in `language`, as far as it is translated."""
    said = refused.values.get("said", {})
    return Refused(refused.code, **refused.values | {"message": said[language]}) if language in said else refused


def _shown(refused: Refused, name: str, at: int, person: Word, place: Word) -> str:
    value = refused.values[name]
    shown = person if name in PERSONS else place if name in PLACES else str
    if name == "action":
        return ACTIONS[value][at]
    if not isinstance(value, tuple):
        return shown(value) if isinstance(value, str) else str(value)
    if name == "asked":
        return (", ", "、")[at].join(map(shown, value)) + ((" is", " are")[len(value) > 1] if at == 0 else "")
    return (", ", "、")[at].join(f"`{shown(each)}`" for each in value) or NONE[at]
