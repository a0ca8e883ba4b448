"""The whole document of a scene, and as HTML that stands for itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from designer.plain import around, asked, rules, steps
from designer.plain.document import Document
from designer.plain.reader import Reader
from designer.scene import Scene

HERE = Path(__file__).parent.parent


def document(scene: Scene) -> Document:
    """Everything the text says, chapter by chapter."""
    r = Reader(scene)
    parts = (
        around.purpose(r), asked.asked(r), rules.tables(r), steps.flow(r), around.ends(r),
        around.claims(r), around.examples(r), around.words(r), around.comments(r),
    )  # fmt: skip
    return Document(scene.title, scene.process.name, scene.language, tuple(part for part in parts if part is not None))


@cache
def paper() -> Environment:
    """Templates without a server: a bundle is written where there is none."""
    folder = FileSystemLoader([HERE / "templates", HERE / "plain"])
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def shown(made: Document) -> str:
    """The chapters as HTML, for a page that has a head of its own."""
    return paper().get_template("plain_body.html").render(made=made)


def standing_alone(made: Document, about: list[tuple[str, str]], running: str) -> str:
    """A page without a script that needs nothing beside it; `about` says which version it is and who published it,
    `running` the same in one line, for the top of each printed page."""
    css = (HERE / "plain" / "print.css").read_text("utf-8")
    style = Markup(f"<style>\n{css}\n{every_page(running)}\n</style>")  # no server says what such a file may do
    page = paper().get_template("alone.html")
    return page.render(made=made, about=about, style=style)


def every_page(running: str) -> str:
    """The style that puts a line at the top of every printed page."""
    quoted = "".join(one if one.isalnum() or one in " .,:-/·" else f"\\{ord(one):x} " for one in running)
    return f'@page {{ @top-left {{ content: "{quoted}"; font: 8pt sans-serif; white-space: pre-wrap; }} }}'
