"""Random examples that are kept from a rehearsal, and those that are written for what no example exercises."""

from __future__ import annotations

from collections.abc import Callable

from tests.designer.random_steps import Flow, Values

ACTS = ["line_manager", "payment -> paid", "director -> return", "done"]
ANSWERS = ["amount 5.00 CNY", 'student "Li Hua", course english', 'lines { item "Desk", price 2.00 CNY }']
NAMES = ["case_1", "mine", "学费", "amount", "", "2nd"]


def example(f: Flow) -> str:
    """A whole example, as a page carries it; sometimes something else."""
    lines = ["requester ana", f.one(ANSWERS), f"expect {', '.join(f.one(ACTS) for _ in range(f.r.randint(1, 3)))}"]
    text = "example x {\n" + "".join(f"  {line}\n" for line in lines) + "}"
    return f.one([text] * 8 + ["", "example x {", "form {\n}"])


GESTURES: dict[str, Callable[[Flow], Values]] = {
    "keep-example": lambda f: {"text": example(f), "name": f.one(NAMES), "label": f.one(["", "It shows", "学生  姓名"])},
    "write-cases": lambda f: {"thing": f.one(["", "", '["row"]']), "language": f.one(["en", "zh"])},
}
