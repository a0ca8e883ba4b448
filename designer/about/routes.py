"""What the templates of the designer can ask about comments and translations."""

from __future__ import annotations

from flask import Blueprint

from designer import address as at
from designer.about.examples import case
from designer.about.view import end_names, step_names
from designer.scene import Scene
from designer.tables.domain import fields
from dsl import tree
from dsl.format import head_of

LANGUAGES = {"en": "English", "zh": "中文", "de": "Deutsch", "fr": "Français", "es": "Español", "ja": "日本語"}
"""Languages by their own names; others are shown by their code."""


def add_routes(pages: Blueprint) -> None:
    """Hands the functions to the templates."""
    for function in (comments_at, translations, language_name, line_text, title_fields, step_names, end_names):
        pages.add_app_template_global(function, function.__name__)
    pages.add_app_template_global(case, "example_case")


def line_text(scene: Scene, address: str) -> str:
    """The line at an address, as the text writes it."""
    line = at.line_of(scene.process, address)
    above = at.get(scene.process, line.rpartition(".arms.")[0])
    return head_of(at.get(scene.process, line), isinstance(above, tree.Parallel))


def title_fields(scene: Scene) -> list[tuple[str, str]]:
    """The fields a title may show, as (name, label)."""
    shown = [field for field in fields(scene.process).values() if field.kind.word not in ("rows", "files")]
    return [(field.name, scene.word((field.name,), field.label or field.name)) for field in shown]


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
