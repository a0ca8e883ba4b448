"""Whether an edited tree is one that the language has: an address that leads to another sort of line must not mix them."""

from __future__ import annotations

import typing
from functools import cache
from types import NoneType, UnionType
from typing import Any

from dsl import tree


@cache
def parts_of(kind: type) -> tuple[tuple[str, Any], ...]:
    """The parts of a node that stand in the text, with the sorts they may be."""
    return tuple((name, hint) for name, hint in typing.get_type_hints(kind).items() if name not in ("at", "trivia"))


def is_sound(before: object, after: object) -> bool:
    """Whether everything `after` has and `before` had not is of the sort its place takes; what both have stays unread."""
    if after is before:
        return True
    if isinstance(after, tuple):
        old = {id(one) for one in before} if isinstance(before, tuple) else set()
        were = before if isinstance(before, tuple) else ()
        return all(
            id(one) in old or is_sound(were[number] if number < len(were) else None, one)
            for number, one in enumerate(after)
        )
    if not isinstance(after, tree.Node):
        return True
    return all(
        is_of(hint, getattr(after, name)) and is_sound(getattr(before, name, None), getattr(after, name))
        for name, hint in parts_of(type(after))
    )


def is_of(hint: Any, value: object) -> bool:
    """Whether a value is of a sort; of a tuple, each of its members."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint is object:
        return True
    if origin in (UnionType, typing.Union):
        return any(is_of(one, value) for one in arguments)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return all(is_of(arguments[0], one) for one in value)
        return len(value) == len(arguments) and all(map(is_of, arguments, value))
    if origin is typing.Literal:
        return value in arguments
    if hint is None or hint is NoneType:
        return value is None
    return isinstance(value, origin or hint)
