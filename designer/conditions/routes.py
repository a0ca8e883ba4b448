"""What the templates of the designer can ask about expressions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from designer import address as at
from designer.conditions.choices import Choice
from designer.conditions.people import people_shapes, who_choices
from designer.conditions.places import place_at
from designer.conditions.sentences import people_sentence, sentence
from designer.conditions.shapes import condition_shape, value_shape
from designer.edits.generic import is_optional
from designer.outside import Outside
from designer.scene import Scene
from dsl.format_expression import format_expression


def add_routes(pages: Blueprint, outside: Outside) -> None:
    """Hands the functions to the templates."""
    for name, function in {
        "expression_at": expression_at,
        "text_of": text_of,
        "sentence": sentence,
        "people_sentence": people_sentence,
        "condition_shape": condition_shape,
        "value_shape": value_shape,
        "people_shapes": people_shapes,
        "new_people": new_people,
        "may_be_removed": may_be_removed,
    }.items():
        pages.add_app_template_global(function, name)
    pages.add_app_template_filter(groups, "groups")


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that stand together under one heading."""

    name: str
    choices: tuple[Choice, ...]


def groups(choices: Iterable[Choice]) -> tuple[Group, ...]:
    """Choices by their headings, in the order in which each was first met."""
    found: dict[str, list[Choice]] = {}
    for one in choices:
        found.setdefault(one.group, []).append(one)
    return tuple(Group(name, tuple(several)) for name, several in found.items())


def expression_at(scene: Scene, address: str) -> Any:
    """What stands at an address."""
    return at.get(scene.process, address)


def text_of(node: Any) -> str:
    """An expression, or several, as the text writes them."""
    several = node if isinstance(node, tuple) else (node,) if node is not None else ()
    return ", ".join(format_expression(one) for one in several)


def new_people(scene: Scene, address: str) -> tuple:
    """Who may be added."""
    return who_choices(place_at(scene, address), None)


def may_be_removed(scene: Scene, address: str) -> bool:
    """Whether nothing may stand at an address."""
    return is_optional(scene.process, address)
