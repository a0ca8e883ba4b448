"""Expressions as sentences in the reader's language, with labels instead of names."""

from __future__ import annotations

from collections.abc import Sequence

from designer.scene import Scene
from dsl import tree
from dsl.format_expression import format_expression


def sentence(scene: Scene, node: tree.Expression) -> str:
    """An expression of the scene's process as people say it."""
    return format_expression(node)


def people_sentence(scene: Scene, people: Sequence[tree.Expression]) -> str:
    """The people of a clause as people say it."""
    return ", ".join(sentence(scene, one) for one in people)
