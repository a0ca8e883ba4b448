"""What the templates of the designer can ask about expressions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from designer import address as at
from designer.conditions.sentences import people_sentence, sentence
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
    }.items():
        pages.add_app_template_global(function, name)


def expression_at(scene: Scene, address: str) -> Any:
    """What stands at an address."""
    return at.get(scene.process, address)


def text_of(node: Any) -> str:
    """An expression, or several, as the text writes them."""
    several = node if isinstance(node, tuple) else (node,) if node is not None else ()
    return ", ".join(format_expression(one) for one in several)
