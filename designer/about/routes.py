"""What the templates of the designer can ask about comments and translations."""

from __future__ import annotations

from flask import Blueprint

from designer import address as at
from designer.scene import Scene
from dsl import tree

LANGUAGES = {"en": "English", "zh": "中文", "de": "Deutsch", "fr": "Français", "es": "Español", "ja": "日本語"}
"""Languages by their own names; others are shown by their code."""


def add_routes(pages: Blueprint) -> None:
    """Hands the functions to the templates."""
    for function in (comments_at, translations, language_name):
        pages.add_app_template_global(function, function.__name__)


def comments_at(scene: Scene, address: str) -> tree.Trivia:
    """The comments of the line at an address."""
    return at.get(scene.process, at.line_of(scene.process, address)).trivia


def translations(scene: Scene) -> dict[str, dict[str, str]]:
    """The translations by language and by path; a language the text lacks is Chinese, so that it can be begun with."""
    blocks = scene.process.all(tree.Words)
    found = {block.language: {".".join(word.path): word.text for word in block.items} for block in blocks}
    return found or {"zh": {}}


def language_name(language: str) -> str:
    """A language by its own name."""
    return LANGUAGES.get(language, language)
