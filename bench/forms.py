"""Reading a submission of twenty fields that are all wrong, and one whose fields are all right."""

from __future__ import annotations

from bench.ground import ROOT, facts, program_of
from bench.measure import Line, at_most, interleaved, plain
from forms.form import read

REPEATS = 50
WRONG = {
    "name": "n" * 21, "story": "s" * 61, "count": 10, "share": "1.01", "amount": "0.00", "price": "abc", "agreed": "maybe",
    "urgent": 7, "day": "2026-13-01", "until": "yesterday", "clock": "25:00", "since": "now", "length": "PT5M",
    "colour": "pink", "sizes": ["tiny"], "friend": 5, "group": 5, "address": "nobody", "page": "ftp//x", "phone": "call me",
}  # fmt: skip
RIGHT = {
    "name": "Ana", "story": "Once", "count": 3, "share": "0.50", "amount": "10.00", "price": "10.00", "agreed": True,
    "urgent": False, "day": "2026-03-01", "until": "2026-03-02", "clock": "14:30", "since": "2026-03-02T14:30:00Z",
    "length": "PT30M", "colour": "red", "sizes": ["small", "large"], "friend": "ana", "group": "staff",
    "address": "ana@example.org", "page": "https://example.org/", "phone": "+86 10 1234 5678",
}  # fmt: skip


def lines() -> list[Line]:
    program = program_of((ROOT / "bench/texts/form.way").read_text("utf-8"))
    known = facts()
    wrong, right = read(program, WRONG, known)[1], read(program, RIGHT, known)[1]
    assert wrong.keys() == WRONG.keys() and not right, (WRONG.keys() - wrong.keys(), right)
    found = interleaved(
        {"wrong": lambda: repeated(program, WRONG, known), "right": lambda: repeated(program, RIGHT, known)}
    )
    return [
        at_most("forms", "20 fields, all wrong, all told", found["wrong"], 300e-6),
        plain("forms", "20 fields, all right", found["right"]),
    ]


def repeated(program, raw, known) -> int:
    for _ in range(REPEATS):
        read(program, raw, known)
    return REPEATS
