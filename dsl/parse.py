"""From any text to a tree and a list of problems; the limits of a text are checked here, before any work is done."""

from __future__ import annotations

from dataclasses import dataclass

from dsl import limits, tree
from dsl.lexing import Piece, scan
from dsl.mistakes import FORBIDDEN, shown, span_of
from dsl.problems import Problem
from dsl.reader import Reader
from dsl.report import Report
from dsl.tree import Span
from dsl.uncollected import uncollected


@dataclass(frozen=True, slots=True)
class Source:
    """A text, its tree, and its problems. With no problems `process` is the whole tree; with some it is what could be
    read, or None. Places count in the text as it was given, whatever its line ends."""

    text: str
    process: tree.Process | None
    problems: tuple[Problem, ...]


def parse(text: str) -> Source:
    """Reads any text whatsoever; never raises."""
    if problem := too_large(text):
        return Source(text, None, (problem,))
    cut = scan(text)
    if problem := too_deep(cut.pieces):
        return Source(text, None, (problem,))
    report = Report(text, forbidden(text))
    with uncollected():
        process = Reader(text, cut, report).file()
    return Source(text, process, report.in_order())


def too_large(text: str) -> Problem | None:
    """Characters are counted before bytes, which are at least as many."""
    if len(text) <= limits.SOURCE_BYTES and len(text.encode("utf-8", "surrogatepass")) <= limits.SOURCE_BYTES:
        return None
    return Problem("source-too-large", Span(1, 1, 1, 1, 0, 0), {"limit": f"{limits.SOURCE_BYTES // 1024} KiB"})


def too_deep(pieces: list[Piece]) -> Problem | None:
    """The first bracket that nests too deep: what passes may be read by recursion."""
    depth = 0
    for piece in pieces:
        if piece.text in ("{", "(", "["):
            depth += 1
            if depth > limits.NESTING:
                return Problem("nested-too-deep", span_of(piece), {"word": piece.text, "limit": str(limits.NESTING)})
        elif piece.text in ("}", ")", "]") and depth:
            depth -= 1
    return None


def forbidden(text: str) -> list[Problem]:
    """Invisible and control characters, wherever they stand."""
    problems: list[Problem] = []
    for match in FORBIDDEN.finditer(text):
        before = text[: match.start()].replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        at = Span(line, column, line, column + 1, match.start(), match.end())
        problems.append(Problem("forbidden-character", at, {"word": shown(match[0])}))
        if len(problems) == limits.PROBLEMS:
            break
    return problems
