"""The gallery: worked processes to begin with, as they come with the product."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from app.i18n import translate as _
from app.processes.picture import Drawn, flow
from app.processes.programs import libraries
from app.processes.source import lines
from dsl.compile import compile_text
from dsl.examples import Result, examples
from dsl.program import Program

CHINESE = re.compile("[\u4e00-\u9fff]")
BETWEEN = re.compile("(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef])")
"""Where a line ends within Chinese, which has no spaces."""
GALLERY = Path(__file__).resolve().parent.parent.parent / "examples" / "gallery"


@dataclass(frozen=True, slots=True)
class Piece:
    """A worked process: the name of its file, its text with what lies beside it, and the program."""

    key: str
    text: str
    files: dict[str, str]
    made: Program
    results: tuple[Result, ...]

    def label(self, language: str) -> str:
        """Its name in the reader's language."""
        return self.made.word(self.made.name, self.made.label, language)

    def notes(self, language: str) -> tuple[str, ...]:
        """The paragraphs of its first comment that are in the reader's language; all of them when none is."""
        every = said(self.text)
        fitting = tuple(each for each in every if bool(CHINESE.search(each)) == (language == "zh"))
        return fitting or every

    def asks(self, language: str) -> str:
        """The first questions of its form."""
        fields = [self.made.form.fields[name] for name in self.made.form.requested]
        asked = [self.made.word(field.path, field.label or field.name, language) for field in fields]
        return ("、" if language == "zh" else ", ").join(asked[:5]) + (" …" if len(asked) > 5 else "")

    def picture(self, language: str) -> Drawn:
        """Its flow."""
        return flow(self.made, language, _)

    def small(self, language: str) -> Markup:
        """The shape of its flow, for a card; the page of the piece has it for reading."""
        return self.picture(language).picture

    def lines(self) -> list[Markup]:
        """Its text for reading."""
        return lines(self.text)


def said(text: str) -> tuple[str, ...]:
    """The paragraphs of the comment a text begins with, at least one."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("#").strip())
    return tuple(BETWEEN.sub("", " ".join(part.split())) for part in "\n".join(lines).split("\n\n")) or ("",)


@cache
def pieces(folder: Path = GALLERY) -> tuple[Piece, ...]:
    """All of them, by file name; the product's tests prove that each can be published."""
    found = (piece(path) for path in sorted(folder.glob("*.way")))
    return tuple(each for each in found if each is not None)


def piece(path: Path) -> Piece | None:
    """One of them; None when its text has a mistake."""
    text = path.read_text("utf-8")
    beside = {each.name: each.read_text("utf-8") for each in sorted(path.parent.glob("*.csv")) if f'"{each.name}"' in text}
    outside, mistakes = libraries(beside)
    made = compile_text(text, outside)
    if mistakes or not isinstance(made, Program):
        return None
    return Piece(path.stem, text, beside, made, examples(made, outside))


def find(key: str) -> Piece | None:
    """The piece with this name."""
    return next((each for each in pieces() if each.key == key), None)
