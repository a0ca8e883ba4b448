"""Templates of titles and messages: `{path}` stands for an answer, `{{` for a brace; one pass, nothing evaluates."""

from __future__ import annotations

import re

from dsl.program import Template

PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def template(text: str) -> Template:
    """The parts of a template: strings and paths, alternating, first a string."""
    parts, plain, end = [], "", 0
    for piece in PIECE.finditer(text):
        plain, end = plain + text[end : piece.start()], piece.end()
        if piece[1] is None:
            plain += piece[0][0]
        else:
            parts += [plain, piece[1].strip()]
            plain = ""
    return Template((*parts, plain + text[end:]))
