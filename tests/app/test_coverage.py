"""Coverage by recorded tickets: what they did counts where the rules of their version are the same."""

from __future__ import annotations

from app.db import reading
from app.tickets.coverage import recorded
from dsl.coverage import Covering
from dsl.parse import parse
from tests.app.asking import act, file
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")


def done(app, text: str) -> dict:
    with app.app_context(), reading() as c:
        found = recorded(c, "refund", Covering(parse(text).process))
    return {"tickets": found.tickets, **{each.key: count for each, count in found.by.items()}}


def test_what_recorded_tickets_did_is_counted(app, sign_in):
    first, second = file(sign_in("ana")), file(sign_in("ana"))
    act(sign_in("carla"), first, "return", step="director", to="request")
    act(sign_in("carla"), second, "approve", step="director")
    found = done(app, TEXT)
    assert found["tickets"] == 2
    assert found["desk", "large"] == found["branch.desk", "finance"] == 2
    assert (found["director", "return"], found["director", "approve"]) == (1, 1)
    assert ("controllers", "approve") not in found


def test_rows_of_a_changed_table_start_anew_while_unchanged_steps_go_on_counting(app, sign_in):
    act(sign_in("carla"), file(sign_in("ana")), "approve", step="director")
    found = done(app, TEXT.replace("amount > 5000.00 CNY -> finance", "amount > 5000.01 CNY -> finance"))
    assert found["director", "approve"] == 1
    assert ("desk", "large") not in found
