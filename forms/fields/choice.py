"""Choices: one option, or several in the order of the text."""

from __future__ import annotations

from collections.abc import Callable

from dsl import types
from forms.fields.look import Look
from forms.messages import Wrong, word

NAMED = 8
"""Options named in a problem."""
RADIOS = 5
"""Up to so many options are shown at once, more in a list to open."""


def schema(type: types.Choice | types.Choices, required: bool) -> dict[str, object]:
    option = {"type": "string", "enum": list(type.options)}
    if isinstance(type, types.Choice):
        return option
    return {"type": "array", "items": option, "uniqueItems": True, "minItems": type.low, "maxItems": type.high}


def from_json(type: types.Choice | types.Choices) -> Callable:
    if isinstance(type, types.Choices):
        return several_reader(type)
    options, listed = frozenset(type.options), _listed(type.options)

    def read(raw, world):
        if raw.__class__ is str and raw in options:
            return raw
        return Wrong("not-an-option", {"word": word(raw), "options": listed})

    return read


def from_page(type: types.Choice | types.Choices) -> Callable:
    if isinstance(type, types.Choices):
        read_several = several_reader(type)
        return lambda raw, world: _several(raw, world, read_several)
    read_one = from_json(type)
    return lambda raw, world: read_one(raw, world) if raw else None


def _several(raw: object, world, read: Callable):
    """What checkboxes post: the empty one stands for "none", doubles count once."""
    if raw.__class__ is not list:
        return Wrong("not-a-list", {"word": word(raw)})
    return read(list(dict.fromkeys(filter(None, raw))), world) or None


def several_reader(type: types.Choices) -> Callable:
    options, listed, place = frozenset(type.options), _listed(type.options), type.options.index

    def read(raw, world):
        if raw.__class__ is not list:
            return Wrong("not-a-list", {"word": word(raw)})
        for each in raw:
            if each.__class__ is not str or each not in options:
                return Wrong("not-an-option", {"word": word(each), "options": listed})
        if len(set(raw)) < len(raw):
            return Wrong("doubled", {"word": word(next(each for each in raw if raw.count(each) > 1))})
        return counted(tuple(sorted(raw, key=place)), type.low, type.high)

    return read


def counted(items: tuple, low: int, high: int) -> tuple | Wrong:
    """`items` when there are neither too few nor too many."""
    if len(items) < low:
        return Wrong("too-few", {"count": len(items), "low": low})
    if len(items) > high:
        return Wrong("too-many", {"count": len(items), "high": high})
    return items


def _listed(options: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{each}`" for each in options[:NAMED])
    return shown + (", …" if len(options) > NAMED else "")


def to_page(type: types.Choice | types.Choices, value: str | tuple[str, ...]) -> str | list[str]:
    return list(value) if isinstance(type, types.Choices) else value


def widget(type: types.Choice | types.Choices) -> tuple[str, dict[str, object]]:
    if isinstance(type, types.Choices):
        return "choices", {}
    return ("radios" if len(type.options) <= RADIOS else "choice"), {}


def display(type: types.Choice | types.Choices, value: str | tuple[str, ...], look: Look) -> str:
    if isinstance(type, types.Choice):
        return look.options.get(value, value)
    return ("、" if look.language.startswith("zh") else ", ").join(look.options.get(each, each) for each in value)
