"""How far a ticket is: what each box of the picture says after what happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.i18n import translate
from app.processes.drawing import fitted, room_of
from app.processes.picture import Part, flow
from app.tickets.progress import progress
from dsl.compile import compile_text
from dsl.engine import events as e
from dsl.program import Program

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NAMES = {"ana": "Ana", "bruno": "Bruno", "carla": "Carla", "dan": "Dan", "eva": "Eva", "gil": "Gil"}
REFUND = compile_text((EXAMPLES / "refund.way").read_text("utf-8"))

FILED = (e.Submitted(by="ana", answers={}, round=1),)
TO_MANAGER = (
    *FILED,
    e.Routed(node="branch.desk", table="desk", rules=("otherwise",), outcomes=("manager",)),
    e.Asked(step="line_manager", people=("bruno",), visit=1),
)
TO_FINANCE = (
    *FILED,
    e.Routed(node="branch.desk", table="desk", rules=("large",), outcomes=("finance",)),
    e.Forked(node="both"),
    e.Asked(step="director", people=("carla",), visit=1),
    e.Asked(step="controllers", people=("dan", "eva"), visit=1),
)


def lines(parts: tuple[Part, ...], depth: int = 0) -> list[str]:
    """The text alternative, indented."""
    found = []
    for part in parts:
        found += ["  " * depth + part.text, *lines(part.parts, depth + 1)]
    return found


def told(*happened: e.Event, language: str = "en", program: Program = REFUND) -> list[str]:
    def say(sentence: str, **values: object) -> str:
        return translate(sentence, language, **values)

    return lines(progress(program, happened, NAMES, language, say, "Ana").words)


def test_a_large_refund_is_with_two_departments():
    assert told(*TO_FINANCE, e.Approved(step="controllers", by="dan")) == [
        "Request: done (Ana)",
        "desk: done",
        "  pay: not taken",
        "  manager: not taken",
        "    Line manager: not taken (Approval)",
        "  finance: done",
        "    Two departments: waiting",
        "      1: waiting",
        "        Head of department: waiting (Carla)",
        "      2: waiting",
        "        Finance: waiting (✓ Dan, Eva)",
        "Pay out: to come (Task)",
        "Message: to come (Notice)",
        "Refunded: to come (End)",
    ]


@pytest.mark.parametrize(
    ("language", "drawn", "line"),
    [
        ("en", 'Pay out (Call · role("cashier"))', "Pay out: to come (Call)"),
        ("zh", '出纳付款 (调用 · role("cashier"))', "出纳付款: 未到 (调用)"),
    ],
)
def test_a_call_of_another_system_is_called_so(language: str, drawn: str, line: str):
    calling = compile_text((EXAMPLES / "refund.way").read_text("utf-8").replace("task payment", "call payment"))
    assert drawn in lines(flow(calling, language, lambda sentence, **values: translate(sentence, language, **values)).words)
    assert line in told(*FILED, language=language, program=calling)


def test_a_rejected_one_has_ended_and_nothing_is_to_come():
    story = told(
        *TO_MANAGER,
        e.Rejected(step="line_manager", by="bruno"),
        e.Closed(step="line_manager", result="rejected"),
        e.Ended(end="rejected"),
    )
    assert "    Line manager: rejected (Bruno)" in story
    assert story[-3:] == ["Pay out: not taken (Task)", "Message: not taken (Notice)", "Rejected: rejected (Ended)"]


def test_one_that_came_back_waits_for_its_requester():
    back = (
        e.SentBack(step="line_manager", by="bruno", to="request", counter="line_manager.return"),
        e.Closed(step="line_manager", result="sent back"),
    )
    story = told(*TO_MANAGER, *back)
    assert story[0] == "Request: sent back (Ana)"
    assert "    Line manager: sent back (Bruno)" in story
    again = told(*TO_MANAGER, *back, e.Submitted(by="ana", answers={}, round=2))
    assert again[0] == "Request: done (Ana)" and "    Line manager: to come (Approval)" in again


def test_what_comes_after_a_return_is_to_come_again():
    through = (
        e.Approved(step="line_manager", by="bruno"),
        e.Closed(step="line_manager", result="approved"),
        e.Asked(step="payment", people=("gil",), visit=1),
        e.SentBack(step="payment", by="gil", to="line_manager", counter="payment.return"),
        e.Closed(step="payment", result="sent back"),
        e.Asked(step="line_manager", people=("bruno",), visit=2),
    )
    story = told(*TO_MANAGER, *through)
    assert "    Line manager: waiting (Bruno)" in story and "Pay out: sent back (Gil)" in story


def test_the_reader_is_told_in_chinese():
    story = told(*TO_FINANCE, language="zh")
    assert story[0] == "申请: 已完成 (Ana)"
    assert "    直属上级审批: 未经过 (审批)" in story


@pytest.mark.parametrize("name", ["refund", "supplies", "travel", "fault"])
def test_both_pictures_hold_every_step(name):
    program = compile_text((EXAMPLES / f"{name}.way").read_text("utf-8"))
    made = progress(program, FILED, NAMES, "en", lambda sentence, **values: sentence, "Ana")
    for step in program.order:
        label = program.nodes[step].label
        assert str(made.picture).count(f"<title>{label} ·") >= 2, label
    assert "style=" not in made.picture


def test_a_process_is_drawn_with_nobody_on_the_way():
    drawn = flow(REFUND, "en", lambda sentence, **values: sentence)
    assert lines(drawn.words)[:5] == ["Request", "desk", "  pay", "  manager", "    Line manager (requester.manager)"]
    assert 'class="now"' not in drawn.picture and 'class="done"' not in drawn.picture


def test_a_name_cannot_break_out_of_the_picture():
    made = progress(REFUND, TO_FINANCE, NAMES | {"carla": "<script>&"}, "en", lambda s, **v: s, '"><b>')
    assert "<script" not in made.picture and "<b>" not in made.picture
    assert "&lt;script&gt;&amp;" in made.picture


def test_a_chinese_letter_takes_the_room_of_two():
    assert room_of("审批", 10) == 20 and room_of("ab", 10) < 12
    assert fitted("Head of department", 10, 60).endswith("…") and fitted("审批", 10, 20) == "审批"
