"""A text of about 200 lines: from the text to a program, and again after one line was edited."""

from __future__ import annotations

from bench.ground import ROOT
from bench.measure import Line, at_most, interleaved
from dsl import statement
from dsl.check import check
from dsl.compile import compile_text
from dsl.parse import parse
from dsl.program import Program


def lines() -> list[Line]:
    text = (ROOT / "examples/fault.way").read_text("utf-8")
    length = len(text.splitlines())
    edits = [text.replace("A slow server is repaired", f"Slow server {n} is repaired") for n in range(1000)]
    limits = [text.replace("affected >= 10 -> emergency", f"affected >= {n} -> emergency") for n in range(11, 500)]
    assert isinstance(compile_text(text), Program) and edits[0] != text and limits[0] != text
    changed = iter([edit for pair in zip(edits, limits, strict=False) for edit in pair])
    found = interleaved({"whole": lambda: whole(text), "edit": lambda: rechecked(next(changed))})
    return [
        at_most("text", f"parse, check and compile {length} lines", found["whole"], 0.100),
        at_most("text", "check again after one line was edited", found["edit"], 0.030),
    ]


def whole(text: str) -> int:
    """As if none of its lines had been seen before; then known again, for the edits that follow."""
    statement._remembered.cache_clear()
    assert isinstance(compile_text(text), Program)
    return 1


def rechecked(text: str) -> int:
    source = parse(text)
    assert source.process and not source.problems
    assert not [problem for problem in check(source.process).problems if problem.level == "problem"]
    return 1
